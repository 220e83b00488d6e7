import ipaddr from 'ipaddr.js';
import type { Temporal } from 'temporal-polyfill';
import type { Log } from '../log.ts';
import { tolerate } from '../tolerate.ts';
import type { Rule, Taken } from './rate-limit/cells.ts';
import { type AllTaken, type Local, makeLocal, type Policy } from './rate-limit/policies.ts';
import { openRedisCells, type RedisCells } from './rate-limit/redis.ts';

export type { Rule, Taken } from './rate-limit/cells.ts';
export type { AllTaken, Policy } from './rate-limit/policies.ts';
/** `degraded`: Redis is set but does not answer; each process then counts alone, for its share of the limit. */
export type RateLimitStatus = 'memory' | 'redis' | 'degraded';

export type RateLimit = {
  /** One use of `key`. Never more than `limit` in any rolling `window_s` (with Redis, or with one process: settled.md 23). Never throws. */
  take(key: string, rule: Rule): Promise<Taken>;
  /** `cost` uses of each policy, or of none, in one round trip. Never throws. */
  takeAll(policies: readonly Policy[], cost?: number): Promise<AllTaken>;
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
const FAILURES_TO_OPEN = 5;
const PROBE_EVERY_MS = 1_000;

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

const shareOf = (policy: Policy, processes: number): Policy => {
  const { limit, window_s } = policy.rule;
  return { ...policy, rule: { limit: Math.max(1, Math.floor(limit / Math.max(1, processes))), window_s } };
};
const windowOf = (key: string, rule: Rule): Policy => ({ name: 'window', kind: 'window', tag: key, key: '', rule });

/** What costs more than a limit takes it whole: it would never pass otherwise. */
const withinLimits = (policies: readonly Policy[], cost: number): number =>
  Math.min(cost, ...policies.map(({ rule }) => rule.limit));

type Deciding = {
  local: Local;
  redis: RedisCells | null;
  breaker: ReturnType<typeof makeBreaker>;
  clock: Settings['clock'];
  processes: () => number;
};

function decider({ local, redis, breaker, clock, processes }: Deciding) {
  return async (policies: readonly Policy[], cost: number): Promise<AllTaken> => {
    const now_ms = clock().epochMilliseconds;
    const mates = processes();
    // Counted here even while Redis decides, so that a process left alone does not start from nothing.
    const shares = mates > 1 ? policies.map(policy => shareOf(policy, mates)) : policies;
    const mine = local.take(shares, { now_ms, cost: withinLimits(shares, cost) });
    if (!redis || !breaker.mayTry(now_ms)) return mine;
    try {
      const shared = await redis.take(policies, withinLimits(policies, cost));
      breaker.succeeded();
      return shared;
    } catch (error) {
      breaker.failed(error, now_ms);
      return mine;
    }
  };
}

/** On Redis when `redis_url` is set, by the same cells in memory otherwise; between the two when Redis is down: neither open nor closed. */
export function makeRateLimit(settings: Settings): RateLimit {
  const { redis_url, clock, log, metrics, processes = () => 1 } = settings;
  const local = makeLocal(settings.max_keys ?? MAX_KEYS);
  const redis: RedisCells | null = redis_url
    ? openRedisCells(redis_url, settings.command_timeout_ms ?? COMMAND_TIMEOUT_MS)
    : null;
  const breaker = makeBreaker(log, metrics);
  metrics?.rateLimitStatus(redis ? 'redis' : 'memory');

  const decide = decider({ local, redis, breaker, clock, processes });
  const takeAll: RateLimit['takeAll'] = async (policies, cost = 1) => {
    const taken = await decide(policies, cost);
    metrics?.countRateLimit(taken.allowed ? 'allowed' : 'refused');
    return taken;
  };
  return {
    takeAll,
    take: async (key, rule) => (await takeAll([windowOf(key, rule)])).policies[0]!,
    async giveBack(key, rule) {
      const policy = windowOf(key, rule);
      local.giveBack(policy);
      if (!redis || breaker.isOpen()) return;
      // A use kept by mistake only makes the limit stricter, until it leaves the window.
      await tolerate('a use not given back leaves the limit stricter', redis.giveBack(policy), log);
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
