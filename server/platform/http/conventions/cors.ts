// Pages of other origins may call the API with a key or a token of their own, never with the session of who looks at them.
import type { IncomingHttpHeaders } from 'node:http';

const OPEN = /^\/(api\/v1(\/|$)|api\/openapi\.json$|\.well-known\/)/;
const EXPOSED = [
  'ETag',
  'Link',
  'Location',
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'X-Request-Id',
  'traceparent',
  'Idempotency-Replayed',
  'Hub-Key-Expires',
  'Hub-Key-Superseded',
  'WWW-Authenticate',
].join(', ');
const ASKED = [
  'Authorization',
  'Accept-Language',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'X-Request-Id',
  'traceparent',
  'tracestate',
].join(', ');
const PREFLIGHT_S = 7200;

/**
 * Of an answer to another origin. `*` never goes with credentials (Fetch §3.2.5), so no browser shows an answer that a cookie
 * gave; where a cookie came all the same, nothing is said.
 */
export function corsHeaders(
  path: string,
  { origin, cookie, authorization }: IncomingHttpHeaders,
): Record<string, string> {
  if (origin === undefined || !OPEN.test(path) || (cookie !== undefined && authorization === undefined)) return {};
  return { 'access-control-allow-origin': '*', 'access-control-expose-headers': EXPOSED };
}

/** Of the answer to a preflight; X-Requested-With, which lets a cookie write, is not among what may be sent. */
export function preflightHeaders(path: string, methods: readonly string[]): Record<string, string> {
  if (!OPEN.test(path)) return {};
  return {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': ASKED,
    'access-control-max-age': String(PREFLIGHT_S),
  };
}
