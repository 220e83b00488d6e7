// What a sheet or a site says changes what the rules find: through the facts, the queue and the job, as they run.
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { SYSTEM } from '#platform/unit.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { makeChantier, makePersonne } from '#testing/make.ts';
import { makePointage } from '#testing/make-hours.ts';
import { recomputeVariables } from './index.ts';

let t: TestApp;
let admin: Caller;
let personne_id: string;
let chantier_id: string;
/** A week of this month, one of the month before, one that is too old to be reckoned again. */
const SEMAINES = ['2026-11-16', '2026-10-12', '2026-09-14'];

beforeAll(async () => {
  t = await testApp({ jobs: true });
  admin = await t.jwt(await t.person({ role: 'administrateur' }));
  await t.db.sql`
    insert into reglages_paie (effet_du, reglages, modifie_at)
    values ('2026-01-01', '{"siege_latitude": 45.5646, "siege_longitude": 5.9178}', now())`;
});

beforeEach(async () => {
  const { sql } = t.db;
  personne_id = (await makePersonne(sql)).id;
  chantier_id = (await makeChantier(sql)).id;
  for (const jour of SEMAINES) await makePointage(sql, { personne_id, chantier_id, jour });
  const semaines = SEMAINES.map(debut => ({ personne_id, debut }));
  await t.app.inUnit(SYSTEM, unit => recomputeVariables(unit, semaines));
});

async function change(path: string, body: object): Promise<void> {
  const { version } = (await t.request('GET', path, { as: admin })).json<{ version: number }>();
  const headers = { 'if-match': `"${version}"` };
  const answer = await t.request('PATCH', path, { as: admin, body, headers });
  expect(answer.statusCode, answer.body).toBe(200);
}

/** Weeks for which the rules say this of him. */
const weeksWith = async (rubrique: string): Promise<string[]> =>
  (
    await t.db.sql`
      select jour::text as jour from variables_paie
      where personne_id = ${personne_id} and rubrique = ${rubrique} and deleted_at is null order by jour desc`
  ).map(row => row['jour'] as string);

const toldAll = async () => (await t.db.sql`select from events where fanned_at is null`).length === 0;
const askings = async () => (await t.db.sql`select from pgboss.job where name = 'paie.recompute'`).length;

test('who is no employé any more leaves pay, this month and the one before; what is older stays', async () => {
  expect(await weeksWith('heures_normales')).toEqual(SEMAINES);
  await change(`/api/v1/personnes/${personne_id}`, { type_personne: 'sous_traitant' });
  await expect.poll(() => weeksWith('heures_normales'), { timeout: 20_000 }).toEqual([SEMAINES[2]]);
});

test('a site that is put on the map gives its zone to the hours of this month and the one before', async () => {
  expect(await weeksWith('indemnite_trajet')).toEqual([]);
  await change(`/api/v1/chantiers/${chantier_id}`, { latitude: 45.57, longitude: 5.92 });
  await expect.poll(() => weeksWith('indemnite_trajet'), { timeout: 20_000 }).toEqual(SEMAINES.slice(0, 2));
});

test('a name, a métier or a colour is nothing to pay: nothing is reckoned again', async () => {
  const before = await askings();
  await change(`/api/v1/personnes/${personne_id}`, { metiers: ['Grutier'] });
  await change(`/api/v1/chantiers/${chantier_id}`, { nom: 'Résidence Les Ormes' });
  await expect.poll(toldAll, { timeout: 20_000 }).toBe(true);
  expect(await askings()).toBe(before);
});
