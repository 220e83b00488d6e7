import { beforeAll, expect, test } from 'vitest';
import type { ItemLotPersonnes, Personne, ResultatLotPersonnes } from '#contract/personne.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';

let t: TestApp;
let admin: Caller;

beforeAll(async () => {
  t = await testApp();
  admin = await t.cookie(await t.person({ role: 'administrateur', nom: 'Berthier' }));
});

type Items = ResultatLotPersonnes['items'];
const send = (items: unknown[], { essai = false, as = admin } = {}) =>
  t.request('POST', '/api/v1/personnes/lot', { as, body: { items, essai } });
const lot = async (items: unknown[], options?: { essai?: boolean; as?: Caller }): Promise<Items> => {
  const answer = await send(items, options);
  expect(answer.statusCode, answer.body).toBe(207);
  return answer.json<ResultatLotPersonnes>().items;
};
const said = (items: Items) =>
  items.map(({ status, problem }) => (problem ? `${status} ${problem.code}` : `${status}`));
const line = (nom: string, fields: Partial<ItemLotPersonnes> = {}) => ({
  nom,
  prenom: 'Léa',
  role: 'compagnon',
  ...fields,
});
const count = async () => (await t.db.sql`select count(*)::integer as n from personnes`)[0]!['n'] as number;
const read = async (id: string) => (await t.request('GET', `/api/v1/personnes/${id}`, { as: admin })).json<Personne>();

test('each line stands alone, by the rules of a single write', async () => {
  const items = await lot([
    line('Lot', { email: 'lot1@exemple.fr', telephone: '06 39 98 71 01', metiers: ['Maçon', 'maçon'] }),
    line('Interim', { type_personne: 'interimaire' }),
    line('Numéro', { telephone: '06 12 34' }),
    line('Dates', { date_entree: '2026-03-01', date_sortie: '2026-02-01' }),
    { prenom: 'Sans nom', role: 'compagnon' },
    line('Fin', { personne_id: '0199c8f0-6f4a-7000-8000-00000000dead' }),
    line('Dernière'),
  ]);
  expect(said(items)).toEqual([
    '201',
    '409 personne.agence_required',
    '409 personne.telephone_invalid',
    '409 personne.dates_inverted',
    '400 invalid',
    '404 personne.not_found',
    '201',
  ]);
  expect(items[4]!.problem!.errors![0]!.pointer).toBe('/items/4/nom');
  expect(await read(items[0]!.personne_id!)).toMatchObject({ telephone: '+33639987101', metiers: ['Maçon'] });
});

test('a trial says the same as the real call, and leaves nothing behind it: no person, no event, no security line', async () => {
  const boss = line('Essayé', { role: 'administrateur' });
  const items = [boss, line('Essai', { type_personne: 'interimaire' }), boss];
  const events = () => t.db.sql`select count(*)::integer as n from events`;
  const [people, facts, lines] = [await count(), await events(), t.lines.length];
  const tried = await lot(items, { essai: true });
  expect([await count(), await events()]).toEqual([people, facts]);
  expect(t.lines.slice(lines).filter(one => one.includes('authz_change'))).toEqual([]);
  expect(tried.map(item => item.personne_id)).toEqual([null, null, null]);
  const done = await lot(items);
  expect(said(done)).toEqual(said(tried));
  expect(said(done)).toEqual(['201', '409 personne.agence_required', '409 personne.duplicate']);
  expect(t.lines.slice(lines).filter(one => one.includes('authz_change'))).toHaveLength(1);
});

test('a double is told by what it is known by, surest first, there or in the same file, and is made only when asked for', async () => {
  const [there] = await lot([line('Doublon', { matricule: 'D-1', email: 'd1@exemple.fr', telephone: '0639987102' })]);
  const id = there!.personne_id;
  const items = await lot([
    line('Autre', { matricule: 'D-1', email: 'd1@exemple.fr' }),
    line('Autre', { email: 'D1@exemple.fr' }),
    line('Autre', { telephone: '+33 6 39 98 71 02' }),
    { nom: 'lea', prenom: 'DOUBLON', role: 'compagnon' },
    line('Doublon', { creer_malgre: true }),
    line('Doublon', { matricule: 'D-1', creer_malgre: true }),
    line('Jumeau', { matricule: 'J-1' }),
    line('Autre jumeau', { matricule: 'J-1' }),
  ]);
  expect(items.slice(0, 4).map(item => item.doublons.map(({ personne_id, par }) => [personne_id, par]))).toEqual([
    [[id, 'matricule']],
    [[id, 'email']],
    [[id, 'telephone']],
    [[id, 'nom']],
  ]);
  expect(said(items)).toEqual([
    ...Array.from({ length: 4 }, () => '409 personne.duplicate'),
    '201',
    '409 personne.matricule_taken',
    '201',
    '409 personne.duplicate',
  ]);
  expect(items[7]!.doublons).toEqual([{ personne_id: null, nom: 'Jumeau', prenom: 'Léa', par: 'matricule' }]);
});

test('a line with an id changes that person alone, by the fields it has, and is no double of him', async () => {
  const [made] = await lot([line('Màj', { email: 'maj@exemple.fr', matricule: 'M-1' })]);
  const personne_id = made!.personne_id!;
  const [changed, again] = await lot([
    { personne_id, matricule: 'M-2', nom: 'Màj', prenom: 'Léa' },
    { personne_id, matricule: 'M-2' },
  ]);
  expect([changed!.status, changed!.doublons, again!.status]).toEqual([200, [], 200]);
  expect(await read(personne_id)).toMatchObject({ matricule: 'M-2', email: 'maj@exemple.fr', version: 2 });
});

test('nobody gains power by a lot that a key, or a token of an old sign-in, sends', async () => {
  const key = await t.key(admin, ['personnes:write']);
  const refused = await lot([line('Clé', { role: 'administrateur' }), line('Clé')], { as: key });
  expect(said(refused)).toEqual(['403 personne.rights_refused', '201']);
  const person = await t.person({ role: 'administrateur' });
  const token = await t.jwt(person);
  await t.db
    .sql`update sessions set signed_in_at = signed_in_at - interval '12 hours 1 second' where personne_id = ${person.id}`;
  const old = await lot([line('Jeton', { gestionnaire_paie: true }), line('Jeton')], { as: token });
  expect(said(old)).toEqual(['403 sign_in.too_old', '201']);
});

test('a line costs its savepoint and its write: three statements, the rest does not grow', async () => {
  const cost = async (n: number) => {
    const before = t.db.statements.length;
    await lot(Array.from({ length: n }, (_, i) => line(`Coût ${n}`, { prenom: `N${i}` })));
    return t.db.statements.length - before;
  };
  await cost(1);
  const [small, large] = [await cost(3), await cost(23)];
  expect((large - small) / 20).toBeLessThanOrEqual(3);
});

test('more than five hundred lines, or none, are refused whole', async () => {
  expect((await send([])).statusCode).toBe(400);
  expect((await send(Array.from({ length: 501 }, () => line('Trop')))).statusCode).toBe(400);
});
