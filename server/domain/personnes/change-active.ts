import type { Personne } from '#contract/personne.ts';
import type { Unit } from '#platform/unit.ts';
import { checkMayGive, checkOneRemains, type Target, takeForChange } from './check-personne.ts';
import { getPersonne, savePersonne } from './sql/personnes.ts';

/** Reversible; takes effect at the person's next request, for every credential he holds. */
export async function changeActive(unit: Unit, target: Target, active: boolean): Promise<Personne> {
  const before = await takeForChange(unit, target);
  if (before.active === active) return before;
  checkMayGive(unit, before, { ...before, active });
  await checkOneRemains(unit, before, { role: before.role, active });
  await savePersonne(unit, target.id, { active });
  await unit.publish(active ? 'personne.reactivated' : 'personne.deactivated', { personne_id: target.id });
  unit.security('authz_change', { 'user.target.id': target.id, 'hub.rights': { active } });
  return await getPersonne(unit, target.id);
}
