// Every statement that moves a run: asked for, taken, kept page by page, let go, ended.
import type { Probleme } from '#contract/erp-link.ts';
import type { CompteImport, QuestionImport } from '#contract/import.ts';
import type { GenreImport, StatutRun } from '#contract/values.ts';
import { type Fragment, many, maybeOne, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { Cursor } from '../../../connectors/connector.ts';
import type { RunRow } from '../run.ts';

const columns = (sql: Sql | Transaction): Fragment => sql`
  r.id, r.link_id, r.genre, r.statut, r.demande, r.etape, r.process_id, r.cursor, r.watermark, r.essais, r.created_at,
  r.read, r.created, r.updated, r.linked, r.unchanged, r.skipped, r.set_aside, r.to_map, r.hidden, r.gone`;

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

/** The next one that may go on: one that has waited a minute, then those a person waits for. Null when none, or when one runs already. */
export const takeNextRun = (unit: Unit, { link_id, process_id }: { link_id: string; process_id: string }) =>
  maybeOne<RunRow>(unit.sql`
    update import_runs r
    set statut = 'running', process_id = ${process_id}, started_at = coalesce(r.started_at, ${unit.now.toString()}),
        prochain_essai_at = null, probleme = null
    where r.id = (
      select w.id from import_runs w
      where w.link_id = ${link_id} and w.statut = 'waiting' and coalesce(w.prochain_essai_at, '-infinity') <= ${unit.now.toString()}
        and not exists (select from import_runs b where b.link_id = w.link_id and b.statut = 'running')
      order by w.created_at <= ${unit.now.subtract({ seconds: 60 }).toString()} desc, array_position('{apercu,initial,signal,incremental,complet}', w.genre), w.created_at limit 1
      for update skip locked)
    returning ${columns(unit.sql)}`);

type Mine = { id: string; process_id: string };

/**
 * The run and its connexion, held until this unit ends, if both are still there for us: a pause, a retirement or another
 * process may have come between two pages. Whoever retires a connexion waits for the page under way, so that nothing of it
 * comes after.
 */
export const holdRun = (unit: Unit, { id, process_id }: Mine) =>
  maybeOne<RunRow & { link_etat: string }>(unit.sql`
    select ${columns(unit.sql)}, c.etat as link_etat
    from import_runs r join connexions c on c.id = r.link_id
    where r.id = ${id} and r.statut = 'running' and r.process_id = ${process_id}
    for update of r for share of c`);

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
export const beginChanges = (unit: Unit, { id, process_id }: Mine) =>
  maybeOne<{ relectures: number }>(unit.sql`
    update import_runs set relectures = relectures + case when pages > 0 then 1 else 0 end
    where id = ${id} and statut = 'running' and process_id = ${process_id} returning relectures`);

/** Nothing is closed: a person is asked. */
export const saveQuestion = (unit: Unit, id: string, question: QuestionImport) => unit.sql`
  update import_runs set statut = 'paused', process_id = null, question = ${unit.sql.json(question)} where id = ${id}`;

/** One more failure in a row, if the run is still ours: how many now. */
export const addEssai = (unit: Unit, { id, process_id }: Mine) =>
  maybeOne<RunRow>(unit.sql`
    update import_runs r set essais = r.essais + 1
    where r.id = ${id} and r.statut = 'running' and r.process_id = ${process_id} returning ${columns(unit.sql)}`);

type Let = {
  statut: 'waiting' | 'parked' | 'cancelled' | 'failed';
  prochain_essai_at?: string | null;
  probleme?: Probleme | null;
};

/** The run leaves this process, if it is still ours. */
export const letGo = (unit: Unit, { id, process_id }: Mine, { statut, prochain_essai_at, probleme }: Let) =>
  maybeOne<RunRow>(unit.sql`
    update import_runs r
    set statut = ${statut}, process_id = null, prochain_essai_at = ${prochain_essai_at ?? null},
        probleme = ${json(unit, probleme ?? null)},
        finished_at = case when ${statut === 'failed' || statut === 'cancelled'} then ${unit.now.toString()}::timestamptz end
    where r.id = ${id} and r.statut = 'running' and r.process_id = ${process_id} returning ${columns(unit.sql)}`);

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

/** Whether the reading of this connexion that ended before this one had failed for the same cause: it has been told then. */
export async function hadFailed(
  unit: Unit,
  { id, link_id }: Pick<RunRow, 'id' | 'link_id'>,
  mot: string,
): Promise<boolean> {
  const before = await maybeOne<{ statut: string; mot: string | null }>(unit.sql`
    select statut, probleme ->> 'mot' as mot from import_runs
    where link_id = ${link_id} and id <> ${id} and finished_at is not null and genre <> 'apercu'
    order by finished_at desc, id desc limit 1`);
  return before?.statut === 'failed' && before.mot === mot;
}

/** A look for hints that found none was nothing. */
export const dropRun = (unit: Unit, id: string) => unit.sql`delete from import_runs where id = ${id}`;

/**
 * What a dead process had in hand, what this one lost, and what was parked by a connexion that works again: all wait for
 * their next turn. `reprises` counts the deaths.
 */
export const reviveRuns = (unit: Unit, { process_id, working }: { process_id: string; working: readonly string[] }) =>
  many<RunRow & { reprises: number }>(unit.sql`
    update import_runs r
    set statut = 'waiting', process_id = null, prochain_essai_at = null,
        reprises = r.reprises + case when r.statut = 'running' then 1 else 0 end
    where (r.statut = 'running' and (not process_alive(r.process_id)
             or (r.process_id = ${process_id} and r.id <> all(${working as string[]}::uuid[]))))
       or (r.statut = 'parked' and exists (select from connexions c where c.id = r.link_id and c.etat = 'active'))
    returning ${columns(unit.sql)}, r.reprises`);

/** A page that kills every process that reads it. */
export const failDeadly = (unit: Unit, id: string, probleme: Probleme) => unit.sql`
  update import_runs set statut = 'failed', probleme = ${unit.sql.json(probleme)}, finished_at = ${unit.now.toString()}
  where id = ${id}`;

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

export type OpenRun = { id: string; link_id: string; genre: GenreImport; statut: StatutRun; asking: boolean };

/** Locked for a person's decision; between two pages at most. Null when it does not exist. */
export const takeForDecision = (unit: Unit, id: string) =>
  maybeOne<OpenRun & { annule_at: string | null }>(unit.sql`
    select id, link_id, genre, statut, question is not null as asking, annule_at from import_runs where id = ${id} for update`);

export type Decision = Partial<{
  statut: StatutRun;
  etape: RunRow['etape'];
  reponse: 'confirmer' | 'ignorer';
  question: null;
  probleme: null;
  process_id: null;
  prochain_essai_at: null;
  finished_at: string;
  annule_at: string;
}>;
export const saveDecision = (unit: Unit, id: string, decision: Decision) =>
  unit.sql`update import_runs set ${unit.sql({ ...decision, essais: 0 } as never)} where id = ${id}`;

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
