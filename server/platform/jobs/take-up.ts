// Jobs that a dead process had in hand go back to the others (decision 0016).
import type { PgBoss } from 'pg-boss';
import type { Sql } from '../db/sql.ts';
import type { Log } from '../log.ts';
import { through } from './ask.ts';

/** Read by a person when it was the last try. */
export const PROCESS_GONE = 'Le processus qui s’en chargeait s’est arrêté.';

export type Held = { name: string; id: string };

/** Says which process has this job in hand; pg-boss overwrites it with the outcome. */
export const nameHolder = (sql: Sql, { name, id }: Held, presence: string) => sql`
  update pgboss.job set output = jsonb_build_object('presence', ${presence}::text)
  where name = ${name} and id = ${id} and state = 'active'`;

type TakingUp = { boss: PgBoss; sql: Sql; names: readonly string[]; log: Log };

/** A try is spent, so a job that kills its process ends among the dead letters. */
export async function takeUpJobs({ boss, sql, names, log }: TakingUp): Promise<void> {
  const held = await findAbandoned(sql, names);
  if (held.length === 0) return;
  await sql.begin(async tx => {
    const locked = await tx<Held[]>`
      select name, id from pgboss.job where id = any(${held.map(({ id }) => id)}) and name = any(${names as string[]})
        and state = 'active' for update skip locked`;
    const db = through(tx);
    for (const { name, id } of locked) {
      await boss.fail(name, id, { message: PROCESS_GONE }, { db });
      await boss.update(name, undefined, { db, id, startAfter: 0 });
      log.warn('job taken up', { 'event.action': 'job_taken_up', 'hub.job': name, 'hub.job_id': id });
    }
  });
}

const findAbandoned = (sql: Sql, names: readonly string[]) => sql<Held[]>`
  select name, id from pgboss.job where name = any(${names as string[]}) and state = 'active'
    and case when output ? 'presence' then not process_alive((output ->> 'presence')::bigint) else false end`;
