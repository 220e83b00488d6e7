// Doing the work: one run per job, with one line of log for its outcome.
import type { Job as BossJob, PgBoss } from 'pg-boss';
import type { Sql } from '../db/sql.ts';
import { scrubLine } from '../log/scrub.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Bound } from './job.ts';
import type { Presence } from './presence.ts';
import { RETRIES } from './queues.ts';
import { nameHolder } from './take-up.ts';

/** Jobs wake by notify; this is for those whose hour comes, and for retries. */
const POLL_S = 10;
/** How many askings of one `together` job a single run may answer. */
const TOGETHER = 200;

export type Working = {
  boss: PgBoss;
  sql: Sql;
  log: Log;
  metrics: Metrics;
  presence: Pick<Presence, 'id' | 'lost'>;
  /** Aborted as the hub begins to stop. */
  leaving: AbortSignal;
  /** Aborted when it will not wait any longer. */
  stopping: AbortSignal;
};

export async function listen(working: Working, bound: Bound): Promise<void> {
  const { at_once = 1 } = bound.job;
  for (let n = 0; n < at_once; n += 1) await startWorker(working, bound);
}

async function startWorker(working: Working, bound: Bound): Promise<void> {
  const { boss } = working;
  const { name, together } = bound.job;
  const polls = { pollingIntervalSeconds: POLL_S, notifyPollingIntervalSeconds: POLL_S };
  let worker = '';
  worker = await boss.work(name, { ...polls, batchSize: together ? TOGETHER : 1 }, async (batch: BossJob<object>[]) => {
    // Several jobs of one commit wake a worker once: it looks again after each, or the others would wait for the poll.
    await runOne(working, bound, batch[0]!).finally(() => boss.notifyWorker(worker));
  });
}

async function runOne(working: Working, ...[{ job, run }, item]: [Bound, BossJob]) {
  const outcome = { 'event.action': 'job', 'hub.job': job.name, 'hub.job_id': item.id };
  const { sql, log, metrics, presence } = working;
  const signal = AbortSignal.any([job.resumable ? working.leaving : working.stopping, presence.lost]);
  try {
    if (!job.together) await nameHolder(sql, { name: job.name, id: item.id }, presence.id);
    await run(job.payload.parse(item.data), signal);
    metrics.countJob(job.name, 'done');
    log[job.quiet ? 'debug' : 'info']('job done', outcome);
  } catch (error) {
    const dead = item.retryCount >= RETRIES;
    metrics.countJob(job.name, dead ? 'dead' : 'failed');
    log.error(dead ? 'job given up' : 'job failed', { ...outcome, error });
    throw kept(error);
  }
}

/** What the queue keeps and a person may read: no stack, no secret. The log has the rest. */
function kept(thrown: unknown): Error {
  const error = new Error(scrubLine(thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 500));
  delete error.stack;
  return error;
}
