// Who holds which field of a chantier, and what is told when both sides changed it.
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Chantier } from '#contract/chantier.ts';
import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import type { ErpLink } from '#contract/erp-link.ts';
import type { ConflitErp } from '#contract/mapping.ts';
import { newId } from '#platform/ids.ts';
import { erpLinkActor } from '#platform/unit.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { makeFromErp } from '#testing/make.ts';
import { makeTarget } from '#testing/routes/targets.ts';
import { upsertChantiers } from '../index.ts';

let t: TestApp;
let admin: Caller;
let link: ErpLink;

beforeAll(async () => {
  t = await testApp({ jobs: true });
  admin = await t.cookie(await t.person({ role: 'administrateur' }));
});
/** Each test has a connexion of its own. */
beforeEach(async () => {
  const id = await makeTarget(t.ground, '/erp-links');
  link = await get<ErpLink>(`/erp-links/${id}`);
});

async function get<T>(path: string, as = admin): Promise<T> {
  const answer = await t.request('GET', `/api/v1${path}`, { as });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<T>();
}
const conflits = async (as = admin) =>
  (await get<{ items: ConflitErp[] }>(`/conflits-erp?link_id=${link.id}`, as)).items;
const read = (id: string) => get<Chantier>(`/chantiers/${id}`);
const hold = async (...champs_app: string[]) => {
  const { version } = await get<ErpLink>(`/erp-links/${link.id}`);
  const path = `/api/v1/erp-links/${link.id}`;
  const answer = await t.request('PATCH', path, {
    as: admin,
    body: { champs_app },
    headers: { 'if-match': `"${version}"` },
  });
  expect(answer.statusCode, answer.body).toBe(200);
  link = answer.json<ErpLink>();
};
async function take(record: ChantierFromErp): Promise<string> {
  const run_id = newId();
  const [outcome] = await t.app.inUnit(erpLinkActor({ link_id: link.id, run_id }), unit =>
    upsertChantiers(
      unit,
      {
        ...{ system: link.system, run_id, initial: false, relier_par_code: false, depuis: null },
        ...{ champs_app: link.champs_app, statuts: new Map() },
      },
      [record],
    ),
  );
  return outcome!.chantier_id!;
}
async function change(id: string, body: Partial<Chantier>) {
  const headers = { 'if-match': `"${(await read(id)).version}"` };
  return await t.request('PATCH', `/api/v1/chantiers/${id}`, { as: admin, body, headers });
}

test('a field held here is changed here; what the ERP says of it is shown and never written', async () => {
  await hold('nom', 'adresse');
  const record = makeFromErp({ nom: 'Villa Perrin', adresse: '1 rue' });
  const id = await take(record);
  expect((await read(id)).erp!.champs).not.toContain('nom');
  expect((await change(id, { nom: 'Villa Perrin, lot 2' })).statusCode).toBe(200);
  await take({ ...record, nom: 'Villa P.', maitre_ouvrage: 'OPAC' });
  expect(await read(id)).toMatchObject({ nom: 'Villa Perrin, lot 2', maitre_ouvrage: 'OPAC', adresse: '1 rue' });
  expect(await conflits()).toMatchObject([
    {
      champ: 'nom',
      ici: 'Villa Perrin, lot 2',
      la_bas: 'Villa P.',
      avant: 'Villa Perrin',
      gagnant: 'app',
      chantier_id: id,
    },
  ]);
});

test('a conflict is said once, and none where both sides say the same', async () => {
  await hold('nom');
  const record = makeFromErp({ nom: 'Villa Perrin' });
  const id = await take(record);
  await change(id, { nom: 'Villa Perrin, lot 2' });
  const theirs = { ...record, nom: 'Villa P.' };
  await take(theirs);
  await take({ ...theirs, maitre_ouvrage: 'OPAC' });
  expect(await conflits()).toHaveLength(1);
  await take({ ...theirs, nom: 'Villa Perrin, lot 2' });
  expect(await conflits()).toHaveLength(1);
});

test('where the ERP holds it, it wins over what was written here, which is kept to be seen', async () => {
  const record = makeFromErp({ adresse: null });
  const id = await take(record);
  expect((await change(id, { adresse: '1 rue des Lilas' })).statusCode).toBe(200);
  await take({ ...record, adresse: '2 rue des Lilas' });
  expect((await read(id)).adresse).toBe('2 rue des Lilas');
  expect(await conflits()).toMatchObject([
    { champ: 'adresse', ici: '1 rue des Lilas', la_bas: '2 rue des Lilas', avant: null, gagnant: 'erp' },
  ]);
});

test('taken over, a field can be changed at once; given back, it is the ERP’s again at the next reading', async () => {
  const record = makeFromErp({ nom: 'Villa Perrin' });
  const id = await take(record);
  expect((await change(id, { nom: 'À moi' })).json().code).toBe('chantier.owned_by_erp');
  await hold('nom');
  expect((await change(id, { nom: 'À moi' })).statusCode).toBe(200);
  await take(record);
  expect((await read(id)).nom).toBe('À moi');
  await hold();
  await take(record);
  expect(await read(id)).toMatchObject({ nom: 'Villa Perrin', erp: { champs: expect.arrayContaining(['nom']) } });
  expect((await change(id, { nom: 'À moi' })).json().code).toBe('chantier.owned_by_erp');
});

test('a conducteur sees those of his chantiers', async () => {
  const record = makeFromErp({ adresse: null });
  const id = await take(record);
  await change(id, { adresse: '1 rue' });
  await take({ ...record, adresse: '2 rue' });
  const person = await t.person({ role: 'conducteur' });
  const as = await t.cookie(person);
  expect(await conflits(as)).toEqual([]);
  await t.db
    .sql`insert into chantier_personnes (chantier_id, personne_id, role_chantier) values (${id}, ${person.id}, 'conducteur')`;
  expect(await conflits(as)).toHaveLength(1);
});
