import { lookup as systemLookup } from 'node:dns/promises';
import net from 'node:net';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import type { Dispatcher } from 'undici';
import pkg from '../../package.json' with { type: 'json' };
import type { Log } from './log.ts';
import { type AddressRule, parseAllow } from './outbound/address.ts';
import {
  checkAddress,
  checkLiteral,
  type Gate,
  makeAgent,
  noteStart,
  pinnedLookup,
  type Resolve,
  type Sent,
  type Target,
} from './outbound/agent.ts';
import { OutboundFailed, type OutboundReason, OutboundRefused } from './outbound/errors.ts';

export type { AddressRule } from './outbound/address.ts';
export { OutboundFailed, OutboundRefused } from './outbound/errors.ts';

export type OutboundRequest = {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** From the call to the last byte of the answer, connection included. */
  timeout_ms: number;
  /** Of the answer once decompressed; above it the call fails. */
  max_bytes: number;
  rule: AddressRule;
  signal?: AbortSignal;
};
/** Header names in lower case, repeated ones joined by a comma. A 3xx is an answer like another: never followed. */
export type OutboundResponse = { status: number; headers: Record<string, string>; body: Buffer };
export type ConnectOptions = { rule: AddressRule; timeout_ms?: number; signal?: AbortSignal };
export type OutboundOutcome = 'answered' | 'refused' | 'before_send' | 'after_send';

/** The only door to the network. Throws OutboundRefused (our rule) or OutboundFailed (the world, with its phase), nothing else. */
export type Outbound = {
  fetch(url: string | URL, request: OutboundRequest): Promise<OutboundResponse>;
  /** A TCP connection to a checked and pinned address, for SMTP, SFTP, SMPP; the caller closes it. */
  connect(host: string, port: number, options: ConnectOptions): Promise<net.Socket>;
  close(): Promise<void>;
};

type Settings = {
  /** OUTBOUND_ALLOW: `cidr:port[,cidr:port…]`, open even to addresses typed by users. */
  allow: string;
  assertOutsideUnit: () => void;
  log: Log;
  metrics?: { countOutbound(outcome: OutboundOutcome): void };
  /** Names to addresses; the system's resolver unless a test says otherwise. */
  resolve?: Resolve;
};

const CONNECT_TIMEOUT_MS = 5_000;
const USER_AGENT = `HubChantier/${pkg.version}`;
const ACCEPT_ENCODING = 'gzip, br';
const OWN_HEADERS = new Set([
  'host',
  'user-agent',
  'accept-encoding',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
]);

function parseUrl(gate: Gate, text: string | URL, rule: AddressRule): URL {
  if (!URL.canParse(text)) throw new OutboundRefused('not a URL');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new OutboundRefused(`scheme ${url.protocol}`);
  if (url.username !== '' || url.password !== '') throw new OutboundRefused('credentials in the URL');
  checkLiteral(gate, url.hostname, { rule, port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80) });
  return url;
}

class BadBody extends Error {
  readonly reason: OutboundReason;
  constructor(reason: OutboundReason) {
    super(reason);
    this.reason = reason;
  }
}

function decoderFor(encoding: string): zlib.Gunzip | zlib.BrotliDecompress | null {
  if (encoding === '' || encoding === 'identity') return null;
  if (encoding === 'gzip' || encoding === 'x-gzip') return zlib.createGunzip();
  if (encoding === 'br') return zlib.createBrotliDecompress();
  throw new BadBody('encoding');
}

async function readBody(body: Dispatcher.ResponseData['body'], encoding: string, max_bytes: number): Promise<Buffer> {
  const decoder = decoderFor(encoding);
  const chunks: Buffer[] = [];
  let size = 0;
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > max_bytes) throw new BadBody('too_large');
      chunks.push(chunk);
    }
  };
  await (decoder ? pipeline(body, decoder, collect) : pipeline(body, collect));
  return Buffer.concat(chunks);
}

const oneLine = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join(', ') : (value ?? ''));

function reasonOf(error: unknown, sent: boolean): OutboundReason {
  if (error instanceof BadBody) return error.reason;
  const { name = '', code = '' } = error as { name?: string; code?: unknown };
  const mark = typeof code === 'string' ? code : '';
  if (name === 'TimeoutError' || /TIMEOUT|TIMEDOUT/.test(mark)) return 'timeout';
  if (name === 'AbortError') return 'aborted';
  if (/^(ENOTFOUND|EAI_|ENODATA)/.test(mark)) return 'dns';
  if (/^Z_|^ERR_(?:_)?BROTLI|DECODER/.test(mark)) return 'encoding';
  if (/TLS|SSL|CERT|SIGNATURE|EPROTO/.test(mark)) return 'tls';
  return sent ? 'cut' : 'connect';
}

/** Our refusals and failures pass; anything else becomes a failure of the phase reached. */
function asOutboundError(error: unknown, sent: boolean): OutboundRefused | OutboundFailed {
  if (error instanceof OutboundRefused || error instanceof OutboundFailed) return error;
  return new OutboundFailed({
    phase: sent ? 'after_send' : 'before_send',
    reason: reasonOf(error, sent),
    cause: error,
  });
}

async function exchange(agent: Dispatcher, url: URL, request: OutboundRequest): Promise<OutboundResponse> {
  const clock = AbortSignal.timeout(request.timeout_ms);
  const mark: Sent = { sent: false, signal: request.signal ? AbortSignal.any([clock, request.signal]) : clock };
  const own = { 'user-agent': USER_AGENT, 'accept-encoding': ACCEPT_ENCODING };
  const theirs = Object.entries(request.headers ?? {}).filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()));
  try {
    const { statusCode, headers, body } = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method,
      headers: { ...Object.fromEntries(theirs), ...own },
      body: request.body ?? null,
      signal: mark.signal,
      headersTimeout: request.timeout_ms,
      bodyTimeout: request.timeout_ms,
      opaque: mark,
    });
    const flat = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), oneLine(value)]),
    );
    const empty = request.method === 'HEAD' || statusCode === 204 || statusCode === 304;
    const encoding = empty ? '' : (flat['content-encoding'] ?? '').trim().toLowerCase();
    return { status: statusCode, headers: flat, body: await readBody(body, encoding, request.max_bytes) };
  } catch (error) {
    throw asOutboundError(error, mark.sent);
  }
}

async function openSocket(gate: Gate, host: string, target: Target & ConnectOptions): Promise<net.Socket> {
  checkLiteral(gate, host, target);
  const socket = net.connect({ host, port: target.port, lookup: pinnedLookup(gate, target) });
  const clock = AbortSignal.timeout(target.timeout_ms ?? CONNECT_TIMEOUT_MS);
  const signal = target.signal ? AbortSignal.any([clock, target.signal]) : clock;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onAbort = () => socket.destroy(signal.reason);
  socket.once('connect', resolve).once('error', reject);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    await promise;
    checkAddress(gate, socket.remoteAddress ?? '', target);
    socket.removeListener('error', reject);
    return socket;
  } catch (error) {
    socket.destroy();
    throw asOutboundError(error, false);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Throws StartRefused when `allow` cannot be read. */
export function makeOutbound({ allow, assertOutsideUnit, log, metrics, resolve }: Settings): Outbound {
  const gate: Gate = { allow: parseAllow(allow), resolve: resolve ?? (host => systemLookup(host, { all: true })) };
  const agents = { public: makeAgent(gate, 'public'), configured: makeAgent(gate, 'configured') };
  const dispatchers = { public: agents.public.compose(noteStart), configured: agents.configured.compose(noteStart) };

  const watched = async <T>(destination: string, work: () => Promise<T>): Promise<T> => {
    assertOutsideUnit();
    try {
      const done = await work();
      metrics?.countOutbound('answered');
      return done;
    } catch (error) {
      metrics?.countOutbound(error instanceof OutboundFailed ? error.phase : 'refused');
      if (error instanceof OutboundRefused) {
        log.security('hub_ssrf_blocked', { 'destination.address': destination, 'hub.reason': error.reason });
      }
      throw error;
    }
  };
  return {
    fetch: (url, request) =>
      watched(URL.canParse(url) ? new URL(url).host : 'illisible', () =>
        exchange(dispatchers[request.rule], parseUrl(gate, url, request.rule), request),
      ),
    connect: (host, port, options) => watched(`${host}:${port}`, () => openSocket(gate, host, { ...options, port })),
    close: async () => void (await Promise.all([agents.public.close(), agents.configured.close()])),
  };
}
