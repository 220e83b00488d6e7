// A read from its record to bytes: one statement, which also says who asks and whether anything changed since last time.
import { hash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import type { Sql } from '../db/sql.ts';
import { refused } from '../errors.ts';
import { acteurOf, type Credential, toActor } from '../http/access.ts';
import { nextLink } from '../http/conventions/link.ts';
import type { After, Cursors } from '../http/cursor.ts';
import type { AnyRoute, Input } from '../http/route.ts';
import type { Actor } from '../unit.ts';
import type { AskState } from './ask-states.ts';
import { checkSync, isSync, pageBody } from './changes.ts';
import { cutFields } from './fields.ts';
import type { Kept, KeptReplies, Reply } from './kept-replies.ts';
import { type ReadRow, readOnce } from './statement.ts';

export type Loose = Input<never, never, never>;
export type ReadRoute = Extract<AnyRoute, { read: unknown } | { list: unknown }>;
export type Reads = {
  cursors: Cursors;
  kept: KeptReplies;
  askState: AskState;
  /** In tests every reply is held against its schema; a drift is a 500 there. */
  check_replies: boolean;
};

const HEADERS = { 'cache-control': 'private, no-cache', vary: 'Authorization, Cookie' };

type Asked = {
  sql: Sql;
  /** As it came: path and query. */
  url: string;
  now: Temporal.Instant;
  input: Loose;
  after: After | null;
  credential: Credential;
  /** Whether this caller may make this request. Throws 403 and 429. */
  admit: (actor: Actor, now: Temporal.Instant) => Promise<void>;
};

/** Where the page that is asked for begins. Throws cursor.*. */
export function placeOf(record: ReadRoute, input: Loose, cursors: Cursors): After | null {
  const { cursor } = input.query as { cursor?: string };
  return 'list' in record && cursor ? cursors.open(listName(record, input), cursor) : null;
}

type Answered = { actor: Actor; reply: Reply };

/** Throws unauthenticated, what `admit` throws, cursor.*, and the record's `absent`. */
export async function serveRead(record: ReadRoute, asked: Asked, deps: Reads): Promise<Answered> {
  const { input, credential } = asked;
  if (!record.change) return await readAnew(record, asked, deps);
  const name = `${credential.name} ${input.question}`;
  const before = deps.kept.get(name);
  const still = before ? await stillKnown(record, asked, { before, deps }) : null;
  if (still) return still;
  const { actor, reply, row } = await readAnew(record, asked, deps);
  if (row.changed && row.settled) {
    deps.kept.put(name, { ...reply, changed: row.changed, chantiers: String(actor.chantiers) });
  }
  return { actor, reply };
}

type Keeping = { before: Kept; deps: Reads };

/**
 * What was kept, if nothing it is made of has changed, the chantiers of the key included; one small statement says so, and
 * whether he may still read it.
 */
async function stillKnown(record: ReadRoute, asked: Asked, { before, deps }: Keeping): Promise<Answered | null> {
  const state = await deps.askState(asked.credential, record.change!);
  if (!state) throw refused('unauthenticated');
  const actor = await believe(record, state.acteur, asked);
  const same = state.changed === before.changed && String(actor.chantiers) === before.chantiers;
  return same ? { actor, reply: before } : null;
}

/** Throws what `admit` throws, then 410. */
async function believe(record: ReadRoute, acteur: Record<string, unknown>, asked: Asked): Promise<Actor> {
  const { now, input, after } = asked;
  const actor = toActor(acteur);
  await asked.admit(actor, now);
  if (isSync(record, input)) checkSync(actor, { input, after, now });
  return actor;
}

async function readAnew(record: ReadRoute, asked: Asked, deps: Reads): Promise<Answered & { row: ReadRow }> {
  const { sql, now, input, credential } = asked;
  const row = await readOnce(sql, {
    acteur: acteurOf(credential, asked),
    change: record.change?.({ sql, now }) ?? null,
    statement: 'list' in record ? record.list(input, asked) : record.read(input, asked),
    paged: 'list' in record,
  });
  if (!row) throw refused('unauthenticated');
  const actor = await believe(record, row.acteur, asked);
  if (row.body === null) throw refused(('absent' in record && record.absent) || 'route.not_found');
  const seal = (after: After) => deps.cursors.seal(listName(record, input), after);
  const { whole, next } =
    'list' in record
      ? pageBody(row, { ...asked, actor, seal, sync: isSync(record, input) })
      : { whole: shaped(record, row.body, input), next: null };
  if (deps.check_replies) record.reply?.parse(JSON.parse(whole.toString()));
  const body = input.fields ? cutFields(whole, input.fields) : whole;
  const etag = etagOf(row, body, input.fields);
  const headers = { ...HEADERS, etag, ...(next ? nextLink(asked.url, next) : {}) };
  return { actor, reply: { body, etag, headers }, row };
}

/** The bytes of PostgreSQL, unless the record has something to lay over them. */
function shaped(record: ReadRoute, body: Buffer, input: Loose): Buffer {
  if (!('read' in record) || !record.shape) return body;
  return Buffer.from(JSON.stringify(record.shape(JSON.parse(body.toString()) as never, input)));
}

/** Of a part it is not that of the whole, and still good for If-Match: what follows the number is not compared there. */
function etagOf({ version }: ReadRow, body: Buffer, fields: readonly string[] | null): string {
  if (!version) return `"${hash('sha1', body, 'base64url')}"`;
  if (!fields) return `"${version}"`;
  const [number, ...rest] = String(version).split('-');
  return `"${number}-${rest.join('')}${hash('sha1', fields.join(), 'hex').slice(0, 16)}"`;
}

/** A cursor is only good for the same route, filters and order. */
function listName(record: ReadRoute, input: Loose): string {
  const { cursor: _, limit: __, ...filters } = input.query as Record<string, unknown>;
  return hash('sha256', JSON.stringify([record.path, input.params, filters]), 'base64url').slice(0, 16);
}
