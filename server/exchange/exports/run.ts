// What the engine holds while it sends: the run as its row, the connexion, the session.
import type { RunCore, RunDeps, Work } from '#exchange/runs/index.ts';
import type { ErpSession } from '../../connectors/connector.ts';

export type ExportDeps = RunDeps & {
  /** How long after a try something that is not to be seen may still come; DOUBT_RIPENS_MS when absent. */
  doubt_ripens_ms?: number;
};

export type RunRow = RunCore & {
  periode: string;
  du: string;
  au: string;
  chantiers: string[] | null;
};

export type Sending = Work<RunRow> & {
  heures: NonNullable<ErpSession['heures']>;
  /** Theirs, of whom something that stands over there cannot be read: their doubts wait for the next run. */
  unreadable: Set<string>;
};

export const exportTopic = (run_id: string): string => `export:${run_id}`;
