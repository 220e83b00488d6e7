import type { Pointage, UpdatePointage } from '#contract/pointage.ts';
import type { Unit } from '#platform/unit.ts';
import { origineDe } from './auteur.ts';
import { placeOf, writeOne } from './saisie/write-one.ts';
import { getPointage } from './sql/pointages.ts';

/** Only what differs is written; the same thing said twice changes nothing and tells nobody. Throws what `decide` refuses. */
export async function updatePointage(
  unit: Unit,
  { id, version }: { id: string; version: number },
  { motif, ...saisie }: UpdatePointage,
): Promise<Pointage> {
  const place = await placeOf(unit, id);
  const origine = origineDe(unit, place.personne_id);
  await writeOne(unit, { ...place, version, saisie, soumettre: false, motif, origine, nouvel_id: id });
  return await getPointage(unit, id);
}
