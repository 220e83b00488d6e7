// How many hub processes answer requests on this base: without Redis they share the limits (settled.md 23).
import type { Sql } from '../../db/sql.ts';
import { PRESENCE_SERVING } from '../../jobs/presence.ts';
import type { Log } from '../../log.ts';
import { tolerate } from '../../tolerate.ts';

const EVERY_MS = 2_000;

type Counting = { sql: Sql; log: Log; every_ms?: number };
/** `count`: as last seen, at least one. `stop`: before the database is closed. */
export type Processes = { count: () => number; stop: () => Promise<void> };

/** Looks at once, then every two seconds. Throws what the first look throws. */
export async function countProcesses({ sql, log, every_ms = EVERY_MS }: Counting): Promise<Processes> {
  let known = 1;
  let looking: Promise<unknown> = Promise.resolve();
  const look = async () => {
    const [row] = await sql<{ n: number }[]>`
      select count(*)::integer as n from pg_stat_activity
      where application_name = ${PRESENCE_SERVING} and datname = current_database()`;
    known = Math.max(1, row?.n ?? 1);
  };
  await look();
  const timer = setInterval(() => {
    looking = looking.then(() => tolerate('the limits stay shared between as many processes as before', look(), log));
  }, every_ms).unref();
  return {
    count: () => known,
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}
