import { describe, expect, test } from 'vitest';
import { askOf, type Cellule, figureOf, isStale, sentenceOf, spokenCell, wordOf } from './words.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const NBSP = '\u00a0';
const cell = (own: Partial<Cellule>): Cellule => ({
  jour: '2026-11-17',
  verdict: 'egal',
  minutes: 440,
  minutes_erp: 440,
  non_validees: 0,
  reparable: false,
  ...own,
});
const plain = (text: string) => text.replaceAll(NBSP, ' ');

describe('the sentence of state', () => {
  test('counts what is equal, then what is not, the gravest first, then the age', () => {
    const totaux = { egal: 284, a_envoyer: 2, modifie: 1 };
    expect(plain(sentenceOf({ totaux, compare_at: '2026-11-26T11:57:00Z' }, NOW))).toBe(
      '284 cases égales · 1 modifiée là-bas · 2 à envoyer · comparé il y a 3 min',
    );
  });
  test('sums up what would be no sentence any more', () => {
    const totaux = { egal: 10, a_envoyer: 2, modifie: 1, manquant: 3 };
    expect(plain(sentenceOf({ totaux, compare_at: null }, NOW))).toBe(
      '10 cases égales · 4 à regarder · 2 à envoyer · pas encore comparé',
    );
  });
  test('says that nothing was compared, or that there is nothing to compare', () => {
    expect(plain(sentenceOf({ totaux: {}, compare_at: null }, NOW))).toBe(
      'Rien à comparer cette semaine · pas encore comparé',
    );
  });
  test('a comparison is old once a night was missed', () => {
    expect(isStale('2026-11-25T12:00:00Z', NOW)).toBe(false);
    expect(isStale('2026-11-25T09:00:00Z', NOW)).toBe(true);
  });
});

describe('a cell', () => {
  test('that is equal says nothing beside its figure', () => expect(wordOf(cell({}))).toBe(''));
  test('that differs says how, and what is over there', () => {
    const changed = cell({ verdict: 'modifie', minutes_erp: 360 });
    expect(plain(wordOf(changed))).toBe('Modifié : 6 h');
    expect(plain(spokenCell(changed))).toBe('Modifié là-bas : 7 h 20 ici, 6 h là-bas');
    expect(wordOf(cell({ verdict: 'manquant', minutes_erp: 0 }))).toBe('Manquant');
  });
  test('that the ERP alone has shows what it has', () => {
    const extra = cell({ verdict: 'en_trop', minutes: 0, minutes_erp: 120 });
    expect([plain(figureOf(extra)), wordOf(extra)]).toEqual(['2 h', 'En trop']);
    expect(plain(wordOf(cell({ verdict: 'en_trop', minutes_erp: 500 })))).toBe('En trop : + 1 h');
  });
  test('is never said equal to what was not read', () =>
    expect(plain(spokenCell(cell({ verdict: 'a_envoyer', minutes_erp: null })))).toBe('À envoyer : 7 h 20'));
  test('tells what waits for its validation', () =>
    expect(plain(wordOf(cell({ verdict: null, minutes: 0, minutes_erp: 0, non_validees: 180 })))).toBe(
      '3 h à valider',
    ));
});

test('each repair says what it destroys before it does', () => {
  const of = { personne: 'Paul Blanc', jour: '2026-11-17', erp: 'Costructor', minutes: 440, minutes_erp: 360 };
  const replaced = askOf({ ...of, reparation: 'remplacer' });
  expect(plain(replaced.consequence)).toContain('Les 6 h de Paul Blanc, le mardi 17 novembre, seront supprimées');
  expect(replaced.dangerous).toBe(true);
  expect(askOf({ ...of, reparation: 'retirer' }).dangerous).toBe(true);
  expect(askOf({ ...of, reparation: 'envoyer' }).dangerous).toBe(false);
  expect(askOf({ ...of, reparation: 'adopter' }).dangerous).toBe(false);
});
