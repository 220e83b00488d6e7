import type { Feature } from '#platform/feature.ts';
import type { Log } from '#platform/log.ts';
import { routes } from './routes.ts';

export { bearer } from './authenticate.ts';
export { collectUses } from './collect-uses.ts';

export const feature = (deps: { log: Log }): Feature => ({ name: 'api-keys', routes: routes(deps) });
