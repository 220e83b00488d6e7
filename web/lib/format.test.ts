import { expect, test } from 'vitest';
import {
  daysUntil,
  fold,
  formatBytes,
  formatClock,
  formatCount,
  formatInstant,
  formatMinutes,
  formatPhone,
  formatRelative,
  formatSince,
  parisDay,
  parseHours,
} from './format.ts';

/** Spaces that do not break are part of the promise, but unreadable in a test. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
const NOON = Date.parse('2026-11-23T12:00:00.000Z');

test('minutes are written as hours and minutes', () => {
  expect([440, 480, 45, 0, 120_000, -90].map(m => plain(formatMinutes(m)))).toEqual([
    '7 h 20',
    '8 h',
    '45 min',
    '0 min',
    '2 000 h',
    '−1 h 30',
  ]);
});

test('figures, dates and phones never break over two lines', () => {
  for (const text of [formatMinutes(440), formatPhone('+33612345678'), formatCount(2, 'a', 'b')])
    expect(text).not.toContain(' ');
});

test('hours are read as people type them', () => {
  const cases = { '7 h 20': 440, '7h20': 440, '7:20': 440, '7,5': 450, '7.25 h': 435, '1 200': 72_000, '45 min': 45 };
  for (const [typed, minutes] of Object.entries(cases)) expect(parseHours(typed), typed).toBe(minutes);
});

test('what is not a duration is refused, not guessed', () => {
  for (const typed of ['', 'abc', '7 h 75', '-3', '1e9', '7,333']) expect(parseHours(typed), typed).toBeNull();
});

test('writing minutes and reading them back gives the same minutes', () => {
  for (const minutes of [0, 1, 59, 60, 61, 440, 72_000, 99_999])
    expect(parseHours(formatMinutes(minutes))).toBe(minutes);
});

test('an instant is shown in Paris, in winter and in summer', () => {
  expect(plain(formatInstant('2026-11-23T23:30:00.000Z'))).toBe('24 nov. 2026 à 00:30');
  expect(plain(formatInstant('2026-06-30T22:30:00.000Z'))).toBe('1er juil. 2026 à 00:30');
});

test('time is relative up to a day, then a date', () => {
  const at = (iso: string) => plain(formatRelative(iso, NOON));
  expect(at('2026-11-23T11:59:30.000Z')).toBe('à l’instant');
  expect(at('2026-11-23T12:00:30.000Z')).toBe('à l’instant');
  expect(at('2026-11-23T11:57:00.000Z')).toBe('il y a 3 min');
  expect(at('2026-11-22T13:00:00.000Z')).toBe('il y a 23 h');
  expect(at('2026-11-22T12:00:00.000Z')).toBe('22 nov. 2026');
  expect(plain(formatSince('2026-11-20T12:00:00.000Z', NOON))).toBe('le 20 nov. 2026');
  expect(plain(formatSince('2026-11-23T11:00:00.000Z', NOON))).toBe('il y a 1 h');
  expect(at('2026-11-23T14:00:00.000Z')).toBe('dans 2 h');
});

test('an hour alone is of today in Paris; any other day is told with it', () => {
  expect(formatClock('2026-11-23T13:05:00.000Z', NOON)).toBe('14:05');
  expect(plain(formatClock('2026-11-21T13:05:00.000Z', NOON))).toBe('le 21 nov. 2026 à 14:05');
  expect(parisDay(Date.parse('2026-11-22T23:30:00.000Z'))).toBe('2026-11-23');
});

test('a French phone is grouped by two, a foreign one is left as it is', () => {
  expect(plain(formatPhone('+33612345678'))).toBe('06 12 34 56 78');
  expect(plain(formatPhone('0536606343'))).toBe('05 36 60 63 43');
  expect(formatPhone('+41791234567')).toBe('+41791234567');
});

test('sizes, counts and remaining days read in French', () => {
  expect(plain(formatBytes(12_400_000))).toBe('12,4 Mo');
  expect(plain(formatCount(0, 'chantier', 'chantiers'))).toBe('0 chantier');
  expect(plain(formatCount(1200, 'chantier', 'chantiers'))).toBe('1 200 chantiers');
  expect(daysUntil('2026-11-25T12:00:00.000Z', NOON)).toBe(2);
});

test('a search ignores accents and case', () => {
  expect(fold('Réceptionné')).toBe('receptionne');
});
