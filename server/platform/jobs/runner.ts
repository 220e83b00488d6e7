import { type Job as BossJob, PgBoss } from 'pg-boss';
import type { Transaction } from '../db/sql.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Bound, Enqueue, Recurring } from './job.ts';

const DEAD_LETTERS = 'lettres-mortes';
const ZONE = 'Europe/Paris';
/** How long a stopping hub waits for running jobs; what is cut is taken up again by the next start. */
const DRAIN_MS = 20_000;
/** A job whose worker was killed is taken up again after this silence, seen at the next look. Jobs may be long. */
const LIFE = { heartbeatSeconds: 20, expireInSeconds: 6 * 3600 };
const LOOK_EVERY_S = 20;
/** How many askings of one `together` job a single run may answer. */
const TOGETHER = 200;

type Parts = { url: string; log: Log; metrics: Metrics; work: boolean };
export type Jobs = {
  /** This process does jobs, and takes over those of dead processes; `false`: it only asks for them. */
  works: boolean;
  enqueueIn: (sql: Transaction) => Enqueue;
  start: (bound: readonly Bound[], recurring: readonly Recurring[]) => Promise<void>;
  /** Waits for running jobs, then lets go of the database. */
  stop: () => Promise<void>;
};

/**
 * pg-boss in the hub's own database (schema `pgboss`, its own pool). `work: false` only asks for jobs (`--role server`).
 * Queue retries cover crashes alone; business retries live in our rows (house §7).
 */
export function makeJobs({ url, log, metrics, work }: Parts): Jobs {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'hub-chantier-travaux',
    max: 4,
    supervise: work,
    superviseIntervalSeconds: LOOK_EVERY_S,
    monitorIntervalSeconds: LOOK_EVERY_S,
    schedule: work,
    useListenNotify: work,
  });
  const stopping = new AbortController();
  boss.on('error', error => log.error('jobs', { 'event.action': 'jobs_error', error }));

  let started = false;

  return {
    works: work,
    enqueueIn: sql => async (definition, payload, options) => {
      if (!started && definition.asked_at_start) return;
      await boss.send(definition.name, definition.payload.parse(payload) as object, {
        db: { executeSql: async (text, values) => ({ rows: [...(await sql.unsafe(text, (values ?? []) as never))] }) },
        ...(options?.at ? { startAfter: options.at.toString() } : {}),
        ...(options?.once ? { singletonKey: options.once } : {}),
      });
    },
    start: async (bound, recurring) => {
      await boss.start();
      await createQueues(boss, bound);
      started = true;
      if (!work) return;
      for (const item of bound) await listen(boss, item, { log, metrics, signal: stopping.signal });
      await replaceSchedules(boss, recurring);
      await askAtOnce(boss, recurring);
    },
    stop: async () => {
      const timer = setTimeout(() => stopping.abort(), DRAIN_MS / 2);
      await boss.stop({ graceful: true, timeout: DRAIN_MS });
      clearTimeout(timer);
    },
  };
}

async function createQueues(boss: PgBoss, bound: readonly Bound[]): Promise<void> {
  await boss.createQueue(DEAD_LETTERS, { notify: true });
  const retries = { retryLimit: 3, retryDelay: 5, retryBackoff: true, ...LIFE };
  for (const { job } of bound) {
    const options = { notify: true, deadLetter: DEAD_LETTERS, ...retries };
    await boss.createQueue(job.name, options);
    await boss.updateQueue(job.name, options); // a queue made by an earlier version keeps its old options otherwise
  }
}

type Listening = { log: Log; metrics: Metrics; signal: AbortSignal };

async function listen(boss: PgBoss, { job, run }: Bound, { log, metrics, signal }: Listening): Promise<void> {
  const batchSize = job.together ? TOGETHER : 1;
  await boss.work(job.name, { pollingIntervalSeconds: 5, batchSize }, async (batch: BossJob<object>[]) => {
    for (const item of job.together ? batch.slice(0, 1) : batch) {
      const outcome = { 'event.action': 'job', 'hub.job': job.name, 'hub.job_id': item.id };
      try {
        await run(job.payload.parse(item.data), signal);
        metrics.countJob(job.name, 'done');
        log.info('job done', outcome);
      } catch (error) {
        metrics.countJob(job.name, 'failed');
        log.error('job failed', { ...outcome, error });
        throw error;
      }
    }
  });
}

/** The clock's list is the code's list: what is no longer recurrent is forgotten. */
async function replaceSchedules(boss: PgBoss, recurring: readonly Recurring[]): Promise<void> {
  const wanted = new Set(recurring.map(item => item.job.name));
  for (const schedule of await boss.getSchedules()) {
    if (!wanted.has(schedule.name)) await boss.unschedule(schedule.name);
  }
  for (const { job, cron, payload } of recurring) {
    await boss.schedule(job.name, cron, payload as object, { tz: ZONE });
  }
}

/** What is due is decided by rules, not by the hour of the tick: a hub that was off catches up as it starts. */
async function askAtOnce(boss: PgBoss, recurring: readonly Recurring[]): Promise<void> {
  for (const { job, payload } of recurring) await boss.send(job.name, payload as object);
}
