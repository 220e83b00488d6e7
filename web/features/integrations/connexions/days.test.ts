import { expect, test } from 'vitest';
import { healthDays, sayDays } from './days.ts';

const NOW = Date.parse('2026-11-23T00:30:00+01:00');
const day = (jour: string, [reussis, partiels, echoues]: [number, number, number]) => ({
  jour,
  reussis,
  partiels,
  echoues,
});

test('thirty days end today in Paris, across the change of hour, each once', () => {
  const days = healthDays([], NOW);
  expect(days.length).toBe(30);
  expect([days[0]!.jour, days.at(-1)!.jour]).toEqual(['2026-10-25', '2026-11-23']);
  expect(new Set(days.map(({ jour }) => jour)).size).toBe(30);
});

test('a day is failed when nothing of it went well, partial when something did not', () => {
  const days = healthDays(
    [day('2026-11-20', [0, 0, 4]), day('2026-11-21', [10, 0, 1]), day('2026-11-22', [3, 0, 0])],
    NOW,
  );
  expect(days.slice(-4).map(({ mark }) => mark)).toEqual(['echoue', 'partiel', 'reussi', 'rien']);
  expect(sayDays(days).replaceAll('\u00a0', ' ')).toBe(
    '1 jour réussi, 1 jour en partie, 1 jour en échec, 27 jours sans lecture',
  );
});
