import { beforeAll, expect, test } from 'vitest';
import type { Chantier } from '#contract/chantier.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { makeChantier } from '#testing/make.ts';

let t: TestApp;
let admin: Caller;
let id: string;

beforeAll(async () => {
  t = await testApp();
  admin = await t.jwt(await t.person({ role: 'administrateur' }));
  id = (await makeChantier(t.db.sql)).id;
});

const get = (path: string, headers = {}) => t.request('GET', `/api/v1${path}`, { as: admin, headers });

test('fields keeps what it names, of each element of a list and of one thing read', async () => {
  const list = (await get('/chantiers?fields=nom,id,equipe')).json<{ items: Chantier[]; next_cursor: null }>();
  expect(list).toEqual({ items: [{ id, nom: 'Résidence Les Tilleuls', equipe: [] }], next_cursor: null });
  expect((await get(`/chantiers/${id}?fields=code`)).json()).toEqual({ code: expect.any(String) });
});

test('a name that the reply does not have is 400, and nothing is told of other routes', async () => {
  for (const fields of ['nom,mot_de_passe', '', ',', 'nom%20', 'nom&fields=code', 'x'.repeat(3000)]) {
    const answer = await get(`/chantiers?fields=${fields}`);
    expect([fields, answer.statusCode, answer.json().errors[0].pointer]).toEqual([fields, 400, '#/query/fields']);
  }
});

test('a part has an ETag of its own, whatever the order of its names, and it is good for If-Match', async () => {
  const tag = async (query: string) => String((await get(`/chantiers/${id}${query}`)).headers['etag']);
  const [whole, part, other] = [await tag(''), await tag('?fields=nom,code'), await tag('?fields=nom')];
  expect(await tag('?fields=code,nom,code')).toBe(part);
  expect(new Set([whole, part, other]).size).toBe(3);
  expect((await get(`/chantiers/${id}?fields=nom,code`, { 'if-none-match': part })).statusCode).toBe(304);
  expect((await get(`/chantiers/${id}?fields=nom,code`, { 'if-none-match': whole })).statusCode).toBe(200);
  const headers = { 'if-match': part };
  const changed = await t.request('PATCH', `/api/v1/chantiers/${id}`, {
    as: admin,
    body: { nom: 'Autre nom' },
    headers,
  });
  expect(changed.statusCode).toBe(200);
  expect(await tag('?fields=nom,code')).not.toBe(part);
});

test('parts of an unchanged list are kept apart, and none outlives a change', async () => {
  for (const _ of [1, 2]) {
    for (const names of ['id', 'id,nom']) {
      const { items } = (await get(`/chantiers?fields=${names}`)).json<{ items: object[] }>();
      expect(items.map(item => Object.keys(item).toSorted().join())).toEqual([names]);
    }
  }
  await t.db.sql`update chantiers set nom = 'Changé' where id = ${id}`;
  const { items } = (await get('/chantiers?fields=id,nom')).json<{ items: Chantier[] }>();
  expect(items).toEqual([{ id, nom: 'Changé' }]);
});

test('a page goes on with other fields than it began with', async () => {
  await makeChantier(t.db.sql, { nom: 'Second' });
  const first = (await get('/chantiers?sort=nom&limit=1&fields=nom')).json<{ next_cursor: string }>();
  const second = await get(`/chantiers?sort=nom&limit=1&fields=code&cursor=${first.next_cursor}`);
  expect([second.statusCode, Object.keys(second.json<{ items: object[] }>().items[0]!)]).toEqual([200, ['code']]);
});
