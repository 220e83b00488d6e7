// Facts about a person, and by him.
import type { Fragment } from '../db/sql.ts';
import type { Renommee } from '../feature.ts';
import type { ReadAt } from '../http/route.ts';
import { jsonRows } from '../reads/statement.ts';
import type { Unit } from '../unit.ts';

/** The last ones: what an export of personal data can carry. */
const MAX_FACTS = 5_000;

export const heldFacts = ({ sql }: ReadAt, personne_id: string): Record<string, Fragment> => ({
  events: jsonRows(
    sql,
    sql`select e.type, e.occurred_at, e.actor_kind, e.actor_id = ${personne_id} as par_elle,
          case when e.data ->> 'personne_id' = ${personne_id} then e.data end as data
        from events e where e.data ->> 'personne_id' = ${personne_id} or e.actor_id = ${personne_id}
        order by e.changed_xid desc, e.id desc limit ${MAX_FACTS}`,
  ),
});

/** Facts name nobody, but a thing of his may be called after him (« Clé de Martin »). */
export const forgetFacts = async (unit: Unit, personne_id: string): Promise<void> => {
  await unit.sql`
    update events set data = jsonb_set(data, '{nom}', '"(effacé)"')
    where data ->> 'personne_id' = ${personne_id} and data ? 'nom'`;
};

/** What was told of them names the ids that take their place; what they did is nobody's any more. */
export const renameFacts = async (unit: Unit, noms: readonly Renommee[]): Promise<void> => {
  const anciens = noms.map(({ ancien }) => ancien);
  await unit.sql`
    update events set data = renommer_dans(data, ${unit.sql.json([...noms])}),
      actor_id = case when actor_id = any(${anciens}::uuid[]) then null else actor_id end
    where data ->> 'personne_id' = any(${anciens}) or actor_id = any(${anciens}::uuid[])`;
};
