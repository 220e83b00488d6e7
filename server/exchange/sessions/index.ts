import type { Feature } from '#platform/feature.ts';
import { on } from '#platform/jobs/job.ts';
import { SYSTEM } from '#platform/unit.ts';
import { collectSights } from './collect-sights.ts';
import type { Deps } from './deps.ts';
import { purgeJob } from './jobs.ts';
import { purgeSessions } from './purge-sessions.ts';
import { routes } from './routes.ts';

export { schemes } from './authenticate.ts';
export { adminLink, firstLink } from './liens/first-link.ts';
export { setPassword } from './passwords/set-password.ts';

/** `stop` writes the last uses that the clock has not written yet. */
export function feature(deps: Deps): Feature {
  const { seen, stop } = collectSights(deps);
  return {
    name: 'sessions',
    routes: routes(deps),
    jobs: [on(purgeJob, () => deps.inUnit(SYSTEM, purgeSessions))],
    recurring: [{ job: purgeJob, cron: '40 3 * * *', payload: {} }],
    seen,
    stop,
  };
}
