// How long work on a connexion waits, and what tells it that it may not go on: the same for what is read and what is sent.
import { Temporal } from 'temporal-polyfill';
import type { LinkDeps } from '#exchange/erp-links/index.ts';
import { UpstreamError } from '#platform/upstream.ts';

const QUICK_TRIES_S = [1, 3, 8];
const SLOW_TRIES_S = [30, 120, 300, 600, 900];

/**
 * What to do after the `essais`-th failure in a row (1: the first): try again at once here, or give the place back and
 * come later, as often as it takes. `chance` in [0, 1[ spreads the tries of several hubs.
 */
export function nextTry(essais: number, chance: number): { in_ms: number; here: boolean } {
  const spread = (seconds: number) => Math.round(seconds * 1000 * (0.8 + 0.4 * chance));
  const quick = QUICK_TRIES_S[essais - 1];
  if (quick !== undefined) return { in_ms: spread(quick), here: true };
  const step = Math.min(essais - QUICK_TRIES_S.length, SLOW_TRIES_S.length) - 1;
  return { in_ms: spread(SLOW_TRIES_S[step]!), here: false };
}

/** Longer than this, a run that was asked to wait gives its place back. */
export const WAIT_HERE_MS = 60_000;
/** An ERP that asks to wait longer is asked again after this; a longer wait is one of a clock put right since. */
export const WAIT_MOST_MS = 24 * 3600 * 1000;
/** A process that dies in the same place this often in a row: the place is the cause. */
export const MAX_REPRISES = 5;

/** Not before this instant; a wait too long to be spent here is a `busy`. Throws UpstreamError. */
export async function waitUntil(
  deps: Pick<LinkDeps, 'clock' | 'wait'>,
  { at, signal }: { at: string; signal: AbortSignal },
): Promise<void> {
  const ms = Temporal.Instant.from(at).epochMilliseconds - deps.clock().epochMilliseconds;
  if (ms > WAIT_MOST_MS) return;
  if (ms > WAIT_HERE_MS) throw new UpstreamError({ word: 'busy', retry_at: at });
  if (ms > 0) await deps.wait(ms, signal);
}

/** The run is no longer ours: paused, cancelled, parked, or taken over. Whoever meets it writes nothing more. */
export class RunLost extends Error {
  override name = 'RunLost';
}

/** The connexion is not to be worked on now; `etat` is null when it was retired. */
export class LinkStopped extends RunLost {
  readonly etat: string | null;
  constructor(etat: string | null) {
    super(`the connexion is ${etat ?? 'retired'}`);
    this.etat = etat;
  }
}
