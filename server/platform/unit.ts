// One request or one job is one transaction, opened at the edge (house §6). Application code cannot commit.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Temporal } from 'temporal-polyfill';
import type { EventData, EventType } from '#contract/events.ts';
import type { Role } from '#contract/values.ts';
import type { Sql, Transaction } from './db/sql.ts';
import { publishEvent } from './events/publish.ts';
import type { Enqueue } from './jobs/job.ts';

/** Who acts. `voit_tout`: reads every chantier. `scopes` is null for a person, a list for a key. */
export type Actor = {
  kind: 'session' | 'jwt' | 'api_key' | 'system' | 'anonymous';
  credential_id: string | null;
  personne_id: string | null;
  role: Role | null;
  gestionnaire_paie: boolean;
  voit_tout: boolean;
  scopes: string[] | null;
  signed_in_at: string | null;
};

export type Unit = {
  sql: Transaction;
  /** One instant for the whole unit. */
  now: Temporal.Instant;
  actor: Actor;
  request_id: string | null;
  publish<T extends EventType>(type: T, data: EventData<T>): Promise<void>;
  enqueue: Enqueue;
};

const nobody = {
  credential_id: null,
  personne_id: null,
  role: null,
  gestionnaire_paie: false,
  scopes: null,
  signed_in_at: null,
};
export const SYSTEM: Actor = { ...nobody, kind: 'system', voit_tout: true };
export const ANONYMOUS: Actor = { ...nobody, kind: 'anonymous', voit_tout: false };

export type Clock = () => Temporal.Instant;
type ActorSource = Actor | ((sql: Transaction, now: Temporal.Instant) => Promise<Actor>);
export type InUnit = <T>(actor: ActorSource, work: (unit: Unit) => Promise<T>, request_id?: string) => Promise<T>;

const open = new AsyncLocalStorage<true>();

/** Called by the wire: a network call while a transaction is open would hold locks for as long as a stranger likes. */
export function assertOutsideUnit(): void {
  if (open.getStore()) throw new Error('no network while a unit is open (house §6)');
}

type Parts = { sql: Sql; clock: Clock; enqueueIn: (sql: Transaction) => Enqueue };

/** `actor` may be found inside the transaction (the key row is read by its first statement, settled.md 19). */
export function makeInUnit({ sql, clock, enqueueIn }: Parts): InUnit {
  return (actor, work, request_id) =>
    sql.begin(tx =>
      open.run(true, async () => {
        const now = clock();
        const unit: Unit = {
          sql: tx,
          now,
          actor: typeof actor === 'function' ? await actor(tx, now) : actor,
          request_id: request_id ?? null,
          publish: (type, data) => publishEvent(unit, type, data),
          enqueue: enqueueIn(tx),
        };
        return await work(unit);
      }),
    ) as Promise<never>;
}
