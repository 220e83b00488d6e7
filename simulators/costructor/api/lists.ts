// Lists (§4.2, §4.3): a page of 10, parameters with an underscore, everything else ignored without a word.
import { unit } from '../random.ts';
import { type Collection, type Row, since, sorted } from '../store.ts';
import { type Answer, type Call, refuse, say, struck } from './answer.ts';

type Paging = {
  page: number;
  limit: number;
  offset: number;
  sort: string | null;
  descending: boolean;
  after: string | null;
};
type Kind<T> = { write: (row: T) => unknown; where?: ((row: T) => boolean) | undefined };

const SORTS = ['createdAt', 'updatedAt', 'name'];
const INTEGER = /^\d{1,9}$/;

export function answerList<T extends Row>(call: Call, from: Collection<T>, { write, where }: Kind<T>): Answer {
  const paging = readPaging(call);
  if ('status' in paging) return paging;
  const rows = keepHalf(call, candidates(from, paging, where));
  const { offset, limit } = paging;
  if (offset > 0 && offset >= rows.length && call.world.profiles.has('past-end-404')) {
    return refuse(404, 'Cette page n’existe pas.', 'page.not_found');
  }
  const empty = struck(call.drawn, 'empty');
  const again = Math.min(offset, struck(call.drawn, 'duplicate_rows')?.count ?? 0);
  const shown = empty ? [] : cut(rows, { from: offset - again, count: limit + again, descending: paging.descending });
  const lies = struck(call.drawn, 'total_lies');
  const items = lies ? lies.items : empty?.items === 'zero' ? 0 : rows.length;
  return say(200, { data: shown.map(write), metadata: { items } });
}

function readPaging(call: Call): Paging | Answer {
  const { profiles } = call.world;
  const ignored = struck(call.drawn, 'ignore_params')?.names ?? [];
  const asked = (name: string) => (ignored.includes(name) ? null : call.query.get(name));
  const first = profiles.has('zero-based') ? 0 : 1;
  const [rawPage, rawLimit] = [asked('_page'), asked('_limit')];
  const page = atLeast(rawPage, first);
  const limit = atLeast(rawLimit, 1);
  if (profiles.has('strict-paging') && ((rawPage && page === null) || (rawLimit && limit === null))) {
    return refuse(400, 'Les paramètres de pagination sont invalides.', 'pagination.invalid');
  }
  if (profiles.has('cap-refused') && (limit ?? 0) > 100) {
    return refuse(400, 'Le paramètre _limit ne peut pas dépasser 100.', 'pagination.limit');
  }
  const most = Math.min(profiles.has('large-limit') ? 1000 : 100, struck(call.drawn, 'cap')?.limit ?? 1000);
  const kept = Math.min(limit ?? 10, most);
  const paging = { page: page ?? first, limit: kept, offset: ((page ?? first) - first) * kept };
  return { ...paging, ...readOrder(call, asked), after: readDelta(call, asked) };
}

const atLeast = (text: string | null, low: number): number | null =>
  text !== null && INTEGER.test(text) && Number(text) >= low ? Number(text) : null;

function readOrder({ world }: Call, asked: (name: string) => string | null) {
  const sort = world.profiles.has('sort-ignored') ? null : asked('_sort');
  if (sort === null || !SORTS.includes(sort)) return { sort: null, descending: !world.profiles.has('oldest-first') };
  return { sort, descending: asked('_order') === 'desc' };
}

/** The first stamp a filtered list may show; null: no filter, or one that is ignored or cannot be read. */
function readDelta({ world: { profiles } }: Call, asked: (name: string) => string | null): string | null {
  const exclusive = profiles.has('delta-exclusive');
  if (!exclusive && !profiles.has('delta-filter')) return null;
  const at = Date.parse(asked('updatedAt_gte') ?? '');
  if (Number.isNaN(at)) return null;
  const second = exclusive ? Math.floor(at / 1000) + 1 : Math.ceil(at / 1000);
  return new Date(second * 1000).toISOString().replace('.000', '');
}

function candidates<T extends Row>(from: Collection<T>, paging: Paging, where: Kind<T>['where']): readonly T[] {
  const { sort, after } = paging;
  const list = after === null || sort === 'updatedAt' ? sorted(from, sort ?? 'createdAt') : null;
  let rows: readonly T[];
  if (after === null) rows = list!;
  else if (list) rows = since(from, after);
  else rows = sorted(from, sort ?? 'createdAt').filter(row => row.updatedAt >= after);
  return where ? rows.filter(where) : rows;
}

function keepHalf<T extends Row>({ drawn, world }: Call, rows: readonly T[]): readonly T[] {
  const half = struck(drawn, 'half');
  return half ? rows.filter(row => unit(world.plan.seed, 'half', row.id) >= half.share) : rows;
}

/** A slice of an ascending list, read from its end when descending. */
function cut<T>(rows: readonly T[], slice: { from: number; count: number; descending: boolean }): T[] {
  const { from, count, descending } = slice;
  if (!descending) return rows.slice(from, from + count);
  const end = Math.max(0, rows.length - from);
  return rows.slice(Math.max(0, end - count), end).reverse();
}
