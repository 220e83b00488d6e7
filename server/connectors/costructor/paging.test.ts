import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UpstreamError } from '#platform/upstream.ts';
import { Place, START, type Step, walk, windowAt } from './paging.ts';

const BY_CREATION = { by: 'created_at', descending: false } as const;
type Row = { id: string; createdAt: string };
type Habits = {
  /** How much they give at most, and whether page numbers then count in their size or in ours. */
  cap: number;
  capped_by: 'theirs' | 'ours';
  first_page: 0 | 1;
  limit_ignored: boolean;
  total: 'true' | 'absent' | 'low' | 'high' | 'page';
};
const HONEST: Habits = { cap: 100, capped_by: 'theirs', first_page: 1, limit_ignored: false, total: 'true' };

const rowAt = (n: number): Row => ({
  id: `pj_${n}`,
  createdAt: new Date(1_700_000_000_000 + Math.floor(n / 3) * 1000).toISOString(),
});
const list = (count: number) => Array.from({ length: count }, (_, n) => rowAt(n));

/** A list over there that may change after each answer. */
function server(rows: Row[], habits: Partial<Habits> = {}, change: (call: number, rows: Row[]) => void = () => {}) {
  const { cap, capped_by, first_page, limit_ignored, total } = { ...HONEST, ...habits };
  const calls: string[] = [];
  const ask = async ({ _page = first_page, _limit }: { _page?: number; _limit: number }) => {
    calls.push(`${_page}/${_limit}`);
    if (calls.length > 5_000) throw new Error('endless');
    const size = limit_ignored ? 10 : Math.min(_limit, cap);
    const start = (_page - first_page) * (capped_by === 'theirs' || limit_ignored ? size : _limit);
    const page = rows.slice(start, start + size);
    const totals = { true: rows.length, absent: null, low: 3, high: rows.length + 40, page: page.length };
    const answer = { rows: page, announced: totals[total] };
    change(calls.length, rows);
    return answer;
  };
  return { ask, calls };
}

async function readAll(ask: Parameters<typeof walk>[0], from: Place = START): Promise<string[]> {
  const seen: string[] = [];
  for await (const step of walk(ask, from, BY_CREATION)) seen.push(...step.rows.map(row => row.id!));
  return seen;
}

describe('every row of a list that stands still is read once, in order', () => {
  test.each([
    ['as assumed', {}],
    ['a silent cap of 60', { cap: 60 }],
    ['a silent cap of 10', { cap: 10 }],
    ['a cap that leaves gaps between pages', { cap: 60, capped_by: 'ours' }],
    ['pages counted from 0', { first_page: 0 }],
    ['a cap and pages counted from 0', { first_page: 0, cap: 30 }],
    ['a limit that is ignored', { limit_ignored: true }],
    ['no total', { total: 'absent' }],
    ['a total that lies low', { total: 'low' }],
    ['a total that lies high', { total: 'high' }],
    ['a total that is the length of the page', { total: 'page', cap: 25 }],
  ] satisfies [string, Partial<Habits>][])('%s', async (_, habits) => {
    for (const count of [0, 1, 9, 10, 11, 59, 60, 61, 99, 100, 101, 240, 2_525]) {
      const { ask } = server(list(count), habits);
      expect(await readAll(ask), `${count} rows`).toEqual(list(count).map(row => row.id));
    }
  });
});

test('ten thousand rows cost at most 15 % more calls than pages without overlap', async () => {
  const { ask, calls } = server(list(10_000));
  expect(await readAll(ask)).toHaveLength(10_000);
  expect(calls.length).toBeLessThanOrEqual(115);
});

test('each page begins before the place and ends after it, wherever a size allows', () => {
  const bad: string[] = [];
  for (const limit of [10, 37, 60, 100]) {
    for (let position = limit; position < 6_000; position += 1) {
      const { start, page, limit: size } = windowAt({ ...START, position, limit });
      const overlaps = start < position || limit === 10;
      if (start !== (page - 1) * size || start > position || start + size <= position || !overlaps)
        bad.push(`${position} by ${limit}`);
    }
  }
  expect(bad).toEqual([]);
});

const scenario = fc.record({
  count: fc.integer({ min: 0, max: 700 }),
  habits: fc.record({
    cap: fc.constantFrom(10, 33, 100),
    capped_by: fc.constantFrom('theirs', 'ours'),
    first_page: fc.constantFrom(0, 1),
    total: fc.constantFrom('true', 'absent', 'low', 'high'),
  }) as fc.Arbitrary<Partial<Habits>>,
  // After which call, where in the list (a share), how many.
  deletions: fc.array(
    fc.tuple(
      fc.integer({ min: 1, max: 12 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 40 }),
    ),
    { maxLength: 4 },
  ),
  added: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never;

/** Rows that stayed from start to end and were not read; null when the list was told as strange. */
async function lostIn({ count, habits, deletions, added }: Scenario): Promise<string[] | null> {
  const rows = list(count);
  const gone = new Set<string>();
  let next = count;
  const { ask } = server(rows, habits, call => {
    for (const [when, share, many] of deletions) {
      if (when === call) for (const row of rows.splice(Math.floor(share * rows.length), many)) gone.add(row.id);
    }
    for (const when of added) if (when === call) rows.push(rowAt(next++));
  });
  const read = await readAll(ask).catch(error => {
    if (!(error instanceof UpstreamError && error.is.word === 'strange')) throw error;
    return null;
  });
  if (read === null) return null;
  const seen = new Set(read);
  return list(count).flatMap(({ id }) => (gone.has(id) || seen.has(id) ? [] : id));
}

test('rows deleted behind the reading hide no other; a list that shrinks too often to be followed is said', async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(scenario, async habits => {
      const lost = await lostIn(habits);
      if (lost === null) told += 1;
      expect(lost ?? []).toEqual([]);
    }),
    { numRuns: 200 },
  );
  expect(told).toBeLessThan(3);
});

test('a reading cut anywhere goes on from its last place without loss, even when their pages have become smaller', async () => {
  const steps: Step[] = [];
  const whole = server(list(640));
  for await (const step of walk(whole.ask, START, BY_CREATION)) steps.push(step);
  for (const [index, { place }] of steps.entries()) {
    const before = steps.slice(0, index + 1).flatMap(step => step.rows.map(row => row.id));
    const saved = Place.parse(JSON.parse(JSON.stringify(place)));
    for (const habits of [{}, { cap: 25 }, { cap: 25, capped_by: 'ours' }] as const) {
      const after = await readAll(server(list(640), habits).ask, saved);
      expect(new Set([...before, ...after]).size, `cut after step ${index}`).toBe(640);
    }
  }
});

describe('an accident on one page costs calls, not rows', () => {
  const accidents = {
    'an empty page': () => ({ rows: [], announced: 640 }),
    'the first page in place of another': () => ({ rows: list(100), announced: 640 }),
    'ten rows in place of a page': (start: number) => ({ rows: list(640).slice(start, start + 10), announced: 640 }),
    'rows of the page before put in front': (start: number, size: number) => ({
      rows: list(640).slice(Math.max(0, start - 5), start + size),
      announced: 640,
    }),
    'rows given twice': (start: number, size: number) => {
      const rows = list(640).slice(start, start + size);
      return { rows: [...rows.slice(0, 3), ...rows], announced: 640 };
    },
  };
  test.each(Object.entries(accidents))('%s', async (_, accident) => {
    for (let when = 2; when <= 7; when += 1) {
      const honest = server(list(640));
      let call = 0;
      const ask: typeof honest.ask = async page => {
        call += 1;
        return call === when ? accident(((page._page ?? 1) - 1) * page._limit, page._limit) : honest.ask(page);
      };
      expect(new Set(await readAll(ask)).size, `at call ${when}`).toBe(640);
      expect(call).toBeLessThan(40);
    }
  });
});

test('rows of the page before put in front of every page cost nothing but their reading', async () => {
  const honest = server(list(640));
  const ask: typeof honest.ask = async page => {
    const { rows, announced } = await honest.ask(page);
    const start = ((page._page ?? 1) - 1) * page._limit;
    return { rows: [...list(640).slice(Math.max(0, start - 5), start), ...rows], announced };
  };
  expect(await readAll(ask)).toEqual(list(640).map(row => row.id));
});

test('a list without any stable order is told as strange instead of being read for ever', async () => {
  let seed = 7;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed;
  };
  const ask = async ({ _limit }: { _limit: number }) => ({
    rows: Array.from({ length: _limit }, () => rowAt(random() % 5_000)),
    announced: 5_000,
  });
  const error = await readAll(ask).then(
    () => null,
    thrown => thrown as UpstreamError,
  );
  expect(error?.is.word).toBe('strange');
});
