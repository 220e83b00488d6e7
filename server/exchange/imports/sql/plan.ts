// What the minute's tick reads of the runs and puts in order among them.
import { many } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';

export type Past = {
  link_id: string;
  complet_at: string | null;
  last_at: string | null;
  open: boolean;
  failed: boolean;
  asking: string | null;
};

/**
 * What the plan of the next reading is made of: the last one of everything, the last of any kind, whether one is open. What
 * bears an instant to come was written under a clock put right since: it says nothing.
 */
export const listPast = (unit: Unit) =>
  many<Past>(
    unit.sql`
      select link_id, max(created_at) filter (where genre in ('initial', 'complet') and created_at <= ${unit.now.toString()}) as complet_at,
             max(coalesce(started_at, created_at)) filter (where coalesce(started_at, created_at) <= ${unit.now.toString()}) as last_at,
             bool_or(statut in ('waiting', 'running', 'parked')) as open,
             (array_agg(statut order by created_at desc, id desc) filter (where created_at <= ${unit.now.toString()}))[1] = 'failed' as failed,
             max(id::text) filter (where statut = 'paused' and question is not null and genre = 'complet') as asking
      from import_runs
      where genre in ('initial', 'complet', 'incremental')
        and (created_at > ${unit.now.subtract({ hours: 72 }).toString()} or statut in ('waiting', 'running', 'paused', 'parked'))
      group by link_id`,
  );

/** As for runs: none is looked for again later than `until`. */
export const healHints = (unit: Unit, until: string) => unit.sql`
  update import_hints set prochain_essai_at = ${unit.now.toString()} where etat = 'waiting' and prochain_essai_at > ${until}`;

/**
 * Readings that found nothing are forgotten after a day, the others after 90; never the last one of everything, from which
 * « mis de côté » is counted.
 */
export const purgeRuns = (unit: Unit) => unit.sql`
  delete from import_runs
  where id not in (
      select distinct on (link_id) id from import_runs
      where genre in ('initial', 'complet') and statut in ('succeeded', 'partial') order by link_id, created_at desc, id desc)
    and finished_at < ${unit.now.subtract({ hours: 24 }).toString()}
    and (finished_at < ${unit.now.subtract({ hours: 90 * 24 }).toString()}
      or (statut = 'succeeded' and demande = 'automatique' and created + updated + linked + hidden + gone = 0))`;
