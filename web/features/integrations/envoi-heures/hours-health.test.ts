import { expect, test } from 'vitest';
import { hoursHealth } from './hours-health.ts';

const run = (statut: 'succeeded' | 'partial' | 'failed' | 'cancelled' | 'running', finished_at: string | null) => ({
  statut,
  finished_at,
});

test('failures in a row are those since the last run that reached the ERP, whatever a person gave up between', () => {
  const health = hoursHealth([
    run('running', null),
    run('failed', '2026-11-26T06:02:00Z'),
    run('cancelled', '2026-11-25T12:00:00Z'),
    run('failed', '2026-11-25T06:02:00Z'),
    run('partial', '2026-11-24T06:02:00Z'),
    run('failed', '2026-11-23T06:02:00Z'),
  ]);
  expect(health.failures).toBe(2);
  expect(health.last_success_at).toBe('2026-11-24T06:02:00Z');
});

test('a day counts its runs by outcome, on the calendar of Paris', () => {
  const health = hoursHealth([run('succeeded', '2026-11-25T23:30:00Z'), run('failed', '2026-11-26T06:00:00Z')]);
  expect(health.jours).toEqual([{ jour: '2026-11-26', reussis: 1, partiels: 0, echoues: 1 }]);
  expect(hoursHealth([])).toEqual({ last_success_at: null, failures: 0, jours: [] });
});
