import { EVENTS, type EventData, type EventType } from '#contract/events.ts';
import { newId } from '../ids.ts';
import type { Unit } from '../unit.ts';

/**
 * Writes the fact in the transaction that makes it true: the table `events` is outbox and history at once.
 * Throws when the data does not fit the catalogue, so a wrong event never leaves with a right fact.
 */
export async function publishEvent<T extends EventType>(unit: Unit, type: T, data: EventData<T>): Promise<void> {
  const parsed = EVENTS[type].data.parse(data);
  const { actor } = unit;
  await unit.sql`
    insert into events (id, type, data, occurred_at, actor_kind, actor_id, credential_id, request_id)
    values (${newId()}, ${type}, ${unit.sql.json(parsed as never)}, ${unit.now.toString()}, ${actor.kind},
            ${actor.personne_id}, ${actor.credential_id}, ${unit.request?.id ?? null})`;
}
