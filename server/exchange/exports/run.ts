// What the engine holds while it sends: the run as its row, the connexion, the session.
import type { StatutRun } from '#contract/values.ts';
import type { LinkDeps, LinkRow } from '#exchange/erp-links/index.ts';
import type { Presence } from '#platform/jobs/presence.ts';
import type { Log } from '#platform/log.ts';
import { type Actor, erpLinkActor } from '#platform/unit.ts';
import type { ErpSession } from '../../connectors/connector.ts';

export type ExportDeps = LinkDeps & {
  log: Log;
  presence: Pick<Presence, 'id'>;
  /** Runs that this process has in hand. */
  working: Set<string>;
  /** How long after a try something that is not to be seen may still come; DOUBT_RIPENS_MS when absent. */
  doubt_ripens_ms?: number;
};

export type RunRow = {
  id: string;
  link_id: string;
  periode: string;
  du: string;
  au: string;
  statut: StatutRun;
  demande: 'automatique' | 'manuelle';
  chantiers: string[] | null;
  process_id: string | null;
  essais: number;
};

export type Sending = {
  run: RunRow;
  link: LinkRow;
  heures: NonNullable<ErpSession['heures']>;
  log: Log;
  signal: AbortSignal;
  /** Theirs, of whom something that stands over there cannot be read: their doubts wait for the next run. */
  unreadable: Set<string>;
};

export const exportTopic = (run_id: string): string => `export:${run_id}`;

/** The name under which a run writes. */
export const actorOf = (run: Pick<RunRow, 'id' | 'link_id'>): Actor =>
  erpLinkActor({ link_id: run.link_id, run_id: run.id });
