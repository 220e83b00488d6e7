// Refusals of keys are never written by the request that is refused: they are gathered here and written together.
import type { KeyRefusal } from '#platform/feature.ts';
import type { RequestFacts } from '#platform/http/route.ts';
import type { Log } from '#platform/log.ts';
import { type Clock, type InUnit, SYSTEM, type Unit } from '#platform/unit.ts';

const FLUSH_EVERY_MS = 5_000;
/** Between two writings. A flood of unknown keys fills no memory: what is beyond is not looked up. */
const MAX_PENDING = 5_000;

/** `key`: the id of a key that is known, or the hash (base64) of one that opened nothing. */
export type Refusal = { key: string; reason: KeyRefusal; at: string; ip: string; agent: string; n: number };
export type Refusals = {
  refusedKey: (key: string, reason: KeyRefusal, facts: RequestFacts) => void;
  flush: () => Promise<void>;
  stop: () => Promise<void>;
};

type Collecting = {
  inUnit: InUnit;
  clock: Clock;
  log: Log;
  save: (unit: Unit, refusals: readonly Refusal[]) => Promise<void>;
};

const KEY = /^(?:[0-9a-f-]{36}|[A-Za-z0-9+/]{43}=)$/;

export function collectRefusals({ inUnit, clock, log, save }: Collecting): Refusals {
  let pending = new Map<string, Refusal>();
  let running = Promise.resolve();
  const write = async (): Promise<void> => {
    if (pending.size === 0) return;
    const refusals = pending;
    pending = new Map();
    try {
      await inUnit(SYSTEM, unit => save(unit, [...refusals.values()]));
    } catch (error) {
      for (const [name, one] of refusals)
        pending.set(name, { ...one, ...pending.get(name), n: one.n + (pending.get(name)?.n ?? 0) });
      log.warn('refusals of keys not written, kept for later', { 'event.action': 'hub_refusals_kept', error });
    }
  };
  const flush = () => {
    running = running.then(write);
    return running;
  };
  const timer = setInterval(flush, FLUSH_EVERY_MS).unref();
  return {
    refusedKey: (key, reason, { ip, agent }) => {
      const name = `${reason} ${key}`;
      const before = pending.get(name);
      if (!KEY.test(key) || (!before && pending.size >= MAX_PENDING)) return;
      pending.set(name, { key, reason, at: clock().toString(), ip, agent, n: (before?.n ?? 0) + 1 });
    },
    flush,
    stop: () => {
      clearInterval(timer);
      return flush();
    },
  };
}
