// The people of a simulated ERP, read, linked, set aside and made here.
import { beforeAll, describe, expect, test } from 'vitest';
import type { LecturePersonnes, PersonneErp, PersonnesErpImportees } from '#contract/personne-erp.ts';
import { newId } from '#platform/ids.ts';
import { SYSTEM } from '#platform/unit.ts';
import type { Caller } from '#testing/app.ts';
import { type ErpWorld, erpWorld } from '#testing/erp/world.ts';
import { planDuePersonnes } from './read-personnes.ts';

let world: ErpWorld;
let paie: Caller;

type User = { id: string; firstName: string; lastName: string; email: string | null; active: boolean };
const users = async () => (await world.erp.truth())['users'] as User[];

beforeAll(async () => {
  world = await erpWorld({ chantiers: 3 });
  paie = await world.hub.cookie(await world.hub.person({ gestionnaire_paie: true }));
});

const get = (path: string, as = world.admin) => world.hub.request('GET', `/api/v1${path}`, { as });
const state = async () => (await get(`/erp-links/${world.link}/personnes`)).json<LecturePersonnes>();
const list = async (query = '') =>
  (await get(`/personnes-erp?link_id=${world.link}&limit=200${query}`)).json<{ items: PersonneErp[] }>().items;
const named = async (id: string) => (await list()).find(un => un.external_id === id)!;

async function read(as = world.admin) {
  const asked = await world.hub.request('POST', `/api/v1/erp-links/${world.link}/personnes`, { as });
  expect(asked.statusCode, asked.body).toBe(202);
  await expect.poll(async () => (await state()).en_cours, { timeout: 20_000, interval: 20 }).toBe(false);
}

const set = (un: PersonneErp, body: Record<string, unknown>, { as = world.admin, version = un.version } = {}) =>
  world.hub.request('PATCH', `/api/v1/personnes-erp/${un.id}`, { as, body, headers: { 'if-match': `"${version}"` } });
const bring = async (ids: string[], essai = false) => {
  const answer = await world.hub.request('POST', '/api/v1/personnes-erp/import', {
    as: world.admin,
    body: { essai, ids },
    headers: { 'idempotency-key': newId() },
  });
  expect(answer.statusCode, answer.body).toBe(207);
  return answer.json<PersonnesErpImportees>().items;
};
const events = (type: string) => world.hub.db.sql<{ data: Record<string, string> }[]>`
  select data from events where type = ${type} order by id`;
const addUser = (user: Partial<User>) => world.erp.control<User>('POST', '/users', user);
const makeOurs = async (nom: string, prenom: string, email: string | null = null) => {
  const id = newId();
  await world.hub.db.sql`
    insert into personnes (id, nom, prenom, email, role) values (${id}, ${nom}, ${prenom}, ${email}, 'compagnon')`;
  return id;
};

describe('read', () => {
  test('everybody the ERP knows is there, inactive ones too, each linked or said to be linked', async () => {
    const [first] = await users();
    const same = await makeOurs(first!.lastName, first!.firstName);
    await read();
    expect((await list()).map(un => un.external_id).toSorted()).toEqual(
      (await users()).map(user => user.id).toSorted(),
    );
    expect(await named(first!.id)).toMatchObject({ personne_id: same, trouve_par: 'nom' });
    expect((await events('mapping.linked')).map(({ data }) => data['personne_id'])).toEqual([same]);
    const active = (await users()).filter(user => user.active && user.id !== first!.id).map(user => user.id);
    expect((await events('mapping.missing')).map(({ data }) => data['external_id']).toSorted()).toEqual(
      active.toSorted(),
    );
    expect((await state()).compte).toEqual({ a_relier: active.length, reliees: 1, ignorees: 0 });
  });

  test('a second reading writes nothing new and says nothing again', async () => {
    const before = [await list(), (await events('mapping.missing')).length];
    await read();
    expect([await list(), (await events('mapping.missing')).length]).toEqual(before);
  });

  test('somebody who is made here later is found at the next reading', async () => {
    const un = (await list('&etat=a_relier'))[0]!;
    const id = await makeOurs(un.nom!, un.prenom!);
    expect((await named(un.external_id)).propositions).toMatchObject([{ personne_id: id, par: 'nom' }]);
    await read();
    expect(await named(un.external_id)).toMatchObject({ personne_id: id, trouve_par: 'nom', propositions: [] });
  });

  test('who is no longer shown is marked and stays linked; an empty list marks nobody', async () => {
    const before = await list();
    const fault = (kind: object) =>
      world.erp.control('POST', '/faults', { rules: [{ match: { path: '/users' }, fault: kind }] });
    await fault({ kind: 'empty' });
    await read();
    expect((await list()).filter(un => un.disparue_at)).toEqual([]);
    await world.erp.control('DELETE', '/faults');
    // One that hides who it is about proves nobody's absence either: he may be any of them.
    const [hidden] = before.filter(({ actif }) => actif);
    await fault({ kind: 'drift', what: 'null_required', field: 'id', ids: [hidden!.external_id] });
    await read();
    expect((await list()).filter(un => un.disparue_at)).toEqual([]);
    await world.erp.control('DELETE', '/faults');
    await fault({ kind: 'half' });
    await read();
    await world.erp.control('DELETE', '/faults');
    const gone = (await list()).filter(un => un.disparue_at !== null);
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.map(un => un.personne_id)).toEqual(gone.map(un => before.find(({ id }) => id === un.id)!.personne_id));
    await read();
    expect((await list()).filter(un => un.disparue_at)).toEqual([]);
  });

  test('a silent ERP is asked again by itself; rights that lack say so and leave the connexion alone', async () => {
    const rule = (fault: object, times: number) =>
      world.erp.control('POST', '/faults', { rules: [{ match: { path: '/users', times }, fault }] });
    await rule({ kind: 'status', status: 503 }, 1);
    await world.hub.request('POST', `/api/v1/erp-links/${world.link}/personnes`, { as: world.admin });
    await expect.poll(async () => (await state()).probleme?.mot, { timeout: 20_000, interval: 20 }).toBe('unavailable');
    await world.later(60);
    await expect.poll(async () => (await state()).en_cours, { timeout: 20_000, interval: 20 }).toBe(false);
    expect((await state()).probleme).toBeNull();
    await rule({ kind: 'forbidden' }, 3);
    await read();
    expect((await state()).probleme).toMatchObject({ mot: 'rights' });
    expect((await world.readLink()).etat).toBe('active');
    await world.erp.control('DELETE', '/faults');
  });

  test('those that were read once are read again each day', async () => {
    const made = await addUser({ firstName: 'Zoé', lastName: 'Demain' });
    await world.hub.app.inUnit(SYSTEM, planDuePersonnes);
    expect(await named(made.id)).toBeUndefined();
    await world.later(86_400);
    await world.hub.app.inUnit(SYSTEM, planDuePersonnes);
    await expect.poll(() => named(made.id), { timeout: 20_000, interval: 20 }).toBeTruthy();
  });
});

describe('decided by a person', () => {
  test('linked by hand, it heals at once; unlinked, no reading links it again', async () => {
    paie = await world.hub.cookie(await world.hub.person({ gestionnaire_paie: true }));
    const made = await addUser({ firstName: 'Inès', lastName: 'Alvarez' });
    await read(paie);
    const id = await makeOurs('Alvarez', 'Inès');
    const before = (await events('mapping.linked')).length;
    const linked = (await set(await named(made.id), { personne_id: id }, { as: paie })).json<PersonneErp>();
    expect(linked).toMatchObject({ personne_id: id, trouve_par: 'main' });
    expect(await events('mapping.linked')).toHaveLength(before + 1);
    expect((await set(linked, { personne_id: null }, { as: paie })).json()).toMatchObject({
      personne_id: null,
      trouve_par: null,
    });
    await read();
    expect(await named(made.id)).toMatchObject({ personne_id: null });
  });

  test('one of ours is one of theirs only; who is erased or unknown is nobody', async () => {
    const [one, two] = [await addUser({ lastName: 'Un' }), await addUser({ lastName: 'Deux' })];
    await read();
    const id = await makeOurs('Unique', 'Seul');
    expect((await set(await named(one.id), { personne_id: id })).statusCode).toBe(200);
    const taken = await set(await named(two.id), { personne_id: id });
    expect([taken.statusCode, taken.json().code]).toEqual([409, 'personne_erp.taken']);
    expect((await set(await named(two.id), { personne_id: newId() })).json().code).toBe('personne.not_found');
    const stale = await set(await named(two.id), { personne_id: null, ignoree: true }, { version: 9 });
    expect(stale.statusCode).toBe(412);
  });

  test('set aside, it is no longer to be linked', async () => {
    const made = await addUser({ firstName: 'Cabinet', lastName: 'Comptable' });
    await read();
    const body = { personne_id: null, ignoree: true, note: 'Compte du cabinet' };
    expect((await set(await named(made.id), body)).json()).toMatchObject({ ignoree: true, note: 'Compte du cabinet' });
    expect((await list('&etat=a_relier')).map(un => un.external_id)).not.toContain(made.id);
    expect((await list('&etat=ignorees')).map(un => un.external_id)).toEqual([made.id]);
    await makeOurs('Comptable', 'Cabinet');
    await read();
    expect(await named(made.id)).toMatchObject({ personne_id: null, ignoree: true });
  });

  test('neither a conducteur nor a compagnon reads the people of an ERP', async () => {
    for (const role of ['conducteur', 'chef_chantier', 'compagnon'] as const) {
      const as = await world.hub.cookie(await world.hub.person({ role }));
      expect((await get(`/personnes-erp?link_id=${world.link}`, as)).statusCode).toBe(403);
      expect((await get(`/erp-links/${world.link}/personnes`, as)).statusCode).toBe(403);
      expect((await set((await list())[0]!, { personne_id: null }, { as })).statusCode).toBe(403);
    }
    const asks = { as: paie, body: { essai: true, ids: [newId()] } };
    expect((await world.hub.request('POST', '/api/v1/personnes-erp/import', asks)).statusCode).toBe(403);
  });
});

describe('brought in', () => {
  test('a preview says what would be done and does nothing; the import does it, once', async () => {
    const made = await addUser({ firstName: 'Noé', lastName: 'Nouveau', email: 'noe@exemple.fr' });
    const twin = await addUser({ firstName: 'N.', lastName: 'N.', email: 'ici@exemple.fr' });
    const same = await addUser({ firstName: 'Homo', lastName: 'Nyme' });
    await read();
    const ici = await makeOurs('Ancien', 'Aline', 'ici@exemple.fr');
    await makeOurs('Nyme', 'Homo');
    const ids = await Promise.all([made, twin, same].map(async ({ id }) => (await named(id)).id));
    const people = async () => (await world.hub.db.sql`select id from personnes`).length;
    const before = [await people(), (await events('personne.created')).length];
    const tried = await bring([...ids, newId()], true);
    expect(tried.map(item => item.action)).toEqual(['creee', 'reliee', 'mise_de_cote', 'mise_de_cote']);
    expect([await people(), (await events('personne.created')).length]).toEqual(before);
    const done = await bring(ids);
    expect(done.map(item => item.action)).toEqual(['creee', 'reliee', 'mise_de_cote']);
    expect(done[1]!.personne_id).toBe(ici);
    expect(done[2]!.raison).toMatch(/même nom/);
    const [row] = await world.hub.db
      .sql`select role, type_personne, email from personnes where id = ${done[0]!.personne_id}`;
    expect(row).toEqual({ role: 'compagnon', type_personne: 'employe', email: 'noe@exemple.fr' });
    expect(await named(made.id)).toMatchObject({ personne_id: done[0]!.personne_id, trouve_par: 'import' });
    expect((await bring(ids)).map(item => item.action)).toEqual(['mise_de_cote', 'mise_de_cote', 'mise_de_cote']);
    expect(await people()).toBe((before[0] as number) + 1);
  });
});

test('who is erased here keeps no name there either, and no reading brings it back', async () => {
  const made = await addUser({ firstName: 'Ottokar', lastName: 'Zwarz', email: 'zwarz@exemple.fr' });
  await read();
  const [item] = await bring([(await named(made.id)).id]);
  const url = `/api/v1/personnes/${item!.personne_id}`;
  const { version } = (await get(url.slice('/api/v1'.length))).json<{ version: number }>();
  const held = (await get(`${url.slice('/api/v1'.length)}/donnees`)).json();
  expect(held.donnees.erp_personnes).toMatchObject([{ external_id: made.id, nom: 'Zwarz' }]);
  const erased = await world.hub.request('POST', `${url}/effacement`, {
    as: world.admin,
    body: { motif: 'Demande écrite' },
    headers: { 'if-match': `"${version}"` },
  });
  expect(erased.statusCode, erased.body).toBe(200);
  await read();
  expect(await named(made.id)).toMatchObject({ nom: null, prenom: null, email: null, personne_id: item!.personne_id });
  const traces = await world.hub.db.sql`select 1 from erp_personnes e where strpos(lower(e::text), 'zwarz') > 0`;
  expect(traces).toHaveLength(0);
});

test('retired then connected again, what a person decided is found again as soon as hours leave', async () => {
  const made = await addUser({ firstName: 'Gil', lastName: 'Retour' });
  await read();
  const id = await makeOurs('Autre', 'Nom');
  expect((await set(await named(made.id), { personne_id: id })).statusCode).toBe(200);
  expect((await world.hub.request('DELETE', `/api/v1/erp-links/${world.link}`, { as: world.admin })).statusCode).toBe(
    204,
  );
  const { hub, erp, admin } = world;
  const connected = await hub.request('POST', '/api/v1/erp-links', {
    as: admin,
    body: { kind: 'costructor', settings: { base_url: erp.base_url }, credentials: { api_key: erp.key } },
  });
  world = { ...world, link: connected.json<{ id: string }>().id };
  // Nobody asks: its hours leave, so its people are read.
  await hub.db.sql`
    insert into export_reglages (link_id, actif, frequence, jour, heure, depuis) values (${world.link}, true, 'quotidien', 1, '18:00', '2026-11-23')`;
  await hub.app.inUnit(SYSTEM, planDuePersonnes);
  await expect.poll(() => named(made.id), { timeout: 20_000, interval: 20 }).toBeTruthy();
  expect(await named(made.id)).toMatchObject({ personne_id: id, trouve_par: 'main' });
});
