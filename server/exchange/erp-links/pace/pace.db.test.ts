// The pace of a connexion, with two processes on one base and a simulator that refuses.
import { beforeAll, expect, test } from 'vitest';
import { SYSTEM } from '#platform/unit.ts';
import { UpstreamError } from '#platform/upstream.ts';
import { type ErpWorld, erpWorld } from '#testing/erp/world.ts';
import { savePace } from '../sql.ts';
import { pacedFetch } from './hold-pace.ts';
import type { Pace } from './rules.ts';

let world: ErpWorld;
beforeAll(async () => {
  world = await erpWorld({ chantiers: 3 });
});

type Ask = { refuses: (call: number) => Record<string, string> | false };

/** Calls by a process of its own, in front of an ERP that refuses these. */
function caller({ refuses }: Ask, calls = { count: 0 }) {
  const { ground, app } = world.hub;
  const fetch = async () => {
    calls.count += 1;
    const headers = refuses(calls.count);
    return headers
      ? { status: 429, headers, body: Buffer.alloc(0) }
      : { status: 200, headers: {}, body: Buffer.alloc(0) };
  };
  const deps = { ...ground, inUnit: app.inUnit };
  const paced = { link_id: world.link, signal: new AbortController().signal };
  return { call: pacedFetch(deps, fetch, paced), calls };
}
const request = { method: 'GET', timeout_ms: 1_000, max_bytes: 1_000, rule: 'public' } as const;
const PACE: Pace = {
  ...{ interval_ms: 1_000, appris: true, plancher_ms: 900, depuis_reglage: 0, depuis_refus: 50 },
  ...{ libre_ms: 0, refus_ms: 0 },
};
async function hold(pace: Partial<Pace>): Promise<void> {
  const now = world.hub.clock.now.epochMilliseconds;
  await world.hub.app.inUnit(SYSTEM, unit =>
    savePace(unit, world.link, { ...PACE, libre_ms: now, refus_ms: now, ...pace }),
  );
}

test('two processes share one pace: ten calls of each take twenty turns', async () => {
  await hold({});
  const [one, two] = [caller({ refuses: () => false }), caller({ refuses: () => false })];
  const before = world.hub.clock.now.epochMilliseconds;
  for (let n = 0; n < 10; n += 1) await Promise.all([one.call('http://erp', request), two.call('http://erp', request)]);
  expect(world.hub.clock.now.epochMilliseconds - before).toBeGreaterThanOrEqual(19_000);
});

test('refused at a pace already learnt, a call is made again at its next turn; told how long, it is not', async () => {
  await hold({});
  const blind = caller({ refuses: call => call === 1 && {} });
  expect((await blind.call('http://erp', request)).status).toBe(200);
  expect(blind.calls.count).toBe(2);
  await hold({});
  const told = caller({ refuses: call => call === 1 && { 'retry-after': '30' } });
  expect((await told.call('http://erp', request)).status).toBe(429);
  expect(told.calls.count).toBe(1);
});

test('an ERP that refuses for ever is not asked for ever', async () => {
  await hold({});
  const { call, calls } = caller({ refuses: () => ({}) });
  expect((await call('http://erp', request)).status).toBe(429);
  expect(calls.count).toBe(8);
});

test('while the connexion is asked to wait, nothing leaves from any process', async () => {
  await hold({});
  const until = world.hub.clock.now.add({ minutes: 10 }).toString();
  await world.hub.db.sql`update erp_links set pas_avant = ${until} where id = ${world.link}`;
  const { call, calls } = caller({ refuses: () => false });
  const is = await call('http://erp', request).catch(error => error instanceof UpstreamError && error.is);
  expect([is, calls.count]).toMatchObject([{ word: 'busy' }, 0]);
  world.hub.clock.advance({ minutes: 11 });
  expect((await call('http://erp', request)).status).toBe(200);
});

test('a day after the last refusal, nothing is held back any more', async () => {
  await hold({ libre_ms: world.hub.clock.now.epochMilliseconds + 60_000 });
  world.hub.clock.advance({ hours: 25 });
  const before = world.hub.clock.now.epochMilliseconds;
  await caller({ refuses: () => false }).call('http://erp', request);
  expect(world.hub.clock.now.epochMilliseconds).toBe(before);
  expect(await world.hub.db.sql`select from erp_link_paces where link_id = ${world.link}`).toHaveLength(0);
});
