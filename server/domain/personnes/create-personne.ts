import type { CreatePersonne, Personne } from '#contract/personne.ts';
import { refused, withConstraints } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { CONSTRAINTS, checkMayGive } from './check-personne.ts';
import { agenceFits, gainsPower } from './rules.ts';
import { getPersonne, insertPersonne } from './sql.ts';
import { telephoneOf } from './to-e164.ts';

/** Without e-mail nor telephone the person exists (team, hours) and cannot sign in. */
export async function createPersonne(unit: Unit, input: CreatePersonne): Promise<Personne> {
  if (!agenceFits(input)) throw refused('personne.agence_required');
  const rights = { ...input, active: true };
  checkMayGive(unit, null, rights);
  const id = newId();
  const columns = { ...input, id, telephone: telephoneOf(input.telephone) };
  await withConstraints(CONSTRAINTS, insertPersonne(unit, columns));
  const personne = await getPersonne(unit, id);
  await unit.publish('personne.created', { personne_id: id, role: personne.role });
  const { role, gestionnaire_paie } = personne;
  if (gainsPower(null, rights))
    unit.security('authz_change', { 'user.target.id': id, 'hub.rights': { role, gestionnaire_paie } });
  return personne;
}
