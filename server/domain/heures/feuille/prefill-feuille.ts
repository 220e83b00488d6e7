import type { FeuilleHeures } from '#contract/feuille.ts';
import { refused } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { decideAll, writeHours } from '../saisie/write-hours.ts';
import { propositions } from '../shapes.ts';
import { getFeuille, lireFeuille } from '../sql/feuilles.ts';
import type { Cle } from '../sql/semaine.ts';
import { takePersonnesTurn } from '../sql/terrain.ts';

/**
 * What the planning says and nobody has entered becomes brouillons, to be looked at. What may not be entered (a closed day, times
 * that another entry takes) is left out. Throws feuille.not_found.
 */
export async function prefillFeuille(unit: Unit, cle: Cle): Promise<FeuilleHeures> {
  await takePersonnesTurn(unit, [cle.personne_id]);
  const lue = await lireFeuille(unit, cle);
  if (!lue) throw refused('feuille.not_found');
  const demandes = propositions(lue, cle.semaine).map(({ affectation_id, chantier_id, jour, minutes, plages }) => ({
    ...{ personne_id: cle.personne_id, chantier_id, jour, affectation_id },
    saisie: { minutes, plages },
    ...{ neuf: true, soumettre: false, motif: undefined, origine: 'planning' as const, nouvel_id: newId() },
  }));
  if (demandes.length > 0) {
    const issues = await decideAll(unit, demandes);
    await writeHours(
      unit,
      issues.flatMap(issue => ('ecriture' in issue ? [issue.ecriture] : [])),
    );
  }
  return await getFeuille(unit, cle);
}
