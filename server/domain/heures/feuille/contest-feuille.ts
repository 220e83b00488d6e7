import { lundiDe } from '#contract/calendrier.ts';
import type { FeuilleHeures } from '#contract/feuille.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { getFeuille, saveContestation } from '../sql/feuilles.ts';
import type { Cle } from '../sql/semaine.ts';
import { factOf } from '../tell.ts';
import { takeFeuille } from './take-feuille.ts';

/** His own week: whoever validates it is told, and answers. Throws feuille.pas_la_sienne, feuille.vide. */
export async function contestFeuille(unit: Unit, cle: Cle, commentaire: string): Promise<FeuilleHeures> {
  const feuille = await takeFeuille(unit, cle);
  if (!feuille.sienne) throw refused('feuille.pas_la_sienne');
  await saveContestation(unit, feuille.id, commentaire);
  const { id, personne_id } = feuille;
  await unit.publish('feuille_heures.contested', factOf({ id, personne_id, debut: lundiDe(cle.semaine) }));
  return await getFeuille(unit, cle);
}
