import { z } from 'zod';
import { Jour } from '#contract/text.ts';
import { job } from '#platform/jobs/job.ts';
import { type InUnit, SYSTEM } from '#platform/unit.ts';
import type { Since } from './calcul/types.ts';
import { recomputeVariables } from './recompute-variables.ts';
import { listSemaines } from './sql/weeks.ts';

/** Settings, a person or a chantier changed: what the rules found since then may be something else. */
export const recomputeJob = job(
  'paie.recompute',
  z.strictObject({ depuis: Jour, personne_id: z.uuid().optional(), chantier_id: z.uuid().optional() }),
  { resumable: true },
);
/** Weeks in a unit: people who enter their hours meanwhile wait for one of these at most. */
const TOGETHER = 200;

/** Weeks that are open, in part at least. Done twice it writes nothing the second time. */
export async function recomputeSince(inUnit: InUnit, since: Since, signal: AbortSignal): Promise<void> {
  const weeks = await inUnit(SYSTEM, unit => listSemaines(unit, since));
  for (let n = 0; n < weeks.length && !signal.aborted; n += TOGETHER) {
    await inUnit(SYSTEM, unit => recomputeVariables(unit, weeks.slice(n, n + TOGETHER)));
  }
}
