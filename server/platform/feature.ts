// What a slice hands to app.ts: its routes and the work it does.

import type { AnyRoute } from './http/route.ts';
import type { Bound, Recurring } from './jobs/job.ts';

export type Feature = {
  name: string;
  routes: readonly AnyRoute[];
  jobs?: readonly Bound[];
  recurring?: readonly Recurring[];
};
