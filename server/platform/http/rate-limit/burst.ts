// A burst smoothed by GCRA: `limit` at once, refilled evenly over `window_s`. One number per key: the theoretical arrival time
// of the next use, in microseconds. The Lua script of redis.ts does the same steps.
import { answer, type Look, type Rule } from './cells.ts';

export type Burst = { next_us: number };

export const emptyBurst = (): Burst => ({ next_us: 0 });

export const stepUs = ({ limit, window_s }: Rule): number => Math.max(1, Math.floor((window_s * 1_000_000) / limit));

/** Whether `cost` more fit. Changes nothing. */
export function lookAtBurst(burst: Burst, clock_ms: number, rule: Rule & { cost?: number }): Look {
  const { limit, cost = 1 } = rule;
  const step = stepUs(rule);
  const now = clock_ms * 1000;
  const before = Math.max(burst.next_us, now);
  const after = before + cost * step;
  const allowed = after <= now + limit * step;
  return {
    allowed,
    take: () => {
      burst.next_us = after;
    },
    answer: () => {
      const next = Math.max(burst.next_us, now);
      const used = Math.min(limit, Math.ceil((next - now) / step));
      const wait_us = allowed ? next - now - Math.max(0, used - 1) * step : after - limit * step - now;
      return answer({ allowed, total: used, wait_ms: Math.ceil(wait_us / 1000) }, limit);
    },
  };
}
