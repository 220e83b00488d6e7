// A read from its record to bytes: one statement, which also says who asks and whether anything changed since last time.
import { hash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import type { Sql } from '../db/sql.ts';
import { refused } from '../errors.ts';
import { type Credential, checkAccess, toActor } from '../http/access.ts';
import type { After, Cursors } from '../http/cursor.ts';
import type { AnyRoute, Input } from '../http/route.ts';
import type { Actor } from '../unit.ts';
import type { Kept, KeptReplies, Reply } from './kept-replies.ts';
import { type ReadRow, readOnce, readState } from './statement.ts';

export type Loose = Input<never, never, never>;
export type ReadRoute = Extract<AnyRoute, { read: unknown } | { list: unknown }>;
export type Reads = {
  cursors: Cursors;
  kept: KeptReplies;
  /** In tests every reply is held against its schema; a drift is a 500 there. */
  check_replies: boolean;
};

type Asked = { sql: Sql; now: Temporal.Instant; input: Loose; after: After | null; credential: Credential };

/** Where the page that is asked for begins. Throws cursor.*. */
export function placeOf(record: ReadRoute, input: Loose, cursors: Cursors): After | null {
  const { cursor } = input.query as { cursor?: string };
  return 'list' in record && cursor ? cursors.open(listName(record, input), cursor) : null;
}

type Answered = { actor: Actor; reply: Reply };

/** Throws unauthenticated, what checkAccess throws, and the record's `absent`. */
export async function serveRead(record: ReadRoute, asked: Asked, deps: Reads): Promise<Answered> {
  const { input, credential } = asked;
  if (!record.change) return await readAnew(record, asked, deps);
  const name = `${credential.name} ${record.path} ${JSON.stringify([input.params, input.query])}`;
  const before = deps.kept.get(name);
  const still = before ? await stillKnown(record, asked, before) : null;
  if (still) return still;
  const { actor, reply, row } = await readAnew(record, asked, deps);
  if (row.changed && row.settled) deps.kept.put(name, { ...reply, changed: row.changed });
  return { actor, reply };
}

/** What was kept, if nothing it is made of has changed; one small statement says so, and whether he may still read it. */
async function stillKnown(record: ReadRoute, { sql, now, credential }: Asked, before: Kept): Promise<Answered | null> {
  const state = await readState(sql, { acteur: credential.acteur(sql, now), change: record.change!({ sql, now }) });
  if (!state) throw refused('unauthenticated');
  const actor = toActor(state.acteur);
  checkAccess(record, actor, now);
  return state.changed === before.changed ? { actor, reply: before } : null;
}

async function readAnew(record: ReadRoute, asked: Asked, deps: Reads): Promise<Answered & { row: ReadRow }> {
  const { sql, now, input, credential } = asked;
  const row = await readOnce(sql, {
    acteur: credential.acteur(sql, now),
    change: record.change?.({ sql, now }) ?? null,
    statement: 'list' in record ? record.list(input, asked) : record.read(input, asked),
    paged: 'list' in record,
  });
  if (!row) throw refused('unauthenticated');
  const actor = toActor(row.acteur);
  checkAccess(record, actor, now);
  if (row.body === null) throw refused(('absent' in record && record.absent) || 'route.not_found');
  const body =
    'list' in record ? pageBody(row, row.body, after => deps.cursors.seal(listName(record, input), after)) : row.body;
  if (deps.check_replies) record.reply?.parse(JSON.parse(body.toString()));
  const etag = row.version ? `"${row.version}"` : `"${hash('sha1', body, 'base64url')}"`;
  return { actor, reply: { body, etag }, row };
}

/** A cursor is only good for the same route, filters and order. */
function listName(record: ReadRoute, input: Loose): string {
  const { cursor: _, limit: __, ...filters } = input.query as Record<string, unknown>;
  return hash('sha256', JSON.stringify([record.path, filters]), 'base64url').slice(0, 16);
}

const START_OF_PAGE = Buffer.from('{"items":');

function pageBody({ last, more }: ReadRow, items: Buffer, seal: (after: After) => string): Buffer {
  const next = more && last ? seal({ key: last[0], id: last[1] }) : null;
  return Buffer.concat([START_OF_PAGE, items, Buffer.from(`,"next_cursor":${JSON.stringify(next)}}`)]);
}
