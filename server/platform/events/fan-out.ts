// From the outbox to those who listen (decision 0017).
import type { EventType } from '#contract/events.ts';
import { many } from '../db/sql.ts';
import { type Bound, on } from '../jobs/job.ts';
import { type InUnit, SYSTEM, type Unit } from '../unit.ts';
import { fanOutJob, type PublishedEvent } from './publish.ts';

/**
 * Told of facts some time after their commit, in batches and at least once: writes rows that a second telling leaves as
 * they are, and asks for jobs. When it throws, the whole batch is told again later.
 */
export type Listener<T extends EventType = EventType> = (unit: Unit, events: PublishedEvent<T>[]) => Promise<void>;
export type Listens = { [T in EventType]?: Listener<T> } & { '*'?: Listener };

/** Facts handed over in one unit. */
export const BATCH = 500;

export const fanOut = (inUnit: InUnit, listening: readonly Listens[]): Bound =>
  on(fanOutJob, (_payload, signal) => drain({ inUnit, listening, signal }));

type Draining = { inUnit: InUnit; listening: readonly Listens[]; signal: AbortSignal };

/** Two drains share the work: each skips what the other has in hand. */
async function drain({ inUnit, listening, signal }: Draining): Promise<void> {
  if (listening.length === 0) return void (await inUnit(SYSTEM, markAll));
  let taken = BATCH;
  while (taken === BATCH && !signal.aborted) taken = await inUnit(SYSTEM, unit => handOver(unit, listening));
}

async function handOver(unit: Unit, listening: readonly Listens[]): Promise<number> {
  const events = await takePending(unit);
  const byType = Map.groupBy(events, event => event.type);
  for (const listens of listening) {
    if (listens['*'] && events.length > 0) await listens['*'](unit, events);
    for (const [type, those] of byType) await (listens[type] as Listener | undefined)?.(unit, those);
  }
  return events.length;
}

/** Taken and marked in one statement: a unit that fails gives them back. */
const takePending = (unit: Unit) =>
  many<PublishedEvent>(unit.sql`
    with due as (
      select id from events where fanned_at is null order by changed_xid, id limit ${BATCH} for update skip locked
    ), taken as (
      update events e set fanned_at = ${unit.now.toString()} from due where e.id = due.id returning e.*
    )
    select id, type, data, occurred_at, actor_kind, actor_id, credential_id, request_id, run_id
    from taken order by changed_xid, id`);

/** Nobody listens: nothing is read. */
const markAll = (unit: Unit) => unit.sql`update events set fanned_at = ${unit.now.toString()} where fanned_at is null`;
