// Statements on runs that are of exports alone: asked for, ended, forgotten. The others: exchange/runs.
import type { CompteEnvoi } from '#contract/export.ts';
import type { StatutRun } from '#contract/values.ts';
import type { RunRows } from '#exchange/runs/index.ts';
import { type Fragment, many, maybeOne, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { RunRow } from '../run.ts';

const columns = (sql: Sql | Transaction): Fragment => sql`
  r.id, r.link_id, r.periode, r.du, r.au, r.statut, r.demande, r.chantiers, r.process_id, r.essais`;

export const exportRows: RunRows<RunRow> = {
  table: 'export_runs',
  columns,
  order: sql => sql`w.demande desc`,
  told: sql => sql`true`,
};

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

/** Whether this process lives, for others too, and none of them works on the connexion. */
export const isNobodyElses = async (unit: Unit, { link_id, process_id }: { link_id: string; process_id: string }) =>
  (
    await one<{ ours: boolean }>(unit.sql`
      select process_alive(${process_id}) and not exists (select from export_runs r
        where r.link_id = ${link_id} and r.statut = 'running' and r.process_id <> ${process_id}) as ours`)
  ).ours;

/** They answered: whatever failed in a row is over. */
export const calmRun = (unit: Unit, id: string) => unit.sql`
  update export_runs set essais = 0, reprises = 0, probleme = null where id = ${id}`;

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

/** Connexions where something waits that may go on now, and nothing runs. */
export const listDueLinks = (unit: Unit) =>
  many<{ link_id: string }>(unit.sql`
    select distinct w.link_id from export_runs w join connexions c on c.id = w.link_id and c.etat = 'active'
    where w.statut = 'waiting' and coalesce(w.prochain_essai_at, '-infinity') <= ${unit.now.toString()}
      and not exists (select from export_runs b where b.link_id = w.link_id and b.statut = 'running')`);

/** A run that left nothing is forgotten after 90 days; one whose lines are in the ledger stays with them. */
export const purgeRuns = (unit: Unit) => unit.sql`
  delete from export_runs r
  where r.finished_at < ${unit.now.subtract({ hours: 90 * 24 }).toString()}
    and not exists (select from export_gestes g where g.run_id = r.id)`;

/** Everything open of a connexion that is retired. */
export const cancelOpen = (unit: Unit, link_id: string) => unit.sql`
  update export_runs set statut = 'cancelled', process_id = null, prochain_essai_at = null, finished_at = ${unit.now.toString()}
  where link_id = ${link_id} and statut in ('waiting', 'running', 'paused', 'parked')`;
