import { ajouterJours, semaineDe } from '#contract/calendrier.ts';
import type { Alerte, ResultatGeste, ViserPointages } from '#contract/feuille.ts';
import { reglagesAt } from '#domain/paie/index.ts';
import type { Unit } from '#platform/unit.ts';
import { alertesDe } from './alertes/rules.ts';
import { type Reglee, validatePointages as write } from './sql/ecrire.ts';
import { readTravaux } from './sql/visa.ts';
import { applyGesture } from './visa/gesture.ts';

/** By the conducteur of the chantier, an administrateur or whoever keeps pay; the alerts of these weeks come with the answer. */
export const validatePointages = (unit: Unit, cibles: ViserPointages): Promise<ResultatGeste> =>
  applyGesture(unit, cibles, { geste: 'valide', motif: undefined, write, tell: () => [], alertes: listAlertes });

/** By the settings of the last of these weeks: they rarely differ, and one statement reads them. */
async function listAlertes(unit: Unit, feuilles: readonly Reglee[]): Promise<Alerte[]> {
  const last = feuilles.map(({ debut }) => debut).reduce((a, b) => (a > b ? a : b));
  const reglages = await reglagesAt(unit, ajouterJours(last, 6));
  const weeks = await readTravaux(unit, feuilles);
  return weeks.flatMap(({ debut, ...qui }) => alertesDe(semaineDe(debut), qui, reglages)).slice(0, 5000);
}
