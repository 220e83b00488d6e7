import { beforeAll, describe, expect, test } from 'vitest';
import type { ApiKey, UsageApiKey } from '#contract/api-key.ts';
import type { EntreeAudit } from '#contract/audit.ts';
import { newApiKey } from '#platform/api-key-format.ts';
import { collectUses } from '#platform/http/collect-uses.ts';
import type { RequestFacts } from '#platform/http/route.ts';
import { hashToken } from '#platform/tokens.ts';
import { SYSTEM } from '#platform/unit.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { collectRefusals } from './collect-refusals.ts';
import { tellEndings } from './notices/tell-endings.ts';
import { tellUnused } from './notices/tell-unused.ts';
import { saveRefusals, saveUsesOfKeys } from './save-activity.ts';

type Key = Awaited<ReturnType<TestApp['key']>>;
const KEYS = '/api/auth/api-keys';

let hub: TestApp;
beforeAll(async () => {
  hub = await testApp();
});

const log = { warn: () => {} } as never;
const parts = () => ({ inUnit: hub.app.inUnit, clock: () => hub.clock.now, log });
const from = (ip: string): RequestFacts => ({ id: 'r', ip, agent: 'curl/8', origin: 'http://localhost' });
const hashOf = (key: { secret: string }) => hashToken(key.secret).toString('base64');
const signedInAs = async (person: { id: string; email: string }) => ({ person, as: await hub.cookie(person) });
const signedIn = async () => await signedInAs(await hub.person({ role: 'administrateur' }));
const use = async (key: { id: string }, times: number, ip = '192.0.2.1') => {
  const uses = collectUses({ ...parts(), kinds: ['api_key'], save: saveUsesOfKeys });
  for (let n = 0; n < times; n += 1) uses.seen({ kind: 'api_key', credential_id: key.id } as never, from(ip));
  await uses.stop();
};
const refuse = async (work: (told: ReturnType<typeof collectRefusals>) => void) => {
  const refusals = collectRefusals({ ...parts(), save: saveRefusals });
  work(refusals);
  await refusals.stop();
};
const usage = async (as: Caller, { id }: { id: string }) =>
  (await hub.request('GET', `${KEYS}/${id}/usage`, { as })).json<UsageApiKey>().items;
const trail = async (as: Caller, { id }: { id: string }, query = '') =>
  (await hub.request('GET', `${KEYS}/${id}/audit${query}`, { as })).json<{
    items: EntreeAudit[];
    next_cursor: string | null;
  }>();

describe('uses', () => {
  test('are counted by day of Paris, and the first one enters the trail with its address', async () => {
    const { person, as } = await signedIn();
    const key = await hub.key(as, ['read']);
    const now = hub.clock.now;
    await use(key, 3);
    await use(key, 2, '192.0.2.9');
    hub.clock.now = now.add({ hours: 15 });
    await use(key, 1);
    hub.clock.now = now;
    expect(await usage(as, key)).toEqual([
      { jour: '2026-11-24', acceptees: 1, refusees: [] },
      { jour: '2026-11-23', acceptees: 5, refusees: [] },
    ]);
    hub.clock.now = now.add({ hours: 24 * 30 });
    expect((await usage((await signedInAs(person)).as, key)).map(day => day.jour)).toEqual(['2026-11-24']);
    hub.clock.now = now;
    const { items } = await trail(as, key);
    expect(items.map(one => one.type)).toEqual(['api_key.first_used', 'api_key.created']);
    expect(items[0]).toMatchObject({
      par: 'api_key',
      acteur: { id: person.id },
      details: { nom: 'Essai', ip: '192.0.2.1', agent: 'curl/8', at: '2026-11-23T08:00:00.000Z' },
    });
    const read = (await hub.request('GET', `${KEYS}/${key.id}`, { as })).json<ApiKey>();
    expect([read.first_used_at, read.last_used_at, read.last_used_ip]).toEqual([
      '2026-11-23T08:00:00.000Z',
      '2026-11-23T23:00:00.000Z',
      '192.0.2.1',
    ]);
  });

  test('of a key that is gone are let go', async () => {
    const { person, as } = await signedIn();
    const key = await hub.key(as, ['read']);
    await hub.db.sql`delete from personnes where id = ${person.id}`;
    await use(key, 1);
    expect(await hub.db.sql`select 1 from api_key_usage where api_key_id = ${key.id}`).toEqual([]);
  });

  test('cost the request no statement', async () => {
    const key = await hub.key((await signedIn()).as, ['read']);
    await hub.request('GET', '/api/v1/me', { as: key });
    const before = hub.db.statements.length;
    await hub.request('GET', '/api/v1/me', { as: key });
    expect(hub.db.statements.length - before).toBe(1);
  });
});

describe('refusals', () => {
  test.each([
    ['revoked', 'revoked_at = now()'],
    ['expired', "expires_at = '2026-11-01'"],
    ['disabled', 'disabled_at = now()'],
    ['suspended', "suspended_at = now(), suspended_motif = 'fuite'"],
  ])('of a %s key say why to its owner, by its hash alone', async (motif, change) => {
    const { as } = await signedIn();
    const key = await hub.key(as, ['read']);
    await hub.db.sql`update api_keys set ${hub.db.sql.unsafe(change)} where id = ${key.id}`;
    await refuse(({ refusedKey }) => refusedKey(hashOf(key), 'unauthenticated', from('198.51.100.7')));
    expect((await usage(as, key))[0]?.refusees).toEqual([{ motif, n: 1 }]);
    expect((await trail(as, key)).items[0]).toMatchObject({
      type: 'api_key.refused',
      data: { motif },
      details: { ip: '198.51.100.7' },
    });
  });

  test('of a deactivated person’s key are told apart', async () => {
    const { person, as } = await signedIn();
    const key = await hub.key(as, ['read']);
    await hub.db.sql`update personnes set active = false where id = ${person.id}`;
    await refuse(({ refusedKey }) => refusedKey(hashOf(key), 'unauthenticated', from('198.51.100.7')));
    const rows = await hub.db
      .sql`select data from audit_trail where subject_id = ${key.id} and type = 'api_key.refused'`;
    expect(rows.map(row => row['data'])).toEqual([{ motif: 'owner' }]);
  });

  test('all day long are counted all, and written down once an hour', async () => {
    const { as } = await signedIn();
    const key = await hub.key(as, ['read']);
    const now = hub.clock.now;
    const knock = () =>
      refuse(({ refusedKey }) => {
        for (let n = 0; n < 100; n += 1) refusedKey(key.id, 'rate', from('198.51.100.7'));
        refusedKey(key.id, 'address', from('198.51.100.8'));
      });
    await knock();
    hub.clock.now = now.add({ minutes: 59 });
    await knock();
    const types = async () =>
      (
        await hub.db.sql`
      select data->>'motif' as motif from audit_trail where subject_id = ${key.id} and type = 'api_key.refused' order by n`
      ).map(row => row['motif']);
    expect(await types()).toEqual(['rate', 'address']);
    hub.clock.now = now.add({ minutes: 121 });
    await knock();
    expect(await types()).toEqual(['rate', 'address', 'rate', 'address']);
    hub.clock.now = now;
    expect((await usage(as, key))[0]?.refusees).toEqual([
      { motif: 'address', n: 3 },
      { motif: 'rate', n: 300 },
    ]);
  });

  test('of keys that nobody has, however many, write nothing and fill no memory', async () => {
    const rows = async () => (await hub.db.sql`select count(*)::integer as n from audit_trail`)[0]!['n'];
    const before = await rows();
    await refuse(({ refusedKey }) => {
      for (let n = 0; n < 6000; n += 1)
        refusedKey(hashToken(`${n}`).toString('base64'), 'unauthenticated', from('198.51.100.9'));
      refusedKey('not a key', 'unauthenticated', from('198.51.100.9'));
      refusedKey(newApiKey(), 'unauthenticated', from('198.51.100.9'));
    });
    expect(await rows()).toBe(before);
  });

  test('that could not be written are kept for the next time', async () => {
    const { as } = await signedIn();
    const key = await hub.key(as, ['read']);
    let fails = true;
    const refusals = collectRefusals({
      ...parts(),
      save: (unit, told) => (fails ? Promise.reject(new Error('down')) : saveRefusals(unit, told)),
    });
    refusals.refusedKey(key.id, 'scope', from('198.51.100.7'));
    await refusals.flush();
    refusals.refusedKey(key.id, 'scope', from('198.51.100.7'));
    fails = false;
    await refusals.stop();
    expect((await usage(as, key))[0]?.refusees).toEqual([{ motif: 'scope', n: 2 }]);
  });
});

test('what happens at the door reaches the trail and the count, written after the answers', async () => {
  const beside = await testApp({ beside: hub });
  const { person, as } = await signedIn();
  const body = { nom: 'Pointeuse', scopes: ['chantiers:read'], rate_limit_per_hour: 5, cidrs: ['127.0.0.1'] };
  const key = (await hub.request('POST', KEYS, { as, body })).json<Key>();
  const ask = async (path: string) =>
    (await beside.request('GET', path, { headers: { authorization: `Bearer ${key.secret}` } })).statusCode;
  const unknown = '/api/v1/chantiers/0199c8f0-6f4a-7000-8000-00000000dead';
  const asked = [await ask('/api/v1/me'), await ask(unknown), await ask('/api/v1/personnes')];
  expect(asked).toEqual([200, 404, 403]);
  await hub.db.sql`update api_keys set cidrs = '{10.0.0.0/8}' where id = ${key.id}`;
  expect(await ask('/api/v1/me')).toBe(403);
  await hub.db.sql`update api_keys set cidrs = '{}' where id = ${key.id}`;
  expect([await ask('/api/v1/me'), await ask('/api/v1/me'), await ask('/api/v1/me')]).toEqual([200, 200, 429]);
  await hub.request('DELETE', `${KEYS}/${key.id}`, { as });
  expect(await ask('/api/v1/me')).toBe(401);
  expect((await trail(as, key)).items.map(one => one.type)).toEqual(['api_key.revoked', 'api_key.created']);
  for (const feature of beside.app.features) await feature.stop?.();
  expect(await usage(as, key)).toEqual([
    {
      jour: '2026-11-23',
      acceptees: 4,
      refusees: ['address', 'rate', 'revoked', 'scope'].map(motif => ({ motif, n: 1 })),
    },
  ]);
  const { items } = await trail(as, key);
  const said = items.filter(one => one.type === 'api_key.refused').map(one => one.data['motif']);
  expect(said.toSorted()).toEqual(['address', 'rate', 'revoked', 'scope']);
  expect(items.find(one => one.type === 'api_key.first_used')?.acteur?.id).toBe(person.id);
});

describe('the trail of a key', () => {
  test('is read page by page, newest first, and only by its owner', async () => {
    const { as } = await signedIn();
    const key = await hub.key(as, ['read']);
    await use(key, 1);
    await hub.request('DELETE', `${KEYS}/${key.id}`, { as });
    const first = await trail(as, key, '?limit=2');
    expect(first.items.map(one => one.type)).toEqual(['api_key.revoked', 'api_key.first_used']);
    expect(first.items[0]!.data).toEqual({ last_used_at: '2026-11-23T08:00:00.000Z' });
    const rest = await trail(as, key, `?limit=2&cursor=${first.next_cursor}`);
    expect([rest.items.map(one => one.type), rest.next_cursor]).toEqual([['api_key.created'], null]);
    const other = (await signedIn()).as;
    expect((await hub.request('GET', `${KEYS}/${key.id}/audit`, { as: other })).statusCode).toBe(404);
  });
});

describe('notices', () => {
  const told = async (key: Key) =>
    (
      await hub.db.sql`
      select type, data->>'jours' as jours from events
      where data->>'api_key_id' = ${key.id} and type <> 'api_key.created' order by id`
    ).map(row => [row['type'], row['jours']].filter(Boolean).join(' '));

  test('are given at 14, 7 and 1 days and at the end, once each, whatever days are missed', async () => {
    const { as } = await signedIn();
    const key = await hub.key(as, ['read']);
    const now = hub.clock.now;
    for (let day = 74; day <= 92; day += 1) {
      hub.clock.now = now.add({ hours: 24 * day });
      if (day !== 83) await hub.app.inUnit(SYSTEM, tellEndings);
      await hub.app.inUnit(SYSTEM, tellEndings);
    }
    hub.clock.now = now;
    expect(await told(key)).toEqual([
      'api_key.expiring 14',
      'api_key.expiring 7',
      'api_key.expiring 1',
      'api_key.expired',
    ]);
    expect((await trail(as, key)).items.map(one => one.type)).toEqual(['api_key.expired', 'api_key.created']);
  });

  test('say nothing of a revoked key, and only its end of a replaced one', async () => {
    const { as } = await signedIn();
    const [gone, old] = [await hub.key(as, ['read']), await hub.key(as, ['read'])];
    await hub.request('DELETE', `${KEYS}/${gone.id}`, { as });
    await hub.request('POST', `${KEYS}/${old.id}/rotation`, { as, body: { chevauchement_secondes: 604_800 } });
    const now = hub.clock.now;
    for (const day of [0, 3, 6, 8]) {
      hub.clock.now = now.add({ hours: 24 * day });
      await hub.app.inUnit(SYSTEM, tellEndings);
    }
    hub.clock.now = now;
    expect(await told(gone)).toEqual(['api_key.revoked']);
    expect(await told(old)).toEqual(['api_key.rotated', 'api_key.expired']);
  });
});

describe('a key that nobody used for 90 days', () => {
  const look = () => hub.app.inUnit(SYSTEM, tellUnused);
  const toldOf = async (id: string) =>
    (await hub.db.sql`select data from events where data->>'api_key_id' = ${id} and type = 'api_key.unused_90d'`).map(
      row => row['data'],
    );

  test('is told of once, whether it was used before or never', async () => {
    const { as } = await signedIn();
    const [never, before, lately] = [
      await hub.key(as, ['read']),
      await hub.key(as, ['read']),
      await hub.key(as, ['read']),
    ];
    await hub.db
      .sql`update api_keys set expires_at = '2027-11-01' where id in (${never.id}, ${before.id}, ${lately.id})`;
    await use(before, 1);
    const now = hub.clock.now;
    hub.clock.now = now.add({ hours: 24 });
    await use(lately, 1);
    hub.clock.now = now.add({ hours: 24 * 90 - 1 });
    await look();
    expect([await toldOf(never.id), await toldOf(before.id)]).toEqual([[], []]);
    hub.clock.now = now.add({ hours: 24 * 90 });
    await look();
    await look();
    hub.clock.now = now.add({ hours: 24 * 200 });
    await look();
    expect((await toldOf(never.id)).map(fact => fact.last_used_at)).toEqual([null]);
    expect((await toldOf(before.id)).map(fact => fact.last_used_at)).toEqual(['2026-11-23T08:00:00.000Z']);
    expect(await toldOf(lately.id)).toHaveLength(1);
    hub.clock.now = now;
  });

  test.each([
    ['revoked', 'revoked_at = now()'],
    ['expired', "expires_at = '2026-12-01'"],
    ['disabled', 'disabled_at = now()'],
    ['suspended', "suspended_at = now(), suspended_motif = 'fuite'"],
    ['replaced', 'superseded_at = now()'],
  ])('is not told of when it is %s', async (_, change) => {
    const key = await hub.key((await signedIn()).as, ['read']);
    await hub.db.sql`update api_keys set expires_at = '2027-11-01' where id = ${key.id}`;
    await hub.db.sql`update api_keys set ${hub.db.sql.unsafe(change)} where id = ${key.id}`;
    const now = hub.clock.now;
    hub.clock.now = now.add({ hours: 24 * 91 });
    await look();
    hub.clock.now = now;
    expect(await toldOf(key.id)).toEqual([]);
  });
});
