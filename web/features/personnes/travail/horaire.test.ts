import { expect, test } from 'vitest';
import { daysOf, HORAIRE_35, HORAIRE_39, totalOf, typedOf, wordsOf } from './horaire.ts';

test('the two usual weeks are what they say', () => {
  expect([totalOf(typedOf(HORAIRE_35)), totalOf(typedOf(HORAIRE_39))]).toEqual([35 * 60, 39 * 60]);
  expect([wordsOf(HORAIRE_39), wordsOf(null)]).toEqual(['39\u00a0h par semaine', 'Horaire collectif']);
});

test('a day left empty is no work, and one that cannot be read leaves no total', () => {
  expect(totalOf(['7h30', '', '8', '', '', '', ''])).toBe(930);
  expect(totalOf(['7h30', 'bientôt', '', '', '', '', ''])).toBeNull();
  expect(totalOf(['25', '', '', '', '', '', ''])).toBeNull();
});

test('only the days that are worked are told', () => {
  expect(daysOf([480, 0, 0, 0, 450, 0, 0])).toBe('lun. 8\u00a0h · ven. 7\u00a0h\u00a030');
});
