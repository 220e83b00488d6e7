import type { UpdateChantier } from '#contract/chantier.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { changedFields, isWritable } from '../rules.ts';
import { takeChantier } from '../sql/chantiers.ts';
import { findConflit } from '../sql/erp-conflits.ts';
import { applyChange } from '../update-chantier.ts';

/**
 * Writes the value that was not kept, while the one that was still stands. Throws conflit_erp.not_found · outdated, and what changing
 * a chantier does: chantier.not_found · locked · owned_by_erp · dates_inverted.
 */
export async function takeOtherSide(unit: Unit, id: string): Promise<void> {
  const chantier_id = (await findConflit(unit, id))?.chantier_id;
  const before = chantier_id ? await takeChantier(unit, chantier_id) : null;
  if (!before) throw refused('conflit_erp.not_found');
  if (!isWritable(before.statut)) throw refused('chantier.locked', { statut: before.statut });
  // Again, now that nobody else can change it.
  const { champ, kept, other, last } = (await findConflit(unit, id))!;
  const holding = (value: unknown): UpdateChantier => ({ [champ]: value ?? (champ === 'contacts' ? [] : null) });
  if (!last || changedFields(before, holding(kept)).length > 0) throw refused('conflit_erp.outdated');
  await applyChange(unit, before, holding(other));
}
