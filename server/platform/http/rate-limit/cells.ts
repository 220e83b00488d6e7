// A rolling window counted in small cells. The partly expired oldest cell counts in full: never over the limit in any window,
// at the price of refusing a steady client from 99.7 % of it on. The Lua script of rate-limit/redis.ts does the same steps.

export type Rule = { limit: number; window_s: number };
export type Taken = {
  allowed: boolean;
  remaining: number;
  /** Seconds until more quota comes back, rounded up; 0 when none is used. */
  reset_s: number;
  /** Seconds to wait before another try; 0 when allowed. */
  retry_after_s: number;
};

const CELLS_PER_WINDOW = 360;
const MIN_CELL_MS = 1_000;

export const cellMs = (window_ms: number): number => Math.max(MIN_CELL_MS, Math.ceil(window_ms / CELLS_PER_WINDOW));

/** `oldest`: no cell before it counts. `newest`: a clock that steps back stays in it. */
export type Cells = { counts: Map<number, number>; total: number; oldest: number; newest: number };

export const emptyCells = (): Cells => ({ counts: new Map(), total: 0, oldest: 0, newest: 0 });

/** Drops what fell out of the window: forward only, so each cell is visited once. */
function expire(cells: Cells, now_ms: number, window_ms: number) {
  const cell_ms = cellMs(window_ms);
  while (cells.total > 0) {
    const count = cells.counts.get(cells.oldest) ?? 0;
    if (count > 0 && (cells.oldest + 1) * cell_ms + window_ms > now_ms) return;
    cells.counts.delete(cells.oldest);
    cells.total -= count;
    cells.oldest += 1;
  }
}

/** Whether nothing of these cells counts any more. */
export function isSpent(cells: Cells, now_ms: number, window_ms: number): boolean {
  return (cells.newest + 1) * cellMs(window_ms) + window_ms <= now_ms;
}

/** The answer in the limiter's words; `wait_ms` is until the oldest counting cell leaves the window. */
export function answer(state: { allowed: boolean; total: number; wait_ms: number }, limit: number): Taken {
  const wait_s = Math.ceil(state.wait_ms / 1000);
  return {
    allowed: state.allowed,
    remaining: Math.max(0, limit - state.total),
    reset_s: wait_s,
    retry_after_s: state.allowed ? 0 : Math.max(1, wait_s),
  };
}

/** A quota seen before anything is taken from it: several are looked at, then all are taken from, or none. */
export type Look = { allowed: boolean; take: () => void; answer: () => Taken };

/** Whether `cost` more fit. Changes nothing of `cells` but what fell out of the window. */
export function lookAtCells(
  cells: Cells,
  clock_ms: number,
  { limit, window_s, cost = 1 }: Rule & { cost?: number },
): Look {
  const window_ms = window_s * 1000;
  const cell_ms = cellMs(window_ms);
  const now_ms = Math.max(clock_ms, cells.newest * cell_ms);
  const current = Math.floor(now_ms / cell_ms);
  expire(cells, now_ms, window_ms);
  const allowed = cells.total + cost <= limit;
  return {
    allowed,
    take: () => {
      if (cells.total === 0) cells.oldest = current;
      cells.counts.set(current, (cells.counts.get(current) ?? 0) + cost);
      cells.total += cost;
      cells.newest = current;
    },
    answer: () => {
      const wait_ms = cells.total > 0 ? (cells.oldest + 1) * cell_ms + window_ms - now_ms : 0;
      return answer({ allowed, total: cells.total, wait_ms }, limit);
    },
  };
}

/** Takes one from the quota, or says when to come back. Changes `cells`. */
export function takeFromCells(cells: Cells, clock_ms: number, rule: Rule): Taken {
  const look = lookAtCells(cells, clock_ms, rule);
  if (look.allowed) look.take();
  return look.answer();
}

/** Undoes one use: what turned out not to count (a sign-in that succeeded). The newest goes first: never more lenient than forgetting it. */
export function giveBackToCells(cells: Cells): void {
  for (let cell = cells.newest; cells.total > 0 && cell >= cells.oldest; cell--) {
    const count = cells.counts.get(cell) ?? 0;
    if (count === 0) continue;
    if (count === 1) cells.counts.delete(cell);
    else cells.counts.set(cell, count - 1);
    cells.total -= 1;
    return;
  }
}
