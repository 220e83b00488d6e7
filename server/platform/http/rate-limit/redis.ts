import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import { answer, cellMs, type Rule, type Taken } from './cells.ts';

/** The same steps as takeFromCells. `t` total, `o` oldest, `n` newest cell; the other fields are cells. Expects `now` in milliseconds. */
export const TAKE_AT_NOW = `
local limit, window, cell = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local head = redis.call('HMGET', KEYS[1], 't', 'o', 'n')
local total, oldest, newest = tonumber(head[1] or 0), tonumber(head[2] or 0), tonumber(head[3] or 0)
now = math.max(now, newest * cell)
local current = math.floor(now / cell)
while total > 0 do
  local count = tonumber(redis.call('HGET', KEYS[1], oldest) or 0)
  if count > 0 and (oldest + 1) * cell + window > now then break end
  if count > 0 then redis.call('HDEL', KEYS[1], oldest) end
  total = total - count
  oldest = oldest + 1
end
local allowed = 0
if total < limit then
  allowed = 1
  if total == 0 then oldest = current end
  total = total + 1
  redis.call('HINCRBY', KEYS[1], current, 1)
  redis.call('HSET', KEYS[1], 't', total, 'o', oldest, 'n', current)
  redis.call('PEXPIRE', KEYS[1], window + 2 * cell)
elseif tonumber(head[1] or 0) ~= total then
  redis.call('HSET', KEYS[1], 't', total, 'o', oldest)
end
local wait = 0
if total > 0 then wait = (oldest + 1) * cell + window - now end
return {allowed, total, wait}
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
  take(key: string, rule: Rule): Promise<Taken>;
  giveBack(key: string, rule: Rule): Promise<void>;
  close(): Promise<void>;
};

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

  const run = async (key: string, args: number[]): Promise<[number, number, number]> => {
    try {
      return (await redis.evalsha(TAKE_SHA, 1, key, ...args)) as [number, number, number];
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return (await redis.eval(TAKE, 1, key, ...args)) as [number, number, number];
    }
  };
  const nameOf = (key: string, { window_s }: Rule) => `rl:{${key}}:${window_s}`;
  return {
    async take(key, rule) {
      const { limit, window_s } = rule;
      const window_ms = window_s * 1000;
      const [allowed, total, wait_ms] = await run(nameOf(key, rule), [limit, window_ms, cellMs(window_ms)]);
      return answer({ allowed: allowed === 1, total, wait_ms }, limit);
    },
    async giveBack(key, rule) {
      await redis.eval(GIVE_BACK, 1, nameOf(key, rule));
    },
    async close() {
      redis.disconnect();
    },
  };
}
