import { expect, test } from 'vitest';
import { clockOf, coverOf, nextTurn } from './next-turn.ts';

const weekly = { frequence: 'hebdomadaire', jour: 1, heure: '06:00' } as const;

test('the next turn is the one after now, never the one that has just been', () => {
  expect(nextTurn(weekly, { jour: '2026-11-26', heure: '14:00' })).toEqual({ jour: '2026-11-30', heure: '06:00' });
  expect(nextTurn(weekly, { jour: '2026-11-30', heure: '05:59' })).toEqual({ jour: '2026-11-30', heure: '06:00' });
  expect(nextTurn(weekly, { jour: '2026-11-30', heure: '06:00' })).toEqual({ jour: '2026-12-07', heure: '06:00' });
  const monthly = { frequence: 'mensuel', jour: 2, heure: '08:00' } as const;
  expect(nextTurn(monthly, { jour: '2026-12-26', heure: '08:00' })).toEqual({ jour: '2027-01-02', heure: '08:00' });
});

test('what it covers is told as the hub will cut it', () => {
  expect(coverOf(weekly, { jour: '2026-11-30', heure: '06:00' })).toEqual({
    periode: '2026-W48',
    du: '2026-11-23',
    au: '2026-11-29',
  });
  expect(coverOf({ ...weekly, jour: 5 }, { jour: '2026-11-27', heure: '18:00' }).periode).toBe('2026-W48');
  expect(coverOf({ ...weekly, frequence: 'quotidien' }, { jour: '2026-11-30', heure: '06:00' }).du).toBe('2026-11-29');
  expect(coverOf({ frequence: 'mensuel', jour: 26, heure: '06:00' }, { jour: '2026-11-26', heure: '06:00' }).du).toBe(
    '2026-11-01',
  );
});

test('an instant is read on the clock of Paris', () => {
  expect(clockOf(Date.parse('2026-11-26T23:30:00Z'))).toEqual({ jour: '2026-11-27', heure: '00:30' });
});
