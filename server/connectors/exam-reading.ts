// The exam's part on lists: nothing missed, whatever happens while they are read.
import { expect, test } from 'vitest';
import type { Cursor, ErpPage } from './connector.ts';
import { type Ground, type Here, pick, readThrough, saved, sorted, visible } from './exam-ground.ts';

const SEEDS = [1, 2, 3, 4];
const LONG = { timeout: 60_000 };

export function scanTests<S, C>(here: Here<S, C>): void {
  test('all of them arrive, field by field as in their store', async () => {
    const ground = await here.ground(260);
    const { records, observed, watermark } = await readThrough(from => here.chantiers(ground).all(from));
    const truth = (await ground.truth()).filter(known => known.visible);
    expect(sorted(records.keys())).toEqual(sorted(visible(truth)));
    for (const known of truth) {
      const record = records.get(known.external_id)!;
      expect(record.ok && { ...pick(record.value), visible: true, persons: known.persons }).toEqual(known);
    }
    expect(observed).toBeUndefined();
    if (here.exam.connector.traits.incremental !== 'none') expect(watermark).not.toBeNull();
  });

  test.each([0, 1, 9, 10, 11, 100, 101])('a list of %i is read to its end', async count => {
    const ground = await here.ground(count);
    const { records } = await readThrough(from => here.chantiers(ground).all(from));
    expect(records.size).toBe(count);
  });

  test('none of their other readings loses anything', LONG, async () => {
    const ground = await here.ground(230);
    for (const name of here.exam.readings.others) {
      await ground.reading(name);
      const { records } = await readThrough(from => here.chantiers(ground).all(from));
      expect(sorted(records.keys()), name).toEqual(sorted(visible(await ground.truth())));
      await ground.calm();
    }
  });
}

type Pages = AsyncIterable<ErpPage<{ external_id: string }>>;

/** Ids of so many pages, and the cursor of the last one, as it comes back from the database. */
export async function readPages(pages: Pages, count: number): Promise<{ ids: string[]; cursor: Cursor | null }> {
  const read = { ids: [] as string[], cursor: null as Cursor | null };
  let left = count;
  for await (const page of pages) {
    for (const record of page.records) read.ids.push(record.ok ? record.value.external_id : '?');
    read.cursor = saved(page.cursor);
    left -= 1;
    if (left === 0) break;
  }
  return read;
}

export function cutTests<S, C>(here: Here<S, C>): void {
  test('cut after any page, it goes on at that page in a session that knows nothing else', async () => {
    const ground = await here.ground(450);
    const whole = await readThrough(from => here.chantiers(ground).all(from));
    expect(whole.pages).toBeGreaterThan(2);
    for (let pages = 1; pages < whole.pages; pages += 1) {
      const before = await readPages(here.chantiers(ground).all(null), pages);
      expect(JSON.stringify(before.cursor).length).toBeLessThan(4_000);
      const calls = await ground.calls();
      const after = await readPages(here.chantiers(ground).all(before.cursor), Number.POSITIVE_INFINITY);
      expect(sorted(new Set([...before.ids, ...after.ids]))).toEqual(sorted(whole.records.keys()));
      expect((await ground.calls()) - calls, `after page ${pages}`).toBeLessThanOrEqual(whole.pages - pages + 1);
    }
  });
}

export function meanwhileTests<S, C>(here: Here<S, C>): void {
  test.each(['delete', 'insert', 'touch'] as const)('%s meanwhile: none of those that stay is missed', async what => {
    const ground = await here.ground(420);
    const before = new Set(visible(await ground.truth()));
    await ground.meanwhile(what, 4);
    const { records, watermark } = await readThrough(from => here.chantiers(ground).all(from));
    await ground.calm();
    const changed = watermark ? await readChanges(here, ground, watermark) : new Map();
    const after = visible(await ground.truth());
    expect(after.filter(id => before.has(id) && !records.has(id))).toEqual([]);
    if (watermark) expect(after.filter(id => !records.has(id) && !changed.has(id))).toEqual([]);
  });
}

const readChanges = async <S, C>(here: Here<S, C>, ground: Ground<S, C>, watermark: Cursor) =>
  (await readThrough(() => here.chantiers(ground).changed!(watermark))).records;

async function begin<S, C>(here: Here<S, C>, count: number) {
  const ground = await here.ground(count);
  const { watermark } = await readThrough(from => here.chantiers(ground).all(from));
  return { ground, watermark: watermark! };
}

export function changeTests<S, C>(here: Here<S, C>): void {
  test('what changed or was added is read, and little else', async () => {
    const { ground, watermark } = await begin(here, 400);
    const expected = [...(await ground.change(12)), ...(await ground.add(5))];
    const calls = await ground.calls();
    const records = await readChanges(here, ground, watermark);
    expect(expected.filter(id => !records.has(id))).toEqual([]);
    expect(records.size).toBeLessThan(60);
    expect((await ground.calls()) - calls).toBeLessThanOrEqual(4);
  });

  test('five hundred changed at the same instant, across pages, are all read', async () => {
    const { ground, watermark } = await begin(here, 700);
    const expected = await ground.change(500, { same_instant: true });
    const records = await readChanges(here, ground, watermark);
    expect(expected.filter(id => !records.has(id))).toEqual([]);
  });
}

export function watermarkTests<S, C>(here: Here<S, C>): void {
  test('a row committed late, with a stamp the watermark has passed, is read by the next reading', async () => {
    const { ground, watermark } = await begin(here, 150);
    const late = await ground.change(5, { seconds_late: 60 });
    await ground.later(2);
    await ground.change(3);
    const first = await readThrough(() => here.chantiers(ground).changed!(watermark));
    await ground.later(61);
    const records = await readChanges(here, ground, first.watermark!);
    expect(late.filter(id => !records.has(id))).toEqual([]);
  });

  test('the next reading starts at the watermark of the one before, and nothing is left between them', async () => {
    const { ground, watermark } = await begin(here, 150);
    let at = watermark;
    for (let round = 0; round < 4; round += 1) {
      const expected = await ground.change(8);
      const reading = await readThrough(() => here.chantiers(ground).changed!(at));
      expect(expected.filter(id => !reading.records.has(id))).toEqual([]);
      at = reading.watermark!;
      await ground.later(300);
    }
    expect((await readChanges(here, ground, at)).size).toBeLessThanOrEqual(10);
  });
}

type Filters = NonNullable<Here<unknown, unknown>['exam']['readings']['filters']>;

export function filterTests<S, C>(here: Here<S, C>, filters: Filters): void {
  test.each([
    ['ignores_filter', 'sorted_scan'],
    ['honours_filter', 'filter'],
    ['ignores_order', 'none'],
  ] as const)('an ERP that %s is known for it: %s', async (habit, expected) => {
    const ground = await here.ground(180);
    const { watermark } = await readThrough(from => here.chantiers(ground).all(from));
    await ground.reading(filters[habit]);
    const changed = await ground.change(9);
    const first = await readThrough(() => here.chantiers(ground).changed!(watermark!));
    expect(first.observed).toEqual({ incremental: expected });
    const again = await readThrough(() => here.chantiers(ground, first.observed).changed!(watermark!));
    // Known already: not told again. Without any order, what changed cannot be relied upon and is not asked.
    expect(again.observed).toBeUndefined();
    if (expected === 'none') return;
    for (const { records } of [first, again]) expect(changed.filter(id => !records.has(id))).toEqual([]);
  });

  test('an order ignored from the first day leaves no watermark, and its return is noticed', async () => {
    const ground = await here.ground(180);
    await ground.reading(filters.ignores_order);
    const first = await readThrough(from => here.chantiers(ground).all(from));
    expect([first.watermark, first.observed]).toEqual([null, { incremental: 'none' }]);
    await ground.calm();
    const later = await readThrough(from => here.chantiers(ground, { incremental: 'none' }).all(from));
    expect(later.watermark).not.toBeNull();
    expect(later.observed?.incremental).not.toBe('none');
  });
}

export function everythingTests<S, C>(here: Here<S, C>): void {
  test.each(SEEDS)('seed %i: all that stayed is read, all that changed follows', LONG, async seed => {
    const ground = await here.ground(500, seed);
    const before = new Set(visible(await ground.truth()));
    await ground.everything(seed);
    const chantiers = here.chantiers(ground);
    // Where changes cannot be asked for, everything is read again, as the engine does.
    const follow = (since: Cursor | null) =>
      readThrough(from => (chantiers.changed ? chantiers.changed(since!) : chantiers.all(from)));
    const whole = await readThrough(from => chantiers.all(from));
    const first = await follow(whole.watermark);
    await ground.later(120);
    const second = await follow(first.watermark);
    const seen = new Map([...whole.records, ...first.records, ...second.records]);
    const after = visible(await ground.truth());
    expect(after.filter(id => before.has(id) && !whole.records.has(id))).toEqual([]);
    expect(after.filter(id => !seen.has(id))).toEqual([]);
    // What is in the list no more is told from what may no longer be seen, one by one.
    const absent = sorted(seen.keys()).filter(id => !after.includes(id) && !id.startsWith('?'));
    await ground.calm();
    const gone = await Promise.all(absent.map(id => chantiers.get(id)));
    expect(gone.filter(found => found.state === 'present')).toEqual([]);
  });
}
