import type { Feature } from '#platform/feature.ts';
import { on } from '#platform/jobs/job.ts';
import { type InUnit, SYSTEM } from '#platform/unit.ts';
import { follows } from './follow-changes.ts';
import { purge, purgeJob } from './purge-variables.ts';
import { recomputeJob, recomputeSince } from './recompute-since.ts';
import { routes } from './routes.ts';
import { forgetComments, heldPaie, renamePaie } from './sql/held.ts';

export { createVariable } from './create-variable.ts';
export { recomputeVariables, settleVariables } from './recompute-variables.ts';
export { recordRegularisations } from './record-regularisations.ts';
export { setReglages } from './set-reglages.ts';
export { takePeriodesTurn } from './sql/calcul.ts';
export { reglagesAt } from './sql/reglages.ts';
export { dropRegularisations, isRegularised } from './sql/regularisations.ts';
export { listSemainesOf } from './sql/weeks.ts';

export const feature = ({ inUnit }: { inUnit: InUnit }): Feature => ({
  name: 'paie',
  routes,
  holds: heldPaie,
  forgets: forgetComments,
  anonymises: renamePaie,
  jobs: [
    on(recomputeJob, (since, signal) => recomputeSince(inUnit, since, signal)),
    on(purgeJob, () => inUnit(SYSTEM, purge)),
  ],
  recurring: [{ job: purgeJob, cron: '20 4 * * *', payload: {} }],
  listens: follows,
});
