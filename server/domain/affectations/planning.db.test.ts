import { beforeAll, expect, test } from 'vitest';
import type { Planning, ResultatPlanning } from '#contract/affectation.ts';
import { newId } from '#platform/ids.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { makeChantier, makePersonne } from '#testing/make.ts';

let t: TestApp;
let admin: Caller;
/** Leads `sien`, and sees nothing of `autre`. */
let conducteur: Caller;
let sien: string;
let autre: string;

beforeAll(async () => {
  t = await testApp();
  admin = await t.jwt(await t.person({ role: 'administrateur' }));
  const person = await t.person({ role: 'conducteur', nom: 'Mercier' });
  conducteur = await t.jwt(person);
  sien = (await makeChantier(t.db.sql, { nom: 'Le sien' })).id;
  autre = (await makeChantier(t.db.sql, { nom: 'Autre' })).id;
  await t.db.sql`insert into chantier_personnes values (${sien}, ${person.id}, 'conducteur')`;
});

const post = (path: string, body: unknown, as = admin) =>
  t.request('POST', `/api/v1/affectations${path}`, { as, body });
const poser = async (body: Record<string, unknown>, as = admin) => {
  const answer = await post('', { chantier_id: sien, du: '2026-11-30', ...body }, as);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<ResultatPlanning>();
};
const week = async (as: Caller, query = '') => {
  const answer = await t.request('GET', `/api/v1/planning?semaine=2026-W49${query}`, { as });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<Planning>();
};
const compagnon = async () => (await makePersonne(t.db.sql)).id;
const many = async (n: number) => {
  const ids = Array.from({ length: n }, newId);
  await t.db.sql`
    insert into personnes (id, nom, prenom, role) select id, 'Durand', 'Camille', 'compagnon' from unnest(${ids}::uuid[]) as u(id)`;
  return ids;
};
/** What a request says; what the hub notes by its own clock (last use of a session) is not of it. */
const counted = async (work: () => Promise<unknown>) => {
  const before = t.db.statements.length;
  await work();
  return t.db.statements.slice(before).filter(text => /acteur|affectations|_au_travail|_nommes|into events/.test(text))
    .length;
};

test('a week for 300 people is one action, and costs as many statements as one for 5', async () => {
  const [few, all] = [await many(5), await many(300)];
  const semaine = { du: '2026-12-07', au: '2026-12-13' };
  const small = await counted(() => poser({ personne_ids: few, ...semaine }));
  let made: ResultatPlanning | undefined;
  const large = await counted(async () => {
    made = await poser({ personne_ids: all, ...semaine });
  });
  expect([made!.creees.length, made!.conflits]).toEqual([1500, []]);
  expect(large).toBe(small);
  const [row] = await t.db.sql`
    select count(*)::integer as n, count(distinct xid)::integer as units from (
      select changed_xid::text as xid from affectations where personne_id = any(${all}::uuid[])
      union all select changed_xid::text from events where type = 'affectation.created' and (data ->> 'personne_id')::uuid = any(${all}::uuid[])) x`;
  expect(row).toEqual({ n: 3000, units: 1 });
});

test('the planning of a week is one statement, whatever is on it', async () => {
  expect(await counted(() => t.request('GET', '/api/v1/planning?semaine=2026-W50', { as: admin }))).toBe(1);
});

test('a conducteur sees everybody, and time on the chantiers of others as taken elsewhere, without their names', async () => {
  const id = await compagnon();
  await poser({ personne_ids: [id], minutes_prevues: 240, note: 'clé chez le gardien' });
  await poser({ personne_ids: [id], chantier_id: autre, minutes_prevues: 180 });
  const board = await week(conducteur);
  expect(board.affectations.map(one => [one.chantier_id, one.note])).toEqual([[sien, 'clé chez le gardien']]);
  expect(board.ailleurs).toEqual([{ personne_id: id, jour: '2026-11-30', minutes: 180 }]);
  expect(board.personnes.map(one => one.id)).toContain(id);
  expect(JSON.stringify(board)).not.toContain(autre);
  expect([board.peut_planifier, board.debut, board.fin]).toEqual([true, '2026-11-30', '2026-12-06']);
});

test('a compagnon reads his own days and nobody else', async () => {
  const person = await t.person();
  await poser({ personne_ids: [person.id, await compagnon()], chantier_id: autre });
  const board = await week(await t.jwt(person));
  expect(board.personnes.map(one => one.id)).toEqual([person.id]);
  expect(board.affectations.map(one => one.personne_id)).toEqual([person.id]);
  expect([board.peut_planifier, board.chantiers.map(one => one.id)]).toEqual([false, [autre]]);
});
