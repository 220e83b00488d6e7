import type { ChangeEquipe, Chantier } from '#contract/chantier.ts';
import { refused, withConstraints } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { takeForChange } from './check-chantier.ts';
import { factOf } from './rules.ts';
import { countActifs, getChantier, saveChantier, saveEquipe } from './sql/chantiers.ts';

/** The whole team at once. A conducteur may leave it, and then no longer sees the chantier: that is what he asked. */
export async function changeEquipe(
  unit: Unit,
  target: { id: string; version: number },
  { membres }: ChangeEquipe,
): Promise<Chantier> {
  const before = await takeForChange(unit, target, { writable: true });
  const same = (a: { personne_id: string; role_chantier: string }[]) =>
    a
      .map(membre => `${membre.personne_id} ${membre.role_chantier}`)
      .toSorted()
      .join();
  if (same(membres) === same(before.equipe)) return before;
  // A member deactivated since may stay; a newcomer must be active.
  const newcomers = membres.filter(membre => !before.equipe.some(old => old.personne_id === membre.personne_id));
  if ((await countActifs(unit, newcomers)) !== newcomers.length) throw refused('chantier.membre_unknown');
  await withConstraints({ chantier_personnes_pkey: 'chantier.membre_unknown' }, saveEquipe(unit, target.id, membres));
  await saveChantier(unit, target.id, {});
  const chantier = await getChantier(unit, target.id);
  await unit.publish('chantier.updated', { chantier: factOf(chantier), changed: ['equipe'] });
  return chantier;
}
