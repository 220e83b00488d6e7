import { beforeAll, expect, test } from 'vitest';
import type { Chantier } from '#contract/chantier.ts';
import { newApiKey } from '#platform/api-key-format.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { makeChantier, makeCommune } from '#testing/make.ts';

let t: TestApp;
let admin: Caller;
let conducteur: Caller;
let conducteur_id: string;

beforeAll(async () => {
  t = await testApp();
  await makeCommune(t.db.sql);
  admin = await t.cookie(await t.person({ role: 'administrateur' }));
  const person = await t.person({ role: 'conducteur', nom: 'Mercier' });
  conducteur_id = person.id;
  conducteur = await t.cookie(person);
});

const create = async (body: Record<string, unknown>, as = admin) =>
  t.request('POST', '/api/v1/chantiers', { as, body });
const created = async (body: Record<string, unknown> = {}, as = admin) =>
  (await create({ nom: 'Halle de sport', ...body }, as)).json<Chantier>();
type Asking = { as?: Caller; method?: string };
const change = (chantier: Chantier, [path, body]: [string, unknown?], { as = admin, method = 'POST' }: Asking = {}) =>
  t.request(method, `/api/v1/chantiers/${chantier.id}${path}`, {
    as,
    body,
    headers: { 'if-match': `"${chantier.version}"` },
  });
const eventsOf = async (id: string) =>
  (await t.db.sql`select type from events where data #>> '{chantier,id}' = ${id} order by changed_xid, id`).map(
    row => row['type'],
  );

test('a chantier without a code receives the next one, and thirty at once receive thirty different ones', async () => {
  const answers = await Promise.all(Array.from({ length: 30 }, () => create({ nom: 'Lotissement' })));
  const codes = answers.map(answer => answer.json<Chantier>().code);
  expect(new Set(codes).size).toBe(30);
  expect(codes.every(code => /^[A-Z]\d{3}$/.test(code))).toBe(true);
});

test('a code that is taken is refused in the caller’s terms, and serves again once its chantier is deleted', async () => {
  const first = await created({ code: '2026-halle' });
  expect(first.code).toBe('2026-HALLE');
  const second = await create({ nom: 'Halle bis', code: '2026-HALLE' });
  expect([second.statusCode, second.json().code]).toEqual([409, 'chantier.code_taken']);
  expect((await change(first, ['', undefined], { method: 'DELETE' })).statusCode).toBe(204);
  expect((await create({ nom: 'Halle bis', code: '2026-HALLE' })).statusCode).toBe(201);
});

test('a conducteur sees and changes his own chantiers only; what he creates is his', async () => {
  const theirs = await created();
  const his = await created({ nom: 'Sa villa' }, conducteur);
  const list = (await t.request('GET', '/api/v1/chantiers?limit=200', { as: conducteur })).json<{
    items: Chantier[];
  }>();
  expect(list.items.map(item => item.id)).toEqual([his.id]);
  expect(his.equipe).toMatchObject([{ personne_id: conducteur_id, role_chantier: 'conducteur' }]);
  expect((await t.request('GET', `/api/v1/chantiers/${theirs.id}`, { as: conducteur })).statusCode).toBe(404);
  expect((await change(theirs, ['', { nom: 'Volé' }], { as: conducteur, method: 'PATCH' })).statusCode).toBe(404);
});

test('a compagnon sees the chantiers of his teams and changes none', async () => {
  const person = await t.person({ role: 'compagnon' });
  const as = await t.cookie(person);
  const { id } = await makeChantier(t.db.sql, { equipe: [person.id] });
  await makeChantier(t.db.sql);
  const list = (await t.request('GET', '/api/v1/chantiers', { as })).json<{ items: Chantier[] }>();
  expect(list.items.map(item => item.id)).toEqual([id]);
  const refused = await change(list.items[0]!, ['', { nom: 'Autre nom' }], { as, method: 'PATCH' });
  expect([refused.statusCode, refused.json().code]).toEqual([403, 'role.insufficient']);
});

test('a gestionnaire de paie reads every chantier and still changes none that is not his', async () => {
  const as = await t.cookie(await t.person({ role: 'conducteur', gestionnaire_paie: true }));
  const chantier = await created();
  expect((await t.request('GET', `/api/v1/chantiers/${chantier.id}`, { as })).statusCode).toBe(200);
  expect((await change(chantier, ['', { nom: 'Autre nom' }], { as, method: 'PATCH' })).statusCode).toBe(404);
});

test('of two people who change the same version, the second is told and nothing of his is written', async () => {
  const chantier = await created();
  const answers = await Promise.all(
    ['Un nom', 'Un autre'].map(nom => change(chantier, ['', { nom }], { method: 'PATCH' })),
  );
  expect(answers.map(answer => answer.statusCode).toSorted()).toEqual([200, 412]);
  const late = answers.find(answer => answer.statusCode === 412)!;
  expect(late.json()).toMatchObject({ code: 'precondition.failed', details: { version: 2 } });
  expect(await eventsOf(chantier.id)).toEqual(['chantier.created', 'chantier.updated']);
});

test('sending back what is there writes nothing and tells nobody', async () => {
  const chantier = await created({ references: [{ system: 'costructor', external_id: 'X-1' }] });
  const same = { nom: chantier.nom, references: chantier.references, contacts: chantier.contacts };
  const answer = await change(chantier, ['', same], { method: 'PATCH' });
  expect(answer.json<Chantier>().version).toBe(chantier.version);
  expect(await eventsOf(chantier.id)).toEqual(['chantier.created']);
});

test('a refused change leaves the chantier as it was, version and events included', async () => {
  const taken = await created({ code: '2026-PRIS' });
  const chantier = await created();
  const answer = await change(chantier, ['', { nom: 'Neuf', code: taken.code }], { method: 'PATCH' });
  expect(answer.json().code).toBe('chantier.code_taken');
  const after = await t.request('GET', `/api/v1/chantiers/${chantier.id}`, { as: admin });
  expect(after.json()).toEqual(chantier);
  expect(await eventsOf(chantier.id)).toEqual(['chantier.created']);
});

test('the statut follows its transitions, and a received chantier no longer changes', async () => {
  let chantier = await created();
  const wrong = await change(chantier, ['/statut', { statut: 'receptionne' }]);
  expect(wrong.json()).toMatchObject({
    code: 'chantier.statut_refused',
    details: { de: 'ouvert', vers: 'receptionne' },
  });
  for (const statut of ['en_cours', 'receptionne'])
    chantier = (await change(chantier, ['/statut', { statut }])).json<Chantier>();
  expect((await change(chantier, ['', { nom: 'Trop tard' }], { method: 'PATCH' })).json().code).toBe('chantier.locked');
  expect((await change(chantier, ['/equipe', { membres: [] }], { method: 'PUT' })).json().code).toBe('chantier.locked');
  expect(await eventsOf(chantier.id)).toEqual([
    'chantier.created',
    'chantier.statut_changed',
    'chantier.statut_changed',
  ]);
});

test('a team refuses strangers, deactivated people and the same person twice', async () => {
  const chantier = await created();
  const gone = await t.person({ active: false });
  const twice = { personne_id: conducteur_id, role_chantier: 'chef' };
  for (const membres of [
    [{ personne_id: chantier.id, role_chantier: 'ouvrier' }],
    [{ personne_id: gone.id, role_chantier: 'ouvrier' }],
    [twice, twice],
  ]) {
    const answer = await change(chantier, ['/equipe', { membres }], { method: 'PUT' });
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'chantier.membre_unknown']);
  }
});

test('an external id leads to one chantier only, and finds it', async () => {
  const references = [{ system: 'costructor', external_id: '4711' }];
  const chantier = await created({ references });
  expect((await create({ nom: 'Doublon', references })).json().code).toBe('chantier.reference_taken');
  const found = await t.request('GET', '/api/v1/chantiers?system=costructor&external_id=4711', { as: admin });
  expect(found.json<{ items: Chantier[] }>().items.map(item => item.id)).toEqual([chantier.id]);
});

test('a commune is a real one, and its name is kept beside its code', async () => {
  expect((await created({ commune_insee: '73171' })).commune).toBe('Montmélian');
  expect((await create({ nom: 'Nulle part', commune_insee: '99999' })).json().code).toBe('chantier.commune_unknown');
});

/** Nothing older is under way on this server, where other test files write too: the order of change shows all there is. */
const settled = () =>
  expect
    .poll(
      async () => {
        const [row] = await t.db.sql`
      select pg_snapshot_xmin(pg_current_snapshot()) > max(changed_xid) as yes from chantiers`;
        return row!['yes'];
      },
      { timeout: 10_000 },
    )
    .toBe(true);

test.each(['code', '-code', 'nom', '-nom', 'changed'])(
  'pages of three sorted by %s give every chantier once',
  async sort => {
    await settled();
    const whole = (await t.request('GET', `/api/v1/chantiers?limit=200&sort=${sort}`, { as: admin })).json<{
      items: Chantier[];
    }>();
    const seen: string[] = [];
    let cursor = '';
    do {
      const url = `/api/v1/chantiers?limit=3&sort=${sort}${cursor && `&cursor=${cursor}`}`;
      const page = (await t.request('GET', url, { as: admin })).json<{
        items: Chantier[];
        next_cursor: string | null;
        has_more?: boolean;
      }>();
      seen.push(...page.items.map(item => item.id));
      cursor = page.has_more === false ? '' : (page.next_cursor ?? '');
    } while (cursor);
    expect(seen).toEqual(whole.items.map(item => item.id));
    expect(new Set(seen).size).toBe(seen.length);
  },
);

test('a reader in the order of change never overtakes a writer that has not committed', async () => {
  const { sql } = t.db;
  const ids = async () => {
    const answer = await t.request('GET', '/api/v1/chantiers?sort=changed&limit=200', { as: admin });
    return answer.json<{ items: Chantier[] }>().items.map(item => item.id);
  };
  const slow = await makeChantier(sql, { nom: 'Lent' });
  let late = '';
  await sql.begin(async tx => {
    await tx`update chantiers set nom = 'Lent, écrit le premier' where id = ${slow.id}`;
    late = (await makeChantier(sql, { nom: 'Rapide' })).id;
    expect(await ids()).not.toContain(late);
  });
  await settled();
  expect((await ids()).slice(-2)).toEqual([slow.id, late]);
});

test('the history of a chantier names nobody: people are there by their ids', async () => {
  const person = await t.person({ nom: 'Indiscret' });
  const contacts = [{ nom: 'Mme Voisine', telephone: '04 79 00 00 01', profession: null }];
  const chantier = await created({ contacts });
  const membres = [{ personne_id: person.id, role_chantier: 'chef' }];
  await change(chantier, ['/equipe', { membres }], { method: 'PUT' });
  const rows = await t.db.sql`select data::text from events where data #>> '{chantier,id}' = ${chantier.id}`;
  const written = rows.map(row => row['data']).join();
  expect(written).toContain(person.id);
  expect(written).not.toMatch(/Indiscret|Camille|Voisine|04 79/);
});

test('a member who changes name changes the version of his chantiers, and of no other', async () => {
  const person = await t.person({ role: 'chef_chantier' });
  const mine = await makeChantier(t.db.sql, { equipe: [person.id] });
  const other = await makeChantier(t.db.sql, {});
  const etags = () =>
    Promise.all(
      [mine, other].map(
        async ({ id }) => (await t.request('GET', `/api/v1/chantiers/${id}`, { as: admin })).headers['etag'],
      ),
    );
  const rename = (version: number, body: object) =>
    t.request('PATCH', `/api/v1/personnes/${person.id}`, { as: admin, body, headers: { 'if-match': `"${version}"` } });
  expect((await rename(1, { matricule: 'M-77' })).statusCode).toBe(200);
  expect(await etags()).toEqual(['"1"', '"1"']);
  expect((await rename(2, { nom: 'Nouveau' })).statusCode).toBe(200);
  expect(await etags()).toEqual(['"2"', '"1"']);
  const kept = { headers: { 'if-none-match': '"1"' }, as: admin };
  expect((await t.request('GET', `/api/v1/chantiers/${mine.id}`, kept)).json<Chantier>().equipe[0]!.nom).toBe(
    'Nouveau',
  );
});

test('the longest name makes a cursor that the next page accepts', async () => {
  for (const nom of ['🏗'.repeat(255), `${'"'.repeat(254)}z`]) {
    await created({ nom });
    await created({ nom });
    const url = `/api/v1/chantiers?limit=1&sort=nom&q=${encodeURIComponent(nom.slice(0, 100))}`;
    const first = await t.request('GET', url, { as: admin });
    expect(first.statusCode, first.body).toBe(200);
    const { next_cursor } = first.json<{ next_cursor: string }>();
    const second = await t.request('GET', `${url}&cursor=${next_cursor}`, { as: admin });
    expect(second.json<{ items: Chantier[] }>().items.map(item => item.nom)).toEqual([nom]);
  }
});

test('a stranger with a wrong cursor is a stranger', async () => {
  const as = { headers: { authorization: `Bearer ${newApiKey()}` } };
  expect((await t.request('GET', '/api/v1/chantiers?cursor=abc', { as })).json().code).toBe('unauthenticated');
});

test('a cursor of other filters, forged, or of another database is refused', async () => {
  const page = (await t.request('GET', '/api/v1/chantiers?limit=1', { as: admin })).json<{ next_cursor: string }>();
  const ask = async (url: string) => (await t.request('GET', url, { as: admin })).json().code;
  expect(await ask(`/api/v1/chantiers?limit=1&sort=nom&cursor=${page.next_cursor}`)).toBe('cursor.invalid');
  expect(await ask(`/api/v1/chantiers?cursor=A${page.next_cursor}`)).toBe('cursor.invalid');
});

test('a list costs one statement whatever its length', async () => {
  for (const limit of [1, 50]) {
    const before = t.db.statements.length;
    await t.request('GET', `/api/v1/chantiers?limit=${limit}`, { as: admin });
    expect(t.db.statements.length - before).toBe(1);
  }
});

test('an unchanged chantier answers 304 to whoever knows its version', async () => {
  const chantier = await created();
  const headers = { 'if-none-match': `"${chantier.version}"` };
  const answer = await t.request('GET', `/api/v1/chantiers/${chantier.id}`, { as: admin, headers });
  expect([answer.statusCode, answer.body]).toEqual([304, '']);
});

test('a code written by hand at the end of the range does not end the automatic ones', async () => {
  expect((await create({ nom: 'Dernier', code: 'Z999' })).statusCode).toBe(201);
  const { code } = await created();
  const [row] = await t.db.sql`select count(*)::integer as n from chantiers where code = ${code}`;
  expect([/^A\d{3}$/.test(code), row!['n']]).toEqual([true, 1]);
});
