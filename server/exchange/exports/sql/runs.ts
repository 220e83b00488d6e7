// Every statement that moves a run: asked for, taken, held, let go, ended.
import type { Probleme } from '#contract/erp-link.ts';
import type { CompteEnvoi } from '#contract/export.ts';
import type { StatutRun } from '#contract/values.ts';
import { type Fragment, many, maybeOne, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { RunRow } from '../run.ts';

const columns = (sql: Sql | Transaction): Fragment => sql`
  r.id, r.link_id, r.periode, r.du, r.au, r.statut, r.demande, r.chantiers, r.process_id, r.essais`;

export type NewRun = {
  id: string;
  link_id: string;
  periode: string;
  du: string;
  au: string;
  demande: 'automatique' | 'manuelle';
  demande_par: string | null;
  planifie: boolean;
  chantiers: string[] | null;
};

/** False when this period left by itself already, or the same run waits: the unique indexes decide, whatever the number of processes. */
export async function insertRun(unit: Unit, run: NewRun): Promise<boolean> {
  const row = await maybeOne(unit.sql`
    insert into export_runs (id, link_id, objet, periode, du, au, statut, demande, demande_par, planifie, chantiers, created_at)
    values (${run.id}, ${run.link_id}, 'heures', ${run.periode}, ${run.du}, ${run.au}, 'waiting', ${run.demande},
      ${run.demande_par}, ${run.planifie}, ${run.chantiers}, ${unit.now.toString()})
    on conflict do nothing returning id`);
  return row !== null;
}

/** The open one of the same days, made due now if it was waiting for its next try; null when it has just ended. */
export const hastenOpen = (
  unit: Unit,
  { link_id, du, au, chantiers }: Pick<NewRun, 'link_id' | 'du' | 'au' | 'chantiers'>,
) =>
  maybeOne<{ id: string }>(unit.sql`
    update export_runs set prochain_essai_at = case when statut = 'waiting' then null else prochain_essai_at end
    where link_id = ${link_id} and objet = 'heures' and du = ${du} and au = ${au}
      and chantiers is not distinct from ${chantiers}::uuid[]
      and statut in ('waiting', 'running', 'paused', 'parked') returning id`);

/** The next one that may go on, those a person waits for first. Null when none, or when one runs already. */
export const takeNextRun = (unit: Unit, { link_id, process_id }: { link_id: string; process_id: string }) =>
  maybeOne<RunRow>(unit.sql`
    update export_runs r
    set statut = 'running', process_id = ${process_id}, started_at = coalesce(r.started_at, ${unit.now.toString()}),
        prochain_essai_at = null, probleme = null
    where r.id = (
      select w.id from export_runs w
      where w.link_id = ${link_id} and w.statut = 'waiting' and coalesce(w.prochain_essai_at, '-infinity') <= ${unit.now.toString()}
        and not exists (select from export_runs b where b.link_id = w.link_id and b.statut = 'running')
      order by w.created_at <= ${unit.now.subtract({ seconds: 60 }).toString()} desc, w.demande desc, w.created_at limit 1
      for update skip locked)
    returning ${columns(unit.sql)}`);

export type Mine = { id: string; process_id: string };

/** The run and its connexion, held until this unit ends, if both are still there for us. */
export const holdRun = (unit: Unit, { id, process_id }: Mine) =>
  maybeOne<RunRow & { link_etat: string }>(unit.sql`
    select ${columns(unit.sql)}, c.etat as link_etat
    from export_runs r join connexions c on c.id = r.link_id
    where r.id = ${id} and r.statut = 'running' and r.process_id = ${process_id}
    for update of r for share of c`);

/** They answered: whatever failed in a row is over. */
export const calmRun = (unit: Unit, id: string) => unit.sql`
  update export_runs set essais = 0, reprises = 0, probleme = null where id = ${id}`;

/** One more failure in a row, if the run is still ours: how many now. */
export const addEssai = (unit: Unit, { id, process_id }: Mine) =>
  maybeOne<RunRow>(unit.sql`
    update export_runs r set essais = r.essais + 1
    where r.id = ${id} and r.statut = 'running' and r.process_id = ${process_id} returning ${columns(unit.sql)}`);

type Let = {
  statut: 'waiting' | 'parked' | 'cancelled' | 'failed';
  prochain_essai_at?: string | null;
  probleme?: Probleme | null;
};

/** The run leaves this process, if it is still ours. */
export const letGo = (unit: Unit, { id, process_id }: Mine, { statut, prochain_essai_at, probleme }: Let) =>
  maybeOne<RunRow>(unit.sql`
    update export_runs r
    set statut = ${statut}, process_id = null, prochain_essai_at = ${prochain_essai_at ?? null},
        probleme = ${probleme ? unit.sql.json(probleme) : null},
        finished_at = case when ${statut === 'failed' || statut === 'cancelled'} then ${unit.now.toString()}::timestamptz end
    where r.id = ${id} and r.statut = 'running' and r.process_id = ${process_id} returning ${columns(unit.sql)}`);

export const endRun = (
  unit: Unit,
  id: string,
  { statut, compte }: { statut: StatutRun; compte: CompteEnvoi },
) => unit.sql`
  update export_runs
  set statut = ${statut}, process_id = null, finished_at = ${unit.now.toString()}, probleme = null, essais = 0,
      compte = ${unit.sql.json(compte)}
  where id = ${id}`;

/** As it stands when it ends otherwise. */
export const keepCompte = (unit: Unit, id: string, compte: CompteEnvoi) =>
  unit.sql`update export_runs set compte = ${unit.sql.json(compte)} where id = ${id}`;

/** Given up while a day was in hand: what became of that day counts too. */
export const keepLateCompte = (unit: Unit, id: string, compte: CompteEnvoi) =>
  unit.sql`update export_runs set compte = ${unit.sql.json(compte)} where id = ${id} and statut = 'cancelled'`;

/** Whether the run of this connexion that ended before this one had failed for the same cause: it has been told then. */
export async function hadFailed(
  unit: Unit,
  { id, link_id }: Pick<RunRow, 'id' | 'link_id'>,
  mot: string,
): Promise<boolean> {
  const before = await maybeOne<{ statut: string; mot: string | null }>(unit.sql`
    select statut, probleme ->> 'mot' as mot from export_runs
    where link_id = ${link_id} and id <> ${id} and finished_at is not null order by finished_at desc, id desc limit 1`);
  return before?.statut === 'failed' && before.mot === mot;
}

/**
 * What a dead process had in hand, what this one lost, and what was parked by a connexion that works again: all wait for
 * their next turn. `reprises` counts the deaths.
 */
export const reviveRuns = (unit: Unit, { process_id, working }: { process_id: string; working: readonly string[] }) =>
  many<RunRow & { reprises: number }>(unit.sql`
    update export_runs r
    set statut = 'waiting', process_id = null, prochain_essai_at = null,
        reprises = r.reprises + case when r.statut = 'running' then 1 else 0 end
    where (r.statut = 'running' and (not process_alive(r.process_id)
             or (r.process_id = ${process_id} and r.id <> all(${working as string[]}::uuid[]))))
       or (r.statut = 'parked' and exists (select from connexions c where c.id = r.link_id and c.etat = 'active'))
    returning ${columns(unit.sql)}, r.reprises`);

/** A place that kills every process that comes there. */
export const failDeadly = (unit: Unit, id: string, probleme: Probleme) => unit.sql`
  update export_runs set statut = 'failed', probleme = ${unit.sql.json(probleme)}, finished_at = ${unit.now.toString()}
  where id = ${id}`;

/** Connexions where something waits that may go on now, and nothing runs. */
export const listDueLinks = (unit: Unit) =>
  many<{ link_id: string }>(unit.sql`
    select distinct w.link_id from export_runs w join connexions c on c.id = w.link_id and c.etat = 'active'
    where w.statut = 'waiting' and coalesce(w.prochain_essai_at, '-infinity') <= ${unit.now.toString()}
      and not exists (select from export_runs b where b.link_id = w.link_id and b.statut = 'running')`);

/** No try is put off beyond `until` by us: what is was written under a clock put right since, and is due. */
export const healClock = (unit: Unit, until: string) => unit.sql`
  update export_runs set prochain_essai_at = null where statut = 'waiting' and prochain_essai_at > ${until}`;

/** A run that left nothing is forgotten after 90 days; one whose lines are in the ledger stays with them. */
export const purgeRuns = (unit: Unit) => unit.sql`
  delete from export_runs r
  where r.finished_at < ${unit.now.subtract({ hours: 90 * 24 }).toString()}
    and not exists (select from export_gestes g where g.run_id = r.id)`;

/** Locked for a person's decision. Null when it does not exist. */
export const takeForDecision = (unit: Unit, id: string) =>
  maybeOne<RunRow>(unit.sql`select ${columns(unit.sql)} from export_runs r where r.id = ${id} for update`);

export type Decision = Partial<{
  statut: StatutRun;
  probleme: null;
  process_id: null;
  prochain_essai_at: null;
  finished_at: string;
}>;
export const saveDecision = (unit: Unit, id: string, decision: Decision) =>
  unit.sql`update export_runs set ${unit.sql({ ...decision, essais: 0 } as never)} where id = ${id}`;

/** Everything open of a connexion that is retired. */
export const cancelOpen = (unit: Unit, link_id: string) => unit.sql`
  update export_runs set statut = 'cancelled', process_id = null, prochain_essai_at = null, finished_at = ${unit.now.toString()}
  where link_id = ${link_id} and statut in ('waiting', 'running', 'paused', 'parked')`;
