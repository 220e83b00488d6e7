import type { FeuilleHeures } from '#contract/feuille.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { getFeuille, saveReponse } from '../sql/feuilles.ts';
import type { Cle } from '../sql/semaine.ts';
import { takeFeuille } from './take-feuille.ts';

/** By whoever validates hours of that week, never by the person himself. Throws pointage.validation_refusee, feuille.rien_a_repondre. */
export async function answerContestation(unit: Unit, cle: Cle, reponse: string): Promise<FeuilleHeures> {
  const { id, sienne, tout, vise, contestation } = await takeFeuille(unit, cle);
  if (sienne) throw refused('pointage.les_siennes');
  if (!tout && !vise) throw refused('pointage.validation_refusee');
  if (contestation === null || contestation.reponse !== null) throw refused('feuille.rien_a_repondre');
  await saveReponse(unit, id, reponse);
  return await getFeuille(unit, cle);
}
