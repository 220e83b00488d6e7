import type { LinkDeps } from '#exchange/erp-links/index.ts';
import type { Presence } from '#platform/jobs/presence.ts';
import type { Log } from '#platform/log.ts';

export type RapprochementDeps = LinkDeps & {
  log: Log;
  presence: Pick<Presence, 'id'>;
  /** Runs and repairs that this process has in hand. */
  working: Set<string>;
};
