// How an answer leaves: whole, late, by drops, cut. What is refused before any work is done is decided here too.
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, type Call, page, refuse, say, struck } from '../api/answer.ts';
import type { Drawn } from '../faults.ts';

export type Outcome = { answer: Answer; drawn: readonly Drawn[] };

/** The answer given instead of working, `'cut'` to close the connection, or null to go on. */
export function refuseFirst({ world, key, drawn }: Call): Answer | 'cut' | null {
  if (struck(drawn, 'cut_before')) return 'cut';
  if (struck(drawn, 'revoke')) {
    key.revoked = true;
    world.changed();
  }
  if (struck(drawn, 'unauthorized') || key.revoked) return refuse(401, 'Clé API manquante ou révoquée.');
  if (struck(drawn, 'forbidden')) return refuse(403, 'Votre abonnement ne comprend pas cette fonctionnalité.');
  const tooMany = struck(drawn, 'too_many');
  if (tooMany) {
    const { retry_after, seconds } = tooMany;
    const answer = tooMany.html ? page(429) : refuse(429, 'Trop de requêtes. Veuillez réessayer plus tard.');
    return { ...answer, headers: retryAfter(retry_after, seconds, world.clock.now()) };
  }
  const error = struck(drawn, 'status');
  return error && !error.after ? failure(error) : null;
}

/** @param now milliseconds since 1970, by the clock that also writes the `Date` header */
export function retryAfter(as: 'absent' | 'seconds' | 'date', seconds: number, now: number): Record<string, string> {
  if (as === 'absent') return {};
  return { 'retry-after': as === 'seconds' ? String(seconds) : new Date(now + seconds * 1000).toUTCString() };
}

type ErrorFault = NonNullable<ReturnType<typeof struck<'status'>>>;

function failure({ status, html, message, code, retry_after_s }: ErrorFault): Answer {
  const headers: Record<string, string> = retry_after_s === null ? {} : { 'retry-after': String(retry_after_s) };
  return { ...(html ? page(status) : refuse(status, message, code)), headers };
}

/** The work is done; another answer may still be told. */
export function tellOther(answer: Answer, drawn: readonly Drawn[]): Answer {
  const error = struck(drawn, 'status');
  if (error?.after) return failure(error);
  const fine = struck(drawn, 'ok_with_error');
  return fine ? say(200, { message: fine.message }) : answer;
}

/** Resolves when the answer has left, or when its connection is gone. */
export async function send(res: ServerResponse, { answer, drawn }: Outcome): Promise<void> {
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  const wait = (ms: number) => pause(ms, null, { signal: gone.signal, ref: false }).catch(() => null);
  for (const delay of delays(drawn)) await wait(delay);
  if (res.destroyed) return;
  if (struck(drawn, 'cut_after')) return void res.destroy();
  let body = bytesOf(answer);
  if (struck(drawn, 'truncated_json')) body = body.subarray(0, Math.floor(body.length * 0.6));
  res.writeHead(answer.status, headersOf(answer, body));
  await sendBody(res, { body, drawn, wait });
}

function delays(drawn: readonly Drawn[]): number[] {
  return drawn.flatMap(({ fault, dice }) => {
    if (fault.kind === 'latency' || fault.kind === 'stall_headers') return [fault.ms];
    // Pareto: most are near `ms`, one in a hundred is forty times as long.
    return fault.kind === 'long_tail' ? [Math.min(fault.max_ms, fault.ms / (1 - dice) ** 0.8)] : [];
  });
}

function bytesOf({ json, raw }: Answer): Buffer {
  if (raw !== undefined) return typeof raw === 'string' ? Buffer.from(raw) : raw;
  return json === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(json));
}

function headersOf({ json, type, headers, status }: Answer, body: Buffer): Record<string, string> {
  const length: Record<string, string> = status === 204 ? {} : { 'content-length': String(body.length) };
  const kind = type ?? (json === undefined ? undefined : 'application/json; charset=utf-8');
  return { ...headers, ...length, ...(kind ? { 'content-type': kind } : {}) };
}

type Sending = { body: Buffer; drawn: readonly Drawn[]; wait: (ms: number) => Promise<unknown> };

async function sendBody(res: ServerResponse, { body, drawn, wait }: Sending): Promise<void> {
  const half = Math.floor(body.length / 2);
  if (struck(drawn, 'cut_body')) {
    res.write(body.subarray(0, half), () => res.destroy());
    return;
  }
  const stall = struck(drawn, 'stall_body');
  if (stall) {
    res.write(body.subarray(0, half));
    await wait(stall.ms);
    return void res.end(body.subarray(half));
  }
  const drip = struck(drawn, 'drip');
  if (!drip) return void res.end(body);
  const [drop, every] = [
    Math.max(1, Math.floor(drip.bytes_per_second / 20)),
    1000 / Math.min(20, drip.bytes_per_second),
  ];
  for (let at = 0; at < body.length && !res.destroyed; at += drop) {
    res.write(body.subarray(at, at + drop));
    await wait(every);
  }
  res.end();
}
