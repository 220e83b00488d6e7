// A key bound to chantiers: outside of them there is nothing, in any answer.
import { beforeAll, expect, test } from 'vitest';
import type { Chantier } from '#contract/chantier.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { makeChantier } from '#testing/make.ts';

let t: TestApp;
let admin: Caller;
let bound: Caller & { id: string };
let inside: string;
let outside: string;

beforeAll(async () => {
  t = await testApp();
  admin = await t.jwt(await t.person({ role: 'administrateur' }));
  inside = (await makeChantier(t.db.sql, { nom: 'Dedans' })).id;
  outside = (await makeChantier(t.db.sql, { nom: 'Dehors' })).id;
  await t.db
    .sql`insert into chantier_references (chantier_id, system, external_id) values (${outside}, 'compta', '77')`;
  bound = await keyOn([inside]);
});

async function keyOn(chantiers: string[], scopes = ['write', 'erp:*']): Promise<Caller & { id: string }> {
  const body = { nom: 'Essai', scopes, chantiers };
  const { id, secret } = (await t.request('POST', '/api/auth/api-keys', { as: admin, body })).json();
  return { id, headers: { authorization: `Bearer ${secret}` } };
}

type Page = { items: Chantier[]; deleted?: { id: string }[]; next_cursor: string };
const get = (path: string, as: Caller = bound) => t.request('GET', `/api/v1${path}`, { as });
const ids = async (path: string) => (await get(path)).json<Page>().items.map(item => item.id);

test('a bound key lists, finds and reads its chantiers only', async () => {
  for (const query of ['', '?q=De', '?sort=-nom', '?statut=ouvert'])
    expect(await ids(`/chantiers${query}`)).toEqual([inside]);
  expect(await ids('/chantiers?system=compta&external_id=77')).toEqual([]);
  expect((await get(`/chantiers/${inside}`)).statusCode).toBe(200);
  const hidden = await get(`/chantiers/${outside}`);
  expect([hidden.statusCode, hidden.json().code]).toEqual([404, 'chantier.not_found']);
});

test('what happens outside moves neither its ETag nor what it is told of deletions', async () => {
  const { etag } = (await get('/chantiers')).headers;
  await t.db.sql`update chantiers set nom = 'Dehors, autrement' where id = ${outside}`;
  expect((await get('/chantiers')).headers['etag']).toBe(etag);
  const gone = await makeChantier(t.db.sql);
  await t.db.sql`update chantiers set deleted_at = now() where id = ${gone.id}`;
  const { items, deleted } = (await get('/chantiers?sort=changed&include_deleted=true')).json<Page>();
  expect([items.every(item => item.id === inside), deleted]).toEqual([true, []]);
});

test.each([
  ['PATCH', '', { nom: 'Volé' }],
  ['POST', '/statut', { statut: 'en_cours' }],
  ['PUT', '/equipe', { membres: [] }],
  ['DELETE', '', undefined],
])('%s%s outside answers 404, changes nothing, and inside is done', async (method, path, body) => {
  const mine = await makeChantier(t.db.sql);
  const as = await keyOn([mine.id]);
  const ask = (id: string) =>
    t.request(method, `/api/v1/chantiers/${id}${path}`, { as, body, headers: { 'if-match': '"1"' } });
  const { id: other } = await makeChantier(t.db.sql);
  expect((await ask(other)).json().code).toBe('chantier.not_found');
  expect(await t.db.sql`select version, deleted_at from chantiers where id = ${other}`).toEqual([
    { version: 1, deleted_at: null },
  ]);
  expect((await ask(mine.id)).statusCode).toBeLessThan(300);
  await t.db.sql`delete from api_keys where id = ${as.id}`;
});

test('it creates nothing, and every route that does not know of it refuses it', async () => {
  const refusals = [
    await t.request('POST', '/api/v1/chantiers', { as: bound, body: { nom: 'Un de plus' } }),
    await get('/personnes'),
    await get('/erp-links'),
    await get('/imports'),
  ];
  for (const answer of refusals) expect([answer.statusCode, answer.json().code]).toEqual([403, 'api_key.bound']);
});

test('chantiers given to the key or taken from it count at the next request, even of an unchanged list', async () => {
  const as = await keyOn([inside]);
  const list = async () => (await get('/chantiers', as)).json<Page>().items.map(item => item.id);
  expect(await list()).toEqual([inside]);
  expect(await list()).toEqual([inside]);
  await t.db.sql`update api_keys set chantiers = ${[outside]} where id = ${as.id}`;
  expect(await list()).toEqual([outside]);
});

test('a bound key never sees more than its owner', async () => {
  const person = await t.person({ role: 'conducteur' });
  const mine = await makeChantier(t.db.sql, { equipe: [person.id] });
  const owner = await t.jwt(person);
  const as = await t.key(owner, ['chantiers:read']);
  await t.db.sql`update api_keys set chantiers = ${[mine.id, outside]} where id = ${as.id}`;
  expect((await get('/chantiers', as)).json<Page>().items.map(item => item.id)).toEqual([mine.id]);
  expect((await get(`/chantiers/${outside}`, as)).statusCode).toBe(404);
});
