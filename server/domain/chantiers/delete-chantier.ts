import type { Unit } from '#platform/unit.ts';
import { takeForChange } from './check-chantier.ts';
import { saveChantier, saveReferences } from './sql/chantiers.ts';

/** Soft: the row stays for what refers to it; its code and its external ids may serve again. */
export async function deleteChantier(unit: Unit, target: { id: string; version: number }): Promise<void> {
  const before = await takeForChange(unit, target, { writable: false });
  await saveReferences(unit, target.id, []);
  await saveChantier(unit, target.id, { deleted_at: unit.now.toString() });
  await unit.publish('chantier.deleted', { chantier_id: before.id, code: before.code });
}
