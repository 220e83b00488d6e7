import type { Feature } from '#platform/feature.ts';
import { collectUses } from '#platform/http/collect-uses.ts';
import { on } from '#platform/jobs/job.ts';
import type { Log } from '#platform/log.ts';
import { type Clock, type InUnit, SYSTEM, type Unit } from '#platform/unit.ts';
import { findHead, forgetTrail, heldTrail } from '../audit/index.ts';
import { collectRefusals } from './collect-refusals.ts';
import { endingsJob } from './jobs.ts';
import type { LeakDeps } from './leaks/routes.ts';
import { tellEndings } from './notices/tell-endings.ts';
import { tellUnused } from './notices/tell-unused.ts';
import { makeRoutes } from './routes.ts';
import { saveRefusals, saveUsesOfKeys } from './save-activity.ts';
import { deleteKeysOf, heldKeys } from './sql/held.ts';

export { bearer } from './authenticate.ts';
export { createKey } from './create-key.ts';
export { revokeKey } from './revoke-key.ts';

/** The head of the trail leaves with the log: kept elsewhere, it shows a trail cut at its end (decision 0020). */
async function lookDaily(unit: Unit, log: Log): Promise<void> {
  await tellUnused(unit);
  await tellEndings(unit);
  const head = await findHead(unit.sql);
  if (!head) return;
  const fields = { 'event.action': 'hub_audit_head', 'hub.audit.n': head.n, 'hub.audit.hash': head.hash };
  unit.afterCommit(() => log.info('head of the audit trail', fields));
}

type Deps = LeakDeps & { inUnit: InUnit; clock: Clock; log: Log; api_key_max_days: number };

/** `stop` writes the uses and refusals that the clock has not written yet. */
export function feature(deps: Deps): Feature {
  const uses = collectUses({ ...deps, kinds: ['api_key'], save: saveUsesOfKeys });
  const refusals = collectRefusals({ ...deps, save: saveRefusals });
  return {
    name: 'api-keys',
    routes: makeRoutes(deps),
    jobs: [on(endingsJob, () => deps.inUnit(SYSTEM, unit => lookDaily(unit, deps.log)))],
    recurring: [{ job: endingsJob, cron: '0 8 * * *', payload: {} }],
    holds: (at, id) => ({ ...heldKeys(at, id), ...heldTrail(at, id) }),
    forgets: async (unit, id) => {
      await deleteKeysOf(unit, id);
      await forgetTrail(unit, id);
    },
    seen: uses.seen,
    refusedKey: refusals.refusedKey,
    stop: async () => {
      await uses.stop();
      await refusals.stop();
    },
  };
}
