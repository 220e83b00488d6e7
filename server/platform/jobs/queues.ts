// The queues of pg-boss as the code wants them: made, brought up to date, and asked by the clock.
import type { PgBoss } from 'pg-boss';
import type { Sql } from '../db/sql.ts';
import type { Bound, Recurring } from './job.ts';

export const DEAD_LETTERS = 'lettres-mortes';
/** Tries after the first one. These cover crashes and a base that is away; business retries live in our rows (house §7). */
export const RETRIES = 3;
const ZONE = 'Europe/Paris';
const YEAR_S = 365 * 24 * 3600;
/**
 * Jobs may be long. The silence after which a worker counts as dead is the last resort: what a dead process had in hand
 * is seen by its presence, in a second or two (take-up.ts).
 */
const LIFE = { heartbeatSeconds: 20, expireInSeconds: 6 * 3600 };

type Making = { boss: PgBoss; sql: Sql };

/** A queue made by an earlier version keeps its old options, and its policy, unless told. */
export async function createQueues({ boss, sql }: Making, bound: readonly Bound[]): Promise<void> {
  const kept = { notify: true, retentionSeconds: YEAR_S };
  await boss.createQueue(DEAD_LETTERS, kept);
  await boss.updateQueue(DEAD_LETTERS, kept);
  const options = {
    notify: true,
    deadLetter: DEAD_LETTERS,
    retryLimit: RETRIES,
    retryDelay: 5,
    retryBackoff: true,
    ...LIFE,
  };
  for (const { job } of bound) {
    await boss.createQueue(job.name, { ...options, policy: 'singleton' });
    await boss.updateQueue(job.name, options);
  }
  const names = bound.map(({ job }) => job.name);
  await sql`update pgboss.queue set policy = 'singleton' where name = any(${names}) and policy <> 'singleton'`;
}

/** The clock's list is the code's list: what is no longer recurrent is forgotten. */
export async function replaceSchedules(boss: PgBoss, recurring: readonly Recurring[]): Promise<void> {
  const wanted = new Set(recurring.map(item => item.job.name));
  for (const schedule of await boss.getSchedules()) {
    if (!wanted.has(schedule.name)) await boss.unschedule(schedule.name);
  }
  for (const { job, cron, payload } of recurring) {
    await boss.schedule(job.name, cron, payload as object, { tz: ZONE });
  }
}

/** What is due is decided by rules, not by the hour of the tick: a hub that was off catches up as it starts. */
export async function askAtOnce(boss: PgBoss, recurring: readonly Recurring[]): Promise<void> {
  for (const { job, payload } of recurring) await boss.send(job.name, payload as object);
}
