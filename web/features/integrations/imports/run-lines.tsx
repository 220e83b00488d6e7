// What became of each record: filtered by the part chosen in the picture, and by a word.
import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Import, LigneImport } from '#contract/import.ts';
import { ACTIONS_LIGNE, type ActionLigne } from '#contract/values.ts';
import { currentCursor } from '../../../lib/paging.ts';
import { isAdministrateur, useMoi } from '../../../lib/session.ts';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { sayChamp } from '../../../ui/erp/champs.ts';
import { Empty, Notice } from '../../../ui/failure.tsx';
import { Filters, useTypedFilter } from '../../../ui/filters.tsx';
import { Section } from '../../../ui/page.tsx';
import { PagedList } from '../../../ui/paged-list.tsx';
import { lignesQuery } from '../api.ts';
import { isOver } from './run.ts';

const LIMIT = 50;

const fieldName = (field: string) => sayChamp(field).toLowerCase();

const PLANNED: Partial<Record<ActionLigne, string>> = {
  created: 'À créer',
  updated: 'À modifier',
  linked: 'À relier à l’existant',
};

const whyOf = ({ raison, champs }: LigneImport): string =>
  [champs.length > 0 ? `Change : ${champs.map(fieldName).join(', ')}.` : '', raison ?? ''].filter(Boolean).join(' ');

const columnsOf = (run: Import): Column<LigneImport>[] => [
  {
    name: 'Chantier',
    heading: true,
    cell: ({ chantier_id, chantier_code, libelle }) => (
      <>
        {chantier_id ? (
          <Link to="/chantiers/$id" params={{ id: chantier_id } as never}>
            {libelle}
          </Link>
        ) : (
          libelle
        )}
        {chantier_code && (
          <>
            {' '}
            <span className="hub-dim" style={{ whiteSpace: 'nowrap' }}>
              {chantier_code}
            </span>
          </>
        )}
      </>
    ),
  },
  {
    name: 'Résultat',
    cell: ({ action }) => (run.genre === 'apercu' ? PLANNED[action] : undefined) ?? ACTIONS_LIGNE[action],
  },
  { name: 'Pourquoi', cell: ligne => <span className="hub-small">{whyOf(ligne)}</span> },
  {
    name: 'Identifiant dans l’ERP',
    labelled: true,
    cell: ({ external_id }) => external_id && <code className="hub-clip">{external_id}</code>,
  },
];

export type LinesSearch = { action?: ActionLigne | undefined; q?: string | undefined; suite?: string | undefined };
type LinesProps = { run: Import; search: LinesSearch; put: (search: LinesSearch) => void; limit?: number };

function Nothing({ run, search }: Pick<LinesProps, 'run' | 'search'>): ReactNode {
  if (search.action || search.q)
    return <Empty title="Aucune ligne ne répond à ce choix">Choisissez une autre partie, ou effacez le mot.</Empty>;
  if (!isOver(run)) return <Empty title="Pas encore de ligne">Les lignes apparaissent pendant la lecture.</Empty>;
  return <Empty title="Rien de neuf">Tout ce qui a été lu était déjà à jour : il n’y a pas de ligne à regarder.</Empty>;
}

function Lines({ run, search, put, limit = LIMIT }: LinesProps): ReactNode {
  const { action, q, suite } = search;
  const [typed, setTyped] = useTypedFilter(q, text => put({ ...search, q: text, suite: undefined }));
  const answer = useQuery({
    ...lignesQuery(run.id, { action, q, cursor: currentCursor(suite), limit }),
    // The first lines of a reading under way come as it goes.
    refetchInterval: isOver(run) || suite ? false : 4000,
  });
  return (
    <>
      <Filters>
        <TextInput
          type="search"
          label="Rechercher"
          placeholder="Nom, code ou identifiant"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          maxLength={100}
          onChange={event => setTyped(event.currentTarget.value)}
        />
      </Filters>
      <PagedList
        answer={answer}
        search={search}
        right="lire les lignes d’un import"
        waiting={6}
        nothing={<Nothing run={run} search={search} />}
      >
        {items => <DataTable caption="Lignes de l’import" columns={columnsOf(run)} rows={items} />}
      </PagedList>
    </>
  );
}

export function RunLines(props: LinesProps): ReactNode {
  const moi = useMoi();
  const { action } = props.search;
  const title = action ? `Lignes : ${ACTIONS_LIGNE[action].toLowerCase()}` : 'Lignes';
  return (
    <Section title={title}>
      {isAdministrateur(moi) || moi.gestionnaire_paie ? (
        <Lines {...props} />
      ) : (
        <Notice state="gris" title="Le détail n’est pas montré à votre rôle">
          <p>Les lignes citent des chantiers qui ne sont pas les vôtres : un administrateur peut les lire.</p>
        </Notice>
      )}
    </Section>
  );
}
