import { z } from 'zod';
import { EVENTS, type EventData, type EventType } from '#contract/events.ts';
import { newId } from '../ids.ts';
import { job } from '../jobs/job.ts';
import type { Actor, Unit } from '../unit.ts';

/** A fact to publish: its type and the data that the catalogue wants with it. */
export type NewEvent = { [T in EventType]: { type: T; data: EventData<T> } }[EventType];

type Facts = {
  id: string;
  occurred_at: string;
  actor_kind: Actor['kind'];
  actor_id: string | null;
  credential_id: string | null;
  request_id: string | null;
  run_id: string | null;
};

/** A fact as listeners get it. Instants are RFC 3339 in UTC. `run_id`: the import run that wrote it. */
export type PublishedEvent<T extends EventType = EventType> = T extends EventType
  ? Facts & { type: T; data: EventData<T> }
  : never;

/** Hands pending events to the listeners. Asked for once per unit; each start of the hub asks for it too. */
export const fanOutJob = job('events.fan-out', z.strictObject({}), {
  asked_at_start: true,
  together: true,
  quiet: true,
});

/**
 * Writes facts in the transaction that makes them true, in one statement: the table `events` is outbox and history at
 * once. Throws when some data does not fit the catalogue, so a wrong event never leaves with a right fact.
 */
export async function publishEvents(unit: Unit, events: readonly NewEvent[]): Promise<void> {
  const rows = events.map(({ type, data }) => ({ id: newId(), type, data: EVENTS[type].data.parse(data) }));
  const { actor, sql } = unit;
  await sql`
    insert into events (id, type, data, occurred_at, actor_kind, actor_id, credential_id, request_id, run_id)
    select e.id, e.type, e.data, ${unit.now.toString()}::timestamptz, ${actor.kind}, ${actor.personne_id}::uuid,
           ${actor.credential_id}::uuid, ${unit.request?.id ?? null}, ${actor.run_id}::uuid
    from jsonb_to_recordset(${sql.json(rows as never)}) as e(id uuid, type text, data jsonb)`;
}
