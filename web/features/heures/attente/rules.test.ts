import { expect, test } from 'vitest';
import type { Pointage, ResultatLotPointages } from '#contract/pointage.ts';
import { againOver, CHANGED, judge, refusedOf } from './rules.ts';

const PLACE = { personne_id: 'a', chantier_id: 'c', jour: '2026-11-26' };
const item = { ...PLACE, minutes: 480, plages: [], panier: null };
const theirs = (own: Partial<Pointage> = {}): Pointage =>
  ({ ...PLACE, version: 3, minutes: 480, plages: [], panier: null, statut: 'soumis', ...own }) as Pointage;

test('what waited is sent where the hub has nothing, or still has the version it was typed over', () => {
  expect(judge(item, null, true)).toBe('envoyer');
  expect(judge({ ...item, version: 3 }, theirs({ minutes: 60 }), true)).toBe('envoyer');
  expect(judge({ ...PLACE, version: 3, supprimer: true }, theirs(), true)).toBe('envoyer');
});

test('what arrived although its answer was lost is not sent twice', () => {
  expect(judge(item, theirs(), true)).toBe('fait');
  expect(judge({ ...item, version: 2 }, theirs(), true)).toBe('fait');
  expect(judge({ ...PLACE, version: 3, supprimer: true }, null, true)).toBe('fait');
});

test('somebody else’s hours at the same place are never overwritten unseen', () => {
  expect(judge(item, theirs({ minutes: 420 }), true)).toBe('conflit');
  expect(judge({ ...item, version: 2 }, theirs({ minutes: 420 }), true)).toBe('conflit');
  expect(judge({ ...item, version: 2 }, null, true)).toBe('conflit');
  expect(judge({ ...PLACE, version: 2, supprimer: true }, theirs(), true)).toBe('conflit');
  expect(judge(item, theirs({ statut: 'brouillon' }), true)).toBe('conflit');
});

test('kept after both were seen, an entry names the version that was seen', () => {
  const differend = { item: { ...item, version: 2 }, theirs: theirs(), ...CHANGED };
  expect(againOver(differend)).toMatchObject({ version: 3, minutes: 480 });
  expect(againOver({ ...differend, theirs: null })).not.toHaveProperty('version');
});

test('of a lot only the lines that were refused stay, each with its reason', () => {
  const lot = { items: [item, { ...item, personne_id: 'b' }], absences: [], soumettre: true };
  const problem = {
    type: '',
    title: 'Modifié entre-temps',
    status: 412,
    code: 'x',
    detail: 'Relisez.',
    request_id: '',
  };
  const result: ResultatLotPointages = {
    items: [
      { status: 201, id: 'p', version: 1, problem: null },
      { status: 412, id: null, version: null, problem },
    ],
  };
  const refused = refusedOf(lot, result, new Map());
  expect(refused).toHaveLength(1);
  expect(refused[0]).toMatchObject({ item: { personne_id: 'b' }, detail: 'Relisez.', conflit: true });
});
