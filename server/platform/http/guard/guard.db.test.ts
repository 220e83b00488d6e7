import { beforeAll, describe, expect, test } from 'vitest';
import { bearer } from '#exchange/api-keys/index.ts';
import { newApiKey } from '#platform/api-key-format.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { makeChantier } from '#testing/make.ts';
import { makeServer } from '../server.ts';
import { HOUR_ALONE, parseBurst, type RateSettings } from './guard.ts';

const LIST = '/api/v1/chantiers';
let hub: TestApp;
beforeAll(async () => {
  hub = await testApp();
});

type Bounds = { limite?: number; cidrs?: string[] };
async function newKey({ limite = 1000, cidrs = [] }: Bounds = {}, scopes = ['read']) {
  const owner = await hub.cookie(await hub.person({ role: 'administrateur' }));
  const key = await hub.key(owner, scopes);
  await hub.db.sql`update api_keys set rate_limit_per_hour = ${limite}, cidrs = ${cidrs} where id = ${key.id}`;
  return { ...key, owner };
}
type Asking = { url?: string; ip?: string; method?: 'POST'; payload?: string; headers?: Record<string, unknown> };
const ask = (as: Caller, { url = LIST, ip = '192.0.2.7', headers = {}, method, payload }: Asking = {}) =>
  hub.app.server.inject({
    method: method ?? 'GET',
    url,
    remoteAddress: ip,
    ...(payload ? { payload } : {}),
    headers: { host: 'localhost', ...as.headers, ...headers } as Record<string, string>,
  });
const said = ({ statusCode, headers }: Awaited<ReturnType<typeof ask>>) => [statusCode, headers['ratelimit']];

describe('the hour of a key', () => {
  test('1000 requests back to back pass, the 1001st is 429 and says when to come back; a second key has its own 1000', async () => {
    const first = await newKey();
    const second = await hub.key(first.owner, ['read']);
    for (const key of [first, second]) {
      const statuses = new Map<number, number>();
      for (let index = 0; index < 1000; index++) {
        const { statusCode } = await ask(key, { url: `${LIST}?limit=1` });
        statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
      }
      expect(Object.fromEntries(statuses)).toEqual({ 200: 1000 });
    }
    const refused = await ask(first);
    expect(refused.statusCode).toBe(429);
    expect(refused.headers).toMatchObject({
      'retry-after': '3610',
      ratelimit: '"hour";r=0;t=3610',
      'ratelimit-policy': '"hour";q=1000;w=3600',
      'x-ratelimit-limit': '1000',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '3610',
    });
    expect(refused.json()).toMatchObject({
      type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
      code: 'quota.exceeded',
      'violated-policies': ['hour'],
    });
    expect((await ask(second)).statusCode).toBe(429);
    hub.clock.advance({ seconds: 3609 });
    expect((await ask(first)).statusCode).toBe(429);
    hub.clock.advance({ seconds: 1 });
    expect(said(await ask(first))).toEqual([200, '"hour";r=999;t=3610']);
  }, 120_000);

  test('2xx, 304 and 4xx after authentication count and say what is left; a 429 counts no more', async () => {
    const key = await newKey({ limite: 6 });
    const first = await ask(key);
    expect(said(first)).toEqual([200, '"hour";r=5;t=3610']);
    expect(said(await ask(key, { headers: { 'if-none-match': first.headers.etag } }))).toEqual([
      304,
      '"hour";r=4;t=3610',
    ]);
    expect(said(await ask(key, { url: `${LIST}?intrus=1` }))).toEqual([400, '"hour";r=3;t=3610']);
    expect(said(await ask(key, { url: `${LIST}/0199c8f0-6f4a-7000-8000-00000000dead` }))).toEqual([
      404,
      '"hour";r=2;t=3610',
    ]);
    expect(said(await ask(key, { url: '/api/auth/api-keys' }))).toEqual([403, '"hour";r=1;t=3610']);
    const write = { method: 'POST' as const, headers: { 'content-type': 'application/json' }, payload: '{"nom":"x"}' };
    expect(said(await ask(key, write))).toEqual([403, '"hour";r=0;t=3610']);
    for (let index = 0; index < 3; index++) expect(said(await ask(key, write))).toEqual([429, '"hour";r=0;t=3610']);
    hub.clock.advance({ seconds: 3610 });
    expect(said(await ask(key))).toEqual([200, '"hour";r=5;t=3610']);
  });

  test('what changed under a kept reply counts once', async () => {
    const key = await newKey({ limite: 10 });
    await ask(key);
    await ask(key);
    await makeChantier(hub.db.sql, {});
    expect((await ask(key)).headers['ratelimit']).toBe('"hour";r=7;t=3610');
  });

  test('people are not counted, nor is anything that is no good key', async () => {
    const key = await newKey({ limite: 2 });
    for (const caller of [key.owner, { headers: {} }, { headers: { authorization: `Bearer ${newApiKey()}` } }]) {
      expect((await ask(caller)).headers['ratelimit']).toBeUndefined();
    }
    expect(said(await ask(key))).toEqual([200, '"hour";r=1;t=3610']);
  });
});

describe('where a key is used from', () => {
  test('another address gets 403 and moves no counter; an IPv4 address through IPv6 is the same address', async () => {
    const key = await newKey({ limite: 5, cidrs: ['192.0.2.0/24', '2001:db8::/32'] });
    for (const ip of ['198.51.100.1', '::ffff:198.51.100.1', '2001:db9::1']) {
      const answer = await ask(key, { ip });
      expect([answer.statusCode, answer.json().code, answer.headers['ratelimit']]).toEqual([
        403,
        'api_key.address_refused',
        undefined,
      ]);
    }
    expect(said(await ask(key, { ip: '::ffff:192.0.2.9' }))).toEqual([200, '"hour";r=4;t=3610']);
    expect(said(await ask(key, { ip: '2001:db8::9' }))).toEqual([200, '"hour";r=3;t=3610']);
  });

  test('X-Forwarded-For of a stranger changes nothing, that of a trusted proxy is the address', async () => {
    const key = await newKey({ cidrs: ['203.0.113.0/24'] });
    const headers = { ...key.headers, 'x-forwarded-for': '203.0.113.5', 'x-forwarded-proto': 'https' };
    expect((await ask({ headers }, { ip: '192.0.2.7' })).statusCode).toBe(403);
    const behind = serverWith({}, ['192.0.2.0/24']);
    const through = (given: string) =>
      behind.inject({
        url: LIST,
        remoteAddress: '192.0.2.7',
        headers: { host: 'x', ...headers, 'x-forwarded-for': given },
      });
    expect((await through('203.0.113.5')).statusCode).toBe(200);
    expect((await through('203.0.113.5, 198.51.100.1')).statusCode).toBe(403);
  });
});

test('unknown, revoked, expired and disabled keys get one answer: body and headers', async () => {
  const answers = [];
  for (const spoil of [
    null,
    (id: string) => hub.db.sql`update api_keys set revoked_at = now() where id = ${id}`,
    (id: string) => hub.db.sql`update api_keys set expires_at = ${hub.clock.now.toString()} where id = ${id}`,
    (id: string) => hub.db.sql`update api_keys set disabled_at = now() where id = ${id}`,
  ]) {
    const key = spoil
      ? await newKey({ cidrs: ['203.0.113.0/24'] })
      : { id: '', headers: { authorization: `Bearer ${newApiKey()}` } };
    if (spoil) await spoil(key.id);
    const { statusCode, headers, body } = await ask(key);
    const { date: _, 'x-request-id': id, traceparent: trace, ...same } = headers;
    answers.push({
      statusCode,
      headers: same,
      body: body.replace(String(id), 'ID').replace(String(trace).split('-')[1]!, 'TRACE'),
    });
  }
  expect(answers[0]!.statusCode).toBe(401);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
});

function serverWith(rate: Partial<RateSettings>, trusted_proxies: string[] = []) {
  const routes = hub.app.features.flatMap(feature => feature.routes);
  return makeServer({
    ...hub.ground,
    inUnit: hub.app.inUnit,
    routes,
    trusted_proxies,
    rate: { ...HOUR_ALONE, ...rate },
    cursors: { seal: () => '', open: () => ({ key: '', id: '' }) },
    kept: { get: () => undefined, put: () => {} },
    schemes: { cookie_name: 'none', cookie: async () => null, bearer: { hbc_: bearer() } },
    seen: () => {},
  });
}

test('the burst and the ceiling of a person are off until they are set, and name themselves when they refuse', async () => {
  const key = await newKey();
  const other = await hub.key(key.owner, ['read']);
  const url = LIST;
  const bursty = serverWith({ burst: parseBurst('2/10') });
  const codes = [];
  for (let index = 0; index < 3; index++)
    codes.push(await bursty.inject({ url, headers: { host: 'localhost', ...key.headers } }));
  expect(codes.map(({ statusCode }) => statusCode)).toEqual([200, 200, 429]);
  expect(codes[2]!.json()['violated-policies']).toEqual(['burst']);
  expect(codes[2]!.headers).toMatchObject({
    'ratelimit-policy': '"hour";q=1000;w=3600, "burst";q=2;w=10',
    ratelimit: '"hour";r=998;t=3610, "burst";r=0;t=5',
    'retry-after': '5',
  });
  const capped = serverWith({ user_per_hour: 3 });
  const pair = [];
  for (const { headers } of [key, other, key, other]) {
    pair.push((await capped.inject({ url, headers: { host: 'localhost', ...headers } })).statusCode);
  }
  expect(pair).toEqual([200, 200, 200, 429]);
});

const LOT = {
  url: '/api/v1/chantiers/lot',
  method: 'POST' as const,
  lot: (items: number) => ({
    items: Array.from({ length: items }, (_, n) => ({
      reference: { system: 'essai', external_id: String(n) },
      chantier: { nom: `Lot ${n}` },
    })),
  }),
};

test('a lot counts for one request until the operator asks for its items; then it is refused before the work, and what is larger than the limit takes it whole', async () => {
  const key = await newKey({ limite: 6 }, ['chantiers:write']);
  const send = (server: ReturnType<typeof serverWith>, items: number) =>
    server.inject({ ...LOT, payload: LOT.lot(items), headers: { host: 'localhost', ...key.headers } });
  const [free, counted] = [serverWith({}), serverWith({ bulk_items: 10 })];
  expect(said(await send(free, 45))).toEqual([207, '"hour";r=5;t=3610']);
  expect(said(await send(counted, 31))).toEqual([207, '"hour";r=1;t=3610']);
  hub.db.statements.length = 0;
  expect(said(await send(counted, 11))).toEqual([429, '"hour";r=1;t=3610']);
  expect(hub.db.statements.filter(text => text.includes('chantier_references'))).toEqual([]);
  hub.clock.advance({ seconds: 3610 });
  expect(said(await send(counted, 70))).toEqual([207, '"hour";r=0;t=3610']);
});

test('a key and the one that replaces it share one hour: a rotation starts no fresh one', async () => {
  const key = await newKey({ limite: 3 });
  expect(said(await ask(key))).toEqual([200, '"hour";r=2;t=3610']);
  const body = { chevauchement_secondes: 3600 };
  const rotated = await hub.request('POST', `/api/auth/api-keys/${key.id}/rotation`, { as: key.owner, body });
  const next = { headers: { authorization: `Bearer ${rotated.json<{ secret: string }>().secret}` } };
  expect(said(await ask(next))).toEqual([200, '"hour";r=1;t=3610']);
  expect(said(await ask(key))).toEqual([200, '"hour";r=0;t=3610']);
  expect((await ask(next)).statusCode).toBe(429);
});

test.each([
  ['', null],
  ['50/10', { limit: 50, window_s: 10 }],
])('HUB_RATE_BURST « %s » is %j', (text, rule) => expect(parseBurst(text)).toEqual(rule));
