import { beforeAll, expect, test } from 'vitest';
import type { Personne } from '#contract/personne.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';

let t: TestApp;
let admin: Caller;
let admin_id: string;

beforeAll(async () => {
  t = await testApp();
  const person = await t.person({ role: 'administrateur', nom: 'Berthier' });
  admin_id = person.id;
  admin = await t.cookie(person);
});

let contacts = 0;
const unique = () => {
  contacts += 1;
  return { email: `p${contacts}@exemple.fr`, telephone: `06399800${String(contacts).padStart(2, '0')}` };
};
const create = (body: Record<string, unknown> = {}, as = admin) =>
  t.request('POST', '/api/v1/personnes', {
    as,
    body: { nom: 'Perrier', prenom: 'Cédric', role: 'compagnon', ...body },
  });
const created = async (body: Record<string, unknown> = {}) => {
  const answer = await create(body);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<Personne>();
};
const read = async (id: string, as = admin) =>
  (await t.request('GET', `/api/v1/personnes/${id}`, { as })).json<Personne>();
const change = (personne: Personne, body: unknown, { path = '', as = admin } = {}) =>
  t.request(path ? 'POST' : 'PATCH', `/api/v1/personnes/${personne.id}${path}`, {
    as,
    body,
    headers: { 'if-match': `"${personne.version}"` },
  });
const names = async (query: string, as = admin) =>
  (await t.request('GET', `/api/v1/personnes?limit=200&${query}`, { as }))
    .json<{ items: Personne[] }>()
    .items.map(item => `${item.nom} ${item.prenom}`);
const eventsOf = async (id: string) =>
  (await t.db.sql`select type, data from events where data ->> 'personne_id' = ${id} order by changed_xid, id`).map(
    row => row,
  );

test('contacts are kept in one writing: lower case, E.164', async () => {
  const personne = await created({ email: 'Cedric.PERRIER@Exemple.fr', telephone: '06 39 98 77 01' });
  expect(personne).toMatchObject({ email: 'cedric.perrier@exemple.fr', telephone: '+33639987701', active: true });
  expect((await create({ telephone: '+33 6 39 98 77 01' })).json().code).toBe('personne.telephone_taken');
  expect((await create({ email: 'CEDRIC.perrier@exemple.fr' })).json().code).toBe('personne.email_taken');
  expect((await create({ telephone: '06 12 34' })).json().code).toBe('personne.telephone_invalid');
});

test('two people cannot share a matricule, and an agency goes with an intérimaire only', async () => {
  await created({ matricule: 'GOA-1' });
  expect((await create({ matricule: 'GOA-1' })).json().code).toBe('personne.matricule_taken');
  expect((await create({ type_personne: 'interimaire' })).json().code).toBe('personne.agence_required');
  expect((await create({ agence: 'Alpes Intérim' })).json().code).toBe('personne.agence_required');
  const interim = await created({ type_personne: 'interimaire', agence: 'Alpes Intérim' });
  expect((await change(interim, { type_personne: 'employe' })).json().code).toBe('personne.agence_required');
  expect((await change(interim, { type_personne: 'employe', agence: null })).statusCode).toBe(200);
});

test('a change writes what differs, says so once, and a stale one is refused', async () => {
  const personne = await created(unique());
  const changed = await change(personne, { nom: 'Perrier-Blanc', telephone: personne.telephone, role: 'compagnon' });
  expect(changed.json()).toMatchObject({ nom: 'Perrier-Blanc', version: 2 });
  expect((await change(personne, { nom: 'Autre' })).statusCode).toBe(412);
  const same = await change(changed.json<Personne>(), { nom: 'Perrier-Blanc' });
  expect(same.json<Personne>().version).toBe(2);
  expect(await eventsOf(personne.id)).toEqual([
    { type: 'personne.created', data: { personne_id: personne.id, role: 'compagnon' } },
    { type: 'personne.updated', data: { personne_id: personne.id, changed: ['nom'] } },
  ]);
});

test('the list sorts by nom then prenom, page after page, and the search forgets accents and spacing', async () => {
  for (const [nom, prenom] of [
    ['Zwingel', 'Zoé'],
    ['Zwingelé', 'Anne'],
    ['Zwingel', 'Aline'],
    ['Zwingel De', 'Bob'],
  ])
    await created({ nom, prenom });
  const sorted = ['Zwingel Aline', 'Zwingel Zoé', 'Zwingel De Bob', 'Zwingelé Anne'];
  expect(await names('q=zwingel')).toEqual(sorted);
  expect(await names('q=zwingel&sort=-nom')).toEqual(sorted.toReversed());
  const paged: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const url: string = `/api/v1/personnes?q=zwingel&limit=1${cursor ? `&cursor=${cursor}` : ''}`;
    const answer = await t.request('GET', url, { as: admin });
    const page: { items: Personne[]; next_cursor: string | null } = answer.json();
    paged.push(...page.items.map(item => `${item.nom} ${item.prenom}`));
    cursor = page.next_cursor;
  }
  expect(paged).toEqual(sorted);
  expect(await names('q=ZOE%20zwing')).toEqual(['Zwingel Zoé']);
  await created({ nom: 'Téléphone', telephone: '06 39 98 66 55' });
  for (const q of ['06 39 98 66', '+33639986655', '0639986655', '98 66 55']) {
    expect(await names(`q=${encodeURIComponent(q)}`), q).toEqual(['Téléphone Cédric']);
  }
  expect(await names('q=%25')).toEqual([]);
});

test('filters narrow the list', async () => {
  await created({ nom: 'Filtre', role: 'conducteur' });
  const gone = await created({ nom: 'Filtre', prenom: 'Parti', type_personne: 'sous_traitant' });
  await change(gone, { active: false }, { path: '/activation' });
  expect(await names('q=filtre&role=conducteur')).toEqual(['Filtre Cédric']);
  expect(await names('q=filtre&active=false')).toEqual(['Filtre Parti']);
  expect(await names('q=filtre&type_personne=sous_traitant&active=true')).toEqual([]);
});

test('a compagnon reads himself and nobody else; chefs and gestionnaires de paie read everybody', async () => {
  const person = await t.person({ role: 'compagnon' });
  const as = await t.cookie(person);
  expect((await read(person.id, as)).id).toBe(person.id);
  expect((await t.request('GET', `/api/v1/personnes/${admin_id}`, { as })).json().code).toBe('personne.not_found');
  expect((await t.request('GET', '/api/v1/personnes', { as })).json().code).toBe('role.insufficient');
  for (const facts of [{ role: 'chef_chantier' as const }, { role: 'compagnon' as const, gestionnaire_paie: true }]) {
    const reader = await t.cookie(await t.person(facts));
    expect((await read(admin_id, reader)).id).toBe(admin_id);
    expect((await create({}, reader)).json().code).toBe('role.insufficient');
  }
});

test('deactivating and reactivating are said, and doing it twice is nothing', async () => {
  let personne = await created();
  for (const active of [false, false, true]) {
    personne = (await change(personne, { active }, { path: '/activation' })).json<Personne>();
    expect(personne.active).toBe(active);
  }
  const types = (await eventsOf(personne.id)).map(event => event['type']);
  expect(types).toEqual(['personne.created', 'personne.deactivated', 'personne.reactivated']);
});

test('rights that change leave a line in the security stream, once they have changed', async () => {
  const lines = () =>
    t.lines
      .map(line => JSON.parse(line))
      .filter(line => line['event.action'] === 'authz_change' && line['user.target.id'] === personne.id)
      .map(line => [line['hub.rights'], line['user.id'], line['source.ip']]);
  let personne = await created(unique());
  expect(lines(), 'a compagnon without rights').toEqual([]);
  expect((await change({ ...personne, version: 7 }, { role: 'conducteur' })).statusCode).toBe(412);
  personne = (await change(personne, { nom: 'Autre' })).json<Personne>();
  expect(lines()).toEqual([]);
  personne = (await change(personne, { role: 'conducteur' })).json<Personne>();
  personne = (await change(personne, { gestionnaire_paie: true })).json<Personne>();
  await change(personne, { active: false }, { path: '/activation' });
  const by = [admin_id, '127.0.0.1'];
  expect(lines()).toEqual([
    [{ role: 'conducteur', gestionnaire_paie: false }, ...by],
    [{ role: 'conducteur', gestionnaire_paie: true }, ...by],
    [{ active: false }, ...by],
  ]);
  personne = await created({ ...unique(), role: 'administrateur' });
  expect(lines()).toEqual([[{ role: 'administrateur', gestionnaire_paie: false }, ...by]]);
});

test('a key makes no administrateur and no gestionnaire de paie, by no way', async () => {
  const key = await t.key(admin, ['personnes:write']);
  const refused = { statusCode: 403, code: 'personne.rights_refused' };
  const answered = (answer: { statusCode: number; json: () => { code?: string } }) => ({
    statusCode: answer.statusCode,
    code: answer.json().code,
  });
  const rights = [{ role: 'administrateur' }, { gestionnaire_paie: true }];
  const personne = (await create(unique(), key)).json<Personne>();
  for (const right of rights) {
    expect(answered(await create({ ...unique(), ...right }, key))).toEqual(refused);
    expect(answered(await change(personne, right, { as: key }))).toEqual(refused);
    const gone = await created({ ...unique(), ...right });
    const away = (await change(gone, { active: false }, { as: key, path: '/activation' })).json<Personne>();
    expect(answered(await change(away, { active: true }, { as: key, path: '/activation' }))).toEqual(refused);
    expect((await change(away, { nom: 'Nom' }, { as: key })).statusCode).toBe(200);
  }
  expect((await change(personne, { role: 'chef_chantier' }, { as: key })).statusCode).toBe(200);
});

test('the last administrateur keeps his role, stays active and keeps a contact', async () => {
  const alone = await testAlone();
  const { me, as } = alone;
  expect((await change(me, { role: 'compagnon' }, { as })).json().code).toBe('personne.last_administrateur');
  expect((await change(me, { active: false }, { as, path: '/activation' })).json().code).toBe(
    'personne.last_administrateur',
  );
  expect((await change(me, { email: null }, { as })).json().code).toBe('personne.no_identifiant');
  const nobody = await create({ role: 'administrateur' }, as);
  expect(nobody.statusCode).toBe(201);
  expect((await change(me, { role: 'compagnon' }, { as })).json().code, 'another who cannot sign in').toBe(
    'personne.last_administrateur',
  );
});

test('of the last two administrateurs who take each other away at the same moment, one stays', async () => {
  for (let round = 0; round < 5; round++) {
    const { me, as } = await testAlone();
    const other = await t.person({ role: 'administrateur' });
    const [mine, his] = [me, await read(other.id, as)];
    const otherCaller = await t.cookie(other);
    const answers = await Promise.all([
      change(mine, { active: false }, { as: otherCaller, path: '/activation' }),
      change(his, round % 2 ? { role: 'conducteur' } : { active: false }, {
        as,
        path: round % 2 ? '' : '/activation',
      }),
    ]);
    const statuses = answers.map(answer => answer.statusCode).toSorted();
    // The loser is refused by the rule, or was deactivated before his own request was read.
    expect([
      [200, 409],
      [200, 401],
      [200, 403],
    ]).toContainEqual(statuses);
    const [left] = await t.db
      .sql`select count(*)::integer as n from personnes where role = 'administrateur' and active`;
    expect(left).toEqual({ n: 1 });
  }
});

/** Everybody else who governs is set aside. */
async function testAlone(): Promise<{ me: Personne; as: Caller }> {
  const person = await t.person({ role: 'administrateur' });
  await t.db.sql`update personnes set active = false where role = 'administrateur' and id <> ${person.id}`;
  const as = await t.cookie(person);
  return { me: await read(person.id, as), as };
}
