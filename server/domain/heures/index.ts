import type { Feature } from '#platform/feature.ts';
import { on } from '#platform/jobs/job.ts';
import { type InUnit, SYSTEM } from '#platform/unit.ts';
import { feuillesRoutes } from './feuilles-routes.ts';
import { purgeJob, purgeSorties } from './purge-sorties.ts';
import { routes } from './routes.ts';
import { forgetWords, heldHours, renameHours } from './sql/held.ts';

export { enterLot } from './enter-lot.ts';
export { contestFeuille } from './feuille/contest-feuille.ts';
export { signFeuille } from './feuille/sign-feuille.ts';
export { rejectPointages } from './reject-pointages.ts';
export { getFeuille } from './sql/feuilles.ts';
export { validatePointages } from './validate-pointages.ts';

export const feature = ({ inUnit }: { inUnit: InUnit }): Feature => ({
  name: 'heures',
  routes: [...routes, ...feuillesRoutes],
  holds: heldHours,
  forgets: forgetWords,
  anonymises: renameHours,
  jobs: [on(purgeJob, () => inUnit(SYSTEM, purgeSorties))],
  recurring: [{ job: purgeJob, cron: '5 4 * * *', payload: {} }],
});
