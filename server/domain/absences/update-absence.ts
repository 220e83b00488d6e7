import type { Absence, UpdateAbsence } from '#contract/absence.ts';
import type { Unit } from '#platform/unit.ts';
import { checkJours, checkPeriode, takeForChange } from './check-absence.ts';
import { changedFields, factOf } from './rules.ts';
import { getAbsence, saveAbsence } from './sql.ts';
import { tellPaie } from './tell-paie.ts';

export async function updateAbsence(
  unit: Unit,
  target: { id: string; version: number },
  input: UpdateAbsence,
): Promise<Absence> {
  const before = await takeForChange(unit, target);
  const changed = changedFields(before, input);
  if (changed.length === 0) return await getAbsence(unit, target.id);
  const columns = Object.fromEntries(changed.map(name => [name, input[name]]));
  const after = { ...before, ...columns };
  await checkJours(unit, after, target.id);
  await checkPeriode(unit, [before, after]);
  await saveAbsence(unit, target.id, columns);
  await tellPaie(unit, before.personne_id, [before, after]);
  await unit.publish('absence.updated', { ...factOf(after), changed });
  return await getAbsence(unit, target.id);
}
