// A week: each person, what is validated here and what is in the ERP; those to look at first.

import { NativeSelect } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { joursDe } from '#contract/calendrier.ts';
import { formatWeek } from '#contract/dates.ts';
import { lignesEnvoiQuery, semaineEnvoisQuery } from '../../../lib/envois.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { weekAfter } from '../../../lib/weeks.ts';
import { type Column, DataTable, openerClass } from '../../../ui/data-table.tsx';
import { Side } from '../../../ui/dialogs.tsx';
import { Empty, Failure } from '../../../ui/failure.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { WaitingRows } from '../../../ui/waiting.tsx';
import styles from '../envois.module.css';
import { LigneStack } from '../lignes/ligne-table.tsx';
import { isNotThere, needsLook, type PersonWeek, sayStates, sayWeek, stateOfWeek, worstFirst } from './week-state.ts';

const route = getRouteApi('/app/envois');
type Row = PersonWeek & { id: string };

/** Beside hours, nothing is nought hours. */
const hours = (minutes: number): string => (minutes === 0 ? '0\u00a0h' : formatMinutes(minutes));

const COLUMNS: Column<Row>[] = [
  {
    name: 'Personne',
    heading: true,
    cell: ({ personne, personne_id }) => (
      <Link
        to="."
        search={((old: object) => ({ ...old, personne: personne_id, ligne: undefined })) as never}
        className={openerClass}
      >
        {personne}
      </Link>
    ),
  },
  {
    name: 'État',
    cell: row => {
      const { state, word } = stateOfWeek(row);
      return <StateMark state={state}>{word}</StateMark>;
    },
  },
  { name: 'Validées', numeric: true, labelled: true, cell: ({ minutes_validees }) => hours(minutes_validees) },
  {
    name: 'Dans l’ERP',
    numeric: true,
    labelled: true,
    cell: ({ minutes_dans_erp }) => hours(minutes_dans_erp),
  },
  { name: 'Lignes', cell: row => <span className="hub-small">{sayStates(row)}</span> },
];

export const WeekLinks = ({ semaine }: { semaine: string }): ReactNode => {
  const arrow = (by: number, label: string, icon: ReactNode) => (
    <Link
      from="/envois"
      to="."
      search={old => ({ ...old, semaine: weekAfter(semaine, by), personne: undefined, ligne: undefined })}
      className={styles.arrow}
      aria-label={label}
    >
      {icon}
    </Link>
  );
  return (
    <nav className={styles.week} aria-label="Semaine">
      {arrow(-1, 'Semaine précédente', <IconChevronLeft size={20} aria-hidden />)}
      <strong>{formatWeek(semaine)}</strong>
      {arrow(1, 'Semaine suivante', <IconChevronRight size={20} aria-hidden />)}
    </nav>
  );
};

const SHOWN = [
  { value: '', label: 'Tout le monde' },
  { value: 'a_voir', label: 'À regarder' },
  { value: 'pas_encore', label: 'Pas encore dans l’ERP' },
];

function PersonDrawer({ semaine, row }: { semaine: string; row: PersonWeek | undefined }): ReactNode {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/envois' });
  const days = joursDe(semaine);
  const { data, error, refetch } = useQuery({
    ...lignesEnvoiQuery({
      personne_id: search.personne,
      link_id: search.connexion,
      du: days[0],
      au: days[6],
      limit: 200,
    }),
    enabled: search.personne !== undefined,
  });
  const lignes = data?.items ?? [];
  return (
    <Side
      opened={search.personne !== undefined && search.ligne === undefined}
      title={row?.personne ?? 'Semaine d’une personne'}
      onClose={() => void navigate({ search: { ...search, personne: undefined }, resetScroll: false })}
    >
      <div className="hub-stack">
        {row && (
          <p>
            {formatWeek(semaine)} : {hours(row.minutes_dans_erp)} dans l’ERP sur {hours(row.minutes_validees)} validées.
          </p>
        )}
        {search.personne && (
          <Link
            to="/heures/$personne/$semaine"
            params={{ personne: search.personne, semaine } as never}
            className="hub-link"
          >
            Voir sa semaine d’heures
          </Link>
        )}
        {error && <Failure error={error} retry={refetch} right="lire les lignes d’un envoi" />}
        {!data && !error && <WaitingRows rows={5} tall />}
        {data && lignes.length === 0 && (
          <Empty title="Rien n’est parti">
            Ses heures validées partent avec le prochain envoi, sauf celles d’avant sa mise en marche.
          </Empty>
        )}
        {lignes.length > 0 && <LigneStack lignes={lignes} />}
      </div>
    </Side>
  );
}

export function Semaine({ semaine }: { semaine: string }): ReactNode {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/envois' });
  const { data, error, refetch } = useQuery(semaineEnvoisQuery({ semaine, link_id: search.connexion }));
  const all = data?.personnes ?? [];
  const weeks =
    search.montrer === 'a_voir'
      ? all.filter(needsLook)
      : search.montrer === 'pas_encore'
        ? all.filter(isNotThere)
        : all;
  const rows = worstFirst(weeks).map((week): Row => ({ ...week, id: week.personne_id }));
  return (
    <>
      <div className={styles.tools}>
        <WeekLinks semaine={semaine} />
        <NativeSelect
          label="Montrer"
          data={SHOWN}
          value={search.montrer ?? ''}
          onChange={event =>
            void navigate({
              search: { ...search, montrer: (event.currentTarget.value || undefined) as typeof search.montrer },
              replace: true,
              resetScroll: false,
            })
          }
        />
      </div>
      {error && <Failure error={error} retry={refetch} right="lire les envois" />}
      {!data && !error && <WaitingRows rows={10} />}
      {data && (
        <p>
          <strong>{sayWeek(all)}</strong>
        </p>
      )}
      {data && all.length === 0 && (
        <Empty title="Rien à envoyer cette semaine">
          Les heures validées sur des chantiers venus d’un ERP apparaîtront ici, avec ce qui en est arrivé là-bas.
        </Empty>
      )}
      {all.length > 0 && rows.length === 0 && (
        <Empty title="Personne dans ce cas">
          {search.montrer === 'a_voir' ? 'Aucune ligne de cette semaine n’est à regarder.' : 'Tout est dans l’ERP.'}
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          caption={`Heures dans l’ERP, ${formatWeek(semaine)}`}
          columns={COLUMNS}
          rows={rows}
          current={search.personne}
          onOpen={({ id }) =>
            void navigate({ search: { ...search, personne: id, ligne: undefined }, resetScroll: false })
          }
        />
      )}
      <PersonDrawer semaine={semaine} row={all.find(({ personne_id }) => personne_id === search.personne)} />
    </>
  );
}
