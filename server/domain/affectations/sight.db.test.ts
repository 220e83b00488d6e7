// Whoever is affected to a chantier sees it, for as long as he is; a reply that was kept, or a reading in the order of change,
// never says otherwise.
import { beforeAll, expect, test } from 'vitest';
import type { Chantier } from '#contract/chantier.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { type MadePersonne, makeAffectation, makeChantier } from '#testing/make.ts';

let t: TestApp;
let admin: Caller;
let person: MadePersonne;
let his: Caller;

beforeAll(async () => {
  t = await testApp();
  admin = await t.jwt(await t.person({ role: 'administrateur' }));
  person = await t.person();
  his = await t.jwt(person);
});

type Page<T = { id: string }> = { items: T[]; deleted?: { id: string }[]; next_cursor: string };
const list = async (as = his) =>
  (await t.request('GET', '/api/v1/chantiers', { as })).json<Page>().items.map(c => c.id);
const affecter = (chantier_id: string, personne_id = person.id) =>
  makeAffectation(t.db.sql, { personne_id, chantier_id });
const change = (path: string, method: string, { as = admin, body = undefined as unknown } = {}) =>
  t.request(method, `/api/v1${path}`, { as, body, headers: { 'if-match': '"1"' } });
const settled = () =>
  expect
    .poll(
      async () => {
        const [row] = await t.db.sql`
          select pg_snapshot_xmin(pg_current_snapshot()) > (select max(x) from (
            select changed_xid as x from chantiers union all select changed_xid from chantier_sorties
            union all select changed_xid from affectations union all select changed_xid from affectation_sorties
            union all select changed_xid from equipe_sorties) s) as yes`;
        return row!['yes'];
      },
      { timeout: 20_000 },
    )
    .toBe(true);

/** Reads on from where it was, and says what came and what went. */
function follow(path: string, as: Caller) {
  let cursor = '';
  return async () => {
    await settled();
    const query = `sort=changed&include_deleted=true&limit=200${cursor && `&cursor=${cursor}`}`;
    const page = (await t.request('GET', `/api/v1${path}?${query}`, { as })).json<Page>();
    cursor = page.next_cursor;
    return { came: page.items.map(({ id }) => id), went: page.deleted!.map(({ id }) => id) };
  };
}

test('a chantier comes with the first affectation and goes with the last one, in lists, kept replies and synchronisations', async () => {
  const { id } = await makeChantier(t.db.sql);
  const read = follow('/chantiers', his);
  await read();
  expect(await list()).toEqual([]);
  expect(await list()).toEqual([]);
  const first = await affecter(id);
  expect(await list()).toEqual([id]);
  expect(await read()).toEqual({ came: [id], went: [] });
  const second = await makeAffectation(t.db.sql, { personne_id: person.id, chantier_id: id, jour: '2026-11-25' });
  expect(await read()).toEqual({ came: [], went: [] });
  expect((await change(`/affectations/${first}`, 'DELETE')).statusCode).toBe(204);
  expect([await list(), await read()]).toEqual([[id], { came: [], went: [] }]);
  expect((await change(`/affectations/${second}`, 'DELETE')).statusCode).toBe(204);
  expect([await list(), await read()]).toEqual([[], { came: [], went: [id] }]);
  expect((await t.request('GET', `/api/v1/chantiers/${id}`, { as: his })).statusCode).toBe(404);
});

test('the chantier itself has not changed: its version and its ETag stand', async () => {
  const { id } = await makeChantier(t.db.sql);
  const before = await t.request('GET', `/api/v1/chantiers/${id}`, { as: admin });
  await affecter(id);
  const after = await t.request('GET', `/api/v1/chantiers/${id}`, { as: admin });
  expect([after.headers['etag'], after.json<Chantier>().updated_at]).toEqual([
    before.headers['etag'],
    before.json<Chantier>().updated_at,
  ]);
});

test('of a team and affected, he loses sight of it with the last of the two, whichever it is', async () => {
  for (const order of ['team', 'affectation']) {
    const { id } = await makeChantier(t.db.sql, { equipe: [person.id] });
    const affectation = await affecter(id);
    const read = follow('/chantiers', his);
    await read();
    const leave = () => change(`/chantiers/${id}/equipe`, 'PUT', { body: { membres: [] } });
    const cancel = () => change(`/affectations/${affectation}`, 'DELETE');
    await (order === 'team' ? leave() : cancel());
    expect((await read()).went, order).toEqual([]);
    expect(await list(), order).toContain(id);
    await (order === 'team' ? cancel() : leave());
    expect((await read()).went, order).toEqual([id]);
    expect(await list(), order).not.toContain(id);
  }
});

test('an unchanged list of chantiers costs one statement, and a planning that moves nobody’s sight leaves it unchanged', async () => {
  const { id } = await makeChantier(t.db.sql);
  const one = await affecter(id);
  const cost = async (as: Caller) => {
    const before = t.db.statements.length;
    await list(as);
    return t.db.statements.slice(before).filter(text => /acteur|chantiers/.test(text)).length;
  };
  for (const as of [his, admin]) {
    await settled();
    await list(as);
    expect(await cost(as)).toBe(1);
    await change(`/affectations/${one}`, 'PATCH', { body: { note: 'x' } });
    await makeAffectation(t.db.sql, {
      personne_id: person.id,
      chantier_id: id,
      jour: as === his ? '2026-12-01' : '2026-12-02',
    });
    expect(await cost(as)).toBe(1);
  }
});

test('to be sent to work on a chantier gives no right to change it', async () => {
  const lead = await t.person({ role: 'conducteur' });
  const { id } = await makeChantier(t.db.sql);
  await affecter(id, lead.id);
  const as = await t.jwt(lead);
  expect((await t.request('GET', `/api/v1/chantiers/${id}`, { as })).statusCode).toBe(200);
  expect((await change(`/chantiers/${id}`, 'PATCH', { as, body: { nom: 'Volé' } })).statusCode).toBe(404);
});

test('an affectation that is moved to somebody else is gone for whom it leaves, and comes to whom it goes', async () => {
  const other = await t.person();
  const { id: chantier } = await makeChantier(t.db.sql);
  const id = await affecter(chantier);
  const [mine, theirs] = [follow('/affectations', his), follow('/affectations', await t.jwt(other))];
  await mine();
  await theirs();
  expect((await change(`/affectations/${id}`, 'PATCH', { body: { personne_id: other.id } })).statusCode).toBe(200);
  expect([await mine(), await theirs()]).toEqual([
    { came: [], went: [id] },
    { came: [id], went: [] },
  ]);
});

test('whoever begins to lead a chantier is given its affectations, and whoever ceases is told they are gone', async () => {
  const chief = await t.person({ role: 'chef_chantier' });
  const { id: chantier } = await makeChantier(t.db.sql);
  const id = await affecter(chantier);
  const read = follow('/affectations', await t.jwt(chief));
  await read();
  const team = (membres: object[], version: number) =>
    t.request('PUT', `/api/v1/chantiers/${chantier}/equipe`, {
      as: admin,
      body: { membres },
      headers: { 'if-match': `"${version}"` },
    });
  const leads = { personne_id: chief.id, role_chantier: 'chef' };
  expect((await team([leads], 1)).statusCode).toBe(200);
  expect(await read()).toEqual({ came: [id], went: [] });
  expect((await team([leads, { personne_id: person.id, role_chantier: 'ouvrier' }], 2)).statusCode).toBe(200);
  expect(await read()).toEqual({ came: [], went: [] });
  expect((await team([], 3)).statusCode).toBe(200);
  expect(await read()).toEqual({ came: [], went: [id] });
});
