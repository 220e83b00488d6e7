// Needs the `redis-server` program (Debian package redis-server): each run starts its own, on a free port, without any file.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { Temporal } from 'temporal-polyfill';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { makeLog } from '../log.ts';
import { makeLocal, nameOf, type Policy } from './rate-limit/policies.ts';
import { argumentsOf, readAnswers, TAKE_AT_NOW } from './rate-limit/redis.ts';
import { makeRateLimit, type RateLimit } from './rate-limit.ts';

const lines: string[] = [];
const log = makeLog({ level: 'info', stream: { write: line => void lines.push(line) } });
const actions = () => lines.map(line => JSON.parse(line)['event.action']);
let port = 0;
let server: ChildProcess;
let direct: Redis;
const limits: RateLimit[] = [];

async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const found = (probe.address() as AddressInfo).port;
  probe.close();
  await once(probe, 'close');
  return found;
}

async function startRedis() {
  server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'pipe',
  });
  await new Promise<void>((ready, fail) => {
    server.once('error', cause =>
      fail(new Error('redis-server is not installed (apt-get install redis-server)', { cause })),
    );
    server.once('exit', code => fail(new Error(`redis-server left with ${code}`)));
    server.stdout?.on('data', (text: Buffer) => text.includes('Ready to accept connections') && ready());
  });
}

beforeAll(async () => {
  port = await freePort();
  await startRedis();
  direct = new Redis(port, '127.0.0.1', { lazyConnect: false });
  direct.on('error', () => {});
});
afterEach(async () => {
  for (const limit of limits.splice(0)) await limit.close();
  lines.length = 0;
});
afterAll(() => {
  direct.disconnect();
  server.kill('SIGKILL');
});

let now_ms = Temporal.Instant.from('2026-11-23T08:00:00Z').epochMilliseconds;
/** Waits for the connection by what it does, not by time: until Redis holds a count for a key of its own. */
async function onRedis(command_timeout_ms = 5_000) {
  const limit = makeRateLimit({
    redis_url: `redis://127.0.0.1:${port}`,
    clock: () => Temporal.Instant.fromEpochMilliseconds(now_ms),
    log,
    command_timeout_ms,
  });
  limits.push(limit);
  await untilShared(limit);
  return limit;
}
async function untilShared(limit: RateLimit) {
  const name = `warm-${limits.length}-${now_ms}`;
  await expect
    .poll(
      async () => {
        now_ms += 1_100;
        await limit.take(name, { limit: 1_000_000, window_s: 60 });
        return await direct.exists(`rl:{${name}}:60`);
      },
      { timeout: 10_000 },
    )
    .toBe(1);
}

test('the same sequence gives the same answers by the script and in memory', async () => {
  const script = `local now = tonumber(ARGV[#ARGV])\n${TAKE_AT_NOW}`;
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  const policy = (kind: Policy['kind'], limit: number, window_s: number): Policy => ({
    name: `${kind} ${limit}`,
    kind,
    tag: 'same',
    key: `:${limit}`,
    rule: { limit, window_s },
  });
  for (const policies of [
    [policy('window', 7, 10)],
    [policy('window', 40, 1000)],
    [policy('window', 100, 3600)],
    [policy('burst', 9, 7)],
    [policy('window', 60, 300), policy('burst', 5, 10), policy('window', 90, 3600)],
  ]) {
    const local = makeLocal(10);
    const keys = policies.map(nameOf);
    await direct.del(...keys);
    const { limit, window_s } = policies[0]!.rule;
    const window_ms = window_s * 1000;
    let at = 1_795_420_800_123;
    let refused = 0;
    for (let index = 0; index < 3_000; index++) {
      at += Math.floor((random() ** 6 - 0.001) * ((window_ms * 6) / limit));
      const cost = random() < 0.1 ? 3 : 1;
      const numbers = await direct.eval(script, keys.length, ...keys, ...argumentsOf(policies, cost), at);
      const theirs = readAnswers(policies, numbers as number[]);
      expect(theirs, `step ${index}`).toEqual(local.take(policies, { now_ms: at, cost }));
      if (!theirs.allowed) refused += 1;
    }
    expect(refused).toBeGreaterThan(20);
  }
});

test('hour, burst and ceiling are taken from together or not at all, in one round trip', async () => {
  const limit = await onRedis();
  const policies: Policy[] = [
    { name: 'hour', kind: 'window', tag: 'p', key: 'k', rule: { limit: 10, window_s: 3600 } },
    { name: 'burst', kind: 'burst', tag: 'p', key: 'k', rule: { limit: 2, window_s: 3600 } },
  ];
  const answers = [];
  for (let index = 0; index < 5; index++) answers.push(await limit.takeAll(policies));
  expect(answers.map(({ allowed }) => allowed)).toEqual([true, true, false, false, false]);
  const last = answers.at(-1)!;
  expect(last.policies.map(({ name, allowed, remaining }) => [name, allowed, remaining])).toEqual([
    ['hour', true, 8],
    ['burst', false, 0],
  ]);
  expect(last.retry_after_s).toBeGreaterThan(1790);
  const trips = async () => Number(/cmdstat_evalsha:calls=(\d+)/.exec(await direct.info('commandstats'))?.[1]);
  const before = await trips();
  await limit.takeAll(policies);
  expect((await trips()) - before).toBe(1);
});

test('two processes share one limit, to the unit, under parallel load', async () => {
  const [one, two] = [await onRedis(), await onRedis()];
  const rule = { limit: 50, window_s: 3600 };
  const taken = await Promise.all(
    Array.from({ length: 120 }, (_, index) => (index % 2 ? one : two).take('shared', rule)),
  );
  expect(taken.filter(answer => answer.allowed)).toHaveLength(50);
  expect(taken.filter(answer => !answer.allowed).every(answer => answer.retry_after_s > 3590)).toBe(true);
  expect(one.status()).toBe('redis');
});

test('a use given back by one process may be taken by another', async () => {
  const [one, two] = [await onRedis(), await onRedis()];
  const rule = { limit: 2, window_s: 3600 };
  await one.take('given', rule);
  await one.take('given', rule);
  expect((await two.take('given', rule)).allowed).toBe(false);
  await one.giveBack('given', rule);
  expect((await two.take('given', rule)).allowed).toBe(true);
  expect((await two.take('given', rule)).allowed).toBe(false);
  for (let index = 0; index < 5; index++) await two.giveBack('given', rule);
  expect(await direct.hgetall('rl:{given}:3600')).toMatchObject({ t: '0' });
  expect(await direct.hlen('rl:{given}:3600')).toBe(3);
});

test('a count leaves Redis by itself once its window is over', async () => {
  const limit = await onRedis();
  await limit.take('expiring', { limit: 5, window_s: 60 });
  const left_ms = await direct.pttl('rl:{expiring}:60');
  expect(left_ms).toBeGreaterThan(60_000);
  expect(left_ms).toBeLessThanOrEqual(62_000);
});

test('a Redis that forgot the script is taught again', async () => {
  const limit = await onRedis();
  await direct.script('FLUSH');
  expect(await limit.take('flushed', { limit: 2, window_s: 60 })).toMatchObject({ allowed: true, remaining: 1 });
  expect(await direct.exists('rl:{flushed}:60')).toBe(1);
});

test('when Redis dies the process counts alone, warm, says so once, and goes back when Redis returns', async () => {
  const limit = await onRedis();
  const rule = { limit: 5, window_s: 3600 };
  for (let index = 0; index < 3; index++) expect((await limit.take('warm', rule)).allowed).toBe(true);

  server.kill('SIGKILL');
  await once(server, 'exit');
  const alone = [];
  for (let index = 0; index < 8; index++) alone.push((await limit.take('warm', rule)).allowed);
  expect(alone).toEqual([true, true, false, false, false, false, false, false]);
  expect(limit.status()).toBe('degraded');
  expect(actions()).toEqual(['hub_rate_limiter_degraded']);

  await startRedis();
  await untilShared(limit);
  expect(limit.status()).toBe('redis');
  expect(actions()).toEqual(['hub_rate_limiter_degraded', 'hub_rate_limiter_restored']);
});

test('a Redis that accepts and never answers is given up, not waited for', async () => {
  const limit = await onRedis(200);
  server.kill('SIGSTOP');
  try {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => limit.take('stuck', { limit: 4, window_s: 3600 })),
    );
    expect(answers.filter(answer => answer.allowed)).toHaveLength(4);
    expect(limit.status()).toBe('degraded');
  } finally {
    server.kill('SIGCONT');
  }
});
