// Chantiers brought by an integrator under his own ids, one by one and by the lot: the rules of single writes hold.
import { beforeAll, expect, test } from 'vitest';
import type { Chantier, LotResult } from '#contract/chantier.ts';
import { newId } from '#platform/ids.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { makeChantier } from '#testing/make.ts';
import { makeTarget } from '#testing/routes/targets.ts';

let t: TestApp;
let admin: Caller;

beforeAll(async () => {
  t = await testApp();
  admin = await t.jwt(await t.person({ role: 'administrateur' }));
});

const put = (external_id: string, body: object, { as = admin, system = 'compta' } = {}) =>
  t.request('PUT', `/api/v1/chantiers/by-external-id/${system}/${external_id}`, { as, body });
const lot = async (items: object[], { as = admin, atomique = false } = {}) => {
  const answer = await t.request('POST', '/api/v1/chantiers/lot', { as, body: { items, atomique } });
  expect(answer.statusCode, answer.body).toBe(207);
  return answer.json<LotResult>().items;
};
const item = (external_id: string, chantier: object) => ({ reference: { system: 'compta', external_id }, chantier });
const codes = (items: LotResult['items']) => items.map(one => one.problem?.code ?? one.status);
const eventsOf = async (id: string) =>
  (await t.db.sql`select type from events where data #>> '{chantier,id}' = ${id} order by changed_xid, id`).map(
    row => row['type'],
  );
const count = async () =>
  (await t.db.sql`select count(*)::integer as n from chantiers where deleted_at is null`)[0]!['n'];
/** The name of a connexion ERP. */
const heldSystem = async () => {
  const id = await makeTarget(t.ground, '/erp-links');
  return (await t.db.sql`select system from erp_links where id = ${id}`)[0]!['system'] as string;
};

test('put by external id makes the chantier, then keeps it up to date, and says nothing new when nothing is', async () => {
  const made = await put('A-1', { nom: 'Gymnase', minutes_estimees: 600 });
  const { id } = made.json<Chantier>();
  expect([made.statusCode, made.headers['location']]).toEqual([201, `/api/v1/chantiers/${id}`]);
  expect(made.json<Chantier>().references).toEqual([{ system: 'compta', external_id: 'A-1' }]);
  const changed = await put('A-1', { nom: 'Gymnase municipal' });
  expect([changed.statusCode, changed.json()]).toMatchObject([200, { id, version: 2, minutes_estimees: 600 }]);
  const same = await put('A-1', { nom: 'Gymnase municipal' });
  expect([same.statusCode, same.headers['etag']]).toEqual([200, '"2"']);
  expect(await eventsOf(id)).toEqual(['chantier.created', 'chantier.updated']);
});

test('thirty puts of one new external id at once make one chantier', async () => {
  const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => put('EN-MÊME-TEMPS', { nom: `Essai ${n}` })));
  expect(new Set(answers.map(answer => answer.json<Chantier>().id)).size).toBe(1);
  expect(answers.filter(answer => answer.statusCode === 201)).toHaveLength(1);
  expect(answers.filter(answer => answer.statusCode === 200)).toHaveLength(29);
});

test('the system of a connexion ERP is refused, before it brought anything too', async () => {
  const system = await heldSystem();
  const before = await count();
  const one = await put('1', { nom: 'Intrus' }, { system });
  expect([one.statusCode, one.json().code]).toEqual([409, 'chantier.owned_by_erp']);
  const [many] = await lot([{ reference: { system, external_id: '1' }, chantier: { nom: 'Intrus' } }]);
  expect(many!.problem!.code).toBe('chantier.owned_by_erp');
  expect(await count()).toBe(before);
});

test('a field that the ERP gives is refused there as in a single write', async () => {
  const { id } = await makeChantier(t.db.sql);
  await t.db.sql`
    insert into chantier_references (chantier_id, system, external_id, managed, champs) values (${id}, ${await heldSystem()}, '9', true, '{nom}')`;
  expect(
    codes(
      await lot([
        { id, chantier: { nom: 'À nous' } },
        { id, chantier: { couleur: '#123456' } },
      ]),
    ),
  ).toEqual(['chantier.owned_by_erp', 200]);
});

test('a lot answers item by item: what is refused leaves no trace, the others stand', async () => {
  const there = await makeChantier(t.db.sql, { nom: 'Déjà là' });
  const closed = await makeChantier(t.db.sql, { statut: 'ferme', nom: 'Fermé' });
  const before = await count();
  const items = await lot([
    item('L-1', { nom: 'Premier' }),
    item('L-1', { nom: 'Premier, corrigé' }),
    item('L-2', { nom: 'Code pris', code: there.code }),
    item('L-3', { couleur: '#123456' }),
    item('L-4', { nom: 'Dates', date_debut: '2026-02-01', date_fin: '2026-01-01' }),
    { id: there.id, version: 9, chantier: { nom: 'Trop vieux' } },
    { id: there.id, version: 1, chantier: { nom: 'À jour' } },
    { id: newId(), chantier: { nom: 'Personne' } },
    { id: closed.id, chantier: { nom: 'Fermé' } },
    { id: closed.id, chantier: { nom: 'Rouvert ?' } },
  ]);
  expect(codes(items)).toEqual([
    201,
    200,
    'chantier.code_taken',
    'invalid',
    'chantier.dates_inverted',
    'precondition.failed',
    200,
    'chantier.not_found',
    200,
    'chantier.locked',
  ]);
  expect(items.map(one => one.status)).toEqual([201, 200, 409, 400, 409, 412, 200, 404, 200, 409]);
  expect(items[3]!.problem!.errors![0]!.pointer).toBe('/items/3/chantier/nom');
  expect([items[1]!.id, items[6]!.version]).toEqual([items[0]!.id, 2]);
  expect(await count()).toBe(before + 1);
  expect(await eventsOf(items[0]!.id!)).toEqual(['chantier.created', 'chantier.updated']);
});

test('a lot says what is wrong in the language asked for, as a single answer does', async () => {
  const items = [item('E-1', { couleur: '#123456' }), { id: newId(), chantier: { nom: 'Personne' } }];
  const problems = async (language: string) => {
    const headers = { 'accept-language': language };
    const answer = await t.request('POST', '/api/v1/chantiers/lot', { as: admin, body: { items }, headers });
    return answer.json<LotResult>().items.map(({ problem }) => [problem!.title, problem!.errors?.[0]?.message]);
  };
  expect(await problems('en-GB,en;q=0.9,fr;q=0.5')).toEqual([
    ['Unreadable request', 'A new site needs a name'],
    ['Unknown site', undefined],
  ]);
  expect(await problems('fr')).toEqual([
    ['Demande illisible', 'Un nouveau chantier a besoin d’un nom'],
    ['Chantier inconnu', undefined],
  ]);
});

test('an atomic lot with one refusal writes nothing, tells nothing, and says which item it was', async () => {
  const { id, code } = await makeChantier(t.db.sql, { nom: 'Intact' });
  const before = await count();
  const [{ n: told }] = (await t.db.sql`select count(*)::integer as n from events`) as unknown as [{ n: number }];
  const items = await lot(
    [item('X-1', { nom: 'Numéro un' }), { id, chantier: { nom: 'Touché' } }, item('X-2', { nom: 'Deux', code })],
    {
      atomique: true,
    },
  );
  expect(codes(items)).toEqual(['lot.abandoned', 'lot.abandoned', 'chantier.code_taken']);
  expect(await count()).toBe(before);
  expect(await t.db.sql`select nom, version from chantiers where id = ${id}`).toEqual([{ nom: 'Intact', version: 1 }]);
  expect((await t.db.sql`select count(*)::integer as n from events`)[0]!['n']).toBe(told);
  expect(
    codes(await lot([item('X-1', { nom: 'Numéro un' }), item('X-2', { nom: 'Deux' })], { atomique: true })),
  ).toEqual([201, 201]);
});

test('nobody reaches a chantier that he does not see, by its id or by its reference', async () => {
  await put('CACHÉ', { nom: 'Caché' });
  const [{ chantier_id }] = (await t.db
    .sql`select chantier_id from chantier_references where external_id = 'CACHÉ'`) as unknown as [
    { chantier_id: string },
  ];
  const as = await t.jwt(await t.person({ role: 'conducteur' }));
  expect((await put('CACHÉ', { nom: 'Aperçu' }, { as })).json().code).toBe('chantier.reference_taken');
  expect(
    codes(await lot([item('CACHÉ', { nom: 'Aperçu' }), { id: chantier_id, chantier: { nom: 'Aperçu' } }], { as })),
  ).toEqual(['chantier.reference_taken', 'chantier.not_found']);
  // What he is told of a reference says that it is not for him, neither whose it is nor that it is a chantier's.
  const { problem } = (await lot([item('CACHÉ', { nom: 'Aperçu' })], { as }))[0]!;
  expect(problem).toMatchObject({ title: 'Référence indisponible', status: 409 });
  expect([problem!.details, problem!.errors, JSON.stringify(problem).includes(chantier_id)]).toEqual([
    undefined,
    undefined,
    false,
  ]);
  // Without a name to make a new one, what is hidden and what is not there are one answer.
  expect(
    codes(await lot([item('CACHÉ', { couleur: '#123456' }), item('RIEN', { couleur: '#123456' })], { as })),
  ).toEqual(['invalid', 'invalid']);
});

test('a bound key brings its chantiers up to date and is told the same of what is elsewhere and of what is not', async () => {
  const mine = (await put('MIEN', { nom: 'Le mien' })).json<Chantier>();
  await put('AUTRE', { nom: 'Ailleurs' });
  const body = { nom: 'Essai', scopes: ['chantiers:write'], chantiers: [mine.id] };
  const { secret } = (await t.request('POST', '/api/auth/api-keys', { as: admin, body })).json();
  const as = { headers: { authorization: `Bearer ${secret}` } };
  const asked = [
    item('MIEN', { nom: 'Toujours le mien' }),
    item('AUTRE', { nom: 'Volé' }),
    item('NEUF', { nom: 'Neuf' }),
  ];
  expect(codes(await lot(asked, { as }))).toEqual([200, 'api_key.bound', 'api_key.bound']);
  expect((await put('AUTRE', { nom: 'Volé' }, { as })).json().code).toBe('api_key.bound');
});

test('five hundred at once are made, matched and told in one request; sent again, nothing is written', async () => {
  const items = Array.from({ length: 500 }, (_, n) => item(`G-${n}`, { nom: `Lotissement ${n}`, minutes_estimees: n }));
  const made = await lot(items);
  expect(made.every(one => one.status === 201)).toBe(true);
  expect(new Set(made.map(one => one.code)).size).toBe(500);
  const again = await lot(items);
  expect(again.map(one => [one.status, one.id, one.version])).toEqual(made.map(one => [200, one.id, 1]));
  const over = await t.request('POST', '/api/v1/chantiers/lot', {
    as: admin,
    body: { items: [...items, item('G-500', { nom: 'De trop' })] },
  });
  expect([over.statusCode, over.json().errors[0].pointer]).toEqual([400, '/items']);
});

test('two lots that cross the same chantiers in opposite order both end', async () => {
  const names = Array.from({ length: 40 }, (_, n) => `CROISÉ-${n}`);
  await lot(names.map(name => item(name, { nom: 'Au départ' })));
  const ids = await t.db.sql`select chantier_id as id from chantier_references where external_id like 'CROISÉ-%'`;
  const change = (nom: string, list: { id?: string }[]) => lot(list.map(({ id }) => ({ id, chantier: { nom } })));
  const [one, two] = await Promise.all([change('Numéro un', [...ids]), change('Deux', [...ids].toReversed())]);
  expect([...codes(one), ...codes(two)].every(code => code === 200)).toBe(true);
});
