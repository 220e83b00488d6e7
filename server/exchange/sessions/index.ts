import type { Feature } from '#platform/feature.ts';
import { collectUses } from '#platform/http/collect-uses.ts';
import { on } from '#platform/jobs/job.ts';
import { SYSTEM } from '#platform/unit.ts';
import type { Deps } from './deps.ts';
import { forgetPersonne } from './forget-personne.ts';
import { purgeJob } from './jobs.ts';
import { purgeSessions } from './purge-sessions.ts';
import { routes } from './routes.ts';
import { heldAccess } from './sql/held.ts';
import { saveSights } from './sql/sessions.ts';

export { schemes } from './authenticate.ts';
export { adminLink, firstLink } from './liens/first-link.ts';
export { setPassword } from './passwords/set-password.ts';

/** `stop` writes the last uses that the clock has not written yet. */
export function feature(deps: Deps): Feature {
  const { seen, stop } = collectUses({ ...deps, kinds: ['session', 'jwt'], save: saveSights });
  return {
    name: 'sessions',
    routes: routes(deps),
    jobs: [on(purgeJob, () => deps.inUnit(SYSTEM, purgeSessions))],
    recurring: [{ job: purgeJob, cron: '40 3 * * *', payload: {} }],
    holds: heldAccess,
    forgets: forgetPersonne,
    seen,
    stop,
  };
}
