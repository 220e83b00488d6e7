import { expect, test } from 'vitest';
import { nextTry } from './patience.ts';

test('failures are met by three quick tries, then further and further apart, for as long as it takes', () => {
  const waits = Array.from({ length: 10 }, (_, n) => nextTry(n + 1, 0.5));
  expect(waits.map(step => step.in_ms / 1000)).toEqual([1, 3, 8, 30, 120, 300, 600, 900, 900, 900]);
  expect(waits.map(step => step.here)).toEqual([true, true, true, ...Array<boolean>(7).fill(false)]);
  expect([nextTry(4, 0).in_ms, nextTry(4, 0.999).in_ms]).toEqual([24_000, 35_988]);
});
