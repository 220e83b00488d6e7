// Statements on runs that are of imports alone: asked for, kept page by page, ended. The others: exchange/runs.
import type { CompteImport, QuestionImport } from '#contract/import.ts';
import type { GenreImport } from '#contract/values.ts';
import type { RunRows } from '#exchange/runs/index.ts';
import { type Fragment, many, maybeOne, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { Cursor } from '../../../connectors/connector.ts';
import type { RunRow } from '../run.ts';

const columns = (sql: Sql | Transaction): Fragment => sql`
  r.id, r.link_id, r.genre, r.statut, r.demande, r.etape, r.process_id, r.cursor, r.watermark, r.essais, r.created_at, r.annule_at,
  r.question is not null as asking, r.read, r.created, r.updated, r.linked, r.unchanged, r.skipped, r.set_aside, r.to_map, r.hidden, r.gone`;

export const importRows: RunRows<RunRow> = {
  table: 'import_runs',
  columns,
  order: sql => sql`array_position('{apercu,initial,signal,incremental,complet}', w.genre)`,
  told: sql => sql`genre <> 'apercu'`,
};

const json = (unit: Unit, value: unknown) => (value === null ? null : unit.sql.json(value as never));

export type NewRun = {
  id: string;
  link_id: string;
  genre: GenreImport;
  demande: 'automatique' | 'manuelle';
  demande_par: string | null;
};

/** False when one of this kind is open already: the unique index decides, whatever the number of processes. */
export async function insertRun(unit: Unit, { id, link_id, genre, demande, demande_par }: NewRun): Promise<boolean> {
  const row = await maybeOne(unit.sql`
    insert into import_runs (id, link_id, genre, statut, demande, demande_par, created_at)
    values (${id}, ${link_id}, ${genre}, 'waiting', ${demande}, ${demande_par}, ${unit.now.toString()})
    on conflict do nothing returning id`);
  return row !== null;
}

/** The open one of this kind, made due now if it was waiting for its next try; null when it has just ended. */
export const hastenOpen = (unit: Unit, { link_id, genre }: { link_id: string; genre: GenreImport }) =>
  maybeOne<{ id: string }>(unit.sql`
    update import_runs set prochain_essai_at = case when statut = 'waiting' then null else prochain_essai_at end
    where link_id = ${link_id} and genre = ${genre} and statut in ('waiting', 'running', 'paused', 'parked') returning id`);

export type Progress = {
  compte: CompteImport;
  /** A page of the scan; null for what was read one by one. */
  page: { cursor: Cursor | null; watermark: Cursor | null; announced: number | null } | null;
};

/** Adds what one page did. `signaux`: hints of this connexion wait for their turn. */
export const saveProgress = (unit: Unit, id: string, { compte: n, page }: Progress) =>
  one<RunRow & { signaux: boolean }>(unit.sql`
    update import_runs r
    set read = r.read + ${n.read}, created = r.created + ${n.created}, updated = r.updated + ${n.updated},
        linked = r.linked + ${n.linked}, unchanged = r.unchanged + ${n.unchanged}, skipped = r.skipped + ${n.skipped},
        set_aside = r.set_aside + ${n.set_aside}, to_map = r.to_map + ${n.to_map}, hidden = r.hidden + ${n.hidden},
        gone = r.gone + ${n.gone}, reprises = 0, probleme = null,
        relectures = case when ${n.read} > 0 then 0 else r.relectures end
        ${
          page
            ? unit.sql`, pages = r.pages + 1, cursor = ${json(unit, page.cursor)},
                watermark = ${json(unit, page.watermark)},
                annonces = coalesce(${page.announced}, r.annonces),
                essais = case when ${page.cursor === null} then r.essais else 0 end`
            : unit.sql`, essais = 0`
        }
    where r.id = ${id}
    returning ${columns(unit.sql)}, exists (
      select from import_hints h
      where h.link_id = r.link_id and h.etat = 'waiting' and h.prochain_essai_at <= ${unit.now.toString()}) as signaux`);

export const saveEtape = (unit: Unit, id: string, etape: RunRow['etape']) =>
  one<RunRow>(unit.sql`
    update import_runs r set etape = ${etape}, cursor = null, essais = 0 where r.id = ${id} returning ${columns(unit.sql)}`);

/** What changed is read from its beginning: how often in a row now without anything new. Null when the run is not ours. */
export const beginChanges = (unit: Unit, { id, process_id }: { id: string; process_id: string }) =>
  maybeOne<{ relectures: number }>(unit.sql`
    update import_runs set relectures = relectures + case when pages > 0 then 1 else 0 end
    where id = ${id} and statut = 'running' and process_id = ${process_id} returning relectures`);

/** Nothing is closed: a person is asked. */
export const saveQuestion = (unit: Unit, id: string, question: QuestionImport) => unit.sql`
  update import_runs set statut = 'paused', process_id = null, question = ${unit.sql.json(question)} where id = ${id}`;

/** Given up: nobody is asked any more. */
export const dropQuestion = (unit: Unit, id: string) =>
  unit.sql`update import_runs set question = null where id = ${id} and question is not null`;

export const endRun = (unit: Unit, id: string, statut: 'succeeded' | 'partial') => unit.sql`
  update import_runs
  set statut = ${statut}, process_id = null, cursor = null, finished_at = ${unit.now.toString()}, probleme = null, essais = 0
  where id = ${id}`;

/** Chantiers closed since the last complete reading because the ERP pointed at them; whether another one is under way. */
export const findGoneByHints = (unit: Unit, link_id: string, since: string | null) =>
  one<{ closed: number; whole_open: boolean }>(unit.sql`
    select coalesce(sum(gone) filter (where genre = 'signal' and created_at >= coalesce(${since}::timestamptz, '-infinity')), 0)::integer
             as closed,
           coalesce(bool_or(genre in ('initial', 'complet') and statut in ('waiting', 'running', 'paused', 'parked')), false) as whole_open
    from import_runs where link_id = ${link_id}`);

/** A look for hints that found none was nothing. */
export const dropRun = (unit: Unit, id: string) => unit.sql`delete from import_runs where id = ${id}`;

/** Connexions where something waits that may go on now, and nothing runs. */
export const listDueLinks = (unit: Unit) =>
  many<{ link_id: string }>(unit.sql`
    select c.id as link_id from connexions c
    where c.etat = 'active' and not exists (select from import_runs b where b.link_id = c.id and b.statut = 'running')
      and (exists (select from import_runs w where w.link_id = c.id and w.statut = 'waiting'
             and coalesce(w.prochain_essai_at, '-infinity') <= ${unit.now.toString()})
        or exists (select from import_hints h where h.link_id = c.id and h.etat = 'waiting'
             and h.prochain_essai_at <= ${unit.now.toString()})
          and not exists (select from import_runs s where s.link_id = c.id and s.genre = 'signal'
            and s.statut in ('waiting', 'paused', 'parked')))`);

/** Everything open of a connexion that is retired, or whose first import is taken back; previews may go on. */
export const cancelOpen = (unit: Unit, link_id: string) => unit.sql`
  with over as (
    update import_runs set statut = 'cancelled', process_id = null, prochain_essai_at = null, question = null,
      finished_at = ${unit.now.toString()}
    where link_id = ${link_id} and genre <> 'apercu' and statut in ('waiting', 'running', 'paused', 'parked') returning id)
  delete from import_seen where run_id in (select id from over)`;

export const listFirstImports = (unit: Unit, link_id: string) =>
  many<{ id: string }>(unit.sql`
    select id from import_runs where link_id = ${link_id} and genre = 'initial' and annule_at is null order by created_at for update`);
