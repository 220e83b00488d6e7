import { expect, test } from 'vitest';
import { cut } from './messages.ts';

test('a name of 301 emoji is cut between two of them: half of one is no text, and the base refuses it', () => {
  expect(cut('😀'.repeat(301), 300)).toBe(`${'😀'.repeat(299)}…`);
  expect(cut('😀'.repeat(300), 300)).toBe('😀'.repeat(300));
  expect(cut(`é${'\ud83d'}`, 10).isWellFormed()).toBe(true);
});
