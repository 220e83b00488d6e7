import { moisDe } from '#contract/calendrier.ts';
import type { ReglagesDates, ReglagesPaie } from '#contract/paie.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { recomputeJob } from './recompute-since.ts';
import { reglagesFit } from './rules.ts';
import { takePeriodesTurn } from './sql/calcul.ts';
import { findLastClosed, getReglages, saveReglages } from './sql/reglages.ts';

/** In force from their day on, until others are; sent again for the same day, they replace. What is open is reckoned anew. */
export async function setReglages(
  unit: Unit,
  input: ReglagesPaie,
): Promise<{ reglages: ReglagesDates; made: boolean }> {
  if (!reglagesFit(input)) throw refused('reglages_paie.incoherent');
  await takePeriodesTurn(unit);
  const last = await findLastClosed(unit);
  if (last !== null && moisDe(input.effet_du) <= last) throw refused('reglages_paie.closed', { mois: last });
  const made = await saveReglages(unit, input);
  await unit.enqueue(recomputeJob, { depuis: input.effet_du });
  return { reglages: await getReglages(unit, input.effet_du), made };
}
