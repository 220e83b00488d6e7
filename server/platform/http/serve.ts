// One request through its record: credential, input, access, then the statement, the unit or the outside call.
import { hash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { type ReadRow, readOnce } from '../db/read.ts';
import type { Fragment, Sql } from '../db/sql.ts';
import { refused } from '../errors.ts';
import { type Actor, ANONYMOUS, type Clock, type InUnit } from '../unit.ts';
import { type Credential, checkAccess, toActor } from './access.ts';
import type { After, Cursors } from './cursor.ts';
import { parseInput, type Raw } from './parse.ts';
import { Answer, type AnyRoute, type Input, type RequestFacts } from './route.ts';

export type Call = {
  raw: Raw;
  facts: RequestFacts;
  credential: Credential | null;
  if_match: string | undefined;
  if_none_match: string | undefined;
};
export type Served = { status: number; body: string | Buffer | null; headers: Record<string, string>; actor: Actor };
export type Serving = {
  sql: Sql;
  inUnit: InUnit;
  clock: Clock;
  cursors: Cursors;
  /** In tests every reply is held against its schema; a drift is a 500 there. */
  check_replies: boolean;
};

type Loose = Input<never, never, never>;

/** Throws AppError; everything else thrown is a bug. */
export async function serve(record: AnyRoute, call: Call, deps: Serving): Promise<Served> {
  const open = record.access === 'public';
  if (!open && !call.credential) throw refused('unauthenticated');
  if ('read' in record || 'list' in record) return await serveRead(record, call, deps);
  if ('handle' in record) {
    return await deps.inUnit(
      (sql, now) => identify(record, call.credential, { sql: sql as unknown as Sql, now }),
      async unit => {
        const body = await record.handle(unit, inputOf(record, call));
        return answer(record, body, { actor: unit.actor, deps });
      },
      call.facts,
    );
  }
  const actor = await identify(record, call.credential, { sql: deps.sql, now: deps.clock() });
  return answer(record, await record.outside(inputOf(record, call), actor), { actor, deps });
}

type At = { sql: Sql; now: Temporal.Instant };

/** Believes the credential or throws 401, then 403. A public route is told who calls when that is known, and refuses nobody. */
async function identify(record: AnyRoute, credential: Credential | null, { sql, now }: At): Promise<Actor> {
  if (!credential) return ANONYMOUS;
  const [row] = await credential.acteur(sql, now);
  if (!row && record.access === 'public') return ANONYMOUS;
  if (!row) throw refused('unauthenticated');
  const actor = toActor(row);
  if (record.access !== 'public') checkAccess(record, actor, now);
  return actor;
}

function inputOf(record: AnyRoute, call: Call): Loose {
  const parsed = parseInput(record, call.raw);
  const version = record.versioned ? expectedVersion(call.if_match) : 0;
  return { ...parsed, version, request: call.facts } as unknown as Loose;
}

function expectedVersion(if_match: string | undefined): number {
  if (if_match === undefined) throw refused('precondition.required');
  const version = /^"(\d{1,9})"$/.exec(if_match.trim())?.[1];
  if (!version) throw refused('precondition.failed');
  return Number(version);
}

/** Who asks and what he may see, in one statement without a transaction (settled.md 6). */
async function serveRead(record: AnyRoute, call: Call, deps: Serving): Promise<Served> {
  const at = { sql: deps.sql, now: deps.clock() };
  let planned: { list: string; statement: Fragment };
  try {
    planned = planRead(record, inputOf(record, call), { ...at, cursors: deps.cursors });
  } catch (error) {
    await identify(record, call.credential, at); // a stranger learns nothing of our schemas
    throw error;
  }
  const { list, statement } = planned;
  const acteur = call.credential!.acteur(at.sql, at.now);
  const row = await readOnce(at.sql, { acteur, statement, paged: 'list' in record });
  if (!row) throw refused('unauthenticated');
  const actor = toActor(row.acteur);
  checkAccess(record, actor, at.now);
  if (row.body === null) throw refused(('absent' in record && record.absent) || 'route.not_found');
  const body = 'list' in record ? pageBody(row, row.body, (after: After) => deps.cursors.seal(list, after)) : row.body;
  if (deps.check_replies) record.reply?.parse(JSON.parse(body.toString()));
  return cached(body, { version: row.version, actor, call });
}

function planRead(
  record: AnyRoute,
  input: Loose,
  { cursors, ...at }: At & { cursors: Cursors },
): { list: string; statement: Fragment } {
  if ('read' in record) return { list: '', statement: record.read(input, at) };
  if (!('list' in record)) throw new Error('not a read');
  const list = listName(record, input);
  const { cursor } = input.query as { cursor?: string };
  const after = cursor ? cursors.open(list, cursor) : null;
  return { list, statement: record.list(input, { ...at, after }) };
}

/** A cursor is only good for the same route, filters and order. */
function listName(record: AnyRoute, input: Loose): string {
  const { cursor: _, limit: __, ...filters } = input.query as Record<string, unknown>;
  return hash('sha256', JSON.stringify([record.path, filters]), 'base64url').slice(0, 16);
}

const START_OF_PAGE = Buffer.from('{"items":');

function pageBody({ last, more }: ReadRow, items: Buffer, seal: (after: After) => string): Buffer {
  const next = more && last ? seal({ key: last[0], id: last[1] }) : null;
  return Buffer.concat([START_OF_PAGE, items, Buffer.from(`,"next_cursor":${JSON.stringify(next)}}`)]);
}

function cached(body: Buffer, { version, actor, call }: { version: number | null; actor: Actor; call: Call }): Served {
  const etag = version ? `"${version}"` : `"${hash('sha1', body, 'base64url')}"`;
  const headers = { etag, 'cache-control': 'private, no-cache', vary: 'Authorization, Cookie' };
  const known = call.if_none_match?.split(',').some(tag => tag.trim().replace(/^W\//, '') === etag);
  return known ? { status: 304, body: null, headers, actor } : { status: 200, body, headers, actor };
}

type Answering = { actor: Actor; deps: Serving };

function answer(record: AnyRoute, result: unknown, { actor, deps }: Answering): Served {
  const { body, headers } = result instanceof Answer ? result : new Answer(result, {});
  const status = record.status ?? (record.reply ? 200 : 204);
  if (!record.reply) return { status, body: null, headers, actor };
  if (deps.check_replies) record.reply.parse(body);
  const version = (body as { version?: unknown }).version;
  return {
    status,
    body: JSON.stringify(body),
    headers: {
      'cache-control': record.secret_reply ? 'no-store' : 'private, no-cache',
      ...(typeof version === 'number' ? { etag: `"${version}"` } : {}),
      ...headers,
    },
    actor,
  };
}
