import { expect, test } from 'vitest';
import { barsOf } from './usage-bars.ts';

test('thirty days up to today, empty ones included, refused apart, none higher than the drawing', () => {
  const bars = barsOf(
    [
      {
        jour: '2026-11-23',
        acceptees: 30,
        refusees: [
          { motif: 'rate', n: 6 },
          { motif: 'scope', n: 4 },
        ],
      },
      { jour: '2026-10-25', acceptees: 20, refusees: [] },
    ],
    '2026-11-23',
  );
  expect(bars).toHaveLength(30);
  expect(bars[0]).toEqual({ jour: '2026-10-25', acceptees: 20, refusees: 0, share: 0.5, refused: 0 });
  expect(bars[29]).toEqual({ jour: '2026-11-23', acceptees: 30, refusees: 10, share: 0.75, refused: 0.25 });
  expect(bars[15]).toMatchObject({ acceptees: 0, share: 0 });
});
