// What the hub and an ERP both changed: both values, what stood between them, who won and when, newest first.
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ConflitErp } from '#contract/mapping.ts';
import { useErpLinks } from '../../../lib/erp-links.ts';
import { currentCursor } from '../../../lib/paging.ts';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { sayChamp, sayValeur } from '../../../ui/erp/champs.ts';
import { spokenName } from '../../../ui/erp/link-state.ts';
import { Empty } from '../../../ui/failure.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { Page } from '../../../ui/page.tsx';
import { PagedList } from '../../../ui/paged-list.tsx';
import { Since } from '../../../ui/time.tsx';
import { conflitsQuery } from './api.ts';
import { ChantierFilter } from './chantier-filter.tsx';
import styles from './conflits.module.css';
import { TakeOther } from './take-other.tsx';

const route = getRouteApi('/app/integrations/conflits');
const LIMIT = 50;

type SideProps = { conflit: ConflitErp; side: 'app' | 'erp' };
const Value = ({ conflit, side }: SideProps): ReactNode => {
  const value = sayValeur(conflit.champ, side === 'app' ? conflit.ici : conflit.la_bas);
  return conflit.gagnant === side ? (
    <span className={styles.value}>
      <strong>{value}</strong> <span className="hub-dim hub-small">(retenue)</span>
    </span>
  ) : (
    <span className={styles.value}>{value}</span>
  );
};

type Names = ReadonlyMap<string, string>;
const erpOf = (names: Names, { link_id }: ConflitErp): string => names.get(link_id) ?? 'l’ERP';

const columnsOf = (names: Names): Column<ConflitErp>[] => [
  {
    name: 'Champ',
    heading: true,
    cell: ({ chantier_id, chantier, champ }) => (
      <span className={styles.what}>
        {sayChamp(champ)}
        <Link to="/chantiers/$id" params={{ id: chantier_id } as never} className={styles.where}>
          {chantier}
        </Link>
      </span>
    ),
  },
  { name: 'Ici', labelled: true, cell: conflit => <Value conflit={conflit} side="app" /> },
  { name: 'Dans l’ERP', labelled: true, cell: conflit => <Value conflit={conflit} side="erp" /> },
  {
    name: 'Avant, des deux côtés',
    labelled: true,
    cell: ({ champ, avant }) => <span className={styles.value}>{sayValeur(champ, avant)}</span>,
  },
  {
    name: 'Retenu par',
    labelled: true,
    cell: conflit => (
      <>
        {conflit.gagnant === 'app' ? 'Le hub' : erpOf(names, conflit)}, <Since at={conflit.at} spoken />
      </>
    ),
  },
  { name: 'À faire', cell: conflit => <TakeOther conflit={conflit} erp={erpOf(names, conflit)} /> },
];

function List(): ReactNode {
  const search = route.useSearch();
  const { connexion, chantier, suite } = search;
  const names = new Map(useErpLinks().map(link => [link.id, spokenName(link)]));
  const answer = useQuery(
    conflitsQuery({ link_id: connexion, chantier_id: chantier, cursor: currentCursor(suite), limit: LIMIT }),
  );
  return (
    <PagedList
      answer={answer}
      search={search}
      right="lire les conflits avec l’ERP"
      waiting={6}
      nothing={
        <Empty title={connexion || chantier ? 'Aucun conflit ne répond à ces filtres' : 'Aucun conflit'}>
          Quand le hub et l’ERP auront changé la même chose, ou que l’ERP donnera une autre valeur d’un champ tenu ici,
          les deux valeurs seront ici, avec celle qui a été retenue.
        </Empty>
      }
    >
      {items => <DataTable caption="Conflits avec l’ERP" columns={columnsOf(names)} rows={items} />}
    </PagedList>
  );
}

export function ConflitsPage(): ReactNode {
  const { connexion, chantier } = route.useSearch();
  const navigate = useNavigate({ from: '/integrations/conflits' });
  const links = useErpLinks();
  const put = (filter: { connexion?: string | undefined; chantier?: string | undefined }) =>
    void navigate({ search: old => ({ ...old, ...filter, suite: undefined }), replace: true, resetScroll: false });
  return (
    <Page
      title="Conflits avec l’ERP"
      before={
        <Link to="/integrations" className="hub-link">
          Intégrations
        </Link>
      }
      sentence="Ce que le hub et l’ERP ont changé tous deux. Rien n’est perdu : les deux valeurs restent lisibles."
    >
      <Filters>
        <NativeSelect
          label="Connexion"
          data={[{ value: '', label: 'Toutes' }, ...links.map(link => ({ value: link.id, label: spokenName(link) }))]}
          value={connexion ?? ''}
          onChange={event => put({ connexion: event.currentTarget.value || undefined })}
        />
        <ChantierFilter chantier={chantier} onChange={one => put({ chantier: one })} />
      </Filters>
      <List />
    </Page>
  );
}
