// Jobs that used up their tries. The same work that failed many times is one thing for a person to answer.
import { type Fragment, instant, many, type Sql } from '../db/sql.ts';
import type { Unit } from '../unit.ts';
import { DEAD_LETTERS } from './queues.ts';

/** What people read instead of a job's name, and of the messages that no code of ours wrote. */
export type Words = { labels: Record<string, string>; messages: Record<string, string> };

/** The statement of a read: `{"items":[…]}`, newest first. */
export const selectDeadLetters = (sql: Sql, { labels, messages }: Words): Fragment => sql`
  select json_build_object('items', coalesce(json_agg(json_build_object(
           'id', d.id, 'travail', d.name, 'libelle', coalesce(${sql.json(labels)}::jsonb ->> d.name, d.name),
           'contenu', left(coalesce(d.data::text, 'null'), 2000),
           'erreur', left(coalesce(${sql.json(messages)}::jsonb ->> d.message, d.message), 500),
           'essais', d.tries, 'fois', d.times,
           'demande_at', ${instant(sql, sql`d.asked_at`)}, 'echoue_at', ${instant(sql, sql`d.failed_at`)}
         ) order by d.failed_at desc, d.id), '[]'))::text as body, null::integer as version
  from (
    select (array_agg(id order by created_on desc, id desc))[1] as id, source_name as name, data,
           count(*)::integer as times, max(source_retry_count) + 1 as tries,
           min(source_created_on) as asked_at, max(created_on) as failed_at,
           (array_agg(coalesce(source_output ->> 'message', source_output -> 'value' ->> 'message')
                      order by created_on desc, id desc))[1] as message
    from pgboss.job where name = ${DEAD_LETTERS} and state = 'created'
    group by source_name, data order by max(created_on) desc limit 100
  ) d`;

export type DeadLetter = { name: string; data: object; singleton_key: string };

/** Takes this one off the list with all that are the same work; none when it is no longer there. */
export const takeDeadLetters = (unit: Unit, id: string) =>
  many<DeadLetter>(unit.sql`
    delete from pgboss.job j using pgboss.job asked
    where asked.name = ${DEAD_LETTERS} and asked.id = ${id} and asked.state = 'created'
      and j.name = ${DEAD_LETTERS} and j.state = 'created'
      and j.source_name = asked.source_name and j.data is not distinct from asked.data
    returning j.source_name as name, j.data, j.singleton_key`);

/** Whether this version of the hub still has a queue of that name. */
export const hasQueue = async (unit: Unit, name: string): Promise<boolean> =>
  (await unit.sql`select from pgboss.queue where name = ${name}`).length > 0;
