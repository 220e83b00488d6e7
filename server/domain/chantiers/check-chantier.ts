// What several use cases ask before they write.
import type { Chantier, Reference, UpdateChantier } from '#contract/chantier.ts';
import { findCommune } from '#domain/communes/index.ts';
import { type Constraints, checkVersion, refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { coherence, isWritable } from './rules.ts';
import { isHeldByErp, takeChantier } from './sql/chantiers.ts';

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

/** Throws chantier.owned_by_erp when one of these fields is given by an ERP: a person changes it there. */
export function checkOwner({ erp }: Chantier, names: readonly string[]): void {
  const champs = names.filter(name => erp?.champs.includes(name));
  if (champs.length > 0) throw refused('chantier.owned_by_erp', { champs });
}

/**
 * What a person may say of a chantier in other systems. The reference that an ERP holds stays, repeated or not; one of his
 * own on a system that an ERP holds throws chantier.owned_by_erp, unless it was there before the ERP was.
 */
export async function checkReferences(
  unit: Unit,
  given: Reference[],
  before: Pick<Chantier, 'references' | 'erp'> = { references: [], erp: null },
): Promise<Reference[]> {
  const isIn = (list: readonly Reference[]) => (one: Reference) =>
    list.some(other => other.system === one.system && other.external_id === one.external_id);
  const kept = before.erp ? before.references.filter(({ system }) => system === before.erp?.system) : [];
  const own = given.filter(one => !isIn(kept)(one));
  const claimed = own.filter(one => !isIn(before.references)(one)).map(({ system }) => system);
  if (claimed.length > 0 && (await isHeldByErp(unit, claimed))) {
    throw refused('chantier.owned_by_erp', { champs: ['references'] });
  }
  return [...kept, ...own];
}
