// How fast an ERP may be called that says it only by refusing (429). Its allowance is taken for a bucket that fills steadily: a
// guess quickens until it is refused; the bucket is empty then, so the interval that is let through again is near the true one,
// from below. From there small steps: up at each refusal, down now and then, never where it was refused. All times are Unix
// milliseconds; intervals are milliseconds between two calls.

export type Pace = {
  interval_ms: number;
  /** Refused after calls that went well: from now on small steps, and a refused call may be made again at its next turn. */
  appris: boolean;
  libre_ms: number;
  /** The longest interval that was refused of late: not probed below. */
  plancher_ms: number;
  /** Calls since the interval last changed, and since the last refusal. */
  depuis_reglage: number;
  depuis_refus: number;
  refus_ms: number;
};

const FIRST_GUESS_MS = 500;
const SLOWEST_MS = 60_000;
/** Quicker than this is no pace: it is forgotten. */
const FREE_MS = 4;
/** A refusal that was followed by none for this long is of another day. */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;
/** How many calls may leave at once after a stall of ours, from what the bucket saved meanwhile. */
const CREDIT = 3;
/** A guess quickens fast, what was learnt probes slowly. */
const GUESS = { every: 3, factor: 0.7 };
const PROBE = { every: 100, factor: 0.99 };
/** After so many calls without a refusal, what was refused once may be tried again. */
const FLOOR_HOLDS = 2_000;
/** Refused again so soon, it is far too fast; later, a little. Fewer calls than `ENOUGH` measure nothing. */
const SOON = 4;
const ENOUGH = 12;

/** Whether nothing needs to be held back any more. */
export const isForgotten = (pace: Pace, now_ms: number): boolean =>
  pace.interval_ms < FREE_MS || now_ms - pace.refus_ms > FORGOTTEN_AFTER_MS;

/** One more call: when it leaves, and what the next one finds. */
export function nextTurn(pace: Pace, now_ms: number): { at_ms: number; pace: Pace } {
  const from_ms = Math.max(pace.libre_ms, now_ms - CREDIT * pace.interval_ms);
  const { every, factor } = pace.appris ? PROBE : GUESS;
  const due = pace.depuis_reglage + 1 >= every;
  const floor_ms = pace.depuis_refus < FLOOR_HOLDS ? pace.plancher_ms * 1.02 : 0;
  const interval_ms = due
    ? Math.max(pace.interval_ms * factor, Math.min(floor_ms, pace.interval_ms))
    : pace.interval_ms;
  return {
    at_ms: Math.max(from_ms, now_ms),
    pace: {
      ...pace,
      interval_ms,
      libre_ms: from_ms + interval_ms,
      depuis_reglage: due ? 0 : pace.depuis_reglage + 1,
      depuis_refus: pace.depuis_refus + 1,
    },
  };
}

/**
 * The bucket was empty at the last refusal and is again at this one: what went through in between is its rate. Null when too
 * few calls did, or when the ERP was left idle meanwhile.
 */
function measure({ depuis_refus, refus_ms, interval_ms }: Pace, now_ms: number): number | null {
  const let_through = depuis_refus - 1;
  const spacing_ms = (now_ms - refus_ms) / let_through;
  return let_through >= ENOUGH && spacing_ms <= interval_ms * 1.25 ? spacing_ms : null;
}

/** The ERP refused a call. */
export function afterRefusal(pace: Pace | null, now_ms: number): Pace {
  if (!pace || isForgotten(pace, now_ms)) {
    const fresh = { appris: false, plancher_ms: 0, depuis_reglage: 0, depuis_refus: 0 };
    return { ...fresh, interval_ms: FIRST_GUESS_MS, libre_ms: now_ms + FIRST_GUESS_MS, refus_ms: now_ms };
  }
  const soon = pace.depuis_refus <= SOON;
  const measured = soon ? null : measure(pace, now_ms);
  const slower_ms = measured
    ? Math.max(measured * 1.02, pace.interval_ms * 1.01)
    : pace.interval_ms * (soon ? 1.2 : 1.04);
  const interval_ms = Math.min(slower_ms, SLOWEST_MS);
  return {
    interval_ms,
    appris: pace.appris || !soon || interval_ms > 2 * FIRST_GUESS_MS,
    libre_ms: now_ms + interval_ms,
    plancher_ms: soon ? pace.plancher_ms : (measured ?? pace.interval_ms),
    depuis_reglage: 0,
    depuis_refus: 0,
    refus_ms: now_ms,
  };
}
