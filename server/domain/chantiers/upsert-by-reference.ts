import type { Chantier, Reference, UpsertChantier } from '#contract/chantier.ts';
import { AppError, refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { createChantier } from './create-chantier.ts';
import { changedFields, isWritable } from './rules.ts';
import { isHeldByErp, takeChantier } from './sql/chantiers.ts';
import { listByReferences, takeSystemsTurn } from './sql/references.ts';
import { applyChange } from './update-chantier.ts';

export type Upserted = { chantier: Chantier; made: boolean };

/** Names of a connexion ERP are its own: an integrator neither finds nor makes chantiers there. Throws chantier.owned_by_erp. */
export async function refuseHeldSystems(unit: Unit, systems: string[]): Promise<void> {
  if (systems.length > 0 && (await isHeldByErp(unit, systems))) {
    throw refused('chantier.owned_by_erp', { champs: ['references'] });
  }
}

/** The chantier with this id over there gets these values; there is one afterwards. Sent twice, it changes nothing the second time. */
export async function upsertByReference(unit: Unit, reference: Reference, input: UpsertChantier): Promise<Upserted> {
  await refuseHeldSystems(unit, [reference.system]);
  await takeSystemsTurn(unit, [reference.system]);
  const [known] = await listByReferences(unit, [reference]);
  return await upsertKnown(unit, known?.chantier_id ?? null, { reference, input });
}

const NAME_MISSING = { fr: 'Un nouveau chantier a besoin d’un nom', en: 'A new site needs a name' };

type Asked = { reference: Reference; input: Partial<UpsertChantier> };

/**
 * `known`: the chantier that has the reference now. One that lies outside of the caller's sight is refused as if he had tried to
 * take the reference for a new one.
 */
export async function upsertKnown(unit: Unit, known: string | null, { reference, input }: Asked): Promise<Upserted> {
  const before = known ? await takeChantier(unit, known) : null;
  if (before) return { chantier: await changeTaken(unit, before, input), made: false };
  const { nom } = input;
  if (nom === undefined) {
    const message = NAME_MISSING[unit.request?.language ?? 'fr'];
    const errors = [{ pointer: '/chantier/nom', code: 'invalid_type', message }];
    throw new AppError('invalid', { errors });
  }
  return { chantier: await createChantier(unit, { ...input, nom, references: [reference] }), made: true };
}

/** Throws chantier.locked unless nothing differs. */
export async function changeTaken(unit: Unit, before: Chantier, input: Partial<UpsertChantier>): Promise<Chantier> {
  if (!isWritable(before.statut) && changedFields(before, input).length > 0) {
    throw refused('chantier.locked', { statut: before.statut });
  }
  return await applyChange(unit, before, input);
}
