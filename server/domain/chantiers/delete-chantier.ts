import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { takeForChange } from './check-chantier.ts';
import { heuresDe, saveChantier, saveReferences } from './sql/chantiers.ts';

/** Soft: the row stays for what refers to it; its code and its external ids may serve again. One that an ERP holds is deleted there. */
export async function deleteChantier(unit: Unit, target: { id: string; version: number }): Promise<void> {
  const before = await takeForChange(unit, target, { writable: false });
  if (before.erp && before.erp.etat !== 'supprime')
    throw refused('chantier.owned_by_erp', { champs: before.erp.champs });
  if ((await heuresDe(unit, target.id)).ont) throw refused('chantier.has_heures');
  await saveReferences(unit, target.id, []);
  await saveChantier(unit, target.id, { deleted_at: unit.now.toString() });
  await unit.publish('chantier.deleted', { chantier_id: before.id, code: before.code });
}
