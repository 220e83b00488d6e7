import { one } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';

/** How many of these chantiers the caller sees. */
export async function countVisible(unit: Unit, ids: readonly string[]): Promise<number> {
  const { personne_id, voit_tout } = unit.actor;
  const row = await one<{ n: number }>(unit.sql`
    select count(*)::integer as n from chantiers_visibles(${personne_id}::uuid, ${voit_tout}) c where c.id = any(${[...ids]}::uuid[])`);
  return row.n;
}
