import { bornesDe } from '#contract/calendrier.ts';
import type { PeriodePaie } from '#contract/paie.ts';
import { listSemainesOf, settleVariables, takePeriodesTurn } from '#domain/paie/index.ts';
import { checkVersion, refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { takePhoto } from './sql/mois.ts';
import { getPeriode, markClosed } from './sql/periodes.ts';
import { getPret } from './sql/pret.ts';

export type Target = { mois: string; version: number };

/**
 * From now on what this month says to pay does not change: its variables are reckoned a last time, on validated hours alone, and
 * its figures are kept. What is validated or corrected later is carried by the first open month.
 */
export async function closePeriode(unit: Unit, target: Target, { malgre }: { malgre: boolean }): Promise<PeriodePaie> {
  const { mois } = target;
  const today = unit.now.toZonedDateTimeISO('Europe/Paris').toPlainDate().toString();
  await takeForChange(unit, target, 'ouverte');
  if (bornesDe(mois).debut > today) throw refused('periode_paie.not_begun');
  if (!malgre) await checkReady(unit, mois, today);
  await settleVariables(unit, await listSemainesOf(unit, bornesDe(mois)), mois);
  await markClosed(unit, mois, await takePhoto(unit, mois));
  await unit.publish('periode_paie.closed', { mois });
  return await getPeriode(unit, mois);
}

/** Alone: nobody reckons a variable meanwhile. Throws precondition.failed and etat_refused. */
export async function takeForChange(unit: Unit, { mois, version }: Target, etat: PeriodePaie['etat']): Promise<void> {
  await takePeriodesTurn(unit);
  const before = await getPeriode(unit, mois);
  checkVersion(before, version);
  if (before.etat !== etat) throw refused('periode_paie.etat_refused');
}

async function checkReady(unit: Unit, mois: string, aujourdhui: string): Promise<void> {
  const { pret, points } = await getPret(unit, { mois, aujourdhui });
  const missing = points.filter(({ bloquant, n }) => bloquant && n > 0).map(({ code, n }) => ({ code, n }));
  if (!pret) throw refused('periode_paie.not_ready', { points: missing });
}
