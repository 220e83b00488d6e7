import type { FeuilleHeures, SignerFeuille } from '#contract/feuille.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { getFeuille, saveSignature } from '../sql/feuilles.ts';
import type { Cle } from '../sql/semaine.ts';
import { takeFeuille } from './take-feuille.ts';

/**
 * A person signs the lines that he was shown, or says why he will not: who, when, with what, and the hash of what (domain.md §4).
 * Throws feuille.pas_la_sienne, feuille.vide, feuille.empreinte_differente.
 */
export async function signFeuille(unit: Unit, cle: Cle, { empreinte, refus }: SignerFeuille): Promise<FeuilleHeures> {
  const feuille = await takeFeuille(unit, cle);
  if (!feuille.sienne) throw refused('feuille.pas_la_sienne');
  if (feuille.empreinte !== empreinte) throw refused('feuille.empreinte_differente');
  const appareil = (unit.request?.agent ?? '').slice(0, 200);
  await saveSignature(unit, feuille.id, { empreinte, refus: refus ?? null, appareil });
  return await getFeuille(unit, cle);
}
