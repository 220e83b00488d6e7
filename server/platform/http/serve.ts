// One request through its record: credential, input, access, then the statement, the unit or the outside call.
import type { Temporal } from 'temporal-polyfill';
import type { Sql } from '../db/sql.ts';
import { AppError, refused } from '../errors.ts';
import type { Reply } from '../reads/kept-replies.ts';
import { type Loose, placeOf, type ReadRoute, type Reads, serveRead } from '../reads/serve-read.ts';
import type { Keyring } from '../secrets.ts';
import { type Actor, ANONYMOUS, type Clock, type InUnit } from '../unit.ts';
import { acteurOf, type Credential, checkAccess, toActor } from './access.ts';
import type { Language } from './conventions/language.ts';
import type { Guard } from './guard/guard.ts';
import { makeOnce, Replay, type Replied } from './idempotency/once.ts';
import { parseInput, type Raw } from './parse.ts';
import { readAddress } from './read-address.ts';
import { Answer, type AnyRoute, type RequestFacts, type StreamRoute } from './route.ts';

export type Call = {
  raw: Raw;
  /** On `signature` routes only. */
  headers: Record<string, string>;
  facts: RequestFacts;
  /** When it came. */
  now: Temporal.Instant;
  /** Who it is, as soon as that is known, and headers that go on the answer, even on a refusal. */
  tell: (actor: Actor, headers: Record<string, string>) => void;
  /** As it came: path and query. */
  url: string;
  language: Language;
  credential: Credential | null;
  /** As the header came. */
  idempotency_key: string | undefined;
  if_match: string | undefined;
  if_none_match: string | undefined;
};
type WriteRoute = Extract<AnyRoute, { handle: unknown } | { outside: unknown }>;
export type Served = { status: number; body: string | Buffer | null; headers: Record<string, string>; actor: Actor };
export type Serving = Reads & { sql: Sql; inUnit: InUnit; clock: Clock; guard: Guard; keyring: Keyring };

/** Throws AppError; everything else thrown is a bug. */
export async function serve(record: Exclude<AnyRoute, StreamRoute>, call: Call, deps: Serving): Promise<Served> {
  const open = record.access === 'public' || record.access === 'signature';
  if (!open && !call.credential) throw refused('unauthenticated');
  if ('read' in record || 'list' in record) return await readAndAnswer(record, call, deps);
  return await answerOnce(record, call, deps);
}

/** A request sent again under its Idempotency-Key is answered as it was the first time. */
async function answerOnce(record: WriteRoute, call: Call, deps: Serving): Promise<Served> {
  const asked = { header: call.idempotency_key, raw: call.raw, keyring: deps.keyring };
  const once = makeOnce(record, asked, result => replyOf(record, result, deps));
  try {
    if ('outside' in record) {
      const actor = await identify(record, call, { ...deps, now: call.now });
      const input = { ...inputOf(record, call), once };
      return { ...replyOf(record, await record.outside(input, actor), deps), actor };
    }
    return await deps.inUnit(
      (sql, now) => identify(record, call, { sql: sql as unknown as Sql, now, guard: deps.guard }),
      async unit => {
        const input = inputOf(record, call);
        const result = await once(unit, () => record.handle(unit, input));
        return { ...replyOf(record, result, deps), actor: unit.actor };
      },
      call.facts,
    );
  } catch (error) {
    if (error instanceof Replay) return { ...error.reply, actor: error.actor };
    throw error;
  }
}

type At = { sql: Sql; now: Temporal.Instant; guard: Guard };

/**
 * Believes the credential or throws 401, then what `makeAdmit` throws. A public route is told who calls when that is known, and
 * refuses nobody.
 */
async function identify(record: AnyRoute, call: Call, { sql, now, guard }: At): Promise<Actor> {
  if (!call.credential) return ANONYMOUS;
  const [row] = await acteurOf(call.credential, { sql, now });
  if (!row && record.access === 'public') return ANONYMOUS;
  if (!row) throw refused('unauthenticated');
  const actor = toActor(row);
  if (record.access !== 'public') await makeAdmit(record, call, guard)(actor, now);
  return actor;
}

/**
 * The address and the rate of a good key, once however often its row is read for one request; then the rights of whoever it
 * is, each time. Throws 403, 429, 403.
 */
export function makeAdmit(record: AnyRoute, { raw, facts, tell }: Call, guard: Guard) {
  let guarded = false;
  return async (actor: Actor, now: Temporal.Instant): Promise<void> => {
    if (!guarded) {
      guarded = true;
      const { headers, refusal } = await guard(actor, facts, itemsOf(record, raw));
      tell(actor, headers);
      if (refusal) throw refusal;
    }
    checkAccess(record, actor, now);
  };
}

/** The most that a lot may hold; more is refused for what it is, and counts no more. */
const MAX_ITEMS = 500;

/** Before the body is believed: a caller without quota costs no reading of it. */
function itemsOf({ bulk }: AnyRoute, { body }: Raw): number {
  const items = bulk ? (body as Record<string, unknown> | null | undefined)?.[bulk] : null;
  return Array.isArray(items) ? Math.min(items.length, MAX_ITEMS) : 1;
}

export function inputOf(record: AnyRoute, call: Call): Loose {
  if (record.access === 'signature') return signedInput(record, call);
  const parsed =
    'read' in record || 'list' in record ? readAddress(record, call) : parseInput(record, call.raw, call.language);
  const version = record.versioned ? expectedVersion(call.if_match) : 0;
  return { ...parsed, version, request: call.facts, raw: NO_BYTES, headers: {} } as unknown as Loose;
}

const NO_BYTES = Buffer.alloc(0);

/** Nothing is believed yet: a stranger learns nothing of our schemas. */
function signedInput(record: AnyRoute, { raw, headers, facts }: Call): Loose {
  try {
    const parsed = parseInput(record, { ...raw, body: undefined });
    const bytes = Buffer.isBuffer(raw.body) ? raw.body : NO_BYTES;
    return { ...parsed, version: 0, request: facts, raw: bytes, headers } as unknown as Loose;
  } catch (error) {
    throw new AppError('unauthenticated', { cause: error });
  }
}

function expectedVersion(if_match: string | undefined): number {
  if (if_match === undefined) throw refused('precondition.required');
  // What follows the number tells apart two readings of one version, where more is shown than a person may change.
  const version = /^"(\d{1,9})(?:-[0-9a-f]{1,64})?"$/.exec(if_match.trim())?.[1];
  if (!version) throw refused('precondition.failed');
  return Number(version);
}

/** Who asks and what he may see, in one statement without a transaction (settled.md 6). */
async function readAndAnswer(record: ReadRoute, call: Call, deps: Serving): Promise<Served> {
  const asked = await refuseStranger(record, {
    call,
    deps,
    parse: () => {
      const input = inputOf(record, call);
      return { input, after: placeOf(record, input, deps.cursors) };
    },
  });
  const { now, url } = call;
  const admit = makeAdmit(record, call, deps.guard);
  const credential = call.credential!;
  const { actor, reply } = await serveRead(record, { sql: deps.sql, now, url, ...asked, credential, admit }, deps);
  const { headers } = reply;
  if (isKnown(call.if_none_match, reply)) return { status: 304, body: null, headers, actor };
  const file = await fileOf(record, reply.body, asked.input);
  return file
    ? { status: 200, body: file.bytes, headers: { ...headers, ...file.headers }, actor }
    : { status: 200, body: reply.body, headers, actor };
}

async function fileOf(record: ReadRoute, body: Buffer, input: Loose) {
  if (!('produces' in record) || !record.produces) return null;
  const { bytes, nom } = await record.write(JSON.parse(body.toString()) as never, input);
  const type = record.produces === 'text/csv' ? 'text/csv; charset=utf-8' : record.produces;
  return { bytes, headers: { 'content-type': type, 'content-disposition': `attachment; filename="${nom}"` } };
}

const isKnown = (if_none_match: string | undefined, { etag }: Reply): boolean =>
  if_none_match === etag || (if_none_match?.split(',').some(tag => tag.trim().replace(/^W\//, '') === etag) ?? false);

type Refusing<T> = { call: Call; deps: Serving; parse: () => T };

/** What is wrong with a request is told to whom may make it: a stranger learns nothing of our schemas, nor of our cursors. */
export async function refuseStranger<T>(record: AnyRoute, { call, deps, parse }: Refusing<T>): Promise<T> {
  try {
    return parse();
  } catch (error) {
    await identify(record, call, { ...deps, now: call.now });
    throw error;
  }
}

function replyOf(record: AnyRoute, result: unknown, { check_replies }: Serving): Replied {
  const {
    body,
    headers,
    status = record.status ?? (record.reply ? 200 : 204),
  } = result instanceof Answer ? result : new Answer(result, {});
  if (!record.reply) return { status, body: null, headers };
  if (check_replies) record.reply.parse(body);
  const version = (body as { version?: unknown }).version;
  return {
    status,
    body: JSON.stringify(body),
    headers: {
      'cache-control': record.secret_reply ? 'no-store' : 'private, no-cache',
      ...(typeof version === 'number' ? { etag: `"${version}"` } : {}),
      ...headers,
    },
  };
}
