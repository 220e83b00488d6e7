import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Chantier } from '#contract/chantier.ts';
import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import type { StatutChantier } from '#contract/values.ts';
import { newId } from '#platform/ids.ts';
import { erpLinkActor, type Unit } from '#platform/unit.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { makeChantier, makeFromErp } from '#testing/make.ts';
import { type ErpSource, markGone, releaseReferences, undoImport, upsertChantiers } from '../index.ts';

let t: TestApp;
let admin: Caller;
let source: ErpSource;
let systems = 0;

beforeAll(async () => {
  t = await testApp();
  admin = await t.cookie(await t.person({ role: 'administrateur' }));
});
/** Each test speaks of a system of its own. */
beforeEach(() => {
  systems += 1;
  const statuts = new Map<string, StatutChantier>([['cours', 'en_cours']]);
  source = {
    system: `tenu-${systems}`,
    run_id: newId(),
    initial: true,
    relier_par_code: true,
    champs_app: [],
    depuis: null,
    statuts,
  };
});

const asErp = <T>(work: (unit: Unit) => Promise<T>) =>
  t.app.inUnit(erpLinkActor({ link_id: source.run_id, run_id: source.run_id }), work);
const take = async (...page: ChantierFromErp[]) => {
  const outcomes = await asErp(unit => upsertChantiers(unit, source, page));
  return outcomes.map(({ chantier_id }) => chantier_id!);
};
const read = async (id: string) => (await t.request('GET', `/api/v1/chantiers/${id}`, { as: admin })).json<Chantier>();
async function ask(method: string, id: string, [path, body]: [string, unknown?]) {
  const headers = { 'if-match': `"${(await read(id)).version}"` };
  return await t.request(method, `/api/v1/chantiers/${id}${path}`, { as: admin, body, headers });
}
const change = (id: string, body: unknown) => ask('PATCH', id, ['', body]);
const refusal = (champs: string[]) => ({ code: 'chantier.owned_by_erp', details: { champs } });
const isUndoable = async () =>
  (await t.db.sql`select import_annulable(${source.system}) as yes`).map(row => row['yes'] as boolean)[0];
const undo = () => asErp(unit => undoImport(unit, source.system));
const typesOf = async (id: string) =>
  (
    await t.db.sql`
      select type, data->>'initial' as initial from events
      where coalesce(data #>> '{chantier,id}', data->>'chantier_id') = ${id} order by changed_xid, id`
  ).map(row => `${row['type']}${row['initial'] ? ' initial' : ''}`);

test('what the ERP gives is not changed here; what it does not give is, and stays when it is read again', async () => {
  const record = makeFromErp({ maitre_ouvrage: 'OPAC' });
  const [id] = await take(record);
  const refused = await change(id!, { nom: 'Mon nom', maitre_ouvrage: 'Moi', adresse: '1 rue' });
  expect([refused.statusCode, refused.json()]).toEqual([
    409,
    expect.objectContaining(refusal(['nom', 'maitre_ouvrage'])),
  ]);
  const mine = { adresse: '1 rue', description: 'Clé au gardien', couleur: '#123456', date_fin: '2027-01-01' };
  expect((await change(id!, { ...mine, nom: record.nom })).statusCode).toBe(200);
  await take({ ...record, nom: 'Renommé là-bas' });
  expect(await read(id!)).toMatchObject({ ...mine, nom: 'Renommé là-bas' });
  await take({ ...record, adresse: '2 rue' });
  expect(await read(id!)).toMatchObject({ ...mine, adresse: '2 rue' });
});

test('a status is the ERP’s once it is mapped, a person’s until then', async () => {
  const statut = (external_id: string) => ({ external_id, label: external_id });
  const [mapped, unmapped] = await take(
    makeFromErp({ statut: statut('cours') }),
    makeFromErp({ statut: statut('flou') }),
  );
  const refused = await ask('POST', mapped!, ['/statut', { statut: 'receptionne' }]);
  expect([refused.statusCode, refused.json()]).toEqual([409, expect.objectContaining(refusal(['statut']))]);
  expect((await ask('POST', unmapped!, ['/statut', { statut: 'en_cours' }])).statusCode).toBe(200);
});

test('a chantier of the ERP is not deleted here', async () => {
  const [id] = await take(makeFromErp());
  expect((await ask('DELETE', id!, [''])).json()).toMatchObject(refusal(['nom']));
});

test('the reference that an ERP holds stays, repeated or left out; it is neither changed nor claimed', async () => {
  const record = makeFromErp();
  const [id] = await take(record);
  const held = { system: source.system, external_id: record.external_id };
  const own = { system: 'tableur', external_id: 'L12' };
  for (const references of [[own], [held, own], [own, held]]) {
    const answer = await change(id!, { references });
    expect([answer.statusCode, answer.json<Chantier>().references]).toEqual([
      200,
      [own, held].toSorted((a, b) => a.system.localeCompare(b.system)),
    ]);
  }
  expect((await read(id!)).version).toBe(2);
  const other = (await makeChantier(t.db.sql)).id;
  const stolen = [{ system: source.system, external_id: 'un autre' }];
  for (const target of [id!, other])
    expect((await change(target, { references: stolen })).json()).toMatchObject(refusal(['references']));
  const made = await t.request('POST', '/api/v1/chantiers', { as: admin, body: { nom: 'Neuf', references: stolen } });
  expect(made.json()).toMatchObject(refusal(['references']));
  expect((await change(id!, { references: [] })).json<Chantier>().references).toEqual([held]);
});

test('a first import that served for nothing is taken back: what it made goes, what it joined is as it was', async () => {
  const mine = await makeChantier(t.db.sql, { code: '2026-A-MOI', nom: 'Mon nom' });
  const [made, joined] = await take(makeFromErp(), makeFromErp({ reference: '2026-A-MOI', adresse: '1 rue' }));
  expect(joined).toBe(mine.id);
  expect(await isUndoable()).toBe(true);
  expect(await undo()).toBe(1);
  expect((await t.request('GET', `/api/v1/chantiers/${made}`, { as: admin })).statusCode).toBe(404);
  expect(await read(mine.id)).toMatchObject({
    code: mine.code,
    nom: 'Mon nom',
    adresse: null,
    erp: null,
    references: [],
  });
  expect(await typesOf(made!)).toEqual(['chantier.created initial', 'chantier.deleted initial']);
  expect(await typesOf(mine.id)).toEqual(['chantier.updated initial', 'chantier.updated initial']);
  expect(await undo()).toBe(0);
});

test('what the import joined and a person changed since keeps the change when the import is taken back', async () => {
  const mine = await makeChantier(t.db.sql, { code: '2026-CHANGE' });
  await take(makeFromErp({ reference: '2026-CHANGE', nom: 'Nom de l’ERP' }));
  await change(mine.id, { adresse: '3 rue' });
  await undo();
  expect(await read(mine.id)).toMatchObject({ nom: 'Nom de l’ERP', adresse: '3 rue', erp: null });
});

test.each([
  ['changed', (id: string) => change(id, { description: 'Clé au gardien' })],
  [
    'given a team',
    async (id: string) => {
      const personne_id = (await t.person()).id;
      return await ask('PUT', id, ['/equipe', { membres: [{ personne_id, role_chantier: 'chef' }] }]);
    },
  ],
])('an import of which a chantier was %s since is kept whole', async (_, touch) => {
  const record = makeFromErp();
  const [id, other] = await take(record, makeFromErp());
  expect((await touch(id!)).statusCode).toBe(200);
  // A later reading does not make it look untouched.
  await take({ ...record, nom: 'Renommé là-bas' });
  expect(await isUndoable()).toBe(false);
  await expect(undo()).rejects.toMatchObject({ code: 'import.undo_refused' });
  expect((await read(other!)).erp).not.toBeNull();
});

test('what only the ERP changed since can still be taken back', async () => {
  const record = makeFromErp();
  await take(record, makeFromErp());
  await take({ ...record, nom: 'Renommé là-bas' });
  await asErp(unit => markGone(unit, source.system, [record.external_id]));
  expect(await isUndoable()).toBe(true);
  expect(await undo()).toBe(2);
});

test('a connexion that is retired leaves its chantiers, ours from then on', async () => {
  const [record, lost] = [makeFromErp(), makeFromErp()];
  const [id] = await take(record, lost);
  await asErp(unit => markGone(unit, source.system, [lost.external_id]));
  await asErp(unit => releaseReferences(unit, source.system));
  expect(await read(id!)).toMatchObject({
    version: 2,
    erp: null,
    references: [{ system: source.system, external_id: record.external_id }],
  });
  expect((await change(id!, { nom: 'À nous' })).statusCode).toBe(200);
  expect(await t.db.sql`select 1 from chantiers_relies where system = ${source.system}`).toHaveLength(0);
  const claimed = [{ system: source.system, external_id: lost.external_id }];
  const other = (await makeChantier(t.db.sql)).id;
  expect((await change(other, { references: claimed })).statusCode).toBe(200);
  // Connected again, it finds them.
  expect(await take(record)).toEqual([id]);
});
