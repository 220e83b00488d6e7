import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import type { FeuilleLue } from '../shapes.ts';
import { lireFeuille } from '../sql/feuilles.ts';
import type { Cle } from '../sql/semaine.ts';
import { takePersonnesTurn } from '../sql/terrain.ts';

/** Under the turn of the person. Throws feuille.not_found, and feuille.vide when nothing is entered. */
export async function takeFeuille(unit: Unit, cle: Cle): Promise<FeuilleLue & { id: string }> {
  await takePersonnesTurn(unit, [cle.personne_id]);
  const lue = await lireFeuille(unit, cle);
  if (!lue) throw refused('feuille.not_found');
  const { id } = lue;
  if (id === null || lue.travaux.length === 0) throw refused('feuille.vide');
  return { ...lue, id };
}
