import type { Personne, UpdatePersonne } from '#contract/personne.ts';
import { refused, withConstraints } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { CONSTRAINTS, checkMayGive, checkOneRemains, type Target, takeForChange } from './check-personne.ts';
import { agenceFits, changedFields, losesContact } from './rules.ts';
import { getPersonne, savePersonne } from './sql.ts';
import { telephoneOf } from './to-e164.ts';

/** Only what differs is written; sending what is already there changes nothing and tells nobody. */
export async function updatePersonne(unit: Unit, target: Target, input: UpdatePersonne): Promise<Personne> {
  const before = await takeForChange(unit, target);
  const change = { ...input, telephone: telephoneOf(input.telephone) };
  const changed = changedFields(before, change);
  if (changed.length === 0) return before;
  const columns = Object.fromEntries(changed.map(name => [name, change[name]]));
  const after = { ...before, ...columns };
  if (!agenceFits(after)) throw refused('personne.agence_required');
  if (losesContact(before, after)) throw refused('personne.no_identifiant');
  checkMayGive(unit, before, after);
  await checkOneRemains(unit, before, after);
  await withConstraints(CONSTRAINTS, savePersonne(unit, target.id, columns));
  await unit.publish('personne.updated', { personne_id: target.id, changed });
  if (changed.includes('role') || changed.includes('gestionnaire_paie')) {
    const { role, gestionnaire_paie } = after;
    unit.security('authz_change', { 'user.target.id': target.id, 'hub.rights': { role, gestionnaire_paie } });
  }
  return await getPersonne(unit, target.id);
}
