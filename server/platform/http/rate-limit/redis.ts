import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import { stepUs } from './burst.ts';
import { answer, cellMs } from './cells.ts';
import { type AllTaken, nameOf, type Policy, together } from './policies.ts';

/**
 * Several callers after each other; of each, all policies are looked at, then all are taken from or none. For each policy,
 * three numbers come back: allowed, used, wait (ms). Expects `now` in milliseconds.
 * ARGV, for each caller: how many keys are his and the cost, then four per key: kind, limit, window (ms), and the cell (ms)
 * or the step (µs). Cells (lookAtCells): `t` total, `o` oldest, `n` newest cell; the other fields are cells. Burst
 * (lookAtBurst): one number.
 */
export const TAKE_AT_NOW = `
local out = {}
local function take(first, count, cost, from)
  local looks, all = {}, 1
  for i = 1, count do
    local key, at = KEYS[first + i - 1], from + (i - 1) * 4
    local look = { kind = ARGV[at], limit = tonumber(ARGV[at + 1]), window = tonumber(ARGV[at + 2]), unit = tonumber(ARGV[at + 3]), ok = 0 }
    if look.kind == 'burst' then
      look.now = now * 1000
      look.next = math.max(tonumber(redis.call('GET', key) or 0), look.now)
      look.after = look.next + cost * look.unit
      if look.after <= look.now + look.limit * look.unit then look.ok = 1 end
    else
      local head = redis.call('HMGET', key, 't', 'o', 'n')
      local total, oldest, newest = tonumber(head[1] or 0), tonumber(head[2] or 0), tonumber(head[3] or 0)
      look.before = total
      look.now = math.max(now, newest * look.unit)
      look.current = math.floor(look.now / look.unit)
      while total > 0 do
        local count = tonumber(redis.call('HGET', key, oldest) or 0)
        if count > 0 and (oldest + 1) * look.unit + look.window > look.now then break end
        if count > 0 then redis.call('HDEL', key, oldest) end
        total = total - count
        oldest = oldest + 1
      end
      look.total, look.oldest = total, oldest
      if total + cost <= look.limit then look.ok = 1 end
    end
    all = all * look.ok
    looks[i] = look
  end
  for i = 1, count do
    local key, look, used, wait = KEYS[first + i - 1], looks[i], 0, 0
    if look.kind == 'burst' then
      if all == 1 then
        look.next = look.after
        redis.call('SET', key, string.format('%.0f', look.next), 'PX', math.ceil((look.next - look.now) / 1000) + 1000)
      end
      used = math.min(look.limit, math.ceil((look.next - look.now) / look.unit))
      wait = look.next - look.now - math.max(0, used - 1) * look.unit
      if look.ok == 0 then wait = look.after - look.limit * look.unit - look.now end
      wait = math.ceil(wait / 1000)
    else
      if all == 1 then
        if look.total == 0 then look.oldest = look.current end
        look.total = look.total + cost
        redis.call('HINCRBY', key, look.current, cost)
        redis.call('HSET', key, 't', look.total, 'o', look.oldest, 'n', look.current)
        redis.call('PEXPIRE', key, look.window + 2 * look.unit)
      elseif look.before ~= look.total then
        redis.call('HSET', key, 't', look.total, 'o', look.oldest)
      end
      used = look.total
      if used > 0 then wait = (look.oldest + 1) * look.unit + look.window - look.now end
    end
    out[#out + 1], out[#out + 2], out[#out + 3] = look.ok, used, wait
  end
end
local first, at = 1, 1
while first <= #KEYS do
  local count = tonumber(ARGV[at])
  take(first, count, tonumber(ARGV[at + 1]), at + 2)
  first, at = first + count, at + 2 + count * 4
end
return out
`;

/** The same steps as giveBackToCells. */
const GIVE_BACK = `
local head = redis.call('HMGET', KEYS[1], 't', 'o', 'n')
local total, oldest, newest = tonumber(head[1] or 0), tonumber(head[2] or 0), tonumber(head[3] or 0)
if total == 0 then return 0 end
for cell = newest, oldest, -1 do
  if tonumber(redis.call('HGET', KEYS[1], cell) or 0) > 0 then
    if redis.call('HINCRBY', KEYS[1], cell, -1) == 0 then redis.call('HDEL', KEYS[1], cell) end
    redis.call('HINCRBY', KEYS[1], 't', -1)
    return 1
  end
end
return 0
`;

/** Redis tells the time: processes whose clocks differ still share one window. */
const TAKE = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
${TAKE_AT_NOW}`;
const TAKE_SHA = createHash('sha1').update(TAKE).digest('hex');

export type RedisCells = {
  take(policies: readonly Policy[], cost: number): Promise<AllTaken>;
  giveBack(policy: Policy): Promise<void>;
  close(): Promise<void>;
};

const unitOf = ({ kind, rule }: Policy): number => (kind === 'burst' ? stepUs(rule) : cellMs(rule.window_s * 1000));

/** One caller's part of what TAKE_AT_NOW expects in ARGV. */
export const argumentsOf = (policies: readonly Policy[], cost: number): (number | string)[] => [
  policies.length,
  cost,
  ...policies.flatMap(policy => [policy.kind, policy.rule.limit, policy.rule.window_s * 1000, unitOf(policy)]),
];

/** What the script answers to one caller, in the limiter's words. */
export function readAnswers(policies: readonly Policy[], numbers: readonly number[]): AllTaken {
  const taken = policies.map(({ rule }, index) => {
    const [allowed, total = 0, wait_ms = 0] = numbers.slice(index * 3, index * 3 + 3);
    return answer({ allowed: allowed === 1, total, wait_ms }, rule.limit);
  });
  return together(policies, taken);
}

const keyOf = (policy: Policy): string => `rl:${nameOf(policy)}`;

type Asked = { policies: readonly Policy[]; cost: number; answer: PromiseWithResolvers<AllTaken> };

/** Callers of one tag, whose keys a cluster keeps in one place, ask in one call. */
async function askTogether(redis: Redis, asked: readonly Asked[]): Promise<void> {
  const keys = asked.flatMap(({ policies }) => policies.map(keyOf));
  const args = [...keys, ...asked.flatMap(({ policies, cost }) => argumentsOf(policies, cost))];
  try {
    const numbers = await redis.evalsha(TAKE_SHA, keys.length, ...args).catch(async (error: Error) => {
      if (!error.message.startsWith('NOSCRIPT')) throw error;
      return await redis.eval(TAKE, keys.length, ...args);
    });
    let from = 0;
    for (const { policies, answer } of asked) {
      answer.resolve(readAnswers(policies, (numbers as number[]).slice(from, from + policies.length * 3)));
      from += policies.length * 3;
    }
  } catch (error) {
    for (const { answer } of asked) answer.reject(error);
  }
}

/** What one turn of the event loop asks is sent together. */
function makeTake(redis: Redis): RedisCells['take'] {
  let turn: Asked[] = [];
  const send = () => {
    const sent = Map.groupBy(turn, ({ policies }) => policies[0]?.tag);
    turn = [];
    for (const asked of sent.values()) void askTogether(redis, asked);
  };
  return (policies, cost) => {
    if (turn.length === 0) setImmediate(send);
    const answer = Promise.withResolvers<AllTaken>();
    turn.push({ policies, cost, answer });
    return answer.promise;
  };
}

/** Throws whenever Redis does not answer in time: what then, is the caller's decision. */
export function openRedisCells(url: string, command_timeout_ms: number): RedisCells {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: command_timeout_ms,
    connectTimeout: 2_000,
    retryStrategy: tries => Math.min(100 * tries, 2_000),
  });
  // ioredis reconnects by itself; each failed command is counted by the breaker of rate-limit.ts, which also says it once in the log.
  redis.on('error', () => {});
  return {
    take: makeTake(redis),
    async giveBack(policy) {
      await redis.eval(GIVE_BACK, 1, keyOf(policy));
    },
    async close() {
      redis.disconnect();
    },
  };
}
