import type { Feature } from '#platform/feature.ts';
import { collectUses } from '#platform/http/collect-uses.ts';
import type { Log } from '#platform/log.ts';
import type { Clock, InUnit } from '#platform/unit.ts';
import { makeRoutes } from './routes.ts';
import { saveUses } from './sql/activity.ts';

export { bearer } from './authenticate.ts';
export { createKey } from './create-key.ts';
export { revokeKey } from './revoke-key.ts';

/** `stop` writes the last uses that the clock has not written yet. */
export function feature(deps: { inUnit: InUnit; clock: Clock; log: Log; api_key_max_days: number }): Feature {
  const { seen, stop } = collectUses({ ...deps, kinds: ['api_key'], save: saveUses });
  return { name: 'api-keys', routes: makeRoutes(deps), seen, stop };
}
