// The list of an ERP's people, filtered, with what can be decided of each.
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { IconSearch, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { LecturePersonnes, PersonneErp } from '#contract/personne-erp.ts';
import { formatCount } from '../../../lib/format.ts';
import { currentCursor, nextPage, pageNumber, previousPage } from '../../../lib/paging.ts';
import { isAdministrateur, useMoi } from '../../../lib/session.ts';
import { type Column, DataTable, Pager } from '../../../ui/data-table.tsx';
import { Empty, Failure } from '../../../ui/failure.tsx';
import { Filters, useTypedFilter } from '../../../ui/filters.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { WaitingRows } from '../../../ui/waiting.tsx';
import { personnesErpQuery } from './api.ts';
import { ImportDialog } from './import-dialog.tsx';
import styles from './personnes.module.css';
import { WhoHere } from './who-here.tsx';
import { isToLink, nameOf, stateOf } from './words.ts';

const route = getRouteApi('/app/integrations/$id/personnes');
const LIMIT = 50;
const ETATS = [
  { value: 'a_relier', label: 'À relier' },
  { value: 'reliees', label: 'Reliées' },
  { value: 'ignorees', label: 'Ignorées' },
  { value: 'toutes', label: 'Toutes' },
];

const Names = ({ personne }: { personne: PersonneErp }): ReactNode => (
  <span className={styles.names}>
    <span>{nameOf(personne)}</span>
    <span className="hub-dim hub-small" style={{ fontWeight: 400 }}>
      {[personne.matricule, personne.email, personne.role].filter(Boolean).join(' · ')}
    </span>
  </span>
);

type Picking = {
  picked: ReadonlySet<string>;
  pick: (id: string) => void;
  onMoved: (id: string) => void;
  admin: boolean;
};

const columnsOf = ({ picked, pick, onMoved, admin }: Picking): Column<PersonneErp>[] => [
  { name: 'Dans l’ERP', heading: true, cell: personne => <Names personne={personne} /> },
  {
    name: 'État',
    cell: personne => {
      const { state, word } = stateOf(personne);
      return <StateMark state={state}>{word}</StateMark>;
    },
  },
  {
    name: 'Ici',
    cell: personne => (
      <div data-personne={personne.id}>
        <WhoHere key={personne.version} personne={personne} onMoved={() => onMoved(personne.id)} />
      </div>
    ),
  },
  ...(admin
    ? [
        {
          name: 'Nouvelle ici',
          cell: (personne: PersonneErp) =>
            isToLink(personne) &&
            personne.propositions.length === 0 && (
              <Checkbox
                label="Ajouter"
                aria-label={`Ajouter ${nameOf(personne)} ici`}
                checked={picked.has(personne.id)}
                onChange={() => pick(personne.id)}
              />
            ),
        },
      ]
    : []),
];

/** A row that was dealt with leaves the list: the focus goes on to the one that took its place, or to the title. */
function useKeepPlace(rows: PersonneErp[]) {
  const place = useRef<number | null>(null);
  useEffect(() => {
    const index = place.current;
    if (index === null) return;
    place.current = null;
    const next = rows[Math.min(index, rows.length - 1)];
    const where = next ? `[data-personne="${next.id}"] :is(button, a)` : 'h1';
    document.querySelector<HTMLElement>(where)?.focus();
  }, [rows]);
  return (id: string) => {
    place.current = rows.findIndex(row => row.id === id);
  };
}

function Nothing({ etat, q, lecture }: { etat: string; q: string | undefined; lecture: LecturePersonnes }): ReactNode {
  if (q) return <Empty title="Personne ne répond à ce mot">Essayez un autre nom, ou montrez-les toutes.</Empty>;
  if (lecture.lue_at === null)
    return (
      <Empty title="Les personnes de l’ERP n’ont pas encore été lues">
        Elles apparaîtront ici, reliées d’elles-mêmes quand le matricule, l’e-mail ou le nom ne laisse aucun doute.
      </Empty>
    );
  if (etat === 'a_relier')
    return (
      <Empty title="Personne n’attend d’être relié">
        Chaque personne active de l’ERP est reliée à l’une des vôtres, ou ignorée.
      </Empty>
    );
  return <Empty title="Personne à montrer">Aucune personne de l’ERP n’est dans cet état.</Empty>;
}

export function PersonnesList({ link_id, lecture }: { link_id: string; lecture: LecturePersonnes }): ReactNode {
  const search = route.useSearch();
  const { etat = 'a_relier', q, suite } = search;
  const navigate = useNavigate({ from: '/integrations/$id/personnes' });
  const put = (filter: Partial<typeof search>) =>
    void navigate({ search: { ...search, suite: undefined, ...filter }, replace: true, resetScroll: false });
  const [typed, setTyped] = useTypedFilter(q, text => put({ q: text }));
  const admin = isAdministrateur(useMoi());
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [importing, setImporting] = useState(false);
  const { data, error, refetch } = useQuery(
    personnesErpQuery({
      link_id,
      ...(etat === 'toutes' ? {} : { etat }),
      q,
      cursor: currentCursor(suite),
      limit: LIMIT,
    }),
  );
  const rows = data?.items ?? [];
  const onMoved = useKeepPlace(rows);
  const chosen = rows.filter(({ id }) => picked.has(id)).map(({ id }) => id);
  const pick = (id: string) =>
    setPicked(old => new Set(old.has(id) ? [...old].filter(one => one !== id) : [...old, id]));
  return (
    <>
      <Filters>
        <TextInput
          type="search"
          label="Rechercher"
          placeholder="Nom, matricule ou e-mail"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          maxLength={100}
          onChange={event => setTyped(event.currentTarget.value)}
        />
        <NativeSelect
          label="Montrer"
          data={ETATS}
          value={etat}
          onChange={event => put({ etat: event.currentTarget.value as typeof etat })}
        />
      </Filters>
      {error && <Failure error={error} retry={refetch} right="relier les personnes" />}
      {!data && !error && <WaitingRows rows={6} tall />}
      {data && rows.length === 0 && <Nothing etat={etat} q={q} lecture={lecture} />}
      {rows.length > 0 && (
        <div>
          {admin && chosen.length > 0 && (
            <div className={styles.bar}>
              <span>{formatCount(chosen.length, 'personne choisie', 'personnes choisies')}</span>
              <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setImporting(true)}>
                Ajouter ici…
              </Button>
            </div>
          )}
          <DataTable caption="Personnes de l’ERP" columns={columnsOf({ picked, pick, onMoved, admin })} rows={rows} />
          <Pager
            page={pageNumber(suite)}
            previous={suite ? { ...search, suite: previousPage(suite) } : null}
            next={data?.next_cursor ? { ...search, suite: nextPage(suite, data.next_cursor) } : null}
          />
        </div>
      )}
      {importing && (
        <ImportDialog
          ids={chosen}
          onClose={() => setImporting(false)}
          onDone={() => {
            setImporting(false);
            setPicked(new Set());
          }}
        />
      )}
    </>
  );
}
