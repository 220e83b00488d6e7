import { expect, test } from 'vitest';
import { currentCursor, nextPage, pageNumber, previousPage } from './paging.ts';

test('going forward then back returns to the same address', () => {
  const second = nextPage(undefined, 'abc_1');
  const third = nextPage(second, 'def.2');
  expect([currentCursor(undefined), currentCursor(second), currentCursor(third)]).toEqual([
    undefined,
    'abc_1',
    'def.2',
  ]);
  expect([pageNumber(undefined), pageNumber(third)]).toEqual([1, 3]);
  expect(previousPage(third)).toBe(second);
  expect(previousPage(second)).toBeUndefined();
});

test('the address stays bounded however far one goes', () => {
  let suite: string | undefined;
  for (let step = 0; step < 500; step += 1) suite = nextPage(suite, `c${step}`);
  expect(suite?.length).toBeLessThan(200);
  expect(pageNumber(suite)).toBeNull();
  expect(currentCursor(suite)).toBe('c499');
});
