// What hours hold back of a chantier (settled.md 32), and what reading many of them costs.
import { beforeAll, expect, test } from 'vitest';
import type { Chantier } from '#contract/chantier.ts';
import type { SemaineHeures } from '#contract/feuille.ts';
import { TOMBSTONE_DAYS } from '#contract/page.ts';
import type { Pointage } from '#contract/pointage.ts';
import { type ErpSource, markGone, upsertChantiers } from '#domain/chantiers/index.ts';
import { newId } from '#platform/ids.ts';
import { erpLinkActor, SYSTEM, type Unit } from '#platform/unit.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { makeChantier, makeFromErp, makePersonne } from '#testing/make.ts';
import { makePointage } from '#testing/make-hours.ts';
import { purgeSorties } from './purge-sorties.ts';

const JOUR = '2026-11-24';
let t: TestApp;
let admin: Caller;
beforeAll(async () => {
  t = await testApp({ jobs: true });
  admin = await t.jwt(await t.person({ role: 'administrateur' }));
});

const read = async (id: string) => (await t.request('GET', `/api/v1/chantiers/${id}`, { as: admin })).json<Chantier>();
async function ask(method: string, id: string, { path = '', body }: { path?: string; body?: object } = {}) {
  const headers = { 'if-match': `"${(await read(id)).version}"` };
  const answer = await t.request(method, `/api/v1/chantiers/${id}${path}`, { as: admin, body, headers });
  return answer.statusCode < 400
    ? String(answer.statusCode)
    : `${answer.statusCode} ${answer.json<{ code: string }>().code}`;
}
const work = async (chantier_id: string, statut: 'soumis' | 'valide' = 'soumis') =>
  await makePointage(t.db.sql, { personne_id: (await makePersonne(t.db.sql)).id, chantier_id, jour: JOUR, statut });

test('a chantier with hours is not deleted; once they are deleted it is', async () => {
  const { id } = await makeChantier(t.db.sql);
  const { id: pointage } = await work(id);
  expect(await ask('DELETE', id)).toBe('409 chantier.has_heures');
  const headers = { 'if-match': '"1"' };
  const body = { motif: 'Saisi sur le mauvais chantier' };
  const gone = await t.request('POST', `/api/v1/pointages/${pointage}/suppression`, { as: admin, body, headers });
  expect(gone.statusCode, gone.body).toBe(204);
  expect(await ask('DELETE', id)).toBe('204');
});

test('a chantier is received once all of its hours are validated, and closed whenever', async () => {
  const { id } = await makeChantier(t.db.sql, { statut: 'en_cours' });
  await work(id, 'valide');
  const { id: pointage } = await work(id);
  const receive = () => ask('POST', id, { path: '/statut', body: { statut: 'receptionne' } });
  expect(await receive()).toBe('409 chantier.heures_non_validees');
  const visa = { as: admin, body: { pointages: [pointage] } };
  expect((await t.request('POST', '/api/v1/pointages/validation', visa)).json()).toMatchObject({ faits: 1 });
  expect(await receive()).toBe('200');
});

function connexion() {
  const run_id = newId();
  const source: ErpSource = {
    ...{
      system: `heures-${run_id.slice(-12)}`,
      run_id,
      initial: true,
      relier_par_code: false,
      champs_app: [],
      depuis: null,
    },
    statuts: new Map(),
  };
  const as = <T>(act: (unit: Unit) => Promise<T>) => t.app.inUnit(erpLinkActor({ link_id: run_id, run_id }), act);
  const take = async (record = makeFromErp()) => {
    const [outcome] = await as(unit => upsertChantiers(unit, source, [record]));
    return { id: outcome!.chantier_id!, external_id: record.external_id };
  };
  return { system: source.system, as, take };
}

test('gone from the ERP, a chantier with hours is closed and stays; one without is deleted', async () => {
  const c = connexion();
  const [worked, empty] = [await c.take(), await c.take()];
  await work(worked.id, 'valide');
  await c.as(unit => markGone(unit, c.system, [worked.external_id, empty.external_id]));
  expect(await read(worked.id)).toMatchObject({ statut: 'ferme', erp: { etat: 'supprime' } });
  expect((await t.request('GET', `/api/v1/chantiers/${empty.id}`, { as: admin })).statusCode).toBe(404);
  const facts = await t.db.sql`
    select type from events where coalesce(data #>> '{chantier,id}', data ->> 'chantier_id') = ${worked.id} order by changed_xid, id`;
  expect(facts.map(row => row['type'])).toEqual(['chantier.created', 'chantier.statut_changed']);
});

test('a first import is not taken back once one of its chantiers has hours', async () => {
  const c = connexion();
  const { id } = await c.take();
  const undoable = async () => (await t.db.sql`select import_annulable(${c.system}) as yes`)[0]!['yes'];
  expect(await undoable()).toBe(true);
  const { id: pointage } = await work(id);
  expect(await undoable()).toBe(false);
  await t.db.sql`update pointages set deleted_at = now() where id = ${pointage}`;
  expect(await undoable()).toBe(true);
});

test('where pointages came from is forgotten a day after readers were promised', async () => {
  const [from, to] = [await makeChantier(t.db.sql), await makeChantier(t.db.sql)];
  const { id } = await work(from.id);
  await t.db.sql`update pointages set chantier_id = ${to.id} where id = ${id}`;
  const left = async (days: number) => {
    const now = t.clock.now.toString();
    await t.db
      .sql`update pointage_sorties set sorti_at = ${now}::timestamptz - ${days} * interval '1 day' where pointage_id = ${id}`;
    await t.app.inUnit(SYSTEM, purgeSorties);
    return (await t.db.sql`select from pointage_sorties where pointage_id = ${id}`).length;
  };
  expect([await left(TOMBSTONE_DAYS), await left(TOMBSTONE_DAYS + 2)]).toEqual([1, 0]);
});

/** Statements on hours that this read sends. */
async function costOf(url: string): Promise<{ n: number; body: string }> {
  const before = t.db.statements.length;
  const answer = await t.request('GET', url, { as: admin });
  expect(answer.statusCode, answer.body).toBe(200);
  return { n: t.db.statements.slice(before).filter(text => /pointage|feuille/.test(text)).length, body: answer.body };
}

test('a week of 300 people, a day of 300 and a page of 200 pointages are one statement each, as those of three', async () => {
  const { id: chantier_id } = await makeChantier(t.db.sql, { statut: 'en_cours' });
  const fill = async (n: number) => {
    for (let i = 0; i < n; i++) await work(chantier_id);
  };
  const urls = [
    `/api/v1/heures/semaine?semaine=2026-W48&chantier_id=${chantier_id}`,
    `/api/v1/pointages/equipe?chantier_id=${chantier_id}&jour=${JOUR}`,
    `/api/v1/pointages?chantier_id=${chantier_id}&limit=200`,
  ];
  await fill(3);
  for (const url of urls) await costOf(url);
  await fill(3);
  const few: number[] = [];
  for (const url of urls) few.push((await costOf(url)).n);
  await fill(294);
  const [semaine, equipe, page] = [await costOf(urls[0]!), await costOf(urls[1]!), await costOf(urls[2]!)];
  expect([semaine.n, equipe.n, page.n]).toEqual(few);
  expect(semaine.n).toBe(1);
  expect((JSON.parse(semaine.body) as SemaineHeures).personnes).toHaveLength(300);
  expect((JSON.parse(equipe.body) as { personnes: unknown[] }).personnes).toHaveLength(300);
  expect((JSON.parse(page.body) as { items: Pointage[] }).items).toHaveLength(200);
});
