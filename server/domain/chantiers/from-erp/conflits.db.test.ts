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

const retake = (conflit: ConflitErp, as = admin) =>
  t.request('POST', `/api/v1/conflits-erp/${conflit.id}/reprise`, { as });

test('the value that was not kept is taken while the other stands, once, and is told as a change like any other', async () => {
  await hold('nom', 'contacts');
  const contacts = [{ nom: 'Mme Roux', telephone: '+33612345678', profession: null }];
  const record = makeFromErp({ nom: 'Villa Perrin', contacts });
  const id = await take(record);
  await change(id, { nom: 'Villa Perrin, lot 2', contacts: [{ ...contacts[0]!, nom: 'M. Blanc' }] });
  await take({ ...record, nom: 'Villa P.', contacts: [] });
  for (const conflit of await conflits()) {
    expect(conflit).toMatchObject({ reprise: 'possible', maintenant: conflit.ici });
    const taken = await retake(conflit);
    expect(taken.json(), taken.body).toMatchObject({ id: conflit.id, reprise: 'depassee', maintenant: conflit.la_bas });
  }
  expect(await read(id)).toMatchObject({ nom: 'Villa P.', contacts: [] });
  const told = await t.db.sql`
    select data->'changed' as changed from events where type = 'chantier.updated' and data->'chantier'->>'id' = ${id} order by id desc limit 2`;
  expect(told.map(({ changed }) => changed[0]).toSorted()).toEqual(['contacts', 'nom']);
  expect((await retake((await conflits())[0]!)).json().code).toBe('conflit_erp.outdated');
  // What the ERP says is what stands: nothing to contradict.
  await take({ ...record, nom: 'Villa P.', contacts: [] });
  expect(await conflits()).toHaveLength(2);
});

test('a value changed since is not written over, nor one that a later conflict is about', async () => {
  await hold('nom');
  const record = makeFromErp({ nom: 'Villa Perrin' });
  const id = await take(record);
  await change(id, { nom: 'Lot 2' });
  await take({ ...record, nom: 'Villa P.' });
  const [first] = await conflits();
  await take({ ...record, nom: 'Villa Q.' });
  expect((await retake(first!)).json().code).toBe('conflit_erp.outdated');
  await change(id, { nom: 'Lot 3' });
  expect((await conflits()).map(({ reprise, maintenant }) => [reprise, maintenant])).toEqual([
    ['depassee', 'Lot 3'],
    ['depassee', 'Lot 3'],
  ]);
  for (const conflit of await conflits()) expect((await retake(conflit)).json().code).toBe('conflit_erp.outdated');
  expect((await read(id)).nom).toBe('Lot 3');
});

test('what the ERP holds is taken back here only once the app holds it', async () => {
  const record = makeFromErp({ adresse: null });
  const id = await take(record);
  await change(id, { adresse: '1 rue des Lilas' });
  await take({ ...record, adresse: '2 rue des Lilas' });
  const [conflit] = await conflits();
  expect(conflit!.reprise).toBe('erp');
  expect((await retake(conflit!)).json().code).toBe('chantier.owned_by_erp');
  await hold('adresse');
  expect((await conflits())[0]!.reprise).toBe('possible');
  expect((await retake(conflit!)).statusCode).toBe(200);
  expect((await read(id)).adresse).toBe('1 rue des Lilas');
});

test('a closed chantier keeps its values, and a conducteur takes those of the chantiers he leads alone', async () => {
  await hold('nom');
  const record = makeFromErp({ nom: 'Villa Perrin' });
  const id = await take(record);
  await change(id, { nom: 'Lot 2' });
  await take({ ...record, nom: 'Villa P.' });
  const [conflit] = await conflits();
  const person = await t.person({ role: 'conducteur' });
  const as = await t.cookie(person);
  expect((await retake(conflit!, as)).json().code).toBe('conflit_erp.not_found');
  await t.db.sql`update chantiers set statut = 'ferme' where id = ${id}`;
  expect((await conflits())[0]!.reprise).toBe('fermee');
  expect((await retake(conflit!)).json().code).toBe('chantier.locked');
  await t.db.sql`update chantiers set statut = 'ouvert' where id = ${id}`;
  await t.db
    .sql`insert into chantier_personnes (chantier_id, personne_id, role_chantier) values (${id}, ${person.id}, 'conducteur')`;
  expect((await retake(conflit!, as)).statusCode).toBe(200);
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
