// When sessions were last used: gathered here, never written by the request itself. rules.ts leaves room for the delay.
import type { RequestFacts } from '#platform/http/route.ts';
import { type Actor, SYSTEM } from '#platform/unit.ts';
import type { Deps } from './deps.ts';
import { type Sight, saveSights } from './sql/sessions.ts';

const FLUSH_EVERY_MS = 5_000;

type Sights = {
  /** Remembers the use of a session; other credentials are not its business. */
  seen: (actor: Actor, facts: RequestFacts) => void;
  /** Writes a last time and stops the clock: before the database is closed. */
  stop: () => Promise<void>;
};

export function collectSights({ inUnit, clock, log }: Pick<Deps, 'inUnit' | 'clock' | 'log'>): Sights {
  let pending = new Map<string, Sight>();
  let running = Promise.resolve();

  const write = async (): Promise<void> => {
    if (pending.size === 0) return;
    const sights = pending;
    pending = new Map();
    try {
      await inUnit(SYSTEM, unit => saveSights(unit, [...sights.values()]));
    } catch (error) {
      pending = new Map([...sights, ...pending]);
      log.warn('uses of sessions not written, kept for later', { 'event.action': 'hub_session_uses_kept', error });
    }
  };
  const flush = () => {
    running = running.then(write);
    return running;
  };
  const timer = setInterval(flush, FLUSH_EVERY_MS).unref();

  return {
    seen: ({ kind, credential_id }, { ip, agent }) => {
      if ((kind !== 'session' && kind !== 'jwt') || !credential_id) return;
      pending.set(credential_id, { id: credential_id, at: clock().toString(), ip, agent });
    },
    stop: () => {
      clearInterval(timer);
      return flush();
    },
  };
}
