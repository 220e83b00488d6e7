import { expect, test } from 'vitest';
import {
  formatDay,
  formatDayInParis,
  formatDayMonth,
  formatDayNumber,
  formatLongDate,
  formatLongDayMonth,
  formatLongInstant,
  formatMonth,
  formatOfMonth,
  formatShortDay,
  formatShortWeekday,
  formatSpan,
  formatWeek,
  formatWeekday,
  formatWholeDay,
  sayWeek,
} from './dates.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('the first of a month is « 1er » however a day is written, and no other day is', () => {
  const forms = [formatDay, formatLongDate, formatLongDayMonth, formatDayMonth, formatWholeDay, formatShortDay];
  expect([...forms, formatDayNumber].map(form => plain(form('2026-09-01')))).toEqual([
    '1er sept. 2026',
    '1er septembre 2026',
    '1er septembre',
    '1er sept.',
    'mardi 1er septembre',
    'mar. 1er',
    '1er',
  ]);
  expect(forms.map(form => plain(form('2026-09-11')))).toEqual([
    '11 sept. 2026',
    '11 septembre 2026',
    '11 septembre',
    '11 sept.',
    'vendredi 11 septembre',
    'ven. 11',
  ]);
  expect(plain(formatDay('2026-01-21'))).toBe('21 janv. 2026');
});

test('an instant is told by the day it is in Paris', () => {
  expect(plain(formatDayInParis(Date.parse('2026-08-31T22:30:00Z')))).toBe('1er sept. 2026');
  expect(plain(formatDayInParis(Date.parse('2026-11-30T22:30:00Z')))).toBe('30 nov. 2026');
  expect(plain(formatLongInstant(Date.parse('2026-08-31T22:30:00Z')))).toBe('1er septembre 2026 à 00:30');
});

test('a week is said by its number and its days, over two months when it lies over two', () => {
  expect(plain(formatWeek('2026-W48'))).toBe('Semaine 48 (23–29 nov.)');
  expect(plain(formatWeek('2026-W49'))).toBe('Semaine 49 (30 nov.–6 déc.)');
  expect(plain(formatWeek('2026-W53'))).toBe('Semaine 53 (28 déc.–3 janv.)');
  expect(plain(sayWeek('2027-W05'))).toBe('semaine 5 (1er–7 févr.)');
  expect(plain(sayWeek('2026-W44'))).toBe('semaine 44 (26 oct.–1er nov.)');
});

test('a day is a day of the calendar wherever the reader is; what is no day stays as it came', () => {
  expect(plain(formatWholeDay('2026-03-29'))).toBe('dimanche 29 mars');
  expect(plain(formatSpan('2026-11-23', '2026-11-27'))).toBe('23–27 nov.');
  expect([formatWeekday('2026-11-23'), formatShortWeekday('2026-11-23')]).toEqual(['lundi', 'lun.']);
  expect(formatDay('bientôt')).toBe('bientôt');
});

test('a month is named, and follows « de » as it is said', () => {
  expect(plain(formatMonth('2026-11'))).toBe('novembre 2026');
  expect(['2026-04', '2026-08', '2026-10', '2026-11'].map(mois => plain(formatOfMonth(mois)))).toEqual([
    'd’avril 2026',
    'd’août 2026',
    'd’octobre 2026',
    'de novembre 2026',
  ]);
});

test('a date never breaks over two lines', () => {
  for (const text of [formatDay('2026-09-01'), formatLongDayMonth('2026-09-01'), formatMonth('2026-09')])
    expect(text).not.toContain(' ');
});
