import type { Chantier } from '#contract/chantier.ts';
import type { StatutChantier } from '#contract/values.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { checkOwner, takeForChange } from './check-chantier.ts';
import { canChangeStatut, factOf } from './rules.ts';
import { getChantier, heuresDe, saveChantier } from './sql/chantiers.ts';

export async function changeStatut(
  unit: Unit,
  target: { id: string; version: number },
  statut: StatutChantier,
): Promise<Chantier> {
  const before = await takeForChange(unit, target, { writable: false });
  checkOwner(before, ['statut']);
  if (!canChangeStatut(before.statut, statut)) {
    throw refused('chantier.statut_refused', { de: before.statut, vers: statut });
  }
  if (statut === 'receptionne' && (await heuresDe(unit, target.id)).attendent) {
    throw refused('chantier.heures_non_validees');
  }
  await saveChantier(unit, target.id, { statut });
  const chantier = await getChantier(unit, target.id);
  await unit.publish('chantier.statut_changed', { chantier: factOf(chantier), ancien_statut: before.statut });
  return chantier;
}
