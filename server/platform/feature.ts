// What a slice hands to app.ts: its routes and the work it does.
import type { AnyRoute, RequestFacts } from './http/route.ts';
import type { Bound, Recurring } from './jobs/job.ts';
import type { Actor } from './unit.ts';

export type Feature = {
  name: string;
  routes: readonly AnyRoute[];
  jobs?: readonly Bound[];
  recurring?: readonly Recurring[];
  /** Told after each identified request; must return at once (last use of sessions and keys). */
  seen?: (actor: Actor, facts: RequestFacts) => void;
  /** Last words before the database goes: writes down what was kept back. */
  stop?: () => Promise<void>;
};
