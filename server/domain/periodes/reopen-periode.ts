import { bornesDe } from '#contract/calendrier.ts';
import type { PeriodePaie } from '#contract/paie.ts';
import { dropRegularisations, isRegularised, listSemainesOf, recomputeVariables } from '#domain/paie/index.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { type Target, takeForChange } from './close-periode.ts';
import { getPeriode, markOpened } from './sql/periodes.ts';

/**
 * With a reason that stays on it. It carries its own differences again, so the lines that corrected it elsewhere go; one that a
 * closed month carries was told to pay already, and keeps this month closed.
 */
export async function reopenPeriode(unit: Unit, target: Target, motif: string): Promise<PeriodePaie> {
  const { mois } = target;
  await takeForChange(unit, target, 'cloturee');
  if (await isRegularised(unit, mois)) throw refused('periode_paie.regularised');
  await markOpened(unit, mois, motif);
  await dropRegularisations(unit, mois);
  await recomputeVariables(unit, await listSemainesOf(unit, bornesDe(mois)));
  await unit.publish('periode_paie.opened', { mois });
  return await getPeriode(unit, mois);
}
