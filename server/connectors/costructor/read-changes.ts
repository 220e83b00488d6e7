// What changed since a watermark. Their filter is sent and never trusted: filters they do not know are ignored in silence
// (FACT-OBS [C5] [C6]). The answers themselves say whether it worked, and the list sorted by change serves in both cases.
import { z } from 'zod';
import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import type { Cursor, ErpPage, Traits } from '../connector.ts';
import type { Client } from './client.ts';
import { type Order, type Row, START, toRow, walk } from './paging.ts';
import { toChantiers } from './translate.ts';

export const PROJECTS = '/projects';
export const EXPAND = { _expand: 'customer' };
const LAST_CHANGED = { _sort: 'updatedAt', _order: 'desc' };
const BY_CHANGE: Order = { by: 'updated_at', descending: true };
/** Re-read before the watermark: rows committed late with an older stamp, stamps cut to the second. ASSUMPTION (ours). */
const OVERLAP_MS = 120_000;
/** How many of the rows changed last are looked at to see whether they come in that order. */
const HEAD = 10;
const EPOCH = new Date(0).toISOString();

/** `at`: the highest stamp they had when a scan began. Theirs, never our clock. */
export const Watermark = z.object({ at: z.iso.datetime() });
export const Head = z.object({ head: z.string().max(60), watermark: Watermark.nullable() });
export type Head = z.infer<typeof Head>;

type Page = ErpPage<ChantierFromErp>;
export type Reader = { client: Client; observed: Partial<Traits> };

const stampsOf = (rows: readonly Row[]) => rows.flatMap(row => row.updated_at ?? []);

/**
 * The highest stamp that their own clock has reached; '' when there is none at all. One from the future would hide every
 * change until then: its row is read again each time instead.
 */
export function lastChange(rows: readonly Row[], now: string): string {
  const stamps = stampsOf(rows);
  const believed = stamps.filter(stamp => stamp <= now).reduce((max, stamp) => (stamp > max ? stamp : max), '');
  return believed || (stamps.length > 0 ? now : '');
}

/** Their last change, before anything is read. Watermark null: they do not sort by change, or give no stamps. */
export async function readHead(client: Client): Promise<Head> {
  // Asked twice before it is said that the order is not there: once may be an accident.
  let head = '';
  for (let look = 0; look < 2; look += 1) {
    const { rows, now } = await client.list(PROJECTS, { ...LAST_CHANGED, _limit: HEAD });
    if (rows.length === 0) return { head: '', watermark: { at: EPOCH } };
    const seen = rows.map(toRow);
    const stamps = stampsOf(seen);
    head = lastChange(seen, now);
    const inOrder = stamps.every((stamp, index) => index === 0 || stamp <= stamps[index - 1]!);
    if (inOrder && head) return { head, watermark: { at: head } };
  }
  return { head, watermark: null };
}

/** One reading of changes, through one or two lists. */
type Scan = {
  at: string;
  bound: string;
  /** The last change that the first page shows: the next watermark. */
  head: string;
  /** Rows within the bound that were shown, and whether they reach back to the watermark. */
  shown: Set<string>;
  reaches: boolean;
  filter: 'sent' | 'ignored' | 'not_sent';
};

/**
 * Not resumable: cut, it starts again. When they turn out to ignore the order as well, it ends with the watermark it was
 * given and `observed: { incremental: 'none' }`: only a complete reading is valid then.
 */
export async function* readChanged(reader: Reader, since: Cursor): AsyncGenerator<Page> {
  const { at } = Watermark.parse(since);
  const bound = new Date(Date.parse(at) - OVERLAP_MS).toISOString();
  const scan: Scan = { at, bound, head: '', shown: new Set(), reaches: false, filter: 'not_sent' };
  if (reader.observed.incremental !== 'sorted_scan') {
    scan.filter = 'sent';
    yield* readSince(reader, scan);
    // The row that carried the watermark should be there. If it is not, it changed or went, or the filter hides rows.
    if (scan.reaches) return;
    scan.filter = 'not_sent';
  }
  yield* readSince(reader, scan);
}

async function* readSince({ client, observed }: Reader, scan: Scan): AsyncGenerator<Page> {
  const again = scan.shown.size > 0 || scan.head !== '';
  const filter: Record<string, string> =
    scan.filter === 'sent' ? { updatedAt_gte: scan.bound.replace('.000Z', 'Z') } : {};
  let now = '';
  const ask = async (page: Record<string, number>) => {
    const answer = await client.list(PROJECTS, { ...LAST_CHANGED, ...filter, ...EXPAND, ...page });
    now = answer.now;
    return answer;
  };
  for await (const { rows, place, done } of walk(ask, START, BY_CHANGE)) {
    scan.head ||= lastChange(rows, now);
    const fresh = rows.filter(row => row.updated_at === null || row.updated_at >= scan.bound);
    const hidden = again && fresh.some(row => row.id !== null && !scan.shown.has(row.id));
    const older = fresh.length < rows.length;
    if (older && scan.filter === 'sent') scan.filter = 'ignored';
    note(scan, rows, fresh);
    const end = done || older;
    const learnt = end ? await learn({ client, observed }, scan, place.sorted) : null;
    const incremental = learnt ?? (hidden ? 'sorted_scan' : null);
    if (incremental === 'none') scan.reaches = true;
    yield {
      ...toChantiers(fresh.map(row => row.raw)),
      cursor: null,
      watermark: { at: incremental === 'none' ? scan.at : scan.head || scan.at },
      announced: null,
      ...(incremental !== null && incremental !== observed.incremental ? { observed: { incremental } } : {}),
    };
    if (end) return;
  }
}

function note(scan: Scan, rows: readonly Row[], fresh: readonly Row[]): void {
  for (const { id } of fresh) if (id !== null) scan.shown.add(id);
  scan.reaches ||= rows.some(row => row.updated_at !== null && row.updated_at <= scan.at);
}

/** What the end of a list has shown of their order and of their filter; null: nothing new. */
async function learn(reader: Reader, scan: Scan, sorted: boolean): Promise<'filter' | 'sorted_scan' | 'none' | null> {
  if (scan.head === '' && scan.shown.size > 0) return 'none';
  if (scan.filter === 'sent') {
    const works = scan.reaches && (reader.observed.incremental === 'filter' || (await filterWorks(reader, scan)));
    return works ? 'filter' : sorted ? null : 'none';
  }
  if (!sorted) return 'none';
  return scan.filter === 'ignored' ? 'sorted_scan' : null;
}

/** A row from before the bound exists: they left it out because they were asked to. Looked at once per connexion. */
async function filterWorks({ client }: Reader, { bound }: Scan): Promise<boolean> {
  const { rows } = await client.list(PROJECTS, { _sort: 'updatedAt', _order: 'asc', _limit: 1 });
  return rows.map(toRow).some(({ updated_at }) => updated_at !== null && updated_at < bound);
}
