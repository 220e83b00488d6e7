// The last use of keys is never written by the request that uses them: it is gathered here and written every few seconds.
import type { RequestFacts } from '#platform/http/route.ts';
import type { Log } from '#platform/log.ts';
import { type Actor, type Clock, type InUnit, SYSTEM } from '#platform/unit.ts';
import { saveUses, type Use } from './sql.ts';

const FLUSH_EVERY_MS = 5_000;

type Deps = { inUnit: InUnit; clock: Clock; log: Log };
export type Uses = {
  /** Remembers the use of a key; other credentials are not its business. */
  seen: (actor: Actor, facts: RequestFacts) => void;
  /** Writes what is remembered. What could not be written is kept for the next time. */
  flush: () => Promise<void>;
  /** Writes a last time and stops the clock: before the database is closed. */
  stop: () => Promise<void>;
};

/** At most one entry per key of the database: only identified callers are told of here. */
export function collectUses({ inUnit, clock, log }: Deps): Uses {
  let pending = new Map<string, Use>();
  let running = Promise.resolve();

  const write = async (): Promise<void> => {
    if (pending.size === 0) return;
    const uses = pending;
    pending = new Map();
    try {
      await inUnit(SYSTEM, unit => saveUses(unit, [...uses.values()]));
    } catch (error) {
      pending = new Map([...uses, ...pending]);
      log.warn('last uses of keys not written, kept for later', { 'event.action': 'hub_key_uses_kept', error });
    }
  };
  const flush = () => {
    running = running.then(write);
    return running;
  };
  const timer = setInterval(flush, FLUSH_EVERY_MS).unref();

  return {
    seen: ({ kind, credential_id }, { ip, agent }) => {
      if (kind !== 'api_key' || !credential_id) return;
      pending.set(credential_id, { id: credential_id, at: clock().toString(), ip, agent });
    },
    flush,
    stop: () => {
      clearInterval(timer);
      return flush();
    },
  };
}
