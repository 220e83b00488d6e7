import type { Personne } from '#contract/personne.ts';
import { refused } from '#platform/errors.ts';
import type { PersonalData } from '#platform/rgpd/personal-data.ts';
import type { Unit } from '#platform/unit.ts';
import { checkOneRemains, type Target, takeForChange } from '../check-personne.ts';
import { blankPersonne } from '../sql/effacement.ts';
import { getPersonne } from '../sql/personnes.ts';

type Erasing = { motif: string; data: Pick<PersonalData, 'forget'> };

/**
 * For good (decision 0036): account, keys, sessions, links, contacts and name are gone with this unit, whatever slice held
 * them; what the law keeps (hours, pay) points to a row without a name. Throws personne.erase_self, personne.last_administrateur.
 */
export async function erasePersonne(unit: Unit, target: Target, { motif, data }: Erasing): Promise<Personne> {
  const before = await takeForChange(unit, target);
  if (before.id === unit.actor.personne_id) throw refused('personne.erase_self');
  await checkOneRemains(unit, before, { role: before.role, active: false });
  await data.forget(unit, target.id);
  await blankPersonne(unit, target.id, motif);
  await unit.publish('personne.erased', { personne_id: target.id });
  unit.security('hub_personne_erased', { 'user.target.id': target.id });
  return await getPersonne(unit, target.id);
}
