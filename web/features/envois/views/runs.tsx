// The envois, newest first; those that had nothing to send are left out unless asked for.
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Envoi } from '#contract/export.ts';
import { STATUTS_RUN, StatutRun } from '#contract/values.ts';
import { envoisQuery } from '../../../lib/envois.ts';
import { formatMinutes, formatNumber } from '../../../lib/format.ts';
import { currentCursor } from '../../../lib/paging.ts';
import { type Column, DataTable, openerClass } from '../../../ui/data-table.tsx';
import { sayPeriod, stateOfEnvoi } from '../../../ui/erp/envoi/words.ts';
import { spokenName } from '../../../ui/erp/link-state.ts';
import { Empty } from '../../../ui/failure.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { PagedList } from '../../../ui/paged-list.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { Since } from '../../../ui/time.tsx';

const route = getRouteApi('/app/envois');
const LIMIT = 25;

const Mark = ({ envoi }: { envoi: Envoi }): ReactNode => {
  const { state, word } = stateOfEnvoi(envoi);
  return <StateMark state={state}>{word}</StateMark>;
};

const figure = (count: number) => (count > 0 ? formatNumber(count) : '');

const columnsOf = (several: boolean): Column<Envoi>[] => [
  {
    name: 'Période',
    heading: true,
    cell: envoi => (
      <Link to="/envois/$id" params={{ id: envoi.id } as never} className={openerClass}>
        <span style={{ whiteSpace: 'nowrap' }}>{sayPeriod(envoi)}</span>
      </Link>
    ),
  },
  { name: 'État', cell: envoi => <Mark envoi={envoi} /> },
  ...(several
    ? [{ name: 'Connexion', cell: (envoi: Envoi) => spokenName({ nom: envoi.link_nom, simulateur: envoi.simulateur }) }]
    : []),
  {
    name: 'Quand',
    cell: ({ finished_at, started_at, created_at }) => <Since at={finished_at ?? started_at ?? created_at} />,
  },
  { name: 'Lignes', numeric: true, labelled: true, cell: ({ compte }) => figure(compte.lignes) },
  {
    name: 'Dans l’ERP',
    numeric: true,
    labelled: true,
    cell: ({ compte }) => (compte.minutes > 0 ? formatMinutes(compte.minutes) : ''),
  },
  {
    name: 'À regarder',
    numeric: true,
    labelled: true,
    cell: ({ compte }) => figure(compte.refused + compte.unmapped + compte.doubtful),
  },
  {
    name: 'Demandé par',
    labelled: true,
    cell: ({ demande, demande_par }) => demande_par ?? (demande === 'automatique' ? 'Automatique' : 'Une personne'),
  },
];

const STATUTS = [
  { value: '', label: 'Tous' },
  ...Object.entries(STATUTS_RUN).map(([value, label]) => ({ value, label })),
];
const USEFUL = [
  { value: 'oui', label: 'Sans ceux qui n’avaient rien à envoyer' },
  { value: 'non', label: 'Tous' },
];

export function Runs({ several }: { several: boolean }): ReactNode {
  const search = route.useSearch();
  const { connexion, statut, utiles = 'oui', suite } = search;
  const navigate = useNavigate({ from: '/envois' });
  const put = (filter: Partial<typeof search>) =>
    void navigate({ search: { ...search, ...filter, suite: undefined }, replace: true, resetScroll: false });
  const answer = useQuery(
    envoisQuery({ link_id: connexion, statut, utiles, cursor: currentCursor(suite), limit: LIMIT }),
  );
  return (
    <>
      <Filters>
        <NativeSelect
          label="Montrer"
          data={USEFUL}
          value={utiles}
          onChange={event => put({ utiles: event.currentTarget.value === 'non' ? 'non' : undefined })}
        />
        <NativeSelect
          label="État"
          data={STATUTS}
          value={statut ?? ''}
          onChange={event => put({ statut: StatutRun.safeParse(event.currentTarget.value).data })}
        />
      </Filters>
      <PagedList
        answer={answer}
        search={search}
        right="lire les envois"
        waiting={8}
        nothing={
          <Empty title="Aucun envoi à montrer">
            Chaque envoi d’heures vers l’ERP laissera ici ce qui est parti, et ce qui reste à regarder.
          </Empty>
        }
      >
        {items => (
          <DataTable
            caption="Envois"
            columns={columnsOf(several)}
            rows={items}
            onOpen={({ id }) => void navigate({ to: '/envois/$id', params: { id } as never })}
          />
        )}
      </PagedList>
    </>
  );
}
