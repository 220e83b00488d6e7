import type { RejeterPointages, ResultatGeste } from '#contract/feuille.ts';
import type { NewEvent } from '#platform/events/publish.ts';
import type { Unit } from '#platform/unit.ts';
import { rejectPointages as write } from './sql/ecrire.ts';
import { byFeuille } from './tell.ts';
import { applyGesture } from './visa/gesture.ts';

/** With a reason that the person reads. What was validated before a correction that is rejected goes on counting. */
export const rejectPointages = (unit: Unit, { motif, ...cibles }: RejeterPointages): Promise<ResultatGeste> =>
  applyGesture(unit, cibles, {
    geste: 'rejete',
    motif,
    write: (within, ids) => write(within, ids, motif),
    tell: (feuilles, lignes) =>
      byFeuille(feuilles, lignes).map((data): NewEvent => ({ type: 'feuille_heures.rejected', data })),
  });
