import type { Mapping } from '#contract/mapping.ts';
import type { StatutChantier } from '#contract/values.ts';
import { applyStatut } from '#domain/chantiers/index.ts';
import { checkVersion, refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { getMapping, saveValeur, takeMapping } from './sql/mappings.ts';

/** The chantiers that waited for it heal in the same unit. Throws mapping.not_found, precondition.failed. */
export async function setMapping(
  unit: Unit,
  { id, version }: { id: string; version: number },
  valeur: StatutChantier | null,
): Promise<Mapping> {
  const before = await takeMapping(unit, id);
  if (!before) throw refused('mapping.not_found');
  checkVersion(before, version);
  if (before.valeur !== valeur) {
    await saveValeur(unit, id, valeur);
    await applyStatut(unit, { system: before.system, statut_externe: before.external_id, statut: valeur });
    await unit.tell(`erp-link:${before.link_id}`);
  }
  return await getMapping(unit, id);
}
