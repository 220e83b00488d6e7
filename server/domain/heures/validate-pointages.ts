import type { ResultatGeste, ViserPointages } from '#contract/heures.ts';
import type { Unit } from '#platform/unit.ts';
import { validatePointages as write } from './sql/ecrire.ts';
import { applyGesture } from './visa/gesture.ts';

/** By the conducteur of the chantier, an administrateur or whoever keeps pay; the alerts of these weeks come with the answer. */
export const validatePointages = (unit: Unit, cibles: ViserPointages): Promise<ResultatGeste> =>
  applyGesture(unit, cibles, { geste: 'valide', motif: undefined, write, tell: () => [] });
