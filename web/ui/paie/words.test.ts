import { expect, test } from 'vitest';
import { moisPlus, parseQuantite, quantiteTyped, quantiteWords, weeksOf } from './words.ts';

const bare = (text: string) => text.replaceAll('\u00a0', ' ');

test('a quantity is written in the unit of its rubrique, as French is', () => {
  expect(bare(quantiteWords(440, 'minutes'))).toBe('7 h 20');
  expect(bare(quantiteWords(-440, 'minutes'))).toBe('−7 h 20');
  expect(bare(quantiteWords(3, 'nombre'))).toBe('3');
  expect(bare(quantiteWords(50, 'jours'))).toBe('0,5 j');
  expect(bare(quantiteWords(123_450, 'centimes'))).toBe('1 234,50 €');
});

test.each(['minutes', 'nombre', 'jours', 'centimes'] as const)('what is shown in %s is read back the same', unite => {
  for (const quantite of [0, 1, 50, 100, 440, 123_400]) {
    expect(parseQuantite(quantiteTyped(quantite, unite), unite)).toBe(quantite);
  }
});

test('what is no quantity of the unit is refused, never rounded into one', () => {
  expect(parseQuantite('1,5', 'nombre')).toBeNull();
  expect(parseQuantite('0,125', 'jours')).toBeNull();
  expect(parseQuantite('-3', 'centimes')).toBeNull();
  expect(parseQuantite('', 'jours')).toBeNull();
  expect(parseQuantite('douze', 'minutes')).toBeNull();
});

test('months follow each other over the year, and days are told week by week', () => {
  expect([moisPlus('2026-12', 1), moisPlus('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
  expect(weeksOf(['2026-11-20', '2026-11-23', '2026-11-24'])).toEqual([
    ['2026-W47', ['2026-11-20']],
    ['2026-W48', ['2026-11-23', '2026-11-24']],
  ]);
});
