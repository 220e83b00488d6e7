import { beforeAll, describe, expect, test } from 'vitest';
import type { ApiKey } from '#contract/api-key.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { makeChantier } from '#testing/make.ts';

const KEYS = '/api/auth/api-keys';

let hub: TestApp;
let owner: Caller;
let owner_id: string;
beforeAll(async () => {
  hub = await testApp();
  const person = await hub.person({ role: 'compagnon' });
  owner_id = person.id;
  owner = await hub.cookie(person);
});

type Created = ApiKey & { secret: string; code?: string };
const create = async (body: object = {}, as = owner) => {
  await hub.db.sql`delete from api_keys where personne_id = ${owner_id} and revoked_at is null and ${as === owner}`;
  return await hub.request('POST', KEYS, { as, body: { nom: 'Export paie', scopes: ['chantiers:read'], ...body } });
};
const made = async (body: object = {}) => (await create(body)).json<Created>();
const read = async (id: string) => (await hub.request('GET', `${KEYS}/${id}`, { as: owner })).json<ApiKey>();
const change = async (key: { id: string }, body: object, version?: number) =>
  await hub.request('PATCH', `${KEYS}/${key.id}`, {
    as: owner,
    body,
    headers: { 'if-match': `"${version ?? (await read(key.id)).version}"` },
  });
const rotate = (key: { id: string }, body: object = {}) =>
  hub.request('POST', `${KEYS}/${key.id}/rotation`, { as: owner, body });
const uses = async (secret: string) =>
  (await hub.request('GET', '/api/v1/chantiers', { headers: { authorization: `Bearer ${secret}` } })).statusCode;
const codeOf = (answer: { statusCode: number; json: () => { code?: string } }) => [
  answer.statusCode,
  answer.json().code,
];
const trail = async (id: string) =>
  (await hub.request('GET', `${KEYS}/${id}/audit`, { as: owner }))
    .json<{ items: { type: string }[] }>()
    .items.map(one => one.type);

describe('what a key may be bound to', () => {
  test('chantiers that its owner sees, and no other', async () => {
    const mine = await makeChantier(hub.db.sql, { equipe: [owner_id] });
    const other = await makeChantier(hub.db.sql);
    expect((await made({ chantiers: [mine.id] })).chantiers).toEqual([mine.id]);
    for (const chantiers of [[other.id], [mine.id, other.id], ['0199c8f0-6f4a-7000-8000-00000000dead']])
      expect(codeOf(await create({ chantiers }))).toEqual([409, 'api_key.chantier_unknown']);
    const key = await made();
    expect(codeOf(await change(key, { chantiers: [other.id] }))).toEqual([409, 'api_key.chantier_unknown']);
    expect((await change(key, { chantiers: [mine.id] })).json().chantiers).toEqual([mine.id]);
    expect((await change(key, { chantiers: null })).json().chantiers).toBeNull();
  });

  test('no chantier at all is not a perimeter', async () => {
    expect((await create({ chantiers: [] })).statusCode).toBe(400);
  });

  test('networks, kept in one writing', async () => {
    const { cidrs } = await made({ cidrs: ['203.0.113.9/24', '203.0.113.0/24', '2001:DB8::/32', '192.0.2.1'] });
    expect(cidrs).toEqual(['203.0.113.0/24', '2001:db8::/32', '192.0.2.1/32']);
    expect(codeOf(await create({ cidrs: ['300.1.1.1'] }))).toEqual([409, 'api_key.cidr_invalid']);
  });

  test('a rate under its ceiling, which its owner does not move', async () => {
    const key = await made({ rate_limit_per_hour: 200 });
    expect([key.rate_limit_per_hour, key.rate_limit_max]).toEqual([200, 1000]);
    expect((await change(key, { rate_limit_per_hour: 1000 })).statusCode).toBe(200);
    expect(codeOf(await change(key, { rate_limit_per_hour: 1001 }))).toEqual([409, 'api_key.rate_refused']);
    expect(codeOf(await create({ rate_limit_per_hour: 1001 }))).toEqual([409, 'api_key.rate_refused']);
  });

  test('an end within the administrator’s maximum, in days or as a date, never both', async () => {
    expect((await made({ expire_le: '2026-12-31' })).expires_at).toBe('2026-12-31T23:00:00.000Z');
    expect(codeOf(await create({ expire_dans_jours: 366 }))).toEqual([409, 'api_key.expiry_refused']);
    expect(codeOf(await create({ expire_le: '2026-11-01' }))).toEqual([409, 'api_key.expiry_refused']);
    expect((await create({ expire_le: '2026-12-31', expire_dans_jours: 3 })).statusCode).toBe(400);
  });
});

describe('changes by the owner', () => {
  test('rights are narrowed at the next request', async () => {
    const key = await made({ scopes: ['read'] });
    expect(await uses(key.secret)).toBe(200);
    expect((await change(key, { scopes: ['personnes:read'] })).statusCode).toBe(200);
    expect(await uses(key.secret)).toBe(403);
  });

  test('a disabled key opens nothing until it is enabled', async () => {
    const key = await made();
    expect((await change(key, { desactivee: true })).json().statut).toBe('desactivee');
    expect(await uses(key.secret)).toBe(401);
    expect((await change(key, { desactivee: false })).json().statut).toBe('active');
    expect(await uses(key.secret)).toBe(200);
    expect(await trail(key.id)).toEqual(['api_key.enabled', 'api_key.disabled', 'api_key.created']);
    const told = await hub.db.sql`select type from events where data->>'api_key_id' = ${key.id} order by id`;
    expect(told.map(row => row['type'])).toEqual(['api_key.created', 'api_key.disabled', 'api_key.enabled']);
  });

  test('ask for the version, and a change that changes nothing makes none', async () => {
    const key = await made();
    expect((await change(key, { nom: 'Export paie' })).json().version).toBe(1);
    expect((await change(key, { nom: 'Autre' })).json().version).toBe(2);
    expect(codeOf(await change(key, { nom: 'Encore' }, 1))).toEqual([412, 'precondition.failed']);
    expect(await trail(key.id)).toEqual(['api_key.updated', 'api_key.created']);
  });

  test('a use makes no new version', async () => {
    const key = await made();
    await uses(key.secret);
    await hub.db.sql`update api_keys set last_used_at = now() where id = ${key.id}`;
    expect((await read(key.id)).version).toBe(1);
  });

  test('a revoked or expired key is changed no more', async () => {
    const key = await made();
    await hub.request('DELETE', `${KEYS}/${key.id}`, { as: owner });
    expect(codeOf(await change(key, { nom: 'Autre' }))).toEqual([409, 'api_key.not_in_service']);
  });

  test('of somebody else’s key are all 404, and tell nothing of it', async () => {
    const key = await made();
    const other = await hub.cookie(await hub.person({ role: 'administrateur' }));
    const asked = [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/rotation'],
      ['GET', '/usage'],
      ['GET', '/audit'],
    ] as const;
    for (const [method, rest] of asked) {
      const answer = await hub.request(method, `${KEYS}/${key.id}${rest}`, {
        as: other,
        headers: { 'if-match': '"1"' },
        ...(method === 'PATCH' || method === 'POST' ? { body: {} } : {}),
      });
      expect([method, rest, ...codeOf(answer)]).toEqual([method, rest, 404, 'api_key.not_found']);
      expect(answer.body).not.toContain('Export paie');
    }
    expect(await uses(key.secret)).toBe(200);
  });
});

describe('rotation', () => {
  test('gives a new secret once, with the rights of the old one, which dies at once without overlap', async () => {
    const old = await made({ scopes: ['read'], cidrs: ['127.0.0.1'], rate_limit_per_hour: 300, expire_dans_jours: 30 });
    hub.clock.advance({ minutes: 20 });
    const answer = await rotate(old);
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([201, 'no-store']);
    const key = answer.json<Created>();
    const { scopes, cidrs, rate_limit_per_hour, lineage_id } = old;
    expect(key).toMatchObject({ scopes, cidrs, rate_limit_per_hour, lineage_id, nom: old.nom, statut: 'active' });
    expect(key.expires_at).toBe(hub.clock.now.add({ hours: 24 * 30 }).toString({ fractionalSecondDigits: 3 }));
    expect(key.secret).not.toBe(old.secret);
    expect([await uses(old.secret), await uses(key.secret)]).toEqual([401, 200]);
    expect((await read(old.id)).superseded_at).not.toBeNull();
    expect(await trail(old.id)).toEqual(['api_key.rotated', 'api_key.created']);
    expect(await trail(key.id)).toEqual(['api_key.created']);
  });

  test('lets both serve during the overlap, and the old one stop at its end', async () => {
    const old = await made();
    const key = (await rotate(old, { chevauchement_secondes: 3600 })).json<Created>();
    expect([await uses(old.secret), await uses(key.secret)]).toEqual([200, 200]);
    const now = hub.clock.now;
    hub.clock.now = now.add({ seconds: 3599 });
    expect(await uses(old.secret)).toBe(200);
    hub.clock.now = now.add({ seconds: 3600 });
    expect([await uses(old.secret), await uses(key.secret)]).toEqual([401, 200]);
    hub.clock.now = now;
  });

  test('tells the bearer of the old key, on each answer, that it was replaced and until when it serves', async () => {
    const old = await made();
    const headersOf = async (secret: string) =>
      (await hub.request('GET', '/api/v1/me', { headers: { authorization: `Bearer ${secret}` } })).headers;
    expect(await headersOf(old.secret)).not.toHaveProperty('hub-key-expires');
    const key = (await rotate(old, { chevauchement_secondes: 3600 })).json<Created>();
    expect(await headersOf(old.secret)).toMatchObject({
      'hub-key-superseded': '?1',
      'hub-key-expires': hub.clock.now.add({ hours: 1 }).toString({ fractionalSecondDigits: 3 }),
    });
    expect(await headersOf(key.secret)).not.toHaveProperty('hub-key-superseded');
    const short = await made({ expire_dans_jours: 14 });
    expect(await headersOf(short.secret)).toMatchObject({ 'hub-key-expires': short.expires_at });
    expect(await headersOf((await made({ expire_dans_jours: 15 })).secret)).not.toHaveProperty('hub-key-expires');
  });

  test('with ten keys is no eleventh: its overlap takes no place, and makes none', async () => {
    await made();
    const as = { ...owner };
    let last = '';
    for (let n = 0; n < 8; n += 1) last = (await create({}, as)).json().id;
    expect((await rotate({ id: last }, { chevauchement_secondes: 604_800 })).statusCode).toBe(201);
    expect((await create({}, as)).statusCode).toBe(201);
    expect(codeOf(await create({}, as))).toEqual([409, 'api_key.limit_reached']);
    const tenth = (await hub.request('GET', KEYS, { as })).json<{ items: ApiKey[] }>().items[0]!;
    expect((await rotate(tenth, { chevauchement_secondes: 604_800 })).statusCode).toBe(201);
    expect(codeOf(await create({}, as))).toEqual([409, 'api_key.limit_reached']);
  });

  test('again and again makes no crowd of good secrets', async () => {
    let key = await made();
    for (let n = 0; n < 2; n += 1) key = (await rotate(key, { chevauchement_secondes: 604_800 })).json<Created>();
    expect(codeOf(await rotate(key, { chevauchement_secondes: 1 }))).toEqual([409, 'api_key.overlap_full']);
    expect((await rotate(key)).statusCode).toBe(201);
  });

  test('at once from fifty hands gives one new key', async () => {
    const old = await made();
    const answers = await Promise.all(Array.from({ length: 50 }, () => rotate(old, { chevauchement_secondes: 60 })));
    expect(answers.filter(answer => answer.statusCode === 201)).toHaveLength(1);
  });

  test('is no way around a suspension, a disabled switch or an end', async () => {
    const key = await made();
    await change(key, { desactivee: true });
    expect(codeOf(await rotate(key))).toEqual([409, 'api_key.not_in_service']);
    await hub.db
      .sql`update api_keys set disabled_at = null, suspended_at = now(), suspended_motif = 'fuite' where id = ${key.id}`;
    expect(codeOf(await rotate(key))).toEqual([409, 'api_key.not_in_service']);
    await hub.db
      .sql`update api_keys set suspended_at = null, suspended_motif = null, revoked_at = now() where id = ${key.id}`;
    expect(codeOf(await rotate(key))).toEqual([409, 'api_key.not_in_service']);
    const old = await made();
    await rotate(old, { chevauchement_secondes: 60 });
    expect(codeOf(await rotate(old))).toEqual([409, 'api_key.not_in_service']);
  });
});
