// The readings of one connexion, newest first; those that found nothing new are left out unless asked for.
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import type { Import } from '#contract/import.ts';
import { GENRES_IMPORT, GenreImport } from '#contract/values.ts';
import { formatNumber } from '../../../lib/format.ts';
import { currentCursor } from '../../../lib/paging.ts';
import { type Column, DataTable, openerClass } from '../../../ui/data-table.tsx';
import { Empty } from '../../../ui/failure.tsx';
import { Filters } from '../../../ui/filters.tsx';
import { Section } from '../../../ui/page.tsx';
import { PagedList } from '../../../ui/paged-list.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { Since } from '../../../ui/time.tsx';
import { importsQuery } from '../api.ts';
import { stateOfRun } from '../imports/run.ts';

const route = getRouteApi('/app/integrations/$id');
const LIMIT = 15;

const Mark = ({ run }: { run: Import }): ReactNode => {
  const { state, word } = stateOfRun(run);
  return <StateMark state={state}>{word}</StateMark>;
};

const figure = (count: number) => (count > 0 ? formatNumber(count) : '');

const COLUMNS: Column<Import>[] = [
  {
    name: 'Lecture',
    heading: true,
    cell: ({ id, genre }) => (
      <Link to="/integrations/imports/$id" params={{ id } as never} className={openerClass}>
        {GENRES_IMPORT[genre]}
      </Link>
    ),
  },
  { name: 'État', cell: run => <Mark run={run} /> },
  { name: 'Commencée', cell: run => <Since at={run.started_at ?? run.created_at} /> },
  { name: 'Lus', numeric: true, labelled: true, cell: ({ compte }) => formatNumber(compte.read) },
  { name: 'Créés', numeric: true, labelled: true, cell: ({ compte }) => figure(compte.created) },
  { name: 'Modifiés', numeric: true, labelled: true, cell: ({ compte }) => figure(compte.updated + compte.linked) },
  {
    name: 'À regarder',
    numeric: true,
    labelled: true,
    cell: ({ compte }) => figure(compte.set_aside + compte.to_map),
  },
  { name: 'Demandée par', labelled: true, cell: ({ demande_par }) => demande_par ?? 'Automatique' },
];

const GENRES = [
  { value: '', label: 'Toutes' },
  ...Object.entries(GENRES_IMPORT).map(([value, label]) => ({ value, label })),
];
const USEFUL = [
  { value: 'oui', label: 'Sans celles qui n’ont rien trouvé' },
  { value: 'non', label: 'Toutes, même sans nouveauté' },
];

export function History({ link }: { link: ErpLink }): ReactNode {
  const search = route.useSearch();
  const { genre, utiles = 'oui', suite } = search;
  const navigate = useNavigate({ from: '/integrations/$id' });
  const put = (filter: Partial<typeof search>) =>
    void navigate({ search: old => ({ ...old, ...filter, suite: undefined }), replace: true, resetScroll: false });
  const answer = useQuery(
    importsQuery({ link_id: link.id, genre, utiles, cursor: currentCursor(suite), limit: LIMIT }),
  );
  return (
    <Section title="Lectures">
      <Filters>
        <NativeSelect
          label="Montrer"
          data={USEFUL}
          value={utiles}
          onChange={event => put({ utiles: event.currentTarget.value === 'non' ? 'non' : undefined })}
        />
        <NativeSelect
          label="Genre"
          data={GENRES}
          value={genre ?? ''}
          onChange={event => put({ genre: GenreImport.safeParse(event.currentTarget.value).data })}
        />
      </Filters>
      <PagedList
        answer={answer}
        search={search}
        right="lire les imports"
        waiting={5}
        nothing={
          <Empty title="Aucune lecture à montrer">Chaque lecture de l’ERP laissera ici ce qu’elle a trouvé.</Empty>
        }
      >
        {items => <DataTable caption={`Lectures de ${link.nom}`} columns={COLUMNS} rows={items} />}
      </PagedList>
    </Section>
  );
}
