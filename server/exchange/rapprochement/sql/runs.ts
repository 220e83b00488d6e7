// Statements that move a comparison: asked for, taken, let go, ended.
import type { Probleme } from '#contract/erp-link.ts';
import { type Hands, isLost } from '#exchange/runs/index.ts';
import { type Fragment, many, maybeOne, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';

export type RunRow = {
  id: string;
  link_id: string;
  du: string;
  au: string;
  demande: 'automatique' | 'manuelle';
  process_id: string | null;
  essais: number;
};

const columns = (sql: Sql | Transaction): Fragment =>
  sql`r.id, r.link_id, r.du, r.au, r.demande, r.process_id, r.essais`;

export type NewRun = Pick<RunRow, 'id' | 'link_id' | 'du' | 'au' | 'demande'> & { demande_par: string | null };

/** The one of these days that is open already is given instead, due now. */
export const ensureRun = async (unit: Unit, run: NewRun): Promise<string> =>
  (
    await one<{ id: string }>(unit.sql`
      insert into rapprochement_runs as r (id, link_id, du, au, statut, demande, demande_par, created_at)
      values (${run.id}, ${run.link_id}, ${run.du}, ${run.au}, 'waiting', ${run.demande}, ${run.demande_par}, ${unit.now.toString()})
      on conflict (link_id, du, au) where statut in ('waiting', 'running')
        do update set prochain_essai_at = null returning r.id`)
  ).id;

/** Whoever waits comes first. `depart`: committed before the first call. Null when nothing may go on. */
export const takeNextRun = (unit: Unit, { link_id, process_id }: { link_id: string; process_id: string }) =>
  maybeOne<RunRow>(unit.sql`
    update rapprochement_runs r
    set statut = 'running', process_id = ${process_id}, started_at = ${unit.now.toString()}, prochain_essai_at = null, probleme = null,
      depart = pg_current_snapshot(), lues = 0, illisibles = 0
    where r.id = (
      select w.id from rapprochement_runs w
      where w.link_id = ${link_id} and w.statut = 'waiting' and coalesce(w.prochain_essai_at, '-infinity') <= ${unit.now.toString()}
        and not exists (select from rapprochement_runs b where b.link_id = w.link_id and b.statut = 'running')
      order by w.demande = 'manuelle' desc, w.created_at, w.id limit 1
      for update skip locked)
    returning ${columns(unit.sql)}`);

type Mine = { id: string; process_id: string };

/** One more page, if the run is still ours. */
export const countPage = (unit: Unit, { id, process_id }: Mine, read: { lues: number; illisibles: number }) =>
  maybeOne<{ id: string }>(unit.sql`
    update rapprochement_runs set lues = lues + ${read.lues}, illisibles = illisibles + ${read.illisibles}, reprises = 0
    where id = ${id} and statut = 'running' and process_id = ${process_id} returning id`);

export const endRun = (unit: Unit, id: string) => unit.sql`
  update rapprochement_runs set statut = 'succeeded', process_id = null, essais = 0, finished_at = ${unit.now.toString()}
  where id = ${id}`;

/** Cells that were not equal. */
export const saveEcarts = (unit: Unit, id: string, ecarts: number) =>
  unit.sql`update rapprochement_runs set ecarts = ${ecarts} where id = ${id}`;

type Let = {
  statut: 'waiting' | 'failed' | 'cancelled';
  prochain_essai_at?: string | null;
  probleme?: Probleme | null;
};

/** The run leaves this process, if it is still ours. */
export const letGo = (unit: Unit, { id, process_id }: Mine, { statut, prochain_essai_at, probleme }: Let) => unit.sql`
  update rapprochement_runs
  set statut = ${statut}, process_id = null, essais = essais + 1, prochain_essai_at = ${prochain_essai_at ?? null},
    probleme = ${probleme ? unit.sql.json(probleme) : null},
    finished_at = case when ${statut !== 'waiting'} then ${unit.now.toString()}::timestamptz end
  where id = ${id} and statut = 'running' and process_id = ${process_id}`;

/** What a dead process had in hand, and what this one lost, waits for its next turn; what kills whoever reads it ends. */
export async function reviveAll(unit: Unit, hands: Hands, deadly: Probleme): Promise<void> {
  const lost = isLost(unit, hands);
  await unit.sql`
    update rapprochement_runs set statut = case when reprises >= 3 then 'failed' else 'waiting' end, process_id = null, reprises = reprises + 1,
      prochain_essai_at = null, probleme = case when reprises >= 3 then ${unit.sql.json(deadly)}::jsonb end,
      finished_at = case when reprises >= 3 then ${unit.now.toString()}::timestamptz end
    where statut = 'running' and ${lost}`;
  await unit.sql`
    update rapprochement_reparations set etat = 'waiting', process_id = null, prochain_essai_at = null where etat = 'running' and ${lost}`;
}

/** Connexions where something waits that may go on now. */
export const listDueLinks = (unit: Unit) =>
  many<{ link_id: string }>(unit.sql`
    select c.id as link_id from connexions c
    where c.etat = 'active' and (
      exists (select from rapprochement_runs w where w.link_id = c.id and w.statut = 'waiting'
        and coalesce(w.prochain_essai_at, '-infinity') <= ${unit.now.toString()}
        and not exists (select from rapprochement_runs b where b.link_id = c.id and b.statut = 'running'))
      or exists (select from rapprochement_reparations p where p.link_id = c.id and p.etat = 'waiting'
        and coalesce(p.prochain_essai_at, '-infinity') <= ${unit.now.toString()}))`);

/** Connexions whose hours leave, with when they were last compared by themselves. */
export const listCompared = (unit: Unit) =>
  many<{ link_id: string; last_at: string | null }>(unit.sql`
    select c.id as link_id, (select max(r.created_at) from rapprochement_runs r
      where r.link_id = c.id and r.demande = 'automatique' and r.created_at <= ${unit.now.toString()}) as last_at
    from connexions c join envois_regles e on e.link_id = c.id and e.actif where c.etat = 'active' order by c.id`);

export async function cancelOpen(unit: Unit, link_id: string): Promise<void> {
  await unit.sql`
    update rapprochement_runs set statut = 'cancelled', process_id = null, finished_at = ${unit.now.toString()}
    where link_id = ${link_id} and statut in ('waiting', 'running')`;
  await unit.sql`
    update rapprochement_reparations set etat = 'refused', process_id = null, raison = 'La connexion est retirée.',
      finished_at = ${unit.now.toString()}
    where link_id = ${link_id} and etat in ('waiting', 'running')`;
}
