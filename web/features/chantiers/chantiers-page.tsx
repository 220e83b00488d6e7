import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Chantier, ListChantiers } from '#contract/chantier.ts';
import { STATUTS_CHANTIER, StatutChantier } from '#contract/values.ts';
import { formatCount } from '../../lib/format.ts';
import { currentCursor, nextPage, pageNumber, previousPage } from '../../lib/paging.ts';
import { canChangeChantiers, useMoi } from '../../lib/session.ts';
import { type Column, DataTable, openerClass, Pager, useIsPhone } from '../../ui/data-table.tsx';
import { Side } from '../../ui/dialogs.tsx';
import { Empty, Failure } from '../../ui/failure.tsx';
import { Filters, useTypedFilter } from '../../ui/filters.tsx';
import { Page } from '../../ui/page.tsx';
import { StatutMark } from '../../ui/statut-chantier.tsx';
import { Since } from '../../ui/time.tsx';
import { WaitingRows } from '../../ui/waiting.tsx';
import { chantiersQuery } from './api.ts';
import { ChantierGlance } from './chantier-glance.tsx';
import { LiveLinks } from './erp/live-links.tsx';

const route = getRouteApi('/app/chantiers');
type Sort = ListChantiers['sort'];

function sortable(by: 'code' | 'nom', sort: Sort): Column<Chantier>['sorted'] {
  const state = sort === by ? 'ascending' : sort === `-${by}` ? 'descending' : 'none';
  const next: Sort = state === 'ascending' ? `-${by}` : by;
  return {
    by: state,
    link: (content, className) => (
      <Link
        from="/chantiers"
        to="."
        className={className}
        search={old => ({ ...old, sort: next === 'code' ? undefined : next, suite: undefined })}
      >
        {content}
      </Link>
    ),
  };
}

const columnsFor = (sort: Sort): Column<Chantier>[] => [
  {
    name: 'Nom',
    heading: true,
    sorted: sortable('nom', sort),
    cell: ({ id, nom, couleur }) => (
      <span className="hub-row" style={{ flexWrap: 'nowrap' }}>
        <span className="hub-swatch" style={{ backgroundColor: couleur }} aria-hidden />
        <Link from="/chantiers" to="." search={old => ({ ...old, chantier: id })} className={openerClass}>
          {nom}
        </Link>
      </span>
    ),
  },
  {
    name: 'Code',
    sorted: sortable('code', sort),
    cell: ({ code }) => <span style={{ whiteSpace: 'nowrap' }}>{code}</span>,
  },
  { name: 'Statut', cell: ({ statut }) => <StatutMark statut={statut} /> },
  { name: 'Commune', cell: ({ commune }) => commune },
  { name: 'Maître d’ouvrage', labelled: true, cell: ({ maitre_ouvrage }) => maitre_ouvrage },
  { name: 'Équipe', numeric: true, labelled: true, cell: ({ equipe }) => equipe.length || '' },
  { name: 'Modifié', labelled: true, cell: ({ updated_at }) => <Since at={updated_at} /> },
];

const STATUTS = [
  { value: '', label: 'Tous' },
  ...Object.entries(STATUTS_CHANTIER).map(([value, label]) => ({ value, label })),
];

const SORTS = [
  { value: 'code', label: 'Code' },
  { value: '-code', label: 'Code, décroissant' },
  { value: 'nom', label: 'Nom' },
  { value: '-nom', label: 'Nom, décroissant' },
];

function ListFilters(): ReactNode {
  const { q, statut, sort } = route.useSearch();
  const isPhone = useIsPhone();
  const navigate = useNavigate({ from: '/chantiers' });
  const put = (filter: { q?: string | undefined; statut?: StatutChantier | undefined; sort?: Sort | undefined }) =>
    void navigate({ search: old => ({ ...old, ...filter, suite: undefined }), replace: true });
  const [typed, setTyped] = useTypedFilter(q, text => put({ q: text }));
  return (
    <Filters>
      <TextInput
        type="search"
        label="Rechercher"
        placeholder="Code, nom, adresse, maître d’ouvrage"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        maxLength={100}
        onChange={event => setTyped(event.currentTarget.value)}
      />
      <NativeSelect
        label="Statut"
        data={STATUTS}
        value={statut ?? ''}
        onChange={event => put({ statut: StatutChantier.safeParse(event.currentTarget.value).data })}
      />
      {isPhone && (
        <NativeSelect
          label="Trier par"
          data={SORTS}
          value={sort ?? 'code'}
          onChange={event => put({ sort: ListChantiers.shape.sort.safeParse(event.currentTarget.value).data })}
        />
      )}
    </Filters>
  );
}

const NewButton = (): ReactNode => (
  <Button component={Link} to="/chantiers/nouveau" leftSection={<IconPlus size={16} aria-hidden />}>
    Nouveau chantier
  </Button>
);

function Nothing({ canCreate }: { canCreate: boolean }): ReactNode {
  const { q, statut, suite } = route.useSearch();
  if (q || statut || suite)
    return (
      <Empty
        title="Aucun chantier ne répond à ces filtres"
        action={
          <Link to="/chantiers" className="hub-link">
            Effacer les filtres
          </Link>
        }
      >
        Essayez un autre mot, ou un autre statut.
      </Empty>
    );
  return (
    <Empty title="Pas encore de chantier" action={canCreate && <NewButton />}>
      {canCreate
        ? 'La liste de vos chantiers apparaîtra ici, avec leur statut et leur équipe.'
        : 'Vous verrez ici les chantiers dont vous faites partie de l’équipe. Un conducteur peut vous y ajouter.'}
    </Empty>
  );
}

export function ChantiersPage(): ReactNode {
  const { suite, chantier: opened, ...search } = route.useSearch();
  const navigate = useNavigate({ from: '/chantiers' });
  const { data, error, refetch } = useQuery(chantiersQuery({ ...search, cursor: currentCursor(suite) }));
  const canCreate = canChangeChantiers(useMoi());
  const open = (id: string | undefined) => void navigate({ search: old => ({ ...old, chantier: id }) });
  const turn = (next: string | undefined) => ({ ...search, suite: next });
  const more = data?.next_cursor ? ' sur cette page' : '';
  return (
    <Page
      title="Chantiers"
      sentence={data && `${formatCount(data.items.length, 'chantier affiché', 'chantiers affichés')}${more}`}
      action={canCreate && <NewButton />}
    >
      <LiveLinks />
      <ListFilters />
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <WaitingRows />}
      {data?.items.length === 0 && <Nothing canCreate={canCreate} />}
      {data && data.items.length > 0 && (
        <div>
          <DataTable
            caption="Chantiers"
            columns={columnsFor(search.sort ?? 'code')}
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
      <Side opened={opened !== undefined} title="Chantier" onClose={() => open(undefined)}>
        {opened && <ChantierGlance id={opened} />}
      </Side>
    </Page>
  );
}
