import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { makeLog } from '../log.ts';
import { emptyBurst, lookAtBurst } from './rate-limit/burst.ts';
import { emptyCells, giveBackToCells, type Rule, takeFromCells } from './rate-limit/cells.ts';
import { addressKey, makeRateLimit, type Policy } from './rate-limit.ts';

const START_MS = Temporal.Instant.from('2026-11-23T08:00:00Z').epochMilliseconds;
const HOUR: Rule = { limit: 1000, window_s: 3600 };
const log = makeLog({ level: 'silent', stream: { write: () => {} } });

/** Most uses admitted in any window [t, t + window): the worst one begins at a use. */
function busiest(admitted_ms: number[], window_ms: number): number {
  let from = 0;
  let most = 0;
  admitted_ms.forEach((at, index) => {
    while ((admitted_ms[from] ?? at) <= at - window_ms) from++;
    most = Math.max(most, index - from + 1);
  });
  return most;
}

/** Small deterministic generator (mulberry32): the same adversary each time. */
function seeded(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

test('an adversary who bursts late, then hammers twice a second, never has more than the limit in any hour', () => {
  const cells = emptyCells();
  const admitted: number[] = [];
  const hit = (at: number) => takeFromCells(cells, at, HOUR).allowed && admitted.push(at);
  hit(START_MS);
  for (let index = 0; index < 2000; index++) hit(START_MS + 3_598_000 + index);
  for (let at = START_MS + 3_600_000; at < START_MS + 4 * 3_600_000; at += 500) hit(at);
  expect(busiest(admitted, 3_600_000)).toBe(1000);
  expect(admitted.length).toBeGreaterThan(3000);
});

test.each([1, 2, 3, 4, 5, 6])('no random rhythm passes the limit in any window (seed %i)', seed => {
  const random = seeded(seed);
  const rule = { limit: 5 + Math.floor(random() * 50), window_s: [1, 10, 60, 361, 1000, 3600][seed - 1] ?? 60 };
  const window_ms = rule.window_s * 1000;
  const cells = emptyCells();
  const admitted: number[] = [];
  let now = START_MS + Math.floor(random() * 1e7);
  for (let index = 0; index < 20_000; index++) {
    now += Math.floor(random() ** 4 * (window_ms / 5));
    if (takeFromCells(cells, now, rule).allowed) admitted.push(now);
  }
  expect(busiest(admitted, window_ms)).toBeLessThanOrEqual(rule.limit);
  expect(admitted.length).toBeGreaterThan(rule.limit);
});

test('a steady client at 99.7 % of the limit is never refused', () => {
  const cells = emptyCells();
  const step_ms = 3_600_000 / 997;
  for (let index = 0; index < 6_000; index++) {
    const at = Math.floor(START_MS + index * step_ms);
    expect(takeFromCells(cells, at, HOUR).allowed, `request ${index}`).toBe(true);
  }
});

test('the thousand pass back to back, the next is refused until the second it is told, and not one second more', () => {
  const cells = emptyCells();
  for (let index = 0; index < 1000; index++)
    expect(takeFromCells(cells, START_MS, HOUR)).toMatchObject({ remaining: 999 - index });
  const refused = takeFromCells(cells, START_MS, HOUR);
  expect(refused).toEqual({ allowed: false, remaining: 0, reset_s: 3610, retry_after_s: 3610 });
  expect(takeFromCells(cells, START_MS + 3_609_999, HOUR).allowed).toBe(false);
  expect(takeFromCells(cells, START_MS + 3_610_000, HOUR)).toEqual({
    allowed: true,
    remaining: 999,
    reset_s: 3610,
    retry_after_s: 0,
  });
});

test('a refusal costs nothing and a clock that steps back gives nothing', () => {
  const cells = emptyCells();
  const rule = { limit: 2, window_s: 60 };
  takeFromCells(cells, START_MS, rule);
  takeFromCells(cells, START_MS + 5_000, rule);
  for (let index = 0; index < 50; index++) expect(takeFromCells(cells, START_MS + 6_000, rule).allowed).toBe(false);
  expect(takeFromCells(cells, START_MS - 120_000, rule).allowed).toBe(false);
  expect(takeFromCells(cells, START_MS + 61_000, rule).allowed).toBe(true);
  expect(cells.counts.size).toBeLessThanOrEqual(2);
});

test('memory per key is bounded by the cells of a window, and idle years cost nothing', () => {
  const cells = emptyCells();
  for (let second = 0; second < 20_000; second++)
    takeFromCells(cells, START_MS + second * 1000, { limit: 1e6, window_s: 3600 });
  expect(cells.counts.size).toBeLessThanOrEqual(362);
  expect(takeFromCells(cells, START_MS + 10 * 365 * 86_400_000, HOUR)).toMatchObject({ allowed: true, remaining: 999 });
  expect(cells.counts.size).toBe(1);
});

function limiter(options: { max_keys?: number; processes?: () => number } = {}) {
  let now_ms = START_MS;
  const limit = makeRateLimit({ clock: () => Temporal.Instant.fromEpochMilliseconds(now_ms), log, ...options });
  const pass = (seconds: number) => {
    now_ms += seconds * 1000;
  };
  return { limit, pass };
}

test('keys do not touch each other, nor do two windows on one key', async () => {
  const { limit } = limiter();
  const rule = { limit: 1, window_s: 60 };
  expect((await limit.take('a', rule)).allowed).toBe(true);
  expect((await limit.take('a', rule)).allowed).toBe(false);
  expect((await limit.take('b', rule)).allowed).toBe(true);
  expect((await limit.take('a', { limit: 1, window_s: 3600 })).allowed).toBe(true);
  expect(limit.status()).toBe('memory');
});

test('a map full of living keys refuses new ones, keeps the counts it has, and opens again when keys die', async () => {
  const { limit, pass } = limiter({ max_keys: 3 });
  const rule = { limit: 1, window_s: 60 };
  for (const key of ['a', 'b', 'c']) await limit.take(key, rule);
  expect(await limit.take('d', rule)).toMatchObject({ allowed: false, retry_after_s: 1 });
  expect((await limit.take('a', rule)).allowed).toBe(false);
  pass(62);
  expect((await limit.take('d', rule)).allowed).toBe(true);
});

test('a use given back counts no more, and giving back more than was taken gives nothing', async () => {
  const { limit, pass } = limiter();
  const rule = { limit: 2, window_s: 60 };
  for (let index = 0; index < 20; index++) {
    expect((await limit.take('a', rule)).allowed, `try ${index}`).toBe(true);
    await limit.giveBack('a', rule);
    pass(1);
  }
  for (let index = 0; index < 5; index++) await limit.giveBack('a', rule);
  await limit.giveBack('never taken', rule);
  const answers = [];
  for (let index = 0; index < 3; index++) answers.push((await limit.take('a', rule)).allowed);
  expect(answers).toEqual([true, true, false]);
});

test('what is given back leaves nothing in memory', () => {
  const cells = emptyCells();
  for (let second = 0; second < 1_000; second++) {
    takeFromCells(cells, START_MS + second * 1000, HOUR);
    giveBackToCells(cells);
  }
  expect(cells.counts.size).toBe(0);
});

test('without Redis, processes share the limit between them', async () => {
  const { limit } = limiter({ processes: () => 3 });
  const answers = [];
  for (let index = 0; index < 5; index++) answers.push((await limit.take('a', { limit: 10, window_s: 60 })).allowed);
  expect(answers).toEqual([true, true, true, false, false]);
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2a01:e0a:1:2:3:4:5:6', '2a010e0a00010002/64'],
  ['2a01:e0a:1:2::9', '2a010e0a00010002/64'],
  ['nonsense', 'unknown'],
])('the address %s counts as %s', (ip, key) => expect(addressKey(ip)).toBe(key));

const burst = (limit: number, window_s: number): Policy => ({
  name: 'burst',
  kind: 'burst',
  tag: 'p',
  key: 'k',
  rule: { limit, window_s },
});

test('a burst gives its number at once, then one each time a share of its window passes', async () => {
  const { limit, pass } = limiter();
  const count = async () => {
    let admitted = 0;
    while ((await limit.takeAll([burst(50, 10)])).allowed) admitted += 1;
    return admitted;
  };
  expect(await count()).toBe(50);
  pass(1);
  expect(await count()).toBe(5);
  pass(60);
  expect(await count()).toBe(50);
  expect((await limit.takeAll([burst(50, 10)])).retry_after_s).toBe(1);
});

test('the busiest ten seconds of a burst of 50 in 10 s admit 100 at most', () => {
  const kept = emptyBurst();
  const admitted: number[] = [];
  for (let at = START_MS; at < START_MS + 60_000; at += 10) {
    const look = lookAtBurst(kept, at, { limit: 50, window_s: 10 });
    if (!look.allowed) continue;
    look.take();
    admitted.push(at);
  }
  expect(busiest(admitted, 10_000)).toBeLessThanOrEqual(100);
  expect(admitted.length).toBeGreaterThan(340);
});

test('what one policy refuses costs the others nothing', async () => {
  const { limit } = limiter();
  const hour: Policy = { name: 'hour', kind: 'window', tag: 'p', key: 'k', rule: { limit: 10, window_s: 3600 } };
  for (let index = 0; index < 20; index++) await limit.takeAll([hour, burst(2, 3600)]);
  const { policies } = await limit.takeAll([hour, burst(2, 3600)]);
  expect(policies.map(({ name, allowed, remaining }) => [name, allowed, remaining])).toEqual([
    ['hour', true, 8],
    ['burst', false, 0],
  ]);
  expect((await limit.takeAll([hour], 9)).allowed).toBe(false);
  expect((await limit.takeAll([hour], 8)).allowed).toBe(true);
});
