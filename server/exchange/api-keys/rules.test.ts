import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { endOfOverlap, expiryOf, noticeDue, renewedExpiry } from './rules.ts';

const now = Temporal.Instant.from('2026-11-23T08:00:00Z');
const at = (text: string) => Temporal.Instant.from(text).toString();
const said = (asked: Parameters<typeof expiryOf>[1], max = 365) => expiryOf(now, asked, max)?.toString() ?? null;

describe('the end of a key', () => {
  test('is 90 days away when nothing is asked, or the maximum when that is less', () => {
    expect(said({})).toBe(now.add({ hours: 24 * 90 }).toString());
    expect(said({}, 30)).toBe(now.add({ hours: 24 * 30 }).toString());
  });
  test.each([30, 90, 180, 365])('may be %i days away', days =>
    expect(said({ expire_dans_jours: days })).toBe(now.add({ hours: 24 * days }).toString()),
  );
  test('is refused beyond the maximum, in days and as a date', () => {
    expect(said({ expire_dans_jours: 366 })).toBeNull();
    expect(said({ expire_dans_jours: 31 }, 30)).toBeNull();
    expect(said({ expire_le: '2026-12-23' }, 30)).toBe(at('2026-12-23T23:00:00Z'));
    expect(said({ expire_le: '2026-12-24' }, 30)).toBeNull();
  });
  test('as a date is the end of that day in Paris, in summer and in winter', () => {
    expect(said({ expire_le: '2026-11-23' })).toBe(at('2026-11-23T23:00:00Z'));
    expect(said({ expire_le: '2027-07-01' })).toBe(at('2027-07-01T22:00:00Z'));
  });
  test('is never in the past', () => expect(said({ expire_le: '2026-11-22' })).toBeNull());
});

describe('rotation', () => {
  const life = { created_at: '2026-11-13T08:00:00Z', expires_at: '2026-12-13T08:00:00Z' };
  test('gives the new key as long a life as the old one had, within the maximum', () => {
    expect(renewedExpiry(now, life, 365).toString()).toBe(now.add({ hours: 24 * 30 }).toString());
    expect(renewedExpiry(now, life, 7).toString()).toBe(now.add({ hours: 24 * 7 }).toString());
  });
  test('never lets the old key outlive its own end', () => {
    expect(endOfOverlap(now, 3600, life.expires_at).toString()).toBe('2026-11-23T09:00:00Z');
    expect(endOfOverlap(now, 0, life.expires_at).toString()).toBe(now.toString());
    expect(endOfOverlap(now, 604_800, '2026-11-24T08:00:00Z').toString()).toBe('2026-11-24T08:00:00Z');
  });
});

describe('notices', () => {
  const due = (hours: number, noticed_days: number | null = null) =>
    noticeDue(now, { expires_at: now.add({ hours }).toString(), noticed_days });
  test('come at 14, 7 and 1 days, and at the end', () => {
    expect([
      due(24 * 14 + 1),
      due(24 * 14),
      due(24 * 8),
      due(24 * 7),
      due(25),
      due(24),
      due(1),
      due(0),
      due(-1),
    ]).toEqual([null, 14, 14, 7, 7, 1, 1, 0, 0]);
  });
  test('come once each, and a missed one gives way to the next', () => {
    expect([due(24 * 10, 14), due(24 * 7, 14), due(24 * 3, 7), due(1, 7), due(1, 1), due(0, 1), due(-9, 0)]).toEqual([
      null,
      7,
      null,
      1,
      null,
      0,
      null,
    ]);
    expect(due(1, 14)).toBe(1);
  });
});
