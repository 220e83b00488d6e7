// A read from its record to bytes: one statement, which also says who asks and whether anything changed since last time.
import { hash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import type { Sql } from '../db/sql.ts';
import { refused } from '../errors.ts';
import { type Credential, checkAccess, toActor } from '../http/access.ts';
import type { After, Cursors } from '../http/cursor.ts';
import type { AnyRoute, Input } from '../http/route.ts';
import type { Actor } from '../unit.ts';
import type { KeptReplies, Reply } from './kept-replies.ts';
import { type ReadRow, readOnce } from './statement.ts';

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

/** Throws unauthenticated, what checkAccess throws, and the record's `absent`. */
export async function serveRead(record: ReadRoute, asked: Asked, deps: Reads): Promise<{ actor: Actor; reply: Reply }> {
  const { sql, now, input, credential } = asked;
  const name = record.change ? `${credential.name} ${record.path} ${JSON.stringify([input.params, input.query])}` : '';
  const before = name ? deps.kept.get(name) : undefined;
  const row = await readOnce(sql, {
    acteur: credential.acteur(sql, now),
    statement: 'list' in record ? record.list(input, asked) : record.read(input, asked),
    paged: 'list' in record,
    change: record.change?.({ sql, now }) ?? null,
    known: before?.changed ?? null,
  });
  if (!row) throw refused('unauthenticated');
  const actor = toActor(row.acteur);
  checkAccess(record, actor, now);
  if (before && row.changed === before.changed) return { actor, reply: before };
  if (row.body === null) throw refused(('absent' in record && record.absent) || 'route.not_found');
  const body =
    'list' in record ? pageBody(row, row.body, after => deps.cursors.seal(listName(record, input), after)) : row.body;
  if (deps.check_replies) record.reply?.parse(JSON.parse(body.toString()));
  const reply = { body, etag: row.version ? `"${row.version}"` : `"${hash('sha1', body, 'base64url')}"` };
  if (name && row.changed && row.settled) deps.kept.put(name, { ...reply, changed: row.changed });
  return { actor, reply };
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
