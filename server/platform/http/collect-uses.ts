// The last use of credentials is never written by the request that uses them: it is gathered here and written together.
import type { Temporal } from 'temporal-polyfill';
import type { Log } from '../log.ts';
import { type Actor, type Clock, type InUnit, SYSTEM, type Unit } from '../unit.ts';
import type { RequestFacts } from './route.ts';

const FLUSH_EVERY_MS = 5_000;

/** The last use of one credential, and how many there were since the last writing; `at` is an instant. */
export type Use = { id: string; at: string; ip: string; agent: string; n: number };
type Collecting = {
  inUnit: InUnit;
  clock: Clock;
  log: Log;
  /** The credentials this collector is about; others are not its business. */
  kinds: readonly Actor['kind'][];
  save: (unit: Unit, uses: readonly Use[]) => PromiseLike<unknown>;
};
export type Uses = {
  /** Remembers the use; returns at once. */
  seen: (actor: Actor, facts: RequestFacts) => void;
  /** Writes what is remembered. What could not be written is kept for the next time. */
  flush: () => Promise<void>;
  /** Writes a last time and stops the clock: before the database is closed. */
  stop: () => Promise<void>;
};

/** Written out once a batch, not once a request. */
type Pending = Omit<Use, 'at'> & { at: Temporal.Instant };
const toUse = (pending: Pending): Use => ({ ...pending, at: pending.at.toString() });

/** At most one entry per credential of the database: only identified callers are told of here. */
export function collectUses({ inUnit, clock, log, kinds, save }: Collecting): Uses {
  let pending = new Map<string, Pending>();
  let running = Promise.resolve();

  const write = async (): Promise<void> => {
    if (pending.size === 0) return;
    const uses = pending;
    pending = new Map();
    try {
      await inUnit(SYSTEM, async unit => await save(unit, [...uses.values()].map(toUse)));
    } catch (error) {
      for (const [id, use] of uses)
        pending.set(id, { ...use, ...pending.get(id), n: use.n + (pending.get(id)?.n ?? 0) });
      log.warn('last uses not written, kept for later', { 'event.action': 'hub_uses_kept', 'hub.kinds': kinds, error });
    }
  };
  const flush = () => {
    running = running.then(write);
    return running;
  };
  const timer = setInterval(flush, FLUSH_EVERY_MS).unref();

  return {
    seen: ({ kind, credential_id }, { ip, agent }) => {
      if (!credential_id || !kinds.includes(kind)) return;
      const n = (pending.get(credential_id)?.n ?? 0) + 1;
      pending.set(credential_id, { id: credential_id, at: clock(), ip, agent, n });
    },
    flush,
    stop: () => {
      clearInterval(timer);
      return flush();
    },
  };
}
