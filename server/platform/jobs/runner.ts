import { PgBoss } from 'pg-boss';
import type { Sql, Transaction } from '../db/sql.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { askThrough } from './ask.ts';
import type { Bound, Enqueue, Recurring } from './job.ts';
import type { Presence } from './presence.ts';
import { askAtOnce, createQueues, replaceSchedules } from './queues.ts';
import { takeUpJobs } from './take-up.ts';
import { listen } from './work.ts';

/** How long a stopping hub waits for running jobs; what is cut is taken up again by the next start. */
const DRAIN_MS = 20_000;
/** How often pg-boss looks for jobs that fell silent. */
const LOOK_EVERY_S = 20;

type Parts = {
  url: string;
  sql: Sql;
  log: Log;
  metrics: Metrics;
  presence: Pick<Presence, 'id' | 'lost'>;
  work: boolean;
};
export type Jobs = {
  /** This process does jobs, and takes over those of dead processes; `false`: it only asks for them. */
  works: boolean;
  enqueueIn: (sql: Transaction) => Enqueue;
  start: (bound: readonly Bound[], recurring: readonly Recurring[]) => Promise<void>;
  /** Gives the jobs that a dead process had in hand back to the living. */
  takeUp: () => Promise<void>;
  /** Waits for running jobs, then lets go of the database. */
  stop: () => Promise<void>;
};

/**
 * pg-boss in the hub's own database (schema `pgboss`, its own pool). `work: false` only asks for jobs (`--role server`).
 * Queue retries cover crashes alone; business retries live in our rows (house §7).
 */
export function makeJobs({ url, sql, log, metrics, presence, work }: Parts): Jobs {
  const boss = makeBoss(url, work);
  const [leaving, stopping] = [new AbortController(), new AbortController()];
  boss.on('error', error => log.error('jobs', { 'event.action': 'jobs_error', error: asError(error) }));
  const working = { boss, sql, log, metrics, presence, leaving: leaving.signal, stopping: stopping.signal };
  let names: string[] = [];
  let started = false;

  return {
    works: work,
    enqueueIn: tx => {
      const ask = askThrough(boss, tx);
      return async (definition, ...rest) => {
        if (started || !definition.asked_at_start) await ask(definition, ...rest);
      };
    },
    start: async (bound, recurring) => {
      await boss.start();
      await createQueues({ boss, sql }, bound);
      names = bound.map(({ job }) => job.name);
      started = true;
      if (!work) return;
      for (const item of bound) await listen(working, item);
      await replaceSchedules(boss, recurring);
      await askAtOnce(boss, recurring);
    },
    takeUp: () => takeUpJobs({ boss, sql, names, log }),
    stop: async () => {
      leaving.abort();
      const timer = setTimeout(() => stopping.abort(), DRAIN_MS / 2);
      await boss.stop({ graceful: true, timeout: DRAIN_MS });
      clearTimeout(timer);
    },
  };
}

/** Some of their errors are copies in a plain object, of which a log would say `[object Object]`. */
function asError(thrown: unknown): unknown {
  const { message, stack } = (thrown ?? {}) as Partial<Error>;
  if (thrown instanceof Error || message === undefined) return thrown;
  return Object.assign(new Error(message), { stack });
}

const makeBoss = (url: string, work: boolean): PgBoss =>
  new PgBoss({
    connectionString: url,
    application_name: 'hub-chantier-travaux',
    max: 4,
    supervise: work,
    superviseIntervalSeconds: LOOK_EVERY_S,
    monitorIntervalSeconds: LOOK_EVERY_S,
    schedule: work,
    useListenNotify: work,
  });
