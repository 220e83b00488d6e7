import { expect, test } from 'vitest';
import { Jour, text } from './text.ts';

const accepts = (schema: { safeParse: (value: string) => { success: boolean } }, value: string) =>
  schema.safeParse(value).success;

test('lengths count code points, so that what passes here passes the checks of PostgreSQL', () => {
  expect([accepts(text(3, 3), '😀a'), accepts(text(3, 3), '😀😀😀'), accepts(text(3, 3), '😀😀😀😀')]).toEqual([
    false,
    true,
    false,
  ]);
});

test.each([
  ['2024-02-29', true],
  ['2025-02-29', false],
  ['0000-01-01', false],
  ['0206-11-23', false],
  ['1900-01-01', true],
  ['2199-12-31', true],
  ['2200-01-01', false],
])('%s is a day: %s', (jour, good) => expect(accepts(Jour, jour)).toBe(good));
