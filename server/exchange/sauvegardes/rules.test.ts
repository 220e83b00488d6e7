import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { backupDue } from './rules.ts';

const at = (text: string) => Temporal.Instant.from(text);

test.each([
  ['no backup was ever made', null, '2026-11-23T10:00:00Z', true],
  ['the last one is of this night', '2026-11-23T01:00:30Z', '2026-11-23T10:00:00Z', false],
  ['the last one is of the night before, and it is past two', '2026-11-22T01:00:30Z', '2026-11-23T01:05:00Z', true],
  ['the last one is of the night before, and it is not yet two', '2026-11-22T01:00:30Z', '2026-11-23T00:55:00Z', false],
  ['the hub was off for a week', '2026-11-16T01:00:00Z', '2026-11-23T08:00:00Z', true],
  [
    'the hour that summer time skips (29 March 2026) is made at three',
    '2026-03-28T01:01:00Z',
    '2026-03-29T01:01:00Z',
    true,
  ],
])('a backup is due as it should when %s', (_case, last_success, now, expected) => {
  expect(backupDue({ last_success, now: at(now), hour: 2 })).toBe(expected);
});
