import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { METIERS_COURANTS, type Personne } from '#contract/personne.ts';
import { ROLES, Role, TYPES_PERSONNE, TypePersonne } from '#contract/values.ts';
import { formatCount, formatPhone } from '../../lib/format.ts';
import { currentCursor, nextPage, pageNumber, previousPage } from '../../lib/paging.ts';
import { isAdministrateur, useMoi } from '../../lib/session.ts';
import { type Column, DataTable, openerClass, Pager } from '../../ui/data-table.tsx';
import { Side } from '../../ui/dialogs.tsx';
import { Empty, Failure } from '../../ui/failure.tsx';
import { Filters, useTypedFilter } from '../../ui/filters.tsx';
import { Page } from '../../ui/page.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { WaitingRows } from '../../ui/waiting.tsx';
import { personnesQuery } from './api.ts';
import { PersonneGlance } from './personne-glance.tsx';

const route = getRouteApi('/app/personnes');
type Search = ReturnType<typeof route.useSearch>;

function nameSorted(sort: Search['sort']): Column<Personne>['sorted'] {
  const down = sort === '-nom';
  return {
    by: sort === undefined || sort === 'nom' ? 'ascending' : down ? 'descending' : 'none',
    link: (content, className) => (
      <Link
        from="/personnes"
        to="."
        className={className}
        search={old => ({ ...old, sort: down ? undefined : '-nom', suite: undefined })}
      >
        {content}
      </Link>
    ),
  };
}

const ETAT: Column<Personne> = {
  name: 'État',
  cell: ({ active }) => (active ? 'Active' : <StateMark state="gris">Désactivée</StateMark>),
};

const columnsFor = ({ sort, active }: Pick<Search, 'sort' | 'active'>): Column<Personne>[] => [
  {
    name: 'Nom',
    heading: true,
    sorted: nameSorted(sort),
    cell: ({ id, nom, prenom }) => (
      <Link from="/personnes" to="." search={old => ({ ...old, personne: id })} className={openerClass}>
        {nom} {prenom}
      </Link>
    ),
  },
  {
    name: 'Rôle',
    cell: ({ role, gestionnaire_paie }) => (gestionnaire_paie ? `${ROLES[role]} · gestion de la paie` : ROLES[role]),
  },
  {
    name: 'Type',
    cell: ({ type_personne, agence }) =>
      agence ? `${TYPES_PERSONNE[type_personne]}, ${agence}` : TYPES_PERSONNE[type_personne],
  },
  { name: 'Métiers', cell: ({ metiers }) => metiers.join(', ') },
  { name: 'Matricule', labelled: true, cell: ({ matricule }) => matricule },
  { name: 'Téléphone', cell: ({ telephone }) => telephone && formatPhone(telephone) },
  // Where only active people are shown, saying so on each line would be noise.
  ...(active === undefined ? [] : [ETAT]),
];

const withAll = (all: string, table: Record<string, string>) => [
  { value: '', label: all },
  ...Object.entries(table).map(([value, label]) => ({ value, label })),
];
const ETATS = { oui: 'Actives', non: 'Désactivées', toutes: 'Toutes' };

function ListFilters(): ReactNode {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/personnes' });
  const put = (filter: Partial<Search>) =>
    void navigate({ search: old => ({ ...old, ...filter, suite: undefined }), replace: true });
  const [typed, setTyped] = useTypedFilter(search.q, q => put({ q }));
  return (
    <Filters>
      <TextInput
        type="search"
        label="Rechercher"
        placeholder="Nom, matricule, e-mail, téléphone"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        maxLength={100}
        onChange={event => setTyped(event.currentTarget.value)}
      />
      <NativeSelect
        label="Rôle"
        data={withAll('Tous', ROLES)}
        value={search.role ?? ''}
        onChange={event => put({ role: Role.safeParse(event.currentTarget.value).data })}
      />
      <NativeSelect
        label="Type"
        data={withAll('Tous', TYPES_PERSONNE)}
        value={search.type ?? ''}
        onChange={event => put({ type: TypePersonne.safeParse(event.currentTarget.value).data })}
      />
      <NativeSelect
        label="Métier"
        data={[{ value: '', label: 'Tous' }, ...METIERS_COURANTS]}
        value={search.metier ?? ''}
        onChange={event => put({ metier: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        label="État"
        data={Object.entries(ETATS).map(([value, label]) => ({ value, label }))}
        value={search.active ?? 'oui'}
        onChange={event => {
          const active = event.currentTarget.value as keyof typeof ETATS;
          put({ active: active === 'oui' ? undefined : active });
        }}
      />
    </Filters>
  );
}

/** The hub's word for the filter: the screen shows active people unless asked otherwise. */
const activeOf = (choice: Search['active']) => (choice === 'toutes' ? undefined : choice === 'non' ? 'false' : 'true');

const Actions = (): ReactNode => (
  <>
    <Button component={Link} to="/personnes/importer" variant="default">
      Importer un fichier
    </Button>
    <Button component={Link} to="/personnes/inviter" variant="default">
      Inviter
    </Button>
    <NewButton />
  </>
);

const NewButton = (): ReactNode => (
  <Button component={Link} to="/personnes/nouvelle" leftSection={<IconPlus size={16} aria-hidden />}>
    Nouvelle personne
  </Button>
);

export function PersonnesPage(): ReactNode {
  const { suite, personne: opened, type, active, ...search } = route.useSearch();
  const navigate = useNavigate({ from: '/personnes' });
  const { data, error, refetch } = useQuery(
    personnesQuery({ ...search, type_personne: type, active: activeOf(active), cursor: currentCursor(suite) }),
  );
  const open = (id: string | undefined) => void navigate({ search: old => ({ ...old, personne: id }) });
  const turn = (next: string | undefined) => ({ ...search, type, active, suite: next });
  const more = data?.next_cursor ? ' sur cette page' : '';
  return (
    <Page
      title="Personnes"
      sentence={data && `${formatCount(data.items.length, 'personne affichée', 'personnes affichées')}${more}`}
      action={isAdministrateur(useMoi()) && <Actions />}
    >
      <ListFilters />
      {error && <Failure error={error} retry={refetch} right="lire les personnes" />}
      {!data && !error && <WaitingRows />}
      {data?.items.length === 0 && (
        <Empty
          title="Personne ne répond à ces filtres"
          action={
            <Link to="/personnes" className="hub-link">
              Effacer les filtres
            </Link>
          }
        >
          Essayez un autre mot, ou montrez aussi les personnes désactivées.
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <div>
          <DataTable
            caption="Personnes"
            columns={columnsFor({ sort: search.sort, active })}
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
      <Side opened={opened !== undefined} title="Personne" onClose={() => open(undefined)}>
        {opened && <PersonneGlance id={opened} />}
      </Side>
    </Page>
  );
}
