import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { factOf, followByRules, type Target, takeForChange } from './check-variable.ts';
import { readAround, saveVariable } from './sql/variables.ts';

/** The rules find it again, if they have something to say there. */
export async function deleteVariable(unit: Unit, target: Target): Promise<void> {
  const before = await takeForChange(unit, target);
  if (before.origine === 'auto') throw refused('variable_paie.automatic');
  if ((await readAround(unit, before)).closed) throw refused('periode_paie.closed');
  await saveVariable(unit, before.id, { deleted_at: unit.now.toString() });
  await followByRules(unit, before);
  await unit.publish('variable_paie.deleted', factOf(before));
}
