// One request told apart in our log and in the caller's: its id, and its place in a trace (W3C Trace Context, level 1).
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export type Trace = { trace_id: string; span_id: string; flags: string };

const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9.-]{7,63}$/;
const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const NOTHING = /^0+$/;

const hex = (): string => randomUUID().replaceAll('-', '');

/** The caller's own id when it is plain enough to be written anywhere; ours otherwise. */
export const requestId = ({ headers }: IncomingMessage): string => {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
};

/** The caller's trace with a span of ours; a new trace when its header is missing or wrong. */
export function makeTrace(traceparent: string | string[] | undefined): Trace {
  // Of a random UUID, the digits around its fixed bits.
  const drawn = hex();
  const span_id = drawn.slice(20) + drawn.slice(0, 4);
  const [, version, trace_id = '', parent = '', flags = '00', rest] = TRACEPARENT.exec(String(traceparent)) ?? [];
  const good =
    version !== undefined &&
    version !== 'ff' &&
    (version !== '00' || !rest) &&
    !NOTHING.test(trace_id) &&
    !NOTHING.test(parent);
  return good ? { trace_id, span_id, flags } : { trace_id: hex(), span_id, flags: '00' };
}

const traces = new WeakMap<IncomingMessage, Trace>();

/** Drawn once per request, whoever asks first: a request may be refused before any hook has run. */
export function traceOf(raw: IncomingMessage): Trace {
  let trace = traces.get(raw);
  if (!trace) {
    trace = makeTrace(raw.headers['traceparent']);
    traces.set(raw, trace);
  }
  return trace;
}

export const traceparent = ({ trace_id, span_id, flags }: Trace): string => `00-${trace_id}-${span_id}-${flags}`;
