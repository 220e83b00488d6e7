import { beforeAll, describe, expect, test } from 'vitest';
import type { ApiKey, CleDePersonne } from '#contract/api-key.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { makeChantier } from '#testing/make.ts';

const KEYS = '/api/auth/api-keys';

let hub: TestApp;
let admin: Caller;
let owner: Caller;
let owner_id: string;
beforeAll(async () => {
  hub = await testApp();
  admin = await hub.cookie(await hub.person({ role: 'administrateur', nom: 'Ferrand' }));
  const person = await hub.person({ role: 'compagnon' });
  owner_id = person.id;
  owner = await hub.cookie(person);
});

const listed = async (as: Caller, id = owner_id) => await hub.request('GET', `/api/v1/personnes/${id}/cles`, { as });
const suspend = (id: string, as = admin) =>
  hub.request('POST', `/api/v1/cles/${id}/suspension`, { as, body: { motif: 'Secret vu dans un dépôt public' } });
const reinstate = (id: string, as = admin) => hub.request('DELETE', `/api/v1/cles/${id}/suspension`, { as });
const limit = (id: string, rate_limit_max: number, version = 1) =>
  hub.request('PUT', `/api/v1/cles/${id}/limite`, {
    as: admin,
    body: { rate_limit_max },
    headers: { 'if-match': `"${version}"` },
  });
const own = async (id: string) => (await hub.request('GET', `${KEYS}/${id}`, { as: owner })).json<ApiKey>();
const tryKey = async (key: Caller) => (await hub.request('GET', '/api/v1/chantiers', { as: key })).statusCode;
const codeOf = (answer: { statusCode: number; json: () => { code?: string } }) => [
  answer.statusCode,
  answer.json().code,
];
const told = async (id: string) =>
  (await hub.db.sql`select type from events where data->>'api_key_id' = ${id} order by id`).map(row => row['type']);

describe('an administrateur', () => {
  test('reads the keys of a person: their names, their states, the last four signs of the secret and no more', async () => {
    const key = await hub.key(owner, ['read']);
    const answer = await listed(admin);
    const item = answer.json<{ items: CleDePersonne[] }>().items.find(one => one.id === key.id)!;
    expect(item).toMatchObject({ nom: 'Essai', statut: 'active', fin: key.secret.slice(-4) });
    expect(answer.body).not.toContain(key.secret.slice(0, 8));
    expect(codeOf(await listed(admin, '0199c8f0-6f4a-7000-8000-00000000dead'))).toEqual([404, 'personne.not_found']);
  });

  test('suspends a key at once, and its owner is told by whom and why', async () => {
    const key = await hub.key(owner, ['read']);
    expect(await tryKey(key)).toBe(200);
    expect((await suspend(key.id)).json()).toMatchObject({ statut: 'suspendue' });
    expect(await tryKey(key)).toBe(401);
    expect(await own(key.id)).toMatchObject({ statut: 'suspendue', suspended_motif: 'Secret vu dans un dépôt public' });
    expect(await told(key.id)).toEqual(['api_key.created', 'api_key.suspended']);
    const trail = await hub.request('GET', `${KEYS}/${key.id}/audit`, { as: owner });
    expect(trail.json().items[0]).toMatchObject({
      type: 'api_key.suspended',
      acteur: { nom: 'Ferrand' },
      details: { suspension: 'Secret vu dans un dépôt public' },
    });
    // Where the administrateur was is none of the owner's business.
    expect(Object.keys(trail.json().items[0].details).toSorted()).toEqual(['nom', 'suspension']);
    expect(Object.keys(trail.json().items.at(-1).details).toSorted()).toEqual(['agent', 'ip', 'nom']);
    expect(codeOf(await suspend(key.id))).toEqual([409, 'api_key.already_suspended']);
  });

  test('lifts a suspension, which its owner cannot', async () => {
    const key = await hub.key(owner, ['read']);
    await suspend(key.id);
    const { version } = await own(key.id);
    const change = await hub.request('PATCH', `${KEYS}/${key.id}`, {
      as: owner,
      body: { desactivee: false },
      headers: { 'if-match': `"${version}"` },
    });
    expect([change.json().statut, await tryKey(key)]).toEqual(['suspendue', 401]);
    expect((await reinstate(key.id, owner)).statusCode).toBe(403);
    expect((await reinstate(key.id)).json()).toMatchObject({ statut: 'active', suspended_motif: null });
    expect(await tryKey(key)).toBe(200);
    expect(codeOf(await reinstate(key.id))).toEqual([409, 'api_key.not_suspended']);
    expect(await told(key.id)).toEqual(['api_key.created', 'api_key.suspended', 'api_key.reinstated']);
  });

  test('sets the ceiling of a key, and the owner then moves below it', async () => {
    const key = await hub.key(owner, ['read']);
    expect((await limit(key.id, 5000)).json()).toMatchObject({
      rate_limit_max: 5000,
      rate_limit_per_hour: 5000,
      version: 2,
    });
    expect(codeOf(await limit(key.id, 6000))).toEqual([412, 'precondition.failed']);
    const lower = await hub.request('PATCH', `${KEYS}/${key.id}`, {
      as: owner,
      body: { rate_limit_per_hour: 4000 },
      headers: { 'if-match': '"2"' },
    });
    expect(lower.json()).toMatchObject({ rate_limit_per_hour: 4000, rate_limit_max: 5000 });
    expect(await told(key.id)).toEqual(['api_key.created', 'api_key.updated', 'api_key.updated']);
  });

  test('touches no key that has ended', async () => {
    const key = await hub.key(owner, ['read']);
    await hub.request('DELETE', `${KEYS}/${key.id}`, { as: owner });
    expect(codeOf(await suspend(key.id))).toEqual([409, 'api_key.not_in_service']);
    expect(codeOf(await limit(key.id, 10, 2))).toEqual([409, 'api_key.not_in_service']);
  });
});

test('nobody else does any of it, and a key does not for him', async () => {
  const key = await hub.key(owner, ['read']);
  const theirs = await hub.key(admin, ['read', 'write']);
  const conducteur = await hub.cookie(await hub.person({ role: 'conducteur', gestionnaire_paie: true }));
  for (const as of [owner, conducteur, theirs]) {
    for (const answer of [await suspend(key.id, as), await reinstate(key.id, as), await listed(as)])
      expect(answer.statusCode).toBe(403);
  }
  expect(await tryKey(key)).toBe(200);
});

describe('GET /api/v1/me', () => {
  const me = async (as: Caller) => (await hub.request('GET', '/api/v1/me', { as })).json();

  test('tells a key what it opens, even one bound to chantiers', async () => {
    const mine = await makeChantier(hub.db.sql, { equipe: [owner_id] });
    const body = { nom: 'Pointeuse', scopes: ['chantiers:read'], chantiers: [mine.id], cidrs: ['127.0.0.0/8'] };
    const { id, secret, expires_at } = (await hub.request('POST', KEYS, { as: owner, body })).json();
    expect(await me({ headers: { authorization: `Bearer ${secret}` } })).toMatchObject({
      moyen: 'api_key',
      personne: { id: owner_id, role: 'compagnon' },
      cle: { ...body, id, rate_limit_per_hour: 1000, expires_at, superseded_at: null },
    });
  });

  test('tells a person who he is, and warns the bearer of a replaced key', async () => {
    expect(await me(owner)).toMatchObject({ moyen: 'session', personne: { id: owner_id }, cle: null });
    const key = await hub.key(owner, ['read']);
    await hub.request('POST', `${KEYS}/${key.id}/rotation`, { as: owner, body: { chevauchement_secondes: 60 } });
    expect((await me(key)).cle.superseded_at).toBe('2026-11-23T08:00:00.000Z');
  });
});
