// What several use cases ask before they write.
import type { Chantier, UpdateChantier } from '#contract/chantier.ts';
import { findCommune } from '#domain/communes/index.ts';
import { type Constraints, checkVersion, refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { coherence, isWritable } from './rules.ts';
import { takeChantier } from './sql/chantiers.ts';

export const CONSTRAINTS: Constraints = {
  chantiers_code_key: 'chantier.code_taken',
  chantier_references_external_key: 'chantier.reference_taken',
  chantier_references_pkey: 'chantier.reference_taken',
};

const EMPTY = { latitude: null, longitude: null, date_debut: null, date_fin: null };

/** Throws when two fields contradict each other, once the change is laid over what is there. */
export function checkCoherence(change: UpdateChantier, before: Partial<Chantier> = {}): void {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const wrong = coherence({ ...EMPTY, ...before, ...given });
  if (wrong) throw refused(wrong);
}

/** The commune's name is kept beside its code: it stays readable when the commune is merged away. */
export async function communeOf(
  unit: Unit,
  code_insee: string | null | undefined,
): Promise<{ commune?: string | null }> {
  if (code_insee === undefined) return {};
  if (code_insee === null) return { commune: null };
  const commune = await findCommune(unit, code_insee);
  if (commune === null) throw refused('chantier.commune_unknown', { commune_insee: code_insee });
  return { commune };
}

/** Locks the chantier that the caller read at `version`. Throws not_found, precondition.failed, and locked if asked. */
export async function takeForChange(
  unit: Unit,
  { id, version }: { id: string; version: number },
  { writable }: { writable: boolean },
): Promise<Chantier> {
  const before = await takeChantier(unit, id);
  if (!before) throw refused('chantier.not_found');
  checkVersion(before, version);
  if (writable && !isWritable(before.statut)) throw refused('chantier.locked', { statut: before.statut });
  return before;
}
