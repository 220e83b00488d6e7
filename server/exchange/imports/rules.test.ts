import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  firstDay,
  genreDue,
  isShortList,
  isUnreadable,
  isWorthTelling,
  MAX_HINTS,
  nextHintTry,
  nextReadingAt,
  outcomeOf,
  type Rhythm,
} from './rules.ts';

const at = (text: string) => Temporal.ZonedDateTime.from(`${text}[Europe/Paris]`).toInstant();
const daily = (over: Partial<Rhythm> = {}): Rhythm => ({
  frequence: 'quotidien',
  heure: '05:00',
  tells_changes: true,
  complet_at: null,
  last_at: null,
  failed: false,
  ...over,
});

/** Ticks of a whole period, one a minute; each reading asked for is what the next tick knows. */
function readings(
  rhythm: Rhythm,
  from: string,
  { hours, asleep = () => false }: { hours: number; asleep?: (n: number) => boolean },
) {
  const asked: string[] = [];
  let { complet_at, last_at } = rhythm;
  for (let n = 0; n <= hours * 60; n += 1) {
    const now = at(from).add({ minutes: n });
    if (asleep(n)) continue;
    const genre = genreDue({ ...rhythm, complet_at, last_at }, now);
    if (!genre) continue;
    if (genre === 'complet') complet_at = now.toString();
    last_at = now.toString();
    asked.push(
      `${genre} ${now.toZonedDateTimeISO('Europe/Paris').toPlainDateTime().toString({ smallestUnit: 'minute' })}`,
    );
  }
  return asked;
}

describe('once a day at the chosen hour of Paris', () => {
  const before = at('2026-11-23T05:00').toString();

  test('reads once each day, at that hour', () => {
    expect(readings(daily({ complet_at: before }), '2026-11-23T06:00', { hours: 72 })).toEqual([
      'complet 2026-11-24T05:00',
      'complet 2026-11-25T05:00',
      'complet 2026-11-26T05:00',
    ]);
  });

  test('a hub that was off at that hour catches up as it starts, and only once', () => {
    const asleep = (n: number) => n > 30 && n < 36 * 60;
    expect(readings(daily({ complet_at: before }), '2026-11-23T06:00', { hours: 60, asleep })).toEqual([
      'complet 2026-11-24T18:00',
      'complet 2026-11-25T05:00',
    ]);
  });

  test.each([
    [
      '29 March 2026, an hour of 23',
      '2026-03-28T03:00',
      ['complet 2026-03-28T05:00', 'complet 2026-03-29T05:00', 'complet 2026-03-30T05:00'],
    ],
    [
      '25 October 2026, a day of 25',
      '2026-10-24T03:00',
      ['complet 2026-10-24T05:00', 'complet 2026-10-25T05:00', 'complet 2026-10-26T05:00'],
    ],
  ])('%s: once, at 05:00 of the clock on the wall', (_day, from, expected) => {
    const last = at(from).subtract({ hours: 20 }).toString();
    expect(readings(daily({ complet_at: last }), from, { hours: 60 })).toEqual(expected);
  });

  test.each([
    [
      'an hour that does not exist',
      '2026-03-28T12:00',
      '02:30',
      ['complet 2026-03-29T03:30', 'complet 2026-03-30T02:30'],
    ],
    ['an hour that comes twice', '2026-10-24T12:00', '02:30', ['complet 2026-10-25T02:30', 'complet 2026-10-26T02:30']],
  ])('%s makes one reading, not none and not two', (_what, from, heure, expected) => {
    const last = at(from).subtract({ hours: 1 }).toString();
    expect(readings(daily({ heure, complet_at: last }), from, { hours: 42 })).toEqual(expected);
  });

  test('midnight and the last minute of the day are hours like others', () => {
    for (const heure of ['00:00', '23:59']) {
      const last = at('2026-11-22T23:59').toString();
      const asked = readings(daily({ heure, complet_at: last }), '2026-11-23T00:00', { hours: 47.99 });
      expect(asked.map(line => line.slice(-5))).toEqual([heure, heure]);
    }
  });
});

describe('in real time', () => {
  const live = daily({ frequence: 'temps_reel', complet_at: at('2026-11-23T05:00').toString() });

  test('changes are asked for at every tick, so that one is seen within two minutes', () => {
    const asked = readings({ ...live, last_at: at('2026-11-23T08:00').toString() }, '2026-11-23T08:00', { hours: 0.1 });
    expect(asked).toHaveLength(6);
    expect(asked[0]).toBe('incremental 2026-11-23T08:01');
  });

  test('two ticks of the same minute ask once', () => {
    const now = at('2026-11-23T08:01');
    expect(genreDue({ ...live, last_at: now.toString() }, now.add({ seconds: 5 }))).toBeNull();
  });

  test('everything is read once a day as well: that is what sees deletions', () => {
    const asked = readings({ ...live, last_at: at('2026-11-23T08:00').toString() }, '2026-11-23T08:00', { hours: 48 });
    expect(asked.filter(line => line.startsWith('complet'))).toEqual([
      'complet 2026-11-24T05:00',
      'complet 2026-11-25T05:00',
    ]);
  });

  test('an ERP that cannot tell changes is read whole, every quarter of an hour', () => {
    const asked = readings({ ...live, tells_changes: false }, '2026-11-23T05:00', { hours: 1 });
    expect(asked).toEqual([15, 30, 45].map(m => `complet 2026-11-23T05:${m}`).concat('complet 2026-11-23T06:00'));
  });

  test('after a failure it is asked again each quarter of an hour, not each minute', () => {
    const last_at = at('2026-11-23T08:00').toString();
    const due = (minutes: number) =>
      genreDue({ ...live, last_at, failed: true }, at('2026-11-23T08:00').add({ minutes }));
    expect([1, 14, 15].map(due)).toEqual([null, null, 'incremental']);
  });

  test('the next reading is told: a minute ahead, or the hour of the day', () => {
    const now = at('2026-11-23T08:00');
    expect(nextReadingAt(live, now)).toBe(at('2026-11-23T08:01').toString());
    expect(nextReadingAt({ ...live, frequence: 'quotidien' }, now)).toBe(at('2026-11-24T05:00').toString());
    expect(nextReadingAt({ ...live, frequence: 'quotidien' }, at('2026-11-23T04:00'))).toBe(
      at('2026-11-23T05:00').toString(),
    );
    expect(nextReadingAt({ ...live, tells_changes: false }, at('2026-11-24T04:55'))).toBe(
      at('2026-11-24T05:00').toString(),
    );
  });
});

test('what the ERP announced and does not show yet is looked for three more times', () => {
  expect([1, 2, 3, 4].map(nextHintTry)).toEqual([5, 30, 120, null]);
  expect(MAX_HINTS).toBe(1000);
});

test.each([
  [{ connus: 0, absents: 0 }, false],
  [{ connus: 4, absents: 3 }, false],
  [{ connus: 4, absents: 4 }, true],
  [{ connus: 60, absents: 3 }, false],
  [{ connus: 100, absents: 5 }, false],
  [{ connus: 100, absents: 6 }, true],
  [{ connus: 10_000, absents: 500 }, false],
  [{ connus: 10_000, absents: 501 }, true],
])('a list is short when more than max(3, 5 %%) are absent: %o, %s', (facts, short) => {
  expect(isShortList(facts)).toBe(short);
});

test.each([
  [{ records: 4, unreadable: 4 }, false],
  [{ records: 5, unreadable: 3 }, false],
  [{ records: 5, unreadable: 4 }, true],
  [{ records: 100, unreadable: 50 }, false],
  [{ records: 100, unreadable: 51 }, true],
])('a page is another format when most of it cannot be read: %o, %s', (facts, unreadable) => {
  expect(isUnreadable(facts)).toBe(unreadable);
});

test('what was put aside makes a success partial', () => {
  expect([outcomeOf({ set_aside: 0 }), outcomeOf({ set_aside: 1 })]).toEqual(['succeeded', 'partial']);
});

test('the end of a reading is told when something moved, or when somebody waits for it', () => {
  const nothing = { created: 0, updated: 0, linked: 0, hidden: 0, gone: 0, demande: 'automatique' };
  expect(isWorthTelling({ ...nothing, genre: 'incremental' })).toBe(false);
  expect(isWorthTelling({ ...nothing, genre: 'signal' })).toBe(false);
  expect(isWorthTelling({ ...nothing, genre: 'incremental', updated: 1 })).toBe(true);
  expect(isWorthTelling({ ...nothing, genre: 'incremental', demande: 'manuelle' })).toBe(true);
  expect(isWorthTelling({ ...nothing, genre: 'complet' })).toBe(true);
  expect(isWorthTelling({ ...nothing, genre: 'apercu', created: 3 })).toBe(false);
});

test('the history begins so many months before the day of Paris on which it was asked', () => {
  expect(firstDay(24, '2026-11-23T08:00:00Z')).toBe('2024-11-23');
  expect(firstDay(1, '2026-03-30T23:30:00Z')).toBe('2026-02-28');
});
