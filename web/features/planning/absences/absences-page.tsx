import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Absence } from '#contract/absence.ts';
import { ajouterJours } from '#contract/calendrier.ts';
import { formatCount, parisDay } from '../../../lib/format.ts';
import { currentCursor, nextPage, pageNumber, previousPage } from '../../../lib/paging.ts';
import { useMoi } from '../../../lib/session.ts';
import { type Column, DataTable, openerClass, Pager } from '../../../ui/data-table.tsx';
import { Empty, Failure } from '../../../ui/failure.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { Page } from '../../../ui/page.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { useNow } from '../../../ui/time.tsx';
import { WaitingRows } from '../../../ui/waiting.tsx';
import { absencesQuery } from '../api.ts';
import { AbsenceDrawer, type NewAbsence, NewAbsenceDrawer } from './absence-dialog.tsx';
import { lengthWord, motifWord, spanWord } from './absence-words.ts';
import { PersonneFilter } from './personne-filter.tsx';

const route = getRouteApi('/app/absences');
type Search = ReturnType<typeof route.useSearch>;
type Periode = NonNullable<Search['periode']>;

const PERIODES = [
  { value: '', label: 'En cours et à venir' },
  { value: 'passees', label: 'Trois derniers mois' },
  { value: 'toutes', label: 'Toutes' },
];

/** The days of the list, from the word in the address. */
function daysOf(periode: Periode | undefined, today: string): { du?: string; au?: string; sort: 'debut' | '-debut' } {
  if (periode === 'passees') return { du: ajouterJours(today, -92), au: today, sort: '-debut' };
  return periode === 'toutes' ? { sort: '-debut' } : { du: today, sort: 'debut' };
}

const columns: Column<Absence>[] = [
  {
    name: 'Personne',
    heading: true,
    cell: ({ id, nom, prenom }) => (
      <Link from="/absences" to="." search={old => ({ ...old, absence: id })} className={openerClass}>
        {nom} {prenom}
      </Link>
    ),
  },
  { name: 'Jours', cell: absence => spanWord(absence) },
  { name: 'Durée', numeric: true, labelled: true, cell: absence => lengthWord(absence) },
  {
    name: 'Motif',
    cell: absence => (absence.a_preciser ? <StateMark state="ambre">À préciser</StateMark> : motifWord(absence)),
  },
];

function ListFilters({ self }: { self: boolean }): ReactNode {
  const { periode, preciser, personne } = route.useSearch();
  const navigate = useNavigate({ from: '/absences' });
  type Filter = { periode?: Periode | undefined; preciser?: 'oui' | undefined; personne?: string | undefined };
  const put = (filter: Filter) =>
    void navigate({ search: old => ({ ...old, ...filter, suite: undefined }), replace: true });
  return (
    <Filters>
      {!self && <PersonneFilter personne={personne} onChange={one => put({ personne: one })} />}
      <NativeSelect
        label="Période"
        style={{ minWidth: '13rem' }}
        data={PERIODES}
        value={periode ?? ''}
        onChange={event => put({ periode: (event.currentTarget.value || undefined) as Periode | undefined })}
      />
      <Checkbox
        label="Seulement les absences à préciser"
        checked={preciser === 'oui'}
        onChange={event => put({ preciser: event.currentTarget.checked ? 'oui' : undefined })}
        style={{ flex: '0 0 auto', paddingBottom: '0.5rem' }}
      />
    </Filters>
  );
}

function Nothing({ onNew }: { onNew: ReactNode }): ReactNode {
  const { periode, preciser, personne } = route.useSearch();
  if (preciser === 'oui')
    return <Empty title="Aucune absence à préciser">Toutes les absences de cette période ont leur motif.</Empty>;
  if (periode || personne)
    return (
      <Empty
        title="Aucune absence sur cette période"
        action={
          <Link to="/absences" className="hub-link">
            Effacer les filtres
          </Link>
        }
      />
    );
  return (
    <Empty title="Personne n’est absent" action={onNew}>
      Les absences en cours et à venir apparaîtront ici ; elles bloquent le jour dans le planning.
    </Empty>
  );
}

export function AbsencesPage(): ReactNode {
  const { suite, absence: opened, periode, preciser, personne } = route.useSearch();
  const navigate = useNavigate({ from: '/absences' });
  const moi = useMoi();
  const today = parisDay(useNow());
  const [asked, setAsked] = useState<NewAbsence | null>(null);
  const query = {
    ...daysOf(periode, today),
    personne_id: personne,
    ...(preciser ? { a_preciser: 'true' as const } : {}),
  };
  const { data, error, refetch } = useQuery(absencesQuery({ ...query, cursor: currentCursor(suite) }));
  const open = (id: string | undefined) => void navigate({ search: old => ({ ...old, absence: id }) });
  const turn = (next: string | undefined) => ({ periode, preciser, personne, suite: next });
  const self = moi.role === 'compagnon' && !moi.gestionnaire_paie;
  const create = () =>
    setAsked({ personne: self ? { id: moi.id, name: `${moi.prenom} ${moi.nom}` } : null, jour: today });
  const button = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={create}>
      {self ? 'Signaler une absence' : 'Noter une absence'}
    </Button>
  );
  const more = data?.next_cursor ? ' sur cette page' : '';
  return (
    <Page
      title={self ? 'Mes absences' : 'Absences'}
      before={
        <Link to="/planning" className="hub-link hub-small">
          Planning
        </Link>
      }
      sentence={data && `${formatCount(data.items.length, 'absence', 'absences')}${more}`}
      action={button}
    >
      <ListFilters self={self} />
      {error && <Failure error={error} retry={refetch} right="lire les absences" />}
      {!data && !error && <WaitingRows />}
      {data?.items.length === 0 && <Nothing onNew={button} />}
      {data && data.items.length > 0 && (
        <div>
          <DataTable
            caption="Absences"
            columns={columns}
            rows={data.items}
            current={opened}
            onOpen={({ id }) => open(id)}
          />
          <Pager
            page={pageNumber(suite)}
            previous={suite ? turn(previousPage(suite)) : null}
            next={data.next_cursor ? turn(nextPage(suite, data.next_cursor)) : null}
          />
        </div>
      )}
      <NewAbsenceDrawer asked={asked} onClose={() => setAsked(null)} />
      <AbsenceDrawer id={opened} onClose={() => open(undefined)} />
    </Page>
  );
}
