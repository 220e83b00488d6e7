// What pay needs of a person, and who reads it.
import { beforeAll, expect, test } from 'vitest';
import type { Personne } from '#contract/personne.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';

let t: TestApp;
let admin: Caller;

beforeAll(async () => {
  t = await testApp();
  admin = await t.cookie(await t.person({ role: 'administrateur', nom: 'Berthier' }));
});

const PAY = {
  horaire: [480, 480, 480, 480, 420, 0, 0],
  heures_sup_comprises: false,
  mineur_jusquau: '2027-04-01',
  date_entree: '2026-01-05',
  date_sortie: '2027-12-31',
};
const HIDDEN = {
  horaire: null,
  heures_sup_comprises: null,
  mineur_jusquau: null,
  date_entree: null,
  date_sortie: null,
};
const create = (body: object) =>
  t.request('POST', '/api/v1/personnes', {
    as: admin,
    body: { nom: 'Perrier', prenom: 'Cédric', role: 'compagnon', ...body },
  });
const read = (id: string, as: Caller) => t.request('GET', `/api/v1/personnes/${id}`, { as });
const patch = ({ id, version }: Personne, body: object) =>
  t.request('PATCH', `/api/v1/personnes/${id}`, { as: admin, body, headers: { 'if-match': `"${version}"` } });

test('working time and dates are read by the person, administrateurs and gestionnaires de paie; null to others, on both routes', async () => {
  const person = await t.person({ nom: 'Zhoraire' });
  const { version } = (await read(person.id, admin)).json<Personne>();
  await patch({ id: person.id, version } as Personne, { ...PAY, metiers: ['Maçon'] });
  const owner = await t.cookie(await t.person({ role: 'conducteur' }));
  const readers: [Caller, object][] = [
    [admin, PAY],
    [await t.cookie(person), PAY],
    [await t.cookie(await t.person({ gestionnaire_paie: true })), PAY],
    [await t.key(admin, ['personnes:read']), PAY],
    [owner, HIDDEN],
    [await t.cookie(await t.person({ role: 'chef_chantier' })), HIDDEN],
    [await t.key(owner, ['read']), HIDDEN],
  ];
  const etags = new Set<unknown>();
  for (const [as, shown] of readers) {
    const answer = await read(person.id, as);
    etags.add(answer.headers['etag']);
    expect(answer.json()).toMatchObject({ ...shown, metiers: ['Maçon'] });
    const list = await t.request('GET', '/api/v1/personnes?q=zhoraire', { as });
    if (list.statusCode === 200) expect(list.json<{ items: Personne[] }>().items[0]).toMatchObject(shown);
  }
  expect(etags, 'two contents of one version are two ETags').toEqual(new Set(['"2"', '"2-0"']));
});

test('métiers are kept once each, filter the list whatever their accents, and sent again are no change', async () => {
  const person = (await create({ nom: 'Zmetier', metiers: ['Maçon', 'MACON', 'Grutier'] })).json<Personne>();
  expect(person.metiers).toEqual(['Maçon', 'Grutier']);
  const same = await patch(person, { metiers: ['Maçon', 'Grutier'], horaire: null });
  expect(same.json<Personne>().version).toBe(1);
  const changed = (await patch(person, { metiers: [] })).json<Personne>();
  expect([changed.metiers, changed.version]).toEqual([[], 2]);
  await create({ nom: 'Zmetier', prenom: 'Ali', metiers: ['Étancheur'] });
  const names = async (metier: string) =>
    (await t.request('GET', `/api/v1/personnes?q=zmetier&metier=${encodeURIComponent(metier)}`, { as: admin }))
      .json<{ items: Personne[] }>()
      .items.map(item => item.prenom);
  expect(await names('etancheur')).toEqual(['Ali']);
  expect(await names('Étanch')).toEqual([]);
});

test('nobody leaves before he came, created or changed, one date at a time too', async () => {
  const dates = { date_entree: '2026-03-02', date_sortie: '2026-03-01' };
  expect((await create(dates)).json().code).toBe('personne.dates_inverted');
  const person = (await create({ date_entree: '2026-03-02' })).json<Personne>();
  expect((await patch(person, { date_sortie: '2026-03-01' })).json().code).toBe('personne.dates_inverted');
  expect((await patch(person, { date_sortie: '2026-03-02' })).statusCode).toBe(200);
});

test('a token of an old sign-in appoints nobody, and goes on changing the rest', async () => {
  const boss = await t.person({ role: 'administrateur' });
  const as = await t.jwt(boss);
  await t.db
    .sql`update sessions set signed_in_at = signed_in_at - interval '12 hours 1 second' where personne_id = ${boss.id}`;
  const body = { nom: 'Neuf', prenom: 'Léa', role: 'administrateur' };
  const refused = await t.request('POST', '/api/v1/personnes', { as, body });
  expect([refused.statusCode, refused.json().code]).toEqual([403, 'sign_in.too_old']);
  expect((await t.request('POST', '/api/v1/personnes', { as, body: { ...body, role: 'compagnon' } })).statusCode).toBe(
    201,
  );
});
