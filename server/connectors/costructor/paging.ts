// Reading a list to its end by page numbers while it changes, without losing a row (README, « Paging »).
//
// Page numbers shift when a row before them is deleted: the row at the edge is then never shown. So each page is asked
// with a limit chosen to make it overlap the one before by at least one row: the last rows seen (anchors) must be in it,
// and what follows them is new. Anchors absent: rows were deleted, or pages are not of the size we asked: step back.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { UpstreamError } from '#platform/upstream.ts';
import type { Rows } from './client.ts';
import { Stamps } from './schemas.ts';
import { toInstant } from './translate.ts';

const FULL_PAGE = 100;
/** Their default. A server that would give fewer rows than this per page is not considered. */
const SMALLEST_PAGE = 10;
const ANCHORS = 5;
/** At one place, before the list is read again from its start; after so many such restarts it has no order to follow. */
const MISSES = 6;
const MAX_RESTARTS = 4;

export type Row = { raw: unknown; id: string | null; created_at: string | null; updated_at: string | null };
export type Order = { by: 'created_at' | 'updated_at'; descending: boolean };

const count = z.int().min(0).max(1_000_000_000);
/** Where a reading stands; small, and enough to go on after a cut. */
export const Place = z.object({
  /** How many rows of the list lie behind us. */
  position: count,
  /** Rows to step back from there before asking. */
  back: count,
  /** The most to ask for, and the most they have given in one page. */
  limit: count.min(1).max(FULL_PAGE),
  shown: count,
  /** They give pages of this size whatever is asked (0: no). Pages then cannot overlap. */
  fixed: count,
  /** The number of their first page: 1 (ASSUMPTION), until another page shows that it is 0. */
  base: z.union([z.literal(0), z.literal(1)]),
  base_sure: z.boolean(),
  anchors: z.array(z.string().max(200)).max(ANCHORS),
  /** The stamp of the last row seen, and whether all rows came in order so far. */
  edge: z.string().max(60).nullable(),
  sorted: z.boolean(),
  announced: count.nullable(),
  furthest: count,
  misses: count,
});
export type Place = z.infer<typeof Place>;
export type Step = { rows: Row[]; place: Place; done: boolean };

export const START: Place = {
  position: 0,
  back: 0,
  limit: FULL_PAGE,
  shown: 0,
  fixed: 0,
  base: 1,
  base_sure: false,
  anchors: [],
  edge: null,
  sorted: true,
  announced: null,
  furthest: 0,
  misses: 0,
};

type Window = { page: number; limit: number; start: number };
type Ask = (page: { _limit: number; _page?: number }) => Promise<Omit<Rows, 'now'>>;
type Seen = { rows: Row[]; window: Window; announced: number | null };

/** Throws UpstreamError: those of `ask`, and `strange` when pages follow no order at all. */
export async function* walk(ask: Ask, from: Place, order: Order): AsyncGenerator<Step> {
  let place = from;
  for (;;) {
    const window = windowAt(place);
    const number = window.page === 1 ? {} : { _page: window.page - 1 + place.base };
    const { rows, announced } = await ask({ _limit: window.limit, ...number });
    const step = advance(place, { rows: distinct(rows.map(toRow)), window, announced }, order);
    place = step.place;
    if (step.rows.length > 0 || step.done) yield step;
    if (step.done) return;
  }
}

/**
 * The page that reaches furthest among those that begin before the place: its first rows are already known. Where no size
 * has such a page (a place that all of them divide), the one that begins at the place itself.
 */
export function windowAt({ position, back, limit, fixed }: Place): Window {
  const place = Math.max(0, position - back);
  const aligned = (size: number) => ({
    page: Math.floor(place / size) + 1,
    limit: size,
    start: place - (place % size),
  });
  if (fixed > 0 || place === 0) return aligned(fixed || limit);
  let best: Window | null = null;
  for (let size = limit; size >= limit / 2; size -= 1) {
    const start = place - 1 - ((place - 1) % size);
    if (start + size > (best ? best.start + best.limit : place)) best = { page: start / size + 1, limit: size, start };
  }
  return best ?? aligned(limit);
}

function advance(place: Place, seen: Seen, order: Order): Step {
  const { rows, window, announced } = seen;
  const known = contiguous(place, seen, order);
  // More than asked and none of it known: their pages have one size. (Known rows put in front of a page are another matter.)
  if (place.fixed === 0 && rows.length > window.limit && (known === 0 || known === null))
    return { rows: [], place: missed({ ...place, fixed: rows.length }, 0), done: false };
  if (known === null) return { rows: [], place: recovered(place, seen, order), done: false };

  const fresh = rows.slice(known);
  // The lower of two counts: rows deleted behind us lower the first, known rows put in front of the page raise it.
  const counted = window.start + rows.length;
  const reached = known > 0 ? Math.min(counted, place.position + fresh.length) : counted;
  const full = rows.length >= window.limit;
  const done = isEnd(place, seen, fresh.length);
  // Nothing new where something should be: another page than asked, or their pages end before ours do.
  if (!done && fresh.length === 0 && place.back === 0)
    return { rows: [], place: missed(full ? place : { ...place, limit: atLeast(rows.length) }, 0), done };
  const next: Place = {
    ...place,
    position: reached,
    back: 0,
    limit: window.start === 0 && !full ? atLeast(rows.length) : place.limit,
    shown: full ? Math.max(place.shown, rows.length) : rows.length,
    anchors: [...place.anchors, ...fresh.flatMap(row => markOf(row) ?? [])].slice(-ANCHORS),
    base_sure: place.base_sure || window.page > 1,
    edge: fresh.at(-1)?.[order.by] ?? place.edge,
    sorted: place.sorted && inOrder([{ [order.by]: known > 0 ? place.edge : null }, ...fresh], order),
    announced,
    ...(reached > place.furthest ? { furthest: reached, misses: 0 } : {}),
  };
  return { rows: fresh, place: next, done };
}

/** Where the new rows of this page begin; null when rows may lie between the last one seen and its first. */
function contiguous(place: Place, { rows, window, announced }: Seen, order: Order): number | null {
  const anchors = new Set(place.anchors);
  const last = rows.findLastIndex(row => anchors.has(markOf(row) ?? ''));
  // Counting pages from 0 is believed only where the anchor stands where it should.
  if (last >= 0)
    return place.base === 0 && !place.base_sure && last > place.position - 1 - window.start ? null : last + 1;
  if (window.start === 0) return 0;
  const shrunk = announced !== null && place.announced !== null && announced < place.announced;
  if (place.fixed > 0 || window.start === place.position) return shrunk ? null : 0;
  // All anchors are gone: in a sorted list, a page with rows on both sides of the last one seen leaves nothing out.
  const [first, end] = [rows[0]?.[order.by], rows.at(-1)?.[order.by]];
  if (!place.sorted || !place.edge || !first || !end || !comesBefore(first, place.edge, order)) return null;
  if (comesBefore(end, place.edge, order)) return null;
  return rows.findIndex(row => row[order.by] !== null && !comesBefore(row[order.by]!, place.edge!, order));
}

/**
 * Fewer rows than asked is no end: they may give less than we ask. It is one when they are known to give more, and either
 * nothing new came (the page overlaps the last one) or their total says so. A total alone proves nothing.
 */
function isEnd(place: Place, { rows, window, announced }: Seen, fresh: number): boolean {
  if (rows.length >= window.limit || place.back > 0) return false;
  if (place.fixed > 0) return fresh === 0;
  if (window.start === 0 && rows.length === 0) return true;
  if (rows.length >= Math.max(SMALLEST_PAGE, place.shown)) return false;
  const reached = window.start + rows.length;
  return announced === reached || (announced === null && rows.length < SMALLEST_PAGE) || fresh === 0;
}

/** What to try when rows may have been left out: count pages from 0, ask again, ask for less, and at last step back. */
function recovered(place: Place, { rows, window, announced }: Seen, order: Order): Place {
  const tried = { ...place, announced };
  const first = rows[0]?.[order.by] ?? null;
  const later = place.sorted && place.edge !== null && first !== null && !comesBefore(first, place.edge, order);
  const elsewhere = rows.length > 0 && !later;
  if (!place.base_sure && window.page > 1) {
    if (place.base === 1) return missed({ ...tried, base: 0 }, 0);
    if (elsewhere) return missed({ ...tried, base: 1, base_sure: true }, 0);
  }
  if (elsewhere && place.fixed === 0) {
    // Rows from before the place: not the page we asked for. Short again, their pages are smaller than we thought.
    const smaller = rows.length < window.limit && place.misses > 0;
    return missed(smaller ? { ...tried, limit: atLeast(rows.length) } : tried, 0);
  }
  return missed(tried, place.position - window.start + Math.ceil(window.limit / 2) * (place.misses + 1));
}

function missed(place: Place, back: number): Place {
  const misses = place.misses + 1;
  if (misses > MAX_RESTARTS * MISSES) throw new UpstreamError({ word: 'strange', sample: 'pages sans ordre stable' });
  // From the start again, with nothing taken for granted.
  if (misses % MISSES === 0) return { ...place, misses, back: place.position, base: 1, base_sure: false };
  return { ...place, misses, back: Math.min(place.position, back) };
}

const atLeast = (rows: number) => Math.max(SMALLEST_PAGE, rows);
const comesBefore = (a: string, b: string, { descending }: Order) => (descending ? a > b : a < b);

function inOrder(rows: readonly Partial<Row>[], order: Order): boolean {
  const stamps = rows.flatMap(row => row[order.by] ?? []);
  return stamps.every((stamp, index) => index === 0 || !comesBefore(stamp, stamps[index - 1]!, order));
}

export function toRow(raw: unknown): Row {
  const { id, createdAt, updatedAt } = Stamps.catch({ id: null, createdAt: null, updatedAt: null }).parse(raw);
  return { raw, id, created_at: toInstant(createdAt), updated_at: toInstant(updatedAt) };
}

/**
 * What a row is known again by. One whose id cannot be read is known by its content, or a list that ends with it would never
 * seem to end; without a stamp of creation nothing says that two alike are neighbours.
 */
function markOf({ raw, id, created_at }: Row): string | null {
  if (id !== null || created_at === null) return id;
  return `#${createHash('sha256').update(JSON.stringify(raw)).digest('hex').slice(0, 32)}`;
}

/** A row given twice in a page counts once; those without an id are all kept. */
function distinct(rows: readonly Row[]): Row[] {
  const seen = new Set<string>();
  return rows.filter(({ id }) => id === null || (!seen.has(id) && seen.add(id)));
}
