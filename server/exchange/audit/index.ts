// The trail of what gives access: who did what to it and when, in a chain that shows any change (decision 0020).
import type { Feature } from '#platform/feature.ts';
import { routes } from './routes.ts';

export { appendAudit, type Entry } from './append-audit.ts';
export { findHead, forgetTrail, heldTrail, motifsSince, selectTrail } from './sql.ts';
export { verifyAudit } from './verify-audit.ts';

export const feature = (): Feature => ({ name: 'audit', routes });
