import type { Unit } from '#platform/unit.ts';
import { checkPeriode, takeForChange } from './check-absence.ts';
import { factOf } from './rules.ts';
import { saveAbsence } from './sql.ts';
import { tellPaie } from './tell-paie.ts';

/** Soft: readers in the order of change are told that it is gone. */
export async function deleteAbsence(unit: Unit, target: { id: string; version: number }): Promise<void> {
  const before = await takeForChange(unit, target);
  await checkPeriode(unit, [before]);
  await saveAbsence(unit, target.id, { deleted_at: unit.now.toString() });
  await tellPaie(unit, before.personne_id, [before]);
  await unit.publish('absence.deleted', factOf(before));
}
