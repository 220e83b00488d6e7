// What all work on a connexion that goes by runs has in common, and what each kind of it says of itself.
import type { Probleme } from '#contract/erp-link.ts';
import type { ErrorCode } from '#contract/errors.ts';
import type { StatutRun } from '#contract/values.ts';
import type { LinkDeps, LinkRow } from '#exchange/erp-links/index.ts';
import type { Fragment, Sql, Transaction } from '#platform/db/sql.ts';
import type { Job } from '#platform/jobs/job.ts';
import type { Presence } from '#platform/jobs/presence.ts';
import type { Log } from '#platform/log.ts';
import { type Actor, erpLinkActor, type Unit } from '#platform/unit.ts';

export type RunDeps = LinkDeps & {
  log: Log;
  presence: Pick<Presence, 'id'>;
  /** Runs that this process has in hand. */
  working: Set<string>;
};

/** Of each row of runs. `process_id` names who works on it, `essais` counts the failures in a row. */
export type RunCore = {
  id: string;
  link_id: string;
  statut: StatutRun;
  demande: 'automatique' | 'manuelle';
  process_id: string | null;
  essais: number;
};

/** Where the runs of a kind lie. Never made of what comes from outside: `table` is written into the statements. */
export type RunRows<Row extends RunCore> = {
  table: 'import_runs' | 'export_runs';
  /** Of the run `r`. */
  columns: (sql: Sql | Transaction) => Fragment;
  /** Of those that wait, `w`: which comes first, once none has waited a minute. */
  order: (sql: Sql | Transaction) => Fragment;
  /** Of those that ended: which of them people hear of. */
  told: (sql: Sql | Transaction) => Fragment;
  /** Never there: the type of a row. */
  row?: Row;
};

type Said = { erp: string; now: Unit['now'] };
export type Failure<Row> = { run: Row; link: LinkRow; probleme: Probleme };

export type RunKind<Row extends RunCore> = RunRows<Row> & {
  /** In the log. */
  action: 'import' | 'export';
  /** Asked for with `once: link_id`. */
  job: Job<{ link_id: string }>;
  topic: (run_id: string) => string;
  /** Connexions where something waits that may go on now, and nothing runs. */
  listDueLinks: (unit: Unit) => Promise<{ link_id: string }[]>;
  refusals: { absent: ErrorCode; closed: ErrorCode };
  problems: {
    unavailable: (said: Said & { at: string }) => Probleme;
    busy: (said: Said & { at: string }) => Probleme;
    credentials: (said: Said) => Probleme;
    rights: (said: Said) => Probleme;
    strange: (said: Said & { error: unknown }) => Probleme;
    internal: () => Probleme;
    deadly: () => Probleme;
  };
  /** Paused by a question: an answer lets it go on, not a word. */
  isAsking?: (run: Row) => boolean;
  /** What it leaves when it is given up before its end. */
  onCancelled: (unit: Unit, run_id: string) => Promise<void>;
  /** What a failed one leaves beside its own row; the fact is told once, not for each try by itself. */
  onFailed: (unit: Unit, failure: Failure<Row>) => Promise<void>;
};

/** A run in hand, and its connexion, as this process last saw them. */
export type Work<Row> = { run: Row; link: LinkRow; log: Log; signal: AbortSignal };

/** The name under which a run writes. */
export const actorOf = ({ link_id, id }: Pick<RunCore, 'id' | 'link_id'>): Actor =>
  erpLinkActor({ link_id, run_id: id });

export const mine = ({ id, process_id }: Pick<RunCore, 'id' | 'process_id'>) => ({ id, process_id: process_id ?? '0' });
