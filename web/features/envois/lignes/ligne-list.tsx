// Lines, searched and page by page; the whole of one run, or all those that wait for somebody.
import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ListLignesEnvoi } from '#contract/export.ts';
import { lignesEnvoiQuery } from '../../../lib/envois.ts';
import { currentCursor } from '../../../lib/paging.ts';
import type { PartChoice } from '../../../ui/erp/envoi/words.ts';
import { Empty } from '../../../ui/failure.tsx';
import { Filters, useTypedFilter } from '../../../ui/filters.tsx';
import { Section } from '../../../ui/page.tsx';
import { PagedList } from '../../../ui/paged-list.tsx';
import { LigneTable } from './ligne-table.tsx';

const LIMIT = 50;
const EVERY_MS = 4000;

const TITLES: Record<PartChoice, string> = {
  unmapped: 'à relier',
  to_send: 'à envoyer',
  sent: 'dans l’ERP',
  removed: 'retirées de l’ERP',
  doubtful: 'en doute',
  refused: 'refusées',
  ignored: 'ignorées',
};

export type LignesSearch = {
  etat?: PartChoice | undefined;
  q?: string | undefined;
  suite?: string | undefined;
  ligne?: string | undefined;
};

type ListProps = {
  caption: string;
  query: Partial<ListLignesEnvoi>;
  search: LignesSearch;
  put: (next: LignesSearch) => void;
  /** Lines come while one looks. */
  live?: boolean;
  nothing?: ReactNode;
};

function Nothing({ search, live, nothing }: Pick<ListProps, 'search' | 'live' | 'nothing'>): ReactNode {
  if (search.etat || search.q)
    return <Empty title="Aucune ligne ne répond à ce choix">Choisissez une autre partie, ou effacez le mot.</Empty>;
  if (live) return <Empty title="Pas encore de ligne">Les lignes apparaissent dès que l’envoi est préparé.</Empty>;
  return (
    nothing ?? <Empty title="Aucune ligne">Tout ce qui était validé était déjà dans l’ERP : rien n’est parti.</Empty>
  );
}

export function LigneList({ caption, query, search, put, live, nothing }: ListProps): ReactNode {
  const { etat, q, suite } = search;
  const [typed, setTyped] = useTypedFilter(q, text => put({ q: text }));
  const answer = useQuery({
    ...lignesEnvoiQuery({ ...query, q, cursor: currentCursor(suite), limit: LIMIT }),
    // The first lines of a run under way come as it goes.
    refetchInterval: live && !suite ? EVERY_MS : false,
  });
  return (
    <Section title={etat ? `Lignes : ${TITLES[etat]}` : 'Lignes'}>
      <Filters>
        <TextInput
          type="search"
          label="Rechercher"
          placeholder="Personne, chantier ou repère"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          maxLength={100}
          onChange={event => setTyped(event.currentTarget.value)}
        />
      </Filters>
      <PagedList
        answer={answer}
        search={search}
        right="lire les lignes d’un envoi"
        waiting={6}
        nothing={<Nothing search={search} live={live ?? false} nothing={nothing} />}
      >
        {items => (
          <LigneTable
            caption={caption}
            lignes={items}
            current={search.ligne}
            onOpen={({ id }) => put({ ligne: id, suite })}
          />
        )}
      </PagedList>
    </Section>
  );
}
