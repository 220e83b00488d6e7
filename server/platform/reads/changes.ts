// Reading in the order of change, page after page and month after month: nothing is missed, and what cannot be told is 410.
import { hash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { TOMBSTONE_DAYS } from '#contract/page.ts';
import { refused } from '../errors.ts';
import type { After } from '../http/cursor.ts';
import type { AnyRoute, Input } from '../http/route.ts';
import type { Actor } from '../unit.ts';
import type { ReadRow } from './statement.ts';

type Loose = Input<never, never, never>;
type Asked = { input: Loose; after: After | null; now: Temporal.Instant };
type ChangesQuery = { sort?: string; updated_since?: string; include_deleted?: string };

const queryOf = ({ query }: Loose): ChangesQuery => query as ChangesQuery;

/** Whether this page is one of a reading in the order of change. */
export const isSync = (record: AnyRoute, input: Loose): boolean =>
  'list' in record && record.changes === true && queryOf(input).sort === 'changed';

/**
 * Throws cursor.perimeter when the caller does not see what the reader of this cursor saw (what he lost is not written
 * anywhere), and cursor.expired when deletions that he has not heard of may be forgotten.
 */
export function checkSync(actor: Actor, { input, after, now }: Asked): void {
  if (after && after.sync?.perimeter !== perimeterOf(actor)) throw refused('cursor.perimeter');
  const { updated_since, include_deleted } = queryOf(input);
  const since = after ? after.sync?.since : include_deleted === 'true' ? updated_since : undefined;
  const oldest = now.subtract({ hours: 24 * TOMBSTONE_DAYS });
  if (since && dayOf(since) < dayOf(oldest.toString())) throw refused('cursor.expired');
}

const dayOf = (instant: string): string => new Date(instant).toISOString().slice(0, 10);

/** The same for whoever sees the same: the key that replaces another goes on with its cursors. */
const perimeterOf = ({ personne_id, voit_tout, chantiers }: Actor): string =>
  hash('sha256', JSON.stringify([personne_id, voit_tout, chantiers?.toSorted() ?? null]), 'base64url').slice(0, 16);

type Paging = Asked & { actor: Actor; seal: (after: After) => string; sync: boolean };

const BEGINNING: After = { key: '0', id: '00000000-0000-0000-0000-000000000000' };

/**
 * The page around its items, and the cursor of what can be read on now. In the order of change the one in the body never is
 * null: it goes on from the last row there was.
 */
export function pageBody(
  row: ReadRow,
  { sync, actor, after, now, input, seal }: Paging,
): { whole: Buffer; next: string | null } {
  const { more, body, deleted } = row;
  const last = row.last ? { key: row.last[0], id: row.last[1] } : null;
  if (!sync) {
    const next = more && last ? seal(last) : null;
    return { whole: around(body, { next_cursor: next }), next };
  }
  const today = now.toString().slice(0, 10);
  // Since when he has not read to the end: of a reading that goes on over several days, the first one.
  const since = more ? (after?.sync?.since ?? today) : today;
  const { key, id } = last ?? after ?? BEGINNING;
  const next_cursor = seal({ key, id, sync: { since, perimeter: perimeterOf(actor) } });
  const gone = queryOf(input).include_deleted === 'true' ? { deleted: deleted ?? [] } : {};
  return { whole: around(body, { ...gone, next_cursor, has_more: more }), next: more ? next_cursor : null };
}

const START = Buffer.from('{"items":');

/** `items` stays the bytes that PostgreSQL built. */
const around = (items: Buffer | null, rest: object): Buffer =>
  Buffer.concat([START, items ?? Buffer.from('[]'), Buffer.from(`,${JSON.stringify(rest).slice(1)}`)]);
