import type { Chantier, UpdateChantier } from '#contract/chantier.ts';
import { withConstraints } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import {
  CONSTRAINTS,
  checkCoherence,
  checkOwner,
  checkReferences,
  communeOf,
  takeForChange,
} from './check-chantier.ts';
import { changedFields, factOf } from './rules.ts';
import { getChantier, saveChantier, saveReferences, takeCodeTurn } from './sql/chantiers.ts';

/** Only what differs is written; sending what is already there changes nothing and tells nobody. */
export async function updateChantier(
  unit: Unit,
  target: { id: string; version: number },
  input: UpdateChantier,
): Promise<Chantier> {
  return await applyChange(unit, await takeForChange(unit, target, { writable: true }), input);
}

/** On a chantier that is locked, and may be changed. */
export async function applyChange(unit: Unit, before: Chantier, input: UpdateChantier): Promise<Chantier> {
  const { references: given } = input;
  const change = given ? { ...input, references: await checkReferences(unit, given, before) } : input;
  const changed = changedFields(before, change);
  if (changed.length === 0) return before;
  checkOwner(before, changed);
  checkCoherence(change, before);
  const columns = Object.fromEntries(changed.filter(name => name !== 'references').map(name => [name, change[name]]));
  if (changed.includes('code')) await takeCodeTurn(unit);
  const commune = changed.includes('commune_insee') ? await communeOf(unit, change.commune_insee) : {};
  await withConstraints(CONSTRAINTS, saveChantier(unit, before.id, { ...columns, ...commune }));
  if (changed.includes('references')) {
    await withConstraints(CONSTRAINTS, saveReferences(unit, before.id, change.references ?? []));
  }
  const chantier = await getChantier(unit, before.id);
  await unit.publish('chantier.updated', { chantier: factOf(chantier), changed });
  return chantier;
}
