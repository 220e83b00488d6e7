import type { ResultatGeste, ViserPointages } from '#contract/feuille.ts';
import type { NewEvent } from '#platform/events/publish.ts';
import type { Unit } from '#platform/unit.ts';
import { submitPointages as write } from './sql/ecrire.ts';
import { byFeuille } from './tell.ts';
import { applyGesture } from './visa/gesture.ts';

/** By whoever may enter them. Rejected ones too: whoever submits them again stands by them. */
export const submitPointages = (unit: Unit, cibles: ViserPointages): Promise<ResultatGeste> =>
  applyGesture(unit, cibles, {
    geste: 'soumis',
    motif: undefined,
    write,
    tell: (feuilles, lignes) =>
      byFeuille(feuilles, lignes).map((data): NewEvent => ({ type: 'feuille_heures.submitted', data })),
  });
