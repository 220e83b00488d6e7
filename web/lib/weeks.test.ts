import { expect, test } from 'vitest';
import { formatSpan, formatWeek, formatWholeDay } from './weeks.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('a week is said by its number and its days, over two months when it lies over two', () => {
  expect(plain(formatWeek('2026-W48'))).toBe('Semaine 48 (23–29 nov.)');
  expect(plain(formatWeek('2026-W49'))).toBe('Semaine 49 (30 nov.–6 déc.)');
  expect(plain(formatWeek('2026-W53'))).toBe('Semaine 53 (28 déc.–3 janv.)');
});

test('a day is a day of the calendar wherever the reader is', () => {
  expect(plain(formatWholeDay('2026-03-29'))).toBe('dimanche 29 mars');
  expect(plain(formatSpan('2026-11-23', '2026-11-27'))).toBe('23–27 nov.');
});
