import type { Personne, UpdatePersonne } from '#contract/personne.ts';
import { refused, withConstraints } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { CONSTRAINTS, checkMayGive, checkOneRemains, type Target, takeForChange } from './check-personne.ts';
import { agenceFits, changedFields, datesFit, distinctMetiers, losesContact } from './rules.ts';
import { getPersonne, savePersonne } from './sql/personnes.ts';
import { telephoneOf } from './to-e164.ts';

/** Only what differs is written; sending what is already there changes nothing and tells nobody. */
export async function updatePersonne(unit: Unit, target: Target, input: UpdatePersonne): Promise<Personne> {
  const before = await takeForChange(unit, target);
  const after = await applyChange(unit, before, input);
  return after === before ? before : await getPersonne(unit, target.id);
}

/** On a person who is locked: gives him as he is then (his version apart), `before` itself when nothing differs. */
export async function applyChange(unit: Unit, before: Personne, input: UpdatePersonne): Promise<Personne> {
  const change = { ...input, telephone: telephoneOf(input.telephone) };
  if (input.metiers) change.metiers = distinctMetiers(input.metiers);
  const changed = changedFields(before, change);
  if (changed.length === 0) return before;
  const columns = Object.fromEntries(changed.map(name => [name, change[name]]));
  const after: Personne = { ...before, ...columns };
  if (!agenceFits(after)) throw refused('personne.agence_required');
  if (!datesFit(after)) throw refused('personne.dates_inverted');
  if (losesContact(before, after)) throw refused('personne.no_identifiant');
  checkMayGive(unit, before, after);
  await checkOneRemains(unit, before, after);
  await withConstraints(CONSTRAINTS, savePersonne(unit, before.id, columns));
  await unit.publish('personne.updated', { personne_id: before.id, changed });
  if (changed.includes('role') || changed.includes('gestionnaire_paie')) {
    const { role, gestionnaire_paie } = after;
    unit.security('authz_change', { 'user.target.id': before.id, 'hub.rights': { role, gestionnaire_paie } });
  }
  return after;
}
