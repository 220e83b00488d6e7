// The seven words in which every plug tells the engine what the outside world did (house §10). Plugs classify, the engine decides.
import { OutboundFailed } from './outbound/errors.ts';

/** Not reached, or a read that was not answered: tried again on the schedule. */
type Unavailable = { word: 'unavailable' };
/** A write left and no clear answer came: it may have been done, so it is looked up before anything is sent again. */
type Doubtful = { word: 'doubtful' };
/** They ask us to wait: `retry_at` is an ISO instant in UTC. */
type Busy = { word: 'busy'; retry_at: string };
/**
 * `credentials`: ours are refused, a person must reconnect. `rights`: they are good, but this is not open to them (plan, role).
 * `address`: our own rule (OutboundRefused); the operator opens it, or a person gives another.
 */
type Denied = { word: 'denied'; why: 'credentials' | 'rights' | 'address' };
/** They reject our data: `line` is our own key of the line, `reason` their words, shown to a person. */
type Refused = { word: 'refused'; line: string | null; reason: string };
/** An answer we cannot read; `sample` is already cleaned of secrets and persons. */
type Strange = { word: 'strange'; sample: string };
/** The address is dead for good (push 404 or 410, hard bounce): it is forgotten. */
type AddressGone = { word: 'address_gone' };

export type Upstream = Unavailable | Doubtful | Busy | Denied | Refused | Strange | AddressGone;

/** Thrown by plugs; the engine switches on `is.word`. */
export class UpstreamError extends Error {
  override name = 'UpstreamError';
  readonly is: Upstream;

  constructor(is: Upstream, cause?: unknown) {
    super(`upstream: ${is.word}`, cause === undefined ? undefined : { cause });
    this.is = is;
  }
}

export type Effect = 'read' | 'write';

/** A wire failure in one of the words: only a write that may have left is a doubt. Anything that is no wire failure is thrown as it came. */
export function fromWire(error: unknown, effect: Effect): UpstreamError {
  if (!(error instanceof OutboundFailed)) throw error;
  const word = effect === 'write' && error.phase === 'after_send' ? 'doubtful' : 'unavailable';
  return new UpstreamError({ word }, error);
}

const HOUR_MS = 3_600_000;
const DEFAULT_WAIT_MS = 60_000;

/** `Retry-After` in seconds or as a date, bounded to 1 s … 24 h; a minute when absent or unreadable. */
export function retryAt(header: string | undefined, now_ms: number): string {
  const seconds = /^\d{1,9}$/.test(header?.trim() ?? '') ? Number(header) * 1000 : Date.parse(header ?? '') - now_ms;
  const wait = Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1000), 24 * HOUR_MS) : DEFAULT_WAIT_MS;
  return new Date(now_ms + wait).toISOString();
}

type Answer = { status: number; retry_after?: string | undefined; effect: Effect; now_ms: number };

/** What a status means before the plug reads the body: null for 2xx and for the 4xx only the plug can read (a rejected line, a missing row). */
export function fromStatus({ status, retry_after, effect, now_ms }: Answer): UpstreamError | null {
  if (status === 429) return new UpstreamError({ word: 'busy', retry_at: retryAt(retry_after, now_ms) });
  if (status === 401) return new UpstreamError({ word: 'denied', why: 'credentials' });
  if (status === 403) return new UpstreamError({ word: 'denied', why: 'rights' });
  if (status === 503 && retry_after !== undefined)
    return new UpstreamError({ word: 'busy', retry_at: retryAt(retry_after, now_ms) });
  if (status >= 500 || status === 408)
    return new UpstreamError({ word: effect === 'write' ? 'doubtful' : 'unavailable' });
  if (status >= 300 && status < 400) return new UpstreamError({ word: 'strange', sample: `redirection ${status}` });
  return null;
}
