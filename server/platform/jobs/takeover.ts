// About every second each process that works looks for what a dead one left behind (settled.md 5).
import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../log.ts';

const LOOK_EVERY_MS = 1_000;

type Look = { name: string; takeover: () => Promise<void> };

/** One look after the other, a second apart; a look that fails is said once, and so is its return. Gives the way to stop. */
export function startTakeovers(looks: readonly Look[], log: Log): () => Promise<void> {
  if (looks.length === 0) return async () => {};
  const stopping = new AbortController();
  const failing = new Set<string>();
  const looking = (async () => {
    while (!stopping.signal.aborted) {
      for (const look of looks) await lookOnce(look, { failing, log });
      await wait(LOOK_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return async () => {
    stopping.abort();
    await looking;
  };
}

type Saying = { failing: Set<string>; log: Log };

async function lookOnce({ name, takeover }: Look, { failing, log }: Saying): Promise<void> {
  const said = { 'event.action': 'takeover', 'hub.feature': name };
  try {
    await takeover();
    if (failing.delete(name)) log.info('takeovers work again', said);
  } catch (error) {
    if (!failing.has(name)) log.error('takeovers fail', { ...said, error });
    failing.add(name);
  }
}
