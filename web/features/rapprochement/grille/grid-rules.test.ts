import { describe, expect, test } from 'vitest';
import type { Verdict } from '#contract/values.ts';
import type { Cellule, Ligne } from '../words.ts';
import { dayTotals, firstOf, foldedWord, groupsOf, isWeekendEmpty, keyOf, totalOf } from './grid-rules.ts';

const DAYS = ['16', '17', '18', '19', '20', '21', '22'].map(day => `2026-11-${day}`);
function person(personne: string, verdicts: (Verdict | null)[], there: number | null = 60): Ligne {
  const jours = DAYS.map((jour, rank): Cellule => {
    const verdict = verdicts[rank] ?? null;
    const minutes = verdict ? 60 : 0;
    return { jour, verdict, minutes, minutes_erp: verdict ? there : 0, non_validees: 0, reparable: false };
  });
  return { personne_id: personne, external_id: null, personne, ...totalOf(jours), jours };
}

describe('the rows', () => {
  const people = [
    person('Arnaud', ['egal']),
    person('Blanc', ['egal', 'a_envoyer']),
    person('Chevallier', ['modifie', 'a_envoyer']),
    person('Diallo', ['en_doute']),
  ];
  const seen = (gaps: boolean) =>
    groupsOf(people, gaps).map(({ titre, lignes }) => [titre, lignes.map(({ personne }) => personne)]);

  test('put who needs somebody first, each group in the order of names', () =>
    expect(seen(false)).toEqual([
      ['À regarder', ['Chevallier', 'Diallo']],
      ['À envoyer', ['Blanc']],
      ['Rien à faire', ['Arnaud']],
    ]));
  test('are those that differ alone, when asked', () =>
    expect(seen(true).map(([titre]) => titre)).toEqual(['À regarder', 'À envoyer']));
  test('come in their order, the first so many before the others', () =>
    expect(firstOf(groupsOf(people, false), 3).map(({ titre, lignes }) => [titre, lignes.length])).toEqual([
      ['À regarder', 2],
      ['À envoyer', 1],
    ]));
  test('have a key of their own, for people that the ERP alone knows too', () =>
    expect(keyOf({ personne_id: null, external_id: 'u_12' })).toBe('erp:u_12'));
});

test('what is over there is not known as long as one of the parts was not read', () => {
  expect(
    totalOf([
      { minutes: 60, minutes_erp: 30 },
      { minutes: 10, minutes_erp: null },
    ]),
  ).toEqual({
    minutes: 70,
    minutes_erp: null,
  });
  expect(dayTotals([person('A', ['egal']), person('B', ['egal'])])[0]).toEqual({ minutes: 120, minutes_erp: 120 });
});

test('a weekend without hours takes little room', () => {
  expect(isWeekendEmpty([person('A', ['egal'])])).toBe(true);
  expect(isWeekendEmpty([person('A', [null, null, null, null, null, 'en_trop'])])).toBe(false);
});

test('folded, a row says how many days are equal', () => {
  expect(foldedWord(person('A', ['egal', 'egal', 'modifie']))).toBe('2\u00a0jours égaux');
  expect(foldedWord(person('A', []))).toBe('Rien à comparer');
  expect(foldedWord(person('A', ['modifie']))).toBe('');
});
