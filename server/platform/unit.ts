// One request or one job is one transaction, opened at the edge (house §6). Application code cannot commit.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Temporal } from 'temporal-polyfill';
import type { EventData, EventType } from '#contract/events.ts';
import type { Role } from '#contract/values.ts';
import type { Sql, Transaction } from './db/sql.ts';
import { fanOutJob, type NewEvent, publishEvents } from './events/publish.ts';
import type { RequestFacts } from './http/route.ts';
import type { Enqueue } from './jobs/job.ts';
import type { Log, LogFields, SecurityAction } from './log.ts';

/**
 * Who acts. `voit_tout`: reads every chantier. `scopes` is null for a person, a list for a key. `run_id`: the import run
 * in whose name an ERP link writes, null for everybody else. `credential_id` is the link's id then.
 */
export type Actor = {
  kind: 'session' | 'jwt' | 'api_key' | 'erp_link' | 'system' | 'anonymous';
  credential_id: string | null;
  run_id: string | null;
  personne_id: string | null;
  role: Role | null;
  gestionnaire_paie: boolean;
  voit_tout: boolean;
  scopes: string[] | null;
  /** The chantiers a key is bound to; null: all that its owner sees. */
  chantiers: string[] | null;
  /** The networks a key may be used from, IPv4 and IPv6; empty: from anywhere. */
  cidrs: string[];
  /** Requests an hour; null: none is counted (people, links, the system). */
  limite: number | null;
  /** Whose requests are counted together: keys that follow each other by rotation share one. */
  lineage_id: string | null;
  /** The end of a key, an instant, when its bearer is to be warned of it; `superseded`: replaced, it serves for a while. */
  ends_at: string | null;
  superseded: boolean;
  signed_in_at: string | null;
};

export type Unit = {
  sql: Transaction;
  /** One instant for the whole unit. */
  now: Temporal.Instant;
  actor: Actor;
  /** Null outside of a request: jobs, commands. */
  request: RequestFacts | null;
  publish<T extends EventType>(type: T, data: EventData<T>): Promise<void>;
  /** All of them in one statement, whatever their number; none for an empty list. */
  publishAll(events: readonly NewEvent[]): Promise<void>;
  enqueue: Enqueue;
  /** Has the open streams of this topic read again, once this unit is committed. A topic is told once per unit. */
  tell(topic: string): Promise<void>;
  /** `tell` runs once this unit is committed, and never if it is not. What it throws is logged: nothing can be undone any more. */
  afterCommit(tell: () => void): void;
  /** A line of the security stream, with who acts and from where; written after the commit, since it claims a fact. */
  security(action: SecurityAction, fields?: LogFields): void;
};

const nobody = {
  credential_id: null,
  run_id: null,
  personne_id: null,
  role: null,
  gestionnaire_paie: false,
  scopes: null,
  chantiers: null,
  cidrs: [],
  limite: null,
  lineage_id: null,
  ends_at: null,
  superseded: false,
  signed_in_at: null,
};
export const SYSTEM: Actor = { ...nobody, kind: 'system', voit_tout: true };
export const ANONYMOUS: Actor = { ...nobody, kind: 'anonymous', voit_tout: false };

/** An ERP, writing through a link of ours; `run_id` when an import run does it. */
export const erpLinkActor = ({ link_id, run_id }: { link_id: string; run_id: string | null }): Actor => ({
  ...nobody,
  kind: 'erp_link',
  credential_id: link_id,
  run_id,
  voit_tout: true,
});

export type Clock = () => Temporal.Instant;
type ActorSource = Actor | ((sql: Transaction, now: Temporal.Instant) => Promise<Actor>);
export type InUnit = <T>(actor: ActorSource, work: (unit: Unit) => Promise<T>, request?: RequestFacts) => Promise<T>;

/** Where topics are told: one channel, its payload being the topic (under 8000 bytes). */
export const LIVE_CHANNEL = 'hub_live';

const open = new AsyncLocalStorage<true>();

/** Called by the wire: a network call while a transaction is open would hold locks for as long as a stranger likes. */
export function assertOutsideUnit(): void {
  if (open.getStore()) throw new Error('no network while a unit is open (house §6)');
}

type Parts = { sql: Sql; clock: Clock; log: Log; enqueueIn: (sql: Transaction) => Enqueue };

/** `actor` may be found inside the transaction (the key row is read by its first statement, settled.md 19). */
export function makeInUnit({ sql, clock, log, enqueueIn }: Parts): InUnit {
  return async (actor, work, request) => {
    const told: (() => void)[] = [];
    const result = await sql.begin(tx =>
      open.run(true, async () => {
        const now = clock();
        const unit: Unit = {
          sql: tx,
          now,
          actor: typeof actor === 'function' ? await actor(tx, now) : actor,
          request: request ?? null,
          ...outlets(tx, enqueueIn(tx), () => unit),
          afterCommit: tell => void told.push(tell),
          security: (action, fields) => void told.push(() => log.security(action, { ...whoActs(unit), ...fields })),
        };
        return await work(unit);
      }),
    );
    for (const tell of told) tellSafely(tell, log);
    return result as never;
  };
}

/** What leaves a unit with its commit. The fan-out is asked for once, whatever is published (decision 0017). */
function outlets(
  tx: Transaction,
  enqueue: Enqueue,
  unit: () => Unit,
): Pick<Unit, 'publish' | 'publishAll' | 'enqueue' | 'tell'> {
  let asked = false;
  const topics = new Set<string>();
  const publishAll: Unit['publishAll'] = async events => {
    if (events.length === 0) return;
    await publishEvents(unit(), events);
    if (asked) return;
    asked = true;
    await enqueue(fanOutJob, {});
  };
  return {
    publish: (type, data) => publishAll([{ type, data } as NewEvent]),
    publishAll,
    enqueue,
    tell: async topic => {
      if (topics.has(topic)) return;
      topics.add(topic);
      await tx`select pg_notify(${LIVE_CHANNEL}, ${topic})`;
    },
  };
}

function tellSafely(tell: () => void, log: Log): void {
  try {
    tell();
  } catch (error) {
    log.error('not told after a commit', { 'event.action': 'hub_after_commit', error });
  }
}

const whoActs = ({ actor, request }: Unit): LogFields => ({
  ...(actor.personne_id ? { 'user.id': actor.personne_id } : {}),
  ...(actor.credential_id ? { 'hub.credential_id': actor.credential_id } : {}),
  ...(request ? { 'source.ip': request.ip, 'http.request.id': request.id, 'trace.id': request.trace_id } : {}),
});
