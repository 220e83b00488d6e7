// Idempotency-Key, on the real application: done once, answered alike, whatever is lost or sent at the same time.
import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { SYSTEM } from '#platform/unit.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { deleteOldAnswers } from './stored-answers.ts';

let t: TestApp;
let other: TestApp;
let admin: Caller;

beforeAll(async () => {
  t = await testApp();
  other = await testApp({ beside: t });
  admin = await t.jwt(await t.person({ role: 'administrateur' }));
});

type Asked = { on?: TestApp; as?: Caller; url?: string };
const post = (key: string, body: unknown, { on = t, as = admin, url = '/api/v1/chantiers' }: Asked = {}) =>
  on.request('POST', url, { as, body, headers: { 'idempotency-key': key } });
const called = async (nom: string) =>
  (await t.db.sql`select count(*)::integer as n from chantiers where nom = ${nom}`)[0]!['n'];

test('fifty of the same at once, over two processes, are one creation', async () => {
  const [key, nom] = [newId(), 'Cinquante fois'];
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => post(key, { nom }, { on: n % 2 === 0 ? t : other })),
  );
  expect(await called(nom)).toBe(1);
  const made = answers.filter(answer => answer.statusCode === 201);
  expect(made.filter(answer => !answer.headers['idempotency-replayed'])).toHaveLength(1);
  expect(new Set(made.map(answer => answer.body)).size).toBe(1);
  const others = answers.filter(answer => answer.statusCode !== 201);
  expect(
    others.every(
      ({ statusCode, body, headers }) =>
        statusCode === 409 && body.includes('idempotency.running') && headers['retry-after'] === '1',
    ),
  ).toBe(true);
});

test('sent again it is answered as it was: status, body, ETag and Location', async () => {
  const key = newId();
  const first = await post(key, { nom: 'Une fois', description: null });
  const again = await post(`"${key}"`, { description: null, nom: 'Une fois' }, { on: other });
  for (const name of ['etag', 'location', 'content-type', 'cache-control'])
    expect(again.headers[name]).toBe(first.headers[name]);
  expect([again.statusCode, again.body]).toEqual([201, first.body]);
  expect([first.headers['idempotency-replayed'], again.headers['idempotency-replayed']]).toEqual([undefined, 'true']);
  expect(await called('Une fois')).toBe(1);
});

test('the same key with another body, or on another route, is 422 and does nothing', async () => {
  const key = newId();
  await post(key, { nom: 'Le premier' });
  const body = await post(key, { nom: 'Le second' });
  const route = await post(key, { nom: 'Le premier', prenom: 'X', role: 'compagnon' }, { url: '/api/v1/personnes' });
  for (const answer of [body, route])
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'idempotency.mismatch']);
  expect(await called('Le second')).toBe(0);
});

test('a refused request leaves its key free: sent again, it is tried again', async () => {
  const key = newId();
  const { id, version } = (await post(newId(), { nom: 'En place', code: '2026-PLACE' })).json();
  const body = { nom: 'Le suivant', code: '2026-PLACE' };
  expect((await post(key, body)).json().code).toBe('chantier.code_taken');
  await t.request('DELETE', `/api/v1/chantiers/${id}`, { as: admin, headers: { 'if-match': `"${version}"` } });
  expect((await post(key, body)).statusCode).toBe(201);
});

test('two people may choose the same key', async () => {
  const key = newId();
  const someone = await t.jwt(await t.person({ role: 'conducteur' }));
  expect((await post(key, { nom: 'Le mien' })).statusCode).toBe(201);
  const theirs = await post(key, { nom: 'Le sien' }, { as: someone });
  expect([theirs.statusCode, theirs.json().nom]).toEqual([201, 'Le sien']);
});

test('a secret is not told again, nor kept: the request sent again is 409', async () => {
  const key = newId();
  const asked = { url: '/api/auth/api-keys' };
  const body = { nom: 'Secrète', scopes: ['read'] };
  const { secret } = (await post(key, body, asked)).json();
  const again = await post(key, body, asked);
  expect([again.statusCode, again.json().code]).toEqual([409, 'idempotency.secret']);
  const rows = await t.db.sql`select i::text as row from idempotency_keys i`;
  expect(rows.some(({ row }) => row.includes(secret))).toBe(false);
  expect(await t.db.sql`select from api_keys where nom = 'Secrète'`).toHaveLength(1);
});

test('a key that nobody could mean is 400; without one, each request is done', async () => {
  for (const key of ['', ' ', 'é', 'x'.repeat(256), '"', 'a b']) {
    const answer = await post(key, { nom: 'Nulle part' });
    expect([key, answer.statusCode, answer.json().errors?.[0]?.pointer]).toEqual([
      key,
      400,
      '#/headers/Idempotency-Key',
    ]);
  }
  for (const _ of [1, 2]) await t.request('POST', '/api/v1/chantiers', { as: admin, body: { nom: 'Deux fois' } });
  expect(await called('Deux fois')).toBe(2);
});

test('who lost the right is not given the answer of before', async () => {
  const person = await t.person({ role: 'conducteur' });
  const as = await t.jwt(person);
  const key = newId();
  await post(key, { nom: 'Avant' }, { as });
  await t.db.sql`update personnes set role = 'compagnon' where id = ${person.id}`;
  expect((await post(key, { nom: 'Avant' }, { as })).json().code).toBe('role.insufficient');
});

test('what is kept of a request says nothing of it without a key of ours, and a new key in front forgets no answer', async () => {
  const [key, body] = [newId(), { nom: 'Empreinte', description: null }];
  const first = await post(key, body);
  const [{ empreinte }] = (await t.db.sql`select empreinte from idempotency_keys where cle = ${key}`) as unknown as [
    { empreinte: Buffer },
  ];
  // Each way in which the same words could be written down and hashed bare.
  const said = JSON.stringify(['POST', '/api/v1/chantiers', {}, { description: null, nom: 'Empreinte' }, null]);
  for (const text of [said, JSON.stringify(body), JSON.stringify({ description: null, nom: 'Empreinte' })])
    expect(createHash('sha256').update(text).digest().equals(empreinte)).toBe(false);
  const { keyring } = t.ground;
  const turned = {
    current: 'neuve',
    ids: ['neuve', ...keyring.ids],
    bytes: (id: string) => (id === 'neuve' ? Buffer.alloc(32, 7) : keyring.bytes(id)),
  };
  const after = await testApp({ beside: { ...t, ground: { ...t.ground, keyring: turned } } });
  const again = await post(key, body, { on: after });
  expect([again.statusCode, again.body, again.headers['idempotency-replayed']]).toEqual([201, first.body, 'true']);
  expect((await post(key, { nom: 'Autre' }, { on: after })).statusCode).toBe(422);
});

test('after 24 hours the key is free again, and the tick forgets the answer', async () => {
  const key = newId();
  await post(key, { nom: 'Hier' });
  t.clock.advance({ hours: 23 });
  const fresh = await t.key(await t.jwt(await t.person({ role: 'administrateur' })), ['write']);
  await post(newId(), { nom: 'Récent' }, { as: fresh });
  t.clock.advance({ hours: 1, seconds: 1 });
  await t.app.inUnit(SYSTEM, unit => deleteOldAnswers(unit));
  const left = await t.db.sql`select corps::json ->> 'nom' as nom from idempotency_keys`;
  expect(left.map(row => row['nom'])).toEqual(['Récent']);
});
