import ipaddr from 'ipaddr.js';
import type { Temporal } from 'temporal-polyfill';
import type { Log } from '../log.ts';
import { tolerate } from '../tolerate.ts';
import {
  type Cells,
  emptyCells,
  giveBackToCells,
  isSpent,
  type Rule,
  type Taken,
  takeFromCells,
} from './rate-limit/cells.ts';
import { openRedisCells, type RedisCells } from './rate-limit/redis.ts';

export type { Rule, Taken } from './rate-limit/cells.ts';
/** `degraded`: Redis is set but does not answer; each process then counts alone, for its share of the limit. */
export type RateLimitStatus = 'memory' | 'redis' | 'degraded';

export type RateLimit = {
  /** One use of `key`. Never more than `limit` in any rolling `window_s` (with Redis, or with one process: settled.md 23). Never throws. */
  take(key: string, rule: Rule): Promise<Taken>;
  /** Undoes one `take` of the same key and rule: only failures are to count, yet each try must have its place before it is judged. Never throws. */
  giveBack(key: string, rule: Rule): Promise<void>;
  status(): RateLimitStatus;
  close(): Promise<void>;
};

type Settings = {
  redis_url?: string | undefined;
  clock: () => Temporal.Instant;
  log: Log;
  metrics?: { countRateLimit(outcome: 'allowed' | 'refused'): void; rateLimitStatus(status: RateLimitStatus): void };
  /** Live processes that share the limit when there is no Redis to share it through. */
  processes?: () => number;
  max_keys?: number;
  /** A request waits no longer than that for Redis. */
  command_timeout_ms?: number;
};

const MAX_KEYS = 50_000;
const COMMAND_TIMEOUT_MS = 50;
const SWEEP_EVERY_MS = 1_000;
const FAILURES_TO_OPEN = 5;
const PROBE_EVERY_MS = 1_000;

type Local = { take(key: string, rule: Rule, now_ms: number): Taken; giveBack(key: string, rule: Rule): void };

/** Bounded: once full of living keys, new ones are refused; dropping old ones would let an attacker erase his own count. */
function makeLocal(max_keys: number): Local {
  const keys = new Map<string, { cells: Cells; window_ms: number }>();
  let swept_ms = 0;
  const sweep = (now_ms: number) => {
    if (now_ms < swept_ms + SWEEP_EVERY_MS) return;
    swept_ms = now_ms;
    for (const [key, { cells, window_ms }] of keys) if (isSpent(cells, now_ms, window_ms)) keys.delete(key);
  };
  return {
    take(key, rule, now_ms) {
      const name = `${rule.window_s}:${key}`;
      const known = keys.get(name);
      if (known) return takeFromCells(known.cells, now_ms, rule);
      if (keys.size >= max_keys) sweep(now_ms);
      if (keys.size >= max_keys) return { allowed: false, remaining: 0, reset_s: 1, retry_after_s: 1 };
      const cells = emptyCells();
      keys.set(name, { cells, window_ms: rule.window_s * 1000 });
      return takeFromCells(cells, now_ms, rule);
    },
    giveBack(key, { window_s }) {
      const known = keys.get(`${window_s}:${key}`);
      if (known) giveBackToCells(known.cells);
    },
  };
}

/** Closed: Redis is asked. Open: it is left alone, but for one probe a second. */
function makeBreaker(log: Log, metrics: Settings['metrics']) {
  let failures = 0;
  let probe_at_ms = 0;
  const isOpen = () => failures >= FAILURES_TO_OPEN;
  return {
    isOpen,
    mayTry(now_ms: number): boolean {
      if (!isOpen()) return true;
      if (now_ms < probe_at_ms) return false;
      probe_at_ms = now_ms + PROBE_EVERY_MS;
      return true;
    },
    succeeded() {
      if (isOpen()) log.security('hub_rate_limiter_restored', { 'event.outcome': 'success' });
      failures = 0;
      metrics?.rateLimitStatus('redis');
    },
    failed(error: unknown, now_ms: number) {
      failures += 1;
      if (failures !== FAILURES_TO_OPEN) return;
      probe_at_ms = now_ms + PROBE_EVERY_MS;
      log.security('hub_rate_limiter_degraded', { 'event.outcome': 'failure', error });
      metrics?.rateLimitStatus('degraded');
    },
  };
}

const share = ({ limit, window_s }: Rule, processes: number): Rule => ({
  limit: Math.max(1, Math.floor(limit / Math.max(1, processes))),
  window_s,
});

/** On Redis when `redis_url` is set, by the same cells in memory otherwise; between the two when Redis is down: neither open nor closed. */
export function makeRateLimit(settings: Settings): RateLimit {
  const { redis_url, clock, log, metrics, processes = () => 1 } = settings;
  const local = makeLocal(settings.max_keys ?? MAX_KEYS);
  const redis: RedisCells | null = redis_url
    ? openRedisCells(redis_url, settings.command_timeout_ms ?? COMMAND_TIMEOUT_MS)
    : null;
  const breaker = makeBreaker(log, metrics);
  metrics?.rateLimitStatus(redis ? 'redis' : 'memory');

  const decide = async (key: string, rule: Rule): Promise<Taken> => {
    const now_ms = clock().epochMilliseconds;
    // Counted here even while Redis decides, so that a process left alone does not start from nothing.
    const mine = local.take(key, share(rule, processes()), now_ms);
    if (!redis || !breaker.mayTry(now_ms)) return mine;
    try {
      const shared = await redis.take(key, rule);
      breaker.succeeded();
      return shared;
    } catch (error) {
      breaker.failed(error, now_ms);
      return mine;
    }
  };
  return {
    async take(key, rule) {
      const taken = await decide(key, rule);
      metrics?.countRateLimit(taken.allowed ? 'allowed' : 'refused');
      return taken;
    },
    async giveBack(key, rule) {
      local.giveBack(key, rule);
      if (!redis || breaker.isOpen()) return;
      // A use kept by mistake only makes the limit stricter, until it leaves the window.
      await tolerate('a use not given back leaves the limit stricter', redis.giveBack(key, rule), log);
    },
    status: () => (redis ? (breaker.isOpen() ? 'degraded' : 'redis') : 'memory'),
    close: async () => await redis?.close(),
  };
}

/** One key per person behind an address: an IPv6 subscriber owns a whole /64, an IPv4-mapped address is its IPv4 one. */
export function addressKey(ip: string): string {
  if (!ipaddr.isValid(ip)) return 'unknown';
  const address = ipaddr.process(ip);
  if (address instanceof ipaddr.IPv4) return address.toString();
  return `${address
    .toByteArray()
    .slice(0, 8)
    .map(byte => byte.toString(16).padStart(2, '0'))
    .join('')}/64`;
}
