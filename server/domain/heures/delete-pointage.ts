import type { Unit } from '#platform/unit.ts';
import { origineDe } from './auteur.ts';
import { placeOf, writeOne } from './saisie/write-one.ts';

/** Soft: its history stays. Throws what `decide` refuses. */
export async function deletePointage(
  unit: Unit,
  { id, version }: { id: string; version: number },
  motif: string | undefined,
): Promise<void> {
  const place = await placeOf(unit, id);
  const origine = origineDe(unit, place.personne_id);
  const asked = { ...place, version, supprimer: true, saisie: {}, soumettre: false, motif };
  await writeOne(unit, { ...asked, origine, nouvel_id: id });
}
