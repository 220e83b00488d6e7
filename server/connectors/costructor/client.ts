// Requests to Costructor, and what each answer means in the seven words. No retry, no wait, no decision here.
// What is written is looked at with other eyes: an answer that cannot be read leaves it in doubt (`write`).
//
// Where the body must be looked at before a word is chosen:
// - the status wins over the body: HTML on a 5xx is `unavailable`, HTML on a 429 is `busy`;
// - 200 with HTML or with JSON of another shape is `strange`: asking again would not help;
// - 200 with an error (`message`) instead of `data` is `unavailable`: they say that they failed, only the status is wrong;
// - JSON that stops in the middle is `unavailable`: something on the way cut it, the next answer is usually whole;
// - an answer above 8 MB is `strange`: it would come back as large.
import type { z } from 'zod';
import { OutboundFailed, type OutboundRequest, type OutboundResponse } from '#platform/outbound.ts';
import { type Effect, fromStatus, fromWire, UpstreamError } from '#platform/upstream.ts';
import type { ErpWorld } from '../connector.ts';
import { ErrorAnswer, ListAnswer, ObjectAnswer } from './schemas.ts';

const TIMEOUT_MS = 20_000;
const MAX_BYTES = 8 * 1024 * 1024;
/** Waits that were seen to clear a 429 without Retry-After. FACT-OBS [C1]. No jitter: one caller per account. */
const BLIND_WAITS_S = [2, 4, 8, 16] as const;

/** `now`: their clock when they answered, ISO in UTC. */
export type Rows = { rows: unknown[]; announced: number | null; now: string };
export type Client = {
  list(path: string, query: Record<string, string | number>): Promise<Rows>;
  /** `gone`: 404 or 410 said in their own form. `forbidden`: 403, whose meaning depends on the rest of the account. */
  object(path: string, query: Record<string, string>): Promise<Record<string, unknown> | 'gone' | 'forbidden'>;
  /** Throws `doubtful` as soon as it may have been done and they did not say so in a form that can be read. */
  write(method: 'POST' | 'DELETE', path: string, body?: object): Promise<Written>;
};
/** `refused`: in their own form, so it was not done; `texte` is as it came. A 403 may be the line's or the account's. */
export type Written =
  | { is: 'done'; data: Record<string, unknown> }
  | { is: 'refused'; status: number; code: string | null; texte: string };

type Access = { base_url: string; api_key: string };

/** OutboundRefused (an address the hub may not reach) passes as it came: it is our rule, not their trouble (erp-links names it). */
export function makeClient(access: Access, world: ErpWorld): Client {
  const pace = blindPace(world);
  const call = caller(access, world);
  const get = async (path: string, query: Record<string, string | number>): Promise<OutboundResponse> => {
    try {
      return await call({ method: 'GET', path, query });
    } catch (error) {
      throw unreadableOnTheWire(error) ?? fromWire(error, 'read');
    }
  };

  return {
    async list(path, query) {
      const response = await get(path, query);
      // A page past the end is empty (ASSUMPTION), or missing in another reading.
      if (query['_page'] !== undefined && saysGone(response))
        return { rows: [], announced: null, now: theirNow(response, world) };
      pace.check(response);
      const { data, metadata } = readJson(response, ListAnswer);
      const items = metadata?.items;
      return { rows: data, announced: isCount(items) ? items : null, now: theirNow(response, world) };
    },
    async object(path, query) {
      const response = await get(path, query);
      if (saysGone(response)) return 'gone';
      if (response.status === 403) return 'forbidden';
      pace.check(response);
      return readJson(response, ObjectAnswer).data;
    },
    async write(method, path, body) {
      const response = await call({ method, path, body }).catch(error => {
        throw fromWire(error, 'write');
      });
      if (response.status !== 403) pace.check(response, 'write');
      return readWritten(response);
    },
  };
}

type Call = {
  method: OutboundRequest['method'];
  path: string;
  query?: Record<string, string | number>;
  body?: object | undefined;
};

const caller =
  ({ base_url, api_key }: Access, { outbound, signal }: ErpWorld) =>
  async ({ method, path, query = {}, body }: Call): Promise<OutboundResponse> => {
    const url = new URL(`${base_url.replace(/\/+$/, '')}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const headers = { accept: 'application/json', authorization: `Bearer ${api_key}` };
    return await outbound.fetch(url, {
      ...{ method, timeout_ms: TIMEOUT_MS, max_bytes: MAX_BYTES, rule: 'public' },
      headers: body ? { ...headers, 'content-type': 'application/json' } : headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
      ...(signal ? { signal } : {}),
    });
  };

/** Only their own form refuses: a page in front of them says nothing of a line. An error said in a success may be done. */
function readWritten(response: OutboundResponse): Written {
  const { status, body } = response;
  const json = jsonOf(body);
  const { message, code } = ErrorAnswer.catch({}).parse(json);
  if (status >= 200 && status < 300) {
    const data = ObjectAnswer.safeParse(json).data?.data;
    if (!data && (isPage(response) || message !== undefined)) throw new UpstreamError({ word: 'doubtful' });
    return { is: 'done', data: data ?? {} };
  }
  if (message !== undefined) return { is: 'refused', status, code: code ?? null, texte: message };
  if (status === 403) throw new UpstreamError({ word: 'denied', why: 'rights' });
  throw strange(isPage(response) ? `page HTML (statut ${status})` : `refus ${status}`);
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

/** Throws the word of this answer, if it has one; 429 without a usable Retry-After waits longer each time in a row. */
function blindPace(world: ErpWorld) {
  let refusals = 0;
  return {
    check({ status, headers }: OutboundResponse, effect: Effect = 'read'): void {
      const now_ms = world.now_ms();
      const told = waitSeconds(headers, now_ms);
      const waits = BLIND_WAITS_S[Math.min(refusals, BLIND_WAITS_S.length - 1)]!;
      refusals = status === 429 ? refusals + 1 : 0;
      const retry_after = told ?? (status === 429 ? String(waits) : undefined);
      const word = fromStatus({ status, retry_after, effect, now_ms });
      if (word) throw word;
    },
  };
}

/** Retry-After in seconds. A date is measured against their own clock where they give it: it may be minutes away from ours. */
function waitSeconds(headers: Record<string, string>, now_ms: number): string | undefined {
  const header = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}$/.test(header)) return header;
  const theirs_ms = Date.parse(headers['date'] ?? '');
  const wait_ms = Date.parse(header) - (Number.isFinite(theirs_ms) ? theirs_ms : now_ms);
  return Number.isFinite(wait_ms) ? String(Math.max(0, Math.ceil(wait_ms / 1000))) : undefined;
}

/** `Date` is cut to the second: the end of that second. Ours where they give none. */
function theirNow({ headers }: OutboundResponse, { now_ms }: ErpWorld): string {
  const theirs_ms = Date.parse(headers['date'] ?? '') + 999;
  return new Date(Number.isFinite(theirs_ms) ? theirs_ms : now_ms()).toISOString();
}

/** Above it, a total is no count of chantiers. */
const MAX_ANNOUNCED = 1_000_000_000;
const isCount = (items: unknown): items is number =>
  Number.isSafeInteger(items) && Number(items) >= 0 && Number(items) <= MAX_ANNOUNCED;

const isPage = ({ headers, body }: OutboundResponse): boolean =>
  /html/i.test(headers['content-type'] ?? '') || /^\s*</.test(body.subarray(0, 200).toString('latin1'));

/** Only in their own error form: the bare 404 of a gateway in front of them speaks of no chantier. */
function saysGone({ status, body }: OutboundResponse): boolean {
  if (status !== 404 && status !== 410) return false;
  return ErrorAnswer.safeParse(jsonOf(body)).data?.message !== undefined;
}

/** Samples say what came, never what it contained: bodies hold names. */
const strange = (sample: string) => new UpstreamError({ word: 'strange', sample });

function readJson<T extends z.ZodType>(response: OutboundResponse, schema: T): z.infer<T> {
  const { status } = response;
  if (isPage(response)) throw strange(`page HTML (statut ${status})`);
  const json = parse(response.body.toString('utf8'));
  if (status < 200 || status > 299) {
    const { code } = ErrorAnswer.catch({}).parse(json);
    throw strange(`refus ${status}${code ? `, code ${code}` : ''}`);
  }
  const answer = schema.safeParse(json);
  if (!answer.success && ErrorAnswer.safeParse(json).data?.message !== undefined)
    throw new UpstreamError({ word: 'unavailable' });
  if (!answer.success) throw strange(`JSON d’une autre forme (statut ${status}, clés : ${keysOf(json)})`);
  return answer.data;
}

/** The parser's own message quotes the body: it goes nowhere. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (/^\s*[{[]/.test(text) && !isClosed(text)) throw new UpstreamError({ word: 'unavailable' });
    throw strange(text.trim() === '' ? 'réponse vide' : 'réponse qui n’est pas du JSON');
  }
}

function isClosed(json: string): boolean {
  const brackets = json.replace(/"(?:[^"\\]|\\.)*("|$)/gs, (_, end) => (end === '' ? '[' : ''));
  const depth = (open: RegExp) => brackets.match(open)?.length ?? 0;
  return depth(/[{[]/g) <= depth(/[}\]]/g);
}

const keysOf = (json: unknown): string =>
  typeof json === 'object' && json !== null
    ? Object.keys(json)
        .filter(key => /^\w{1,40}$/.test(key))
        .slice(0, 8)
        .join(', ')
    : typeof json;

function unreadableOnTheWire(error: unknown): UpstreamError | null {
  if (!(error instanceof OutboundFailed)) return null;
  if (error.reason === 'too_large') return strange('réponse de plus de 8 Mo');
  return error.reason === 'encoding' ? strange('réponse dans un codage inconnu') : null;
}
