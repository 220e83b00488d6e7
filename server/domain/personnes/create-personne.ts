import type { CreatePersonne, Personne } from '#contract/personne.ts';
import { refused, withConstraints } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { CONSTRAINTS, checkMayGive } from './check-personne.ts';
import { agenceFits, datesFit, distinctMetiers, gainsPower } from './rules.ts';
import { getPersonne, insertPersonne } from './sql/personnes.ts';
import { telephoneOf } from './to-e164.ts';

/** Without e-mail nor telephone the person exists (team, hours) and cannot sign in. */
export async function createPersonne(unit: Unit, input: CreatePersonne): Promise<Personne> {
  return await getPersonne(unit, await addPersonne(unit, input));
}

/** The same in one statement, for many: gives the id. */
export async function addPersonne(unit: Unit, input: CreatePersonne): Promise<string> {
  if (!agenceFits(input)) throw refused('personne.agence_required');
  if (!datesFit(input)) throw refused('personne.dates_inverted');
  const rights = { ...input, active: true };
  checkMayGive(unit, null, rights);
  const id = newId();
  const columns = { ...input, id, telephone: telephoneOf(input.telephone), metiers: distinctMetiers(input.metiers) };
  await withConstraints(CONSTRAINTS, insertPersonne(unit, columns));
  const { role, gestionnaire_paie } = input;
  await unit.publish('personne.created', { personne_id: id, role });
  if (gainsPower(null, rights))
    unit.security('authz_change', { 'user.target.id': id, 'hub.rights': { role, gestionnaire_paie } });
  return id;
}
