// Several quotas of one caller, taken from together: all of them, or none.
import { type Burst, emptyBurst, lookAtBurst } from './burst.ts';
import {
  type Cells,
  emptyCells,
  giveBackToCells,
  isSpent,
  type Look,
  lookAtCells,
  type Rule,
  type Taken,
} from './cells.ts';

/**
 * `window`: never more than `limit` in any rolling `window_s`. `burst`: `limit` at once, refilled evenly over `window_s`.
 * Policies taken together share `tag`, so that a Redis cluster keeps them in one place.
 */
export type Policy = { name: string; kind: 'window' | 'burst'; tag: string; key: string; rule: Rule };
export type PolicyTaken = Taken & { name: string; limit: number; window_s: number };
/** `allowed`: all had room, and all were taken from. `retry_after_s` is the longest wait of those that had none. */
export type AllTaken = { allowed: boolean; retry_after_s: number; policies: PolicyTaken[] };

export function together(policies: readonly Policy[], answers: readonly Taken[]): AllTaken {
  return {
    allowed: answers.every(taken => taken.allowed),
    retry_after_s: Math.max(...answers.map(taken => taken.retry_after_s)),
    policies: policies.map(({ name, rule }, index) => ({ name, ...rule, ...answers[index]! })),
  };
}

type Kept = { cells: Cells; window_ms: number } | { burst: Burst };
type Spending = { now_ms: number; cost: number };
export type Local = {
  take(policies: readonly Policy[], spending: Spending): AllTaken;
  giveBack(policy: Policy): void;
};

const SWEEP_EVERY_MS = 1_000;
const REFUSED: Taken = { allowed: false, remaining: 0, reset_s: 1, retry_after_s: 1 };

export const nameOf = ({ kind, tag, key, rule }: Policy): string =>
  `{${tag}}${key}:${kind === 'burst' ? 'b' : rule.window_s}`;

/** Bounded: once full of living keys, new ones are refused; dropping old ones would let an attacker erase his own count. */
export function makeLocal(max_keys: number): Local {
  const keys = new Map<string, Kept>();
  let swept_ms = 0;
  const sweep = (now_ms: number) => {
    if (now_ms < swept_ms + SWEEP_EVERY_MS) return;
    swept_ms = now_ms;
    for (const [name, kept] of keys) if (isIdle(kept, now_ms)) keys.delete(name);
  };
  const find = (policy: Policy, now_ms: number): Kept | null => {
    const name = nameOf(policy);
    const known = keys.get(name);
    if (known) return known;
    if (keys.size >= max_keys) sweep(now_ms);
    if (keys.size >= max_keys) return null;
    const kept =
      policy.kind === 'burst'
        ? { burst: emptyBurst() }
        : { cells: emptyCells(), window_ms: policy.rule.window_s * 1000 };
    keys.set(name, kept);
    return kept;
  };
  return {
    take(policies, { now_ms, cost }) {
      const looks = policies.map(policy => {
        const kept = find(policy, now_ms);
        return kept ? look(kept, { ...policy.rule, cost, now_ms }) : null;
      });
      if (looks.every(one => one?.allowed)) for (const one of looks) one!.take();
      return together(
        policies,
        looks.map(one => one?.answer() ?? REFUSED),
      );
    },
    giveBack(policy) {
      const known = keys.get(nameOf(policy));
      if (known && 'cells' in known) giveBackToCells(known.cells);
    },
  };
}

const look = (kept: Kept, { now_ms, ...rule }: Rule & Spending): Look =>
  'cells' in kept ? lookAtCells(kept.cells, now_ms, rule) : lookAtBurst(kept.burst, now_ms, rule);

const isIdle = (kept: Kept, now_ms: number): boolean =>
  'cells' in kept ? isSpent(kept.cells, now_ms, kept.window_ms) : kept.burst.next_us <= now_ms * 1000;
