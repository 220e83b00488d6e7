import type { CreatePointage, Pointage } from '#contract/pointage.ts';
import { refused } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { origineDe } from './auteur.ts';
import { writeOne } from './saisie/write-one.ts';
import { getPointage } from './sql/pointages.ts';

/** Throws what `decide` refuses. */
export async function createPointage(unit: Unit, input: CreatePointage): Promise<Pointage> {
  const { personne_id, chantier_id, jour, minutes, plages, panier, zone, commentaire, soumettre, motif } = input;
  const saisie = { minutes, plages, panier, zone, commentaire };
  const origine = origineDe(unit, personne_id);
  const done = await writeOne(unit, {
    ...{ personne_id, chantier_id, jour, saisie, soumettre, motif, origine },
    neuf: true,
    nouvel_id: newId(),
  });
  if (!done) throw refused('pointage.exists');
  return await getPointage(unit, done.id);
}
