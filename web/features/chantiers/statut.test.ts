import { expect, test } from 'vitest';
import { STATUTS_CHANTIER, type StatutChantier } from '#contract/values.ts';
import { isEditable, transitionsFrom } from './statut.ts';

test('only the transitions of the trade are offered', () => {
  const all = Object.keys(STATUTS_CHANTIER) as StatutChantier[];
  expect(Object.fromEntries(all.map(statut => [statut, transitionsFrom(statut).map(({ to }) => to)]))).toEqual({
    ouvert: ['en_cours', 'ferme'],
    en_cours: ['receptionne', 'ferme'],
    receptionne: ['en_cours', 'ferme'],
    ferme: [],
  });
});

test('closing is the only final step', () => {
  expect(
    transitionsFrom('en_cours')
      .filter(({ final }) => final)
      .map(({ to }) => to),
  ).toEqual(['ferme']);
});

test('a received or closed chantier offers no edition', () => {
  expect([isEditable('en_cours'), isEditable('receptionne'), isEditable('ferme')]).toEqual([true, false, false]);
});
