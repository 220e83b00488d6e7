// The simulator's own clock. Stamps follow it; control moves it, freezes it, or lets it run beside ours.

export type Clock = {
  /** Milliseconds since 1970, as this ERP believes: what `updatedAt`, `Date` and signatures are made of. */
  now(): number;
  /** Milliseconds of the throttle: `speed` times as fast, moved forward by `advance` too. */
  ticks(): number;
  advance(seconds: number): void;
  /** @param ms milliseconds since 1970 */
  set(ms: number): void;
  /** How far this ERP's idea of the time is off, in seconds. */
  skew(seconds: number): void;
  freeze(frozen: boolean): void;
  reset(): void;
  state(): { now: string; offset_s: number; skew_s: number; frozen: boolean; speed: number };
};

export function createClock({ speed, start }: { speed: number; start: string | null }): Clock {
  const first = start === null ? 0 : Date.parse(start) - Date.now();
  let offset = first;
  let skewed = 0;
  let advanced = 0;
  let frozen: { at: number; tick: number } | null = null;
  // Whole milliseconds: a second's wait must give a whole token.
  const tick = () => Math.floor(performance.now() * speed);
  const wall = () => frozen?.at ?? Date.now();
  const now = () => wall() + offset + skewed;
  return {
    now,
    ticks: () => (frozen ? frozen.tick : tick()) + advanced,
    advance: seconds => {
      offset += seconds * 1000;
      advanced += Math.floor(Math.max(0, seconds) * 1000);
    },
    set: ms => {
      offset = ms - wall();
    },
    skew: seconds => {
      skewed = seconds * 1000;
    },
    freeze: wanted => {
      frozen = wanted ? (frozen ?? { at: Date.now(), tick: tick() }) : null;
    },
    reset: () => {
      offset = first;
      skewed = 0;
      frozen = null;
    },
    state: () => ({
      now: new Date(now()).toISOString(),
      offset_s: offset / 1000,
      skew_s: skewed / 1000,
      frozen: frozen !== null,
      speed,
    }),
  };
}

/** ISO 8601 UTC in seconds, as the contract assumes (§4.3). @param ms milliseconds since 1970 */
export const stampOf = (ms: number): string => new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000', '');
