import { expect, test } from 'vitest';
import { stateOfBackup } from './backup.ts';

const NOW = Date.parse('2026-11-23T12:00:00.000Z');
const at = (hours: number) => new Date(NOW - hours * 3_600_000).toISOString();
const stateOf = (done: number | null, failed: number | null) =>
  stateOfBackup(
    {
      derniere_reussie_at: done === null ? null : at(done),
      derniere_echouee_at: failed === null ? null : at(failed),
      base: 'embarquee',
    },
    NOW,
  ).state;

test('a missed night turns the backup red, and only then', () => {
  expect([stateOf(2, null), stateOf(25.9, null), stateOf(26.1, null)]).toEqual(['vert', 'vert', 'rouge']);
});

test('a failure counts until a later success', () => {
  expect([stateOf(5, 3), stateOf(3, 5), stateOf(null, 1)]).toEqual(['rouge', 'vert', 'rouge']);
});

test('no backup yet is something to watch, never green', () => {
  expect(stateOf(null, null)).toBe('ambre');
});
