// How work is asked for: in the caller's transaction, whatever the queue is doing meanwhile.
import type { PgBoss } from 'pg-boss';
import type { Transaction } from '../db/sql.ts';
import { newId } from '../ids.ts';
import type { Enqueue, EnqueueOptions } from './job.ts';

/** pg-boss's own statements, sent through our transaction. */
export const through = (sql: Transaction) => ({
  executeSql: async (text: string, values?: unknown[]) => ({
    rows: [...(await sql.unsafe(text, (values ?? []) as never))],
  }),
});

/**
 * Queues have the policy `singleton`: one job at a time for a key, on any number of processes. A job without `once` has
 * a key of its own, so that only those that ask for it wait for each other.
 */
export function askThrough(boss: PgBoss, sql: Transaction): Enqueue {
  const db = through(sql);
  return async (definition, payload, { at, once } = {}) => {
    const data = definition.payload.parse(payload) as object;
    const startAfter = at ? { startAfter: at.toString() } : {};
    if (once !== undefined && (await joinWaiting({ boss, sql, name: definition.name, data, once, at }))) return;
    await boss.send(definition.name, data, { db, singletonKey: once ?? newId(), ...startAfter });
  };
}

type Joining = { boss: PgBoss; sql: Transaction; name: string; data: object; once: string; at: EnqueueOptions['at'] };

/**
 * A job of this key that still waits does it, at the earlier of both instants. Its row stays locked until our commit, so
 * that no worker runs it before what we wrote can be seen. False: none waits, and nobody else adds one meanwhile.
 */
async function joinWaiting({ boss, sql, name, data, once, at }: Joining): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${name} ${once}`}, 0))`;
  if (!at) {
    const { updated } = await boss.update(name, data, { db: through(sql), singletonKey: once, startAfter: 0 });
    return updated > 0;
  }
  const { count } = await sql`
    update pgboss.job set data = ${sql.json(data as never)}, start_after = least(start_after, ${at.toString()}::timestamptz)
    where name = ${name} and singleton_key = ${once} and state < 'active'`;
  return count > 0;
}
