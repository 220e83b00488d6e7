import type { StatutChantier } from '#contract/values.ts';
import type { Unit } from '#platform/unit.ts';

/** A person mapped a status (null: unmapped it): the chantiers that have it over there follow. How many changed. */
export async function applyStatut(
  _unit: Unit,
  _mapping: { system: string; statut_externe: string; statut: StatutChantier | null },
): Promise<number> {
  throw new Error('being written');
}
