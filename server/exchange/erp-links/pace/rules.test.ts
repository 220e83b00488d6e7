import { describe, expect, test } from 'vitest';
import { afterRefusal, isForgotten, nextTurn, type Pace } from './rules.ts';

type Bucket = { capacity: number; every_ms: number };

/** One caller in front of a bucket; a refused call is made again at its next turn. */
function call(count: number, { capacity, every_ms }: Bucket, { pace = null as Pace | null, now = 0 } = {}) {
  let level = capacity;
  let filled_at = now;
  let refused = 0;
  const began = now;
  for (let done = 0; done < count && refused < count; ) {
    if (pace && isForgotten(pace, now)) pace = null;
    if (pace) {
      const turn = nextTurn(pace, now);
      pace = turn.pace;
      now = turn.at_ms;
    }
    now += 3;
    level = Math.min(capacity, level + (now - filled_at) / every_ms);
    filled_at = now;
    if (level >= 1) {
      level -= 1;
      done += 1;
    } else {
      refused += 1;
      pace = afterRefusal(pace, now);
    }
  }
  return { pace, now, refused, took_ms: now - began };
}

describe.each([
  ['one a second, bucket of ten (Costructor, as seen)', { capacity: 10, every_ms: 1_000 }],
  ['the same on a clock twenty times faster', { capacity: 10, every_ms: 50 }],
  ['five a second, bucket of twenty-five (as Pennylane says)', { capacity: 25, every_ms: 200 }],
  ['one in five seconds, no bucket', { capacity: 1, every_ms: 5_000 }],
])('%s', (_, bucket) => {
  test('after fifty calls, a thousand take at least nine tenths of what is allowed, and one in fifty at most is refused', () => {
    const warm = call(50, bucket);
    const { refused, took_ms } = call(1_000, bucket, { pace: warm.pace, now: warm.now + 1 });
    // What the bucket holds when it starts is a gift: the pace allowed is what flows in.
    expect((1_000 * bucket.every_ms) / took_ms).toBeGreaterThan(0.9);
    expect(refused).toBeLessThanOrEqual(20);
  });
});

test('an ERP that never refuses is called without a pace', () => {
  expect(call(1_000, { capacity: 1e9, every_ms: 1 }).pace).toBeNull();
});

test('a lone refusal is forgotten after some thirty calls: it costs seconds, not the day', () => {
  const pace = afterRefusal(null, 8_000);
  const { now, pace: after } = call(60, { capacity: 1e9, every_ms: 1 }, { pace, now: 10_000 });
  expect(after).toBeNull();
  expect(now - 10_000).toBeLessThan(6_000);
});

test('a night without a call measures nothing: the pace of the evening stands in the morning', () => {
  const bucket = { capacity: 10, every_ms: 1_000 };
  const evening = call(300, bucket);
  const morning = call(300, bucket, { pace: evening.pace, now: evening.now + 10 * 3_600_000 });
  expect(morning.pace!.interval_ms).toBeGreaterThan(900);
  expect(morning.pace!.interval_ms).toBeLessThan(1_200);
});

test('a day after the last refusal, nothing is held back', () => {
  const { pace, now } = call(300, { capacity: 10, every_ms: 1_000 });
  expect(isForgotten(pace!, now + 25 * 3_600_000)).toBe(true);
});
