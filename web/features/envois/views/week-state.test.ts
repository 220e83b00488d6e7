import { expect, test } from 'vitest';
import { needsLook, type PersonWeek, sayStates, sayWeek, stateOfWeek, worstFirst } from './week-state.ts';

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
const week = (own: Partial<PersonWeek>): PersonWeek => ({
  personne_id: '0199c8f0-6f4a-7000-8000-000000000001',
  personne: 'Luc Martin',
  minutes_validees: 420,
  minutes_dans_erp: 420,
  lignes: 1,
  par_etat: { sent: 1 },
  ignorees: 0,
  ...own,
});

test('a week is green only when what is over there is what was validated and nothing waits', () => {
  expect(stateOfWeek(week({})).word).toBe('Dans l’ERP');
  expect(stateOfWeek(week({ minutes_dans_erp: 0, lignes: 0, par_etat: {} })).word).toBe('Pas encore parti');
  expect(stateOfWeek(week({ minutes_validees: 0 })).word).toBe('En trop dans l’ERP');
  expect(stateOfWeek(week({ par_etat: { sent: 9, refused: 1 } })).state).toBe('rouge');
  expect(stateOfWeek(week({ par_etat: { sent: 9, unmapped: 1, doubtful: 1 } })).word).toBe('À relier');
  const ignored = week({ minutes_dans_erp: 0, par_etat: {}, ignorees: 1 });
  expect([stateOfWeek(ignored).word, needsLook(ignored), plain(sayStates(ignored))]).toEqual([
    'Ignoré',
    false,
    '1 ignorée',
  ]);
});

test('those to look at come first, and the week is summed in one sentence', () => {
  const weeks = [week({}), week({ personne: 'Anne Roy', minutes_dans_erp: 0, par_etat: { refused: 2, sent: 3 } })];
  expect(worstFirst(weeks)[0]!.personne).toBe('Anne Roy');
  expect(plain(sayWeek(weeks))).toBe('7 h dans l’ERP sur 14 h validées · 1 personne à regarder');
  expect(plain(sayStates(weeks[1]!))).toBe('2 refusées · 3 dans l’ERP');
});
