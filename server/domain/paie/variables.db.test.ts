import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ReglagesDates, ReglagesPaie, Rubrique, VariablePaie } from '#contract/paie.ts';
import { SYSTEM } from '#platform/unit.ts';
import { type Caller, testApp } from '#testing/app.ts';
import { makeChantier, makePersonne } from '#testing/make.ts';
import { makePointage } from '#testing/make-hours.ts';
import { recomputeVariables } from './index.ts';
import { recomputeSince } from './recompute-since.ts';

const t = await testApp({ jobs: true });
const { sql } = t.db;
const JOUR = '2026-11-16';
let payeur: Caller;
let personne_id: string;
let chantier_id: string;

beforeAll(async () => {
  payeur = await t.jwt(await t.person({ role: 'compagnon', gestionnaire_paie: true }));
});
beforeEach(async () => {
  await sql`delete from periodes_paie`;
  await sql`delete from reglages_paie`;
  personne_id = (await makePersonne(sql)).id;
  chantier_id = (await makeChantier(sql)).id;
});

type Ask = { as?: Caller; body?: unknown; version?: number };
const ask = (method: string, url: string, { as = payeur, body, version }: Ask = {}) =>
  t.request(method, `/api/v1${url}`, {
    as,
    body,
    headers: version === undefined ? {} : { 'if-match': `"${version}"` },
  });
const add = (fields: object, as = payeur) =>
  ask('POST', '/variables-paie', {
    as,
    body: { personne_id, jour: JOUR, rubrique: 'panier_repas', quantite: 1, ...fields },
  });
const said = async (answer: Promise<{ statusCode: number; json: <T>() => T }>) => {
  const { statusCode, json } = await answer;
  return statusCode < 300 ? String(statusCode) : `${statusCode} ${json<{ code: string }>().code}`;
};
const work = () => makePointage(sql, { personne_id, chantier_id, jour: JOUR });
const reckon = () => t.app.inUnit(SYSTEM, unit => recomputeVariables(unit, [{ personne_id, debut: JOUR }]));
const mine = async (as = payeur) =>
  (await ask('GET', `/variables-paie?personne_id=${personne_id}`, { as })).json<{ items: VariablePaie[] }>().items;

describe('a variable written by hand', () => {
  test('stands in for the rules, and gives way to them again when it is deleted', async () => {
    await work();
    await reckon();
    const auto = (await mine()).find(one => one.rubrique === 'panier_repas')!;
    expect(await said(ask('DELETE', `/variables-paie/${auto.id}`, { version: 1 }))).toBe('409 variable_paie.automatic');
    const changed = await ask('PATCH', `/variables-paie/${auto.id}`, { version: 1, body: { quantite: 0 } });
    expect(changed.json(), changed.body).toMatchObject({ origine: 'main', quantite: 0, version: 2 });
    await reckon();
    expect((await mine()).filter(one => one.rubrique === 'panier_repas')).toMatchObject([
      { quantite: 0, origine: 'main' },
    ]);
    expect(await said(ask('DELETE', `/variables-paie/${auto.id}`, { version: 2 }))).toBe('204');
    expect((await mine()).filter(one => one.rubrique === 'panier_repas')).toMatchObject([
      { quantite: 1, origine: 'auto' },
    ]);
    const facts = await sql<
      { type: string; data: object }[]
    >`select type, data from events where data ->> 'personne_id' = ${personne_id} order by id`;
    expect(facts.map(({ type }) => type)).toEqual(['variable_paie.updated', 'variable_paie.deleted']);
    expect(Object.keys(facts[0]!.data).toSorted()).toEqual(['jour', 'personne_id', 'variable_id']);
  });

  test('a grand déplacement takes the place of panier, trajet and transport', async () => {
    await makePointage(sql, { personne_id, chantier_id, jour: JOUR, zone: '3', panier: true });
    await reckon();
    expect((await mine()).map(one => one.rubrique).toSorted()).toEqual([
      'heures_normales',
      'indemnite_trajet',
      'indemnite_transport',
      'panier_repas',
    ]);
    expect(await said(add({ rubrique: 'grand_deplacement' }))).toBe('201');
    expect((await mine()).map(one => one.rubrique).toSorted()).toEqual(['grand_deplacement', 'heures_normales']);
  });

  test.each([
    ['a panier twice in a day', { quantite: 2 }, '409 variable_paie.quantity_refused'],
    ['more than a day', { rubrique: 'conges_payes', quantite: 101 }, '409 variable_paie.quantity_refused'],
    ['more than 24 hours', { rubrique: 'heures_intemperies', quantite: 1441 }, '409 variable_paie.quantity_refused'],
    ['a rubrique that is not there', { rubrique: 'autre' }, '409 variable_paie.rubrique_refused'],
    ['one told by the chantier, without one', { rubrique: 'prime_salissure' }, '409 variable_paie.chantier_refused'],
    [
      'a chantier that is not there',
      { chantier_id: '0199c8f0-6f4a-7000-8000-00000000dead' },
      '409 variable_paie.chantier_refused',
    ],
    ['a sum in cents', { rubrique: 'prime_exceptionnelle', quantite: 12_345 }, '201'],
    ['hours of bad weather', { rubrique: 'heures_intemperies', quantite: 420 }, '201'],
  ])('%s: %o gives %s', async (_, fields, answer) => expect(await said(add(fields))).toBe(answer));

  test('once a day is once a day: by the chantier for what is told by the chantier', async () => {
    const other = (await makeChantier(sql)).id;
    const salissure = (on: string) => said(add({ rubrique: 'prime_salissure', chantier_id: on }));
    expect([await said(add({})), await said(add({}))]).toEqual(['201', '409 variable_paie.already_there']);
    expect([await salissure(chantier_id), await salissure(chantier_id), await salissure(other)]).toEqual([
      '201',
      '409 variable_paie.already_there',
      '201',
    ]);
    const prime = { rubrique: 'prime_exceptionnelle', quantite: 100 };
    expect([await said(add(prime)), await said(add(prime))]).toEqual(['201', '201']);
  });

  test('is for employés, in months that are open', async () => {
    const { json } = await add({});
    const { id } = json<VariablePaie>();
    await sql`insert into periodes_paie (mois, etat, photo) values ('2026-11', 'cloturee', '{}')`;
    expect(await said(add({ rubrique: 'prime_outillage' }))).toBe('409 periode_paie.closed');
    expect(await said(ask('PATCH', `/variables-paie/${id}`, { version: 1, body: { quantite: 0 } }))).toBe(
      '409 periode_paie.closed',
    );
    expect(await said(ask('DELETE', `/variables-paie/${id}`, { version: 1 }))).toBe('409 periode_paie.closed');
    await sql`update personnes set type_personne = 'sous_traitant' where id = ${personne_id}`;
    expect(await said(add({ jour: '2026-12-01' }))).toBe('409 variable_paie.personne_refused');
  });
});

describe('who reads', () => {
  test('everybody his own, those of pay all of them; bare scopes open none', async () => {
    const himself = await t.person({ role: 'compagnon' });
    personne_id = himself.id;
    await work();
    await reckon();
    const conducteur = await t.jwt(await t.person({ role: 'conducteur' }));
    expect([
      (await mine()).length,
      (await mine(await t.cookie(himself))).length,
      (await mine(conducteur)).length,
    ]).toEqual([2, 2, 0]);
    const key = await t.key(await t.jwt(himself), ['read', 'write']);
    expect(await said(ask('GET', '/variables-paie', { as: key }))).toBe('403 insufficient_scope');
    expect(await said(add({}, await t.jwt(himself)))).toBe('403 role.insufficient');
  });

  test('who follows the list in the order of change is told what is gone, of his own alone', async () => {
    const himself = await t.person({ role: 'compagnon' });
    personne_id = himself.id;
    const made = (await add({})).json<VariablePaie>();
    await ask('DELETE', `/variables-paie/${made.id}`, { version: 1 });
    const gone = async (as: Caller) => {
      const answer = await ask('GET', '/variables-paie?sort=changed&include_deleted=true&limit=200', { as });
      return answer.json<{ deleted: { id: string }[] }>().deleted.map(one => one.id);
    };
    await expect.poll(() => gone(payeur), { timeout: 20_000 }).toContain(made.id);
    expect(await gone(await t.jwt(himself))).toEqual([made.id]);
    expect(await gone(await t.jwt(await t.person()))).toEqual([]);
  });
});

describe('settings', () => {
  const dates = async (query = '') => (await ask('GET', `/reglages-paie${query}`)).json<ReglagesDates>();
  const put = (reglages: Partial<ReglagesPaie>, base: ReglagesPaie) =>
    ask('PUT', '/reglages-paie', { body: { ...base, effet_du: '2026-12-01', ...reglages } });

  test('are in force from their day on, say who set them, and what is open is reckoned anew', async () => {
    const { en_vigueur, tous } = await dates();
    expect([en_vigueur.effet_du, tous]).toEqual(['1900-01-01', []]);
    await makePointage(sql, { personne_id, chantier_id, jour: '2026-12-01', minutes: 240 });
    await t.app.inUnit(SYSTEM, unit => recomputeVariables(unit, [{ personne_id, debut: '2026-11-30' }]));
    expect((await mine()).map(one => one.rubrique)).toEqual(['heures_normales']);
    for (const status of [201, 200]) expect((await put({ panier_minutes: 240 }, en_vigueur)).statusCode).toBe(status);
    await recomputeSince(t.app.inUnit, { depuis: '2026-12-01' }, new AbortController().signal);
    expect((await mine()).map(one => one.rubrique).toSorted()).toEqual(['heures_normales', 'panier_repas']);
    expect((await dates('?jour=2026-12-05')).en_vigueur).toMatchObject({ effet_du: '2026-12-01', panier_minutes: 240 });
    expect((await dates('?jour=2026-11-30')).en_vigueur.panier_minutes).toBe(300);
    expect((await dates()).tous).toMatchObject([{ modifie_par: 'Camille Durand' }]);
  });

  test('do not contradict each other, and change no closed month', async () => {
    const { en_vigueur } = await dates();
    const wrong: Partial<ReglagesPaie>[] = [
      { zones_km: [5, 10, 10, 30, 40, 50] },
      { seuil_majoration_2: 2099 },
      { siege_latitude: 45 },
      { nuit_debut: '06:00' },
    ];
    for (const one of wrong) expect(await said(put(one, en_vigueur))).toBe('409 reglages_paie.incoherent');
    await sql`insert into periodes_paie (mois, etat, photo) values ('2026-12', 'cloturee', '{}')`;
    expect(await said(put({}, en_vigueur))).toBe('409 reglages_paie.closed');
  });
});

test('zones as the crow flies: a bound is of the nearer one, beyond the last there is none', async () => {
  // A degree of latitude is 111.195 km on this sphere.
  const siege = { siege_latitude: 45, siege_longitude: 5, zones_km: [5, 10, 20, 30, 40, 50] };
  const zone = async (km: number) => {
    const [row] = await sql<{ zone: string | null }[]>`
      select zone_a_vol_doiseau(reglages_par_defaut() || ${sql.json(siege)}::jsonb, ${45 + km / 111.1950797}::double precision, 5) as zone`;
    return row!.zone;
  };
  const found = await Promise.all([0, 4.9, 5, 5.1, 10, 10.1, 20, 20.1, 30, 30.1, 40, 40.1, 50, 50.1].map(zone));
  expect(found).toEqual(['1A', '1A', '1A', '1B', '1B', '2', '2', '3', '3', '4', '4', '5', '5', null]);
  const [nowhere] = await sql<{ zone: null }[]>`select zone_a_vol_doiseau(reglages_par_defaut(), 45, 5) as zone`;
  expect(nowhere!.zone).toBeNull();
});

test('a rubrique takes the name and the code that pay knows it by; one out of use is told no more', async () => {
  const list = async () => (await ask('GET', '/rubriques')).json<{ items: Rubrique[] }>().items;
  const [before] = (await list()).filter(one => one.code === 'prime_outillage');
  const change = { code_paie: '4210', active: false };
  const after = await ask('PATCH', '/rubriques/prime_outillage', { version: before!.version, body: change });
  expect(after.json(), after.body).toMatchObject({ ...change, version: before!.version + 1 });
  expect(await said(add({ rubrique: 'prime_outillage' }))).toBe('409 variable_paie.rubrique_refused');
  expect(await said(ask('PATCH', '/rubriques/prime_outillage', { version: before!.version, body: change }))).toBe(
    '412 precondition.failed',
  );
});
