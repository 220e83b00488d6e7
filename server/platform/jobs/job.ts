// Work that outlives the request. A job is a name and a payload schema; who does it is bound in the slice's index.ts.
import type { z } from 'zod';

/**
 * `asked_at_start`: each start asks for it, so asking before (a command, the first rows of a new hub) is left to that.
 * `together`: does all there is to do, so one run answers all the askings that wait. `at_once`: how many one process
 * may do at a time (one, if nothing is said); two of the same key never run at a time. `quiet`: done so often that its
 * success is a line of debug. `resumable`: keeps what it has done as it goes, so a hub that stops does not wait for it.
 */
type Traits = { asked_at_start?: true; together?: true; at_once?: number; quiet?: true; resumable?: true };
export type Job<P = unknown> = { name: string; payload: z.ZodType<P> } & Traits;
export const job = <P>(name: string, payload: z.ZodType<P>, traits: Traits = {}): Job<P> => ({
  name,
  payload,
  ...traits,
});

/**
 * A job with the function that does it. `signal` is aborted when the hub stops and will not wait any longer, and when this
 * process lost its presence: others take over what it has in hand.
 */
export type Bound = { job: Job; run: (payload: unknown, signal: AbortSignal) => Promise<void> };
export const on = <P>(definition: Job<P>, run: (payload: P, signal: AbortSignal) => Promise<void>): Bound => ({
  job: definition as Job,
  run: run as Bound['run'],
});

/** Asked for by the clock. `cron` is read in Europe/Paris, so 02:00 stays 02:00 through the year. */
export type Recurring = { job: Job; cron: string; payload: unknown };

/** Asks for work in the caller's transaction: it exists only if the fact that asks for it is committed. */
export type Enqueue = <P>(definition: Job<P>, payload: P, options?: EnqueueOptions) => Promise<void>;
/**
 * `at`: not before this instant. `once`: a key of this job. Asked for while one of that key still waits, it joins that one
 * (at the earlier instant, with the later payload), and never runs before the asking unit is committed. Asked for while
 * one of that key is being worked, it runs afterwards. Units that ask with the same key wait for each other's commit.
 */
export type EnqueueOptions = { at?: { toString(): string }; once?: string };
