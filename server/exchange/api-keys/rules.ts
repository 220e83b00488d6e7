// Decisions on API keys: pure.
import type { Temporal } from 'temporal-polyfill';

/** Of one person, neither revoked nor expired (api-platform.md §1.3). */
export const MAX_ACTIVE_KEYS = 10;
/** A key with so many days left, or fewer, is shown as expiring soon. */
export const EXPIRES_SOON_DAYS = 14;

/** A day of a key is 24 h: its end does not move with summer time. */
export const expiryOf = (now: Temporal.Instant, days: number): Temporal.Instant => now.add({ hours: 24 * days });
