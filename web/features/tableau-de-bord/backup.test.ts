import { expect, test } from 'vitest';
import { stateOfBackup } from './backup.ts';

const NOW = Date.parse('2026-11-23T12:00:00.000Z');
const at = (hours: number) => new Date(NOW - hours * 3_600_000).toISOString();
const known = (done: number | null, failed: number | null) =>
  stateOfBackup(
    {
      derniere_reussie_at: done === null ? null : at(done),
      derniere_echouee_at: failed === null ? null : at(failed),
      base: 'embarquee',
    },
    NOW,
  );
const stateOf = (done: number | null, failed: number | null) => known(done, failed).state;
const sentenceOf = (done: number | null, failed: number | null) =>
  known(done, failed).sentence.replaceAll('\u00a0', ' ');

test('a missed night turns the backup red, and only then', () => {
  expect([stateOf(2, null), stateOf(25.9, null), stateOf(26.1, null)]).toEqual(['vert', 'vert', 'rouge']);
});

test('a failure counts until a later success', () => {
  expect([stateOf(5, 3), stateOf(3, 5), stateOf(null, 1)]).toEqual(['rouge', 'vert', 'rouge']);
});

test('no backup yet is something to watch, never green', () => {
  expect(stateOf(null, null)).toBe('ambre');
});

test('the age reads as a French sentence, an hour or days ago', () => {
  expect(sentenceOf(20, null)).toBe('Dernière sauvegarde il y a 20 h');
  expect(sentenceOf(25, null)).toBe('Dernière sauvegarde le 22 nov. 2026');
  expect(sentenceOf(75, null)).toBe('Pas de sauvegarde depuis le 20 nov. 2026');
  expect(sentenceOf(30, 2)).toBe('La sauvegarde a échoué il y a 2 h');
  expect(sentenceOf(90, 50)).toBe('La sauvegarde a échoué le 21 nov. 2026');
});
