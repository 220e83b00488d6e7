// The statements that move a run of any kind: taken, held, let go, taken over, decided on. Those on what a run did, and on what
// else its row holds, are its slice's (decision 0049). The table is a constant of the code, its name is never asked for.
import type { Probleme } from '#contract/erp-link.ts';
import type { StatutRun } from '#contract/values.ts';
import { type Fragment, many, maybeOne } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { RunCore, RunRows } from './kind.ts';

type Ours = { link_id: string; process_id: string };

/** The next one that may go on: one that has waited a minute, then by its kind. Null when none, or when one runs already. */
export const takeNextRun = <Row extends RunCore>(unit: Unit, rows: RunRows<Row>, { link_id, process_id }: Ours) => {
  const { sql, now } = unit;
  return maybeOne<Row>(sql`
    update ${sql(rows.table)} r
    set statut = 'running', process_id = ${process_id}, started_at = coalesce(r.started_at, ${now.toString()}),
        prochain_essai_at = null, probleme = null
    where r.id = (
      select w.id from ${sql(rows.table)} w
      where w.link_id = ${link_id} and w.statut = 'waiting' and coalesce(w.prochain_essai_at, '-infinity') <= ${now.toString()}
        and not exists (select from ${sql(rows.table)} b where b.link_id = w.link_id and b.statut = 'running')
      order by w.created_at <= ${now.subtract({ seconds: 60 }).toString()} desc, ${rows.order(sql)}, w.created_at limit 1
      for update skip locked)
    returning ${rows.columns(sql)}`);
};

export type Mine = { id: string; process_id: string };

/**
 * The run and its connexion, held until this unit ends, if both are still there for us: a pause, a retirement or another
 * process may have come between two calls. Whoever retires a connexion waits for the unit under way, so that nothing of it
 * comes after.
 */
export const holdRun = <Row extends RunCore>(unit: Unit, rows: RunRows<Row>, { id, process_id }: Mine) =>
  maybeOne<Row & { link_etat: string }>(unit.sql`
    select ${rows.columns(unit.sql)}, c.etat as link_etat
    from ${unit.sql(rows.table)} r join connexions c on c.id = r.link_id
    where r.id = ${id} and r.statut = 'running' and r.process_id = ${process_id}
    for update of r for share of c`);

/** One more failure in a row, if the run is still ours: how many now. */
export const addEssai = <Row extends RunCore>(unit: Unit, rows: RunRows<Row>, { id, process_id }: Mine) =>
  maybeOne<Row>(unit.sql`
    update ${unit.sql(rows.table)} r set essais = r.essais + 1
    where r.id = ${id} and r.statut = 'running' and r.process_id = ${process_id} returning ${rows.columns(unit.sql)}`);

type Let = Mine & {
  statut: 'waiting' | 'parked' | 'cancelled' | 'failed';
  prochain_essai_at?: string;
  probleme?: Probleme;
};

/** The run leaves this process, if it is still ours. */
export const letGo = <Row extends RunCore>(unit: Unit, rows: RunRows<Row>, { id, process_id, ...how }: Let) =>
  maybeOne<Row>(unit.sql`
    update ${unit.sql(rows.table)} r
    set statut = ${how.statut}, process_id = null, prochain_essai_at = ${how.prochain_essai_at ?? null},
        probleme = ${how.probleme ? unit.sql.json(how.probleme) : null},
        finished_at = case when ${how.statut === 'failed' || how.statut === 'cancelled'} then ${unit.now.toString()}::timestamptz end
    where r.id = ${id} and r.statut = 'running' and r.process_id = ${process_id} returning ${rows.columns(unit.sql)}`);

/** Whether the run of this connexion that ended before this one had failed for the same cause: it has been told then. */
export async function hadFailed<Row extends RunCore>(
  unit: Unit,
  rows: RunRows<Row>,
  { id, link_id, mot }: { id: string; link_id: string; mot: string },
): Promise<boolean> {
  const before = await maybeOne<{ statut: string; mot: string | null }>(unit.sql`
    select statut, probleme ->> 'mot' as mot from ${unit.sql(rows.table)}
    where link_id = ${link_id} and id <> ${id} and finished_at is not null and ${rows.told(unit.sql)}
    order by finished_at desc, id desc limit 1`);
  return before?.statut === 'failed' && before.mot === mot;
}

export type Hands = { process_id: string; working: readonly string[] };

/** Of a row that runs: its process is dead, or it is this one, which has lost it. */
export const isLost = ({ sql }: Unit, { process_id, working }: Hands): Fragment => sql`
  (not process_alive(process_id) or (process_id = ${process_id} and id <> all(${[...working]}::uuid[])))`;

/**
 * What a dead process had in hand, what this one lost, and what was parked by a connexion that works again: all wait for
 * their next turn. `reprises` counts the deaths.
 */
export const reviveRuns = <Row extends RunCore>(unit: Unit, rows: RunRows<Row>, hands: Hands) =>
  many<Row & { reprises: number }>(unit.sql`
    update ${unit.sql(rows.table)} r
    set statut = 'waiting', process_id = null, prochain_essai_at = null,
        reprises = r.reprises + case when r.statut = 'running' then 1 else 0 end
    where (r.statut = 'running' and ${isLost(unit, hands)})
       or (r.statut = 'parked' and exists (select from connexions c where c.id = r.link_id and c.etat = 'active'))
    returning ${rows.columns(unit.sql)}, r.reprises`);

/** A place that kills every process that comes there. */
export const failDeadly = (
  unit: Unit,
  { table }: Pick<RunRows<RunCore>, 'table'>,
  run: { id: string; probleme: Probleme },
) =>
  unit.sql`
    update ${unit.sql(table)} set statut = 'failed', probleme = ${unit.sql.json(run.probleme)}, finished_at = ${unit.now.toString()}
    where id = ${run.id}`;

/** No try is put off beyond `until` by us: what is was written under a clock put right since, and is due. */
export const healClock = (unit: Unit, { table }: Pick<RunRows<RunCore>, 'table'>, until: string) => unit.sql`
  update ${unit.sql(table)} set prochain_essai_at = null where statut = 'waiting' and prochain_essai_at > ${until}`;

/** Locked for a person's decision; between two units of its work at most. Null when it does not exist. */
export const takeForDecision = <Row extends RunCore>(unit: Unit, rows: RunRows<Row>, id: string) =>
  maybeOne<Row>(
    unit.sql`select ${rows.columns(unit.sql)} from ${unit.sql(rows.table)} r where r.id = ${id} for update`,
  );

/** Columns of the table; `essais` starts anew. */
export type Decision = { statut?: StatutRun } & Record<string, string | null | undefined>;

export const saveDecision = (
  unit: Unit,
  { table }: Pick<RunRows<RunCore>, 'table'>,
  { id, decision }: { id: string; decision: Decision },
) => unit.sql`update ${unit.sql(table)} set ${unit.sql({ ...decision, essais: 0 } as never)} where id = ${id}`;
