import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { FeuilleHeures, HistoriqueFeuille, SemaineHeures } from '#contract/feuille.ts';
import type { EquipeDuJour } from '#contract/pointage.ts';
import { newId } from '#platform/ids.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { type MadePersonne, makeChantier, makePersonne } from '#testing/make.ts';
import { makeAbsence, makePointage } from '#testing/make-hours.ts';

const t: TestApp = await testApp({ jobs: true });
const { sql } = t.db;
const SEMAINE = '2026-W48';
const [LUNDI, MARDI, MERCREDI] = ['2026-11-23', '2026-11-24', '2026-11-25'] as const;

let chef: MadePersonne;
let compagnon: MadePersonne;
let as: Record<'admin' | 'conducteur' | 'chef' | 'compagnon', Caller>;
let chantier_id: string;
let hidden_id: string;

beforeAll(async () => {
  chef = await t.person({ role: 'chef_chantier' });
  const conducteur = await t.person({ role: 'conducteur' });
  const admin = await t.jwt(await t.person({ role: 'administrateur' }));
  as = { admin, chef: await t.jwt(chef), conducteur: await t.jwt(conducteur), compagnon: admin };
  chantier_id = (await makeChantier(sql, { statut: 'en_cours' })).id;
  hidden_id = (await makeChantier(sql, { statut: 'en_cours' })).id;
  await sql`insert into chantier_personnes values (${chantier_id}, ${chef.id}, 'chef'), (${chantier_id}, ${conducteur.id}, 'conducteur')`;
});
beforeEach(async () => {
  compagnon = await t.person({ role: 'compagnon' });
  as.compagnon = await t.jwt(compagnon);
  await sql`insert into chantier_personnes values (${chantier_id}, ${compagnon.id}, 'ouvrier'), (${hidden_id}, ${compagnon.id}, 'ouvrier')`;
});

const path = (rest = '') => `/api/v1/feuilles-heures/${compagnon.id}/${SEMAINE}${rest}`;
const read = async (who: Caller): Promise<FeuilleHeures> => {
  const answer = await t.request('GET', path(), { as: who });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<FeuilleHeures>();
};
const post = (who: Caller, rest: string, body: object = {}) => t.request('POST', path(rest), { as: who, body });
const work = (jour: string, more: object = {}) =>
  makePointage(sql, { personne_id: compagnon.id, chantier_id, jour, ...more });
const plan = (jour: string, more: { debut?: string; fin?: string } = {}) => sql`
  insert into affectations (id, personne_id, chantier_id, jour, debut, fin)
  values (${newId()}, ${compagnon.id}, ${chantier_id}, ${jour}, ${more.debut ?? null}, ${more.fin ?? null})`;
const codeOf = (answer: { statusCode: number; body: string }) =>
  `${answer.statusCode} ${(JSON.parse(answer.body) as { code?: string }).code ?? ''}`.trim();

test('a week in which nothing is entered is read, with what the planning proposes', async () => {
  await plan(LUNDI, { debut: '07:30', fin: '16:30' });
  await plan(MARDI);
  await plan(MERCREDI);
  await makeAbsence(sql, { personne_id: compagnon.id, debut: MERCREDI });
  const feuille = await read(as.compagnon);
  expect(feuille).toMatchObject({ id: null, version: 0, statut: null, minutes: 0, empreinte: null });
  expect(feuille.proposes.map(({ jour, minutes, plages }) => [jour, minutes, plages.length])).toEqual([
    [LUNDI, 480, 2],
    [MARDI, 420, 0],
  ]);
  const filled = (await post(as.compagnon, '/preremplissage')).json<FeuilleHeures>();
  expect(filled).toMatchObject({ statut: 'brouillon', minutes: 900, proposes: [] });
  expect(filled.pointages.map(({ origine }) => origine)).toEqual(['planning', 'planning']);
});

test('who leads one of its chantiers reads that part of the week, and how much lies elsewhere', async () => {
  await work(LUNDI);
  await makePointage(sql, { personne_id: compagnon.id, chantier_id: hidden_id, jour: MARDI, minutes: 111 });
  expect(await read(as.chef)).toMatchObject({ minutes: 420, autres_minutes: 111, empreinte: null });
  expect((await read(as.chef)).pointages).toHaveLength(1);
  expect(await read(as.compagnon)).toMatchObject({ minutes: 531, autres_minutes: 0 });
  const stranger = await t.jwt(await t.person({ role: 'compagnon' }));
  for (const rest of ['', '/historique', '/pdf'])
    expect(codeOf(await t.request('GET', path(rest), { as: stranger }))).toBe('404 feuille.not_found');
});

test('a signature is of the lines that were shown; a change makes it void, a refusal is told and the first stays readable', async () => {
  const { id } = await work(LUNDI);
  const { empreinte } = await read(as.compagnon);
  expect(empreinte).toMatch(/^[0-9a-f]{64}$/);
  expect(codeOf(await post(as.compagnon, '/signature', { empreinte: '0'.repeat(64) }))).toBe(
    '409 feuille.empreinte_differente',
  );
  expect(codeOf(await post(as.chef, '/signature', { empreinte }))).toBe('403 feuille.pas_la_sienne');
  const signed = (await post(as.compagnon, '/signature', { empreinte })).json<FeuilleHeures>();
  expect(signed.signature).toMatchObject({ par: compagnon.id, refus: null, caduque: false });
  await sql`update pointages set statut = 'soumis' where id = ${id}`;
  expect((await read(as.compagnon)).signature).toMatchObject({ caduque: false });
  await sql`update pointages set minutes = 400 where id = ${id}`;
  expect((await read(as.compagnon)).signature).toMatchObject({ caduque: true });
  const now = await read(as.compagnon);
  t.clock.advance({ minutes: 5 });
  const refused = await post(as.compagnon, '/signature', { empreinte: now.empreinte, refus: 'Il manque une heure' });
  expect(refused.json<FeuilleHeures>().signature).toMatchObject({ refus: 'Il manque une heure', caduque: false });
  const { signatures } = (await t.request('GET', path('/historique'), { as: as.compagnon })).json<HistoriqueFeuille>();
  expect(signatures.map(one => [one.par, one.empreinte, one.refus])).toEqual([
    [compagnon.id, now.empreinte, 'Il manque une heure'],
    [compagnon.id, empreinte, null],
  ]);
  const led = (await t.request('GET', path('/historique'), { as: as.chef })).json<HistoriqueFeuille>();
  expect(led.signatures.map(one => one.empreinte)).toEqual([null, null]);
});

test('a person contests his own week, and who validates it answers once', async () => {
  expect(codeOf(await post(as.compagnon, '/contestation', { commentaire: 'Faux' }))).toBe('409 feuille.vide');
  await work(LUNDI);
  expect(codeOf(await post(as.chef, '/contestation', { commentaire: 'Faux' }))).toBe('403 feuille.pas_la_sienne');
  await post(as.compagnon, '/contestation', { commentaire: 'Il manque lundi soir' });
  expect(codeOf(await post(as.chef, '/reponse', { reponse: 'Non' }))).toBe('403 role.insufficient');
  const answered = (await post(as.conducteur, '/reponse', { reponse: 'Corrigé' })).json<FeuilleHeures>();
  expect(answered.contestation).toMatchObject({ commentaire: 'Il manque lundi soir', reponse: 'Corrigé' });
  expect(codeOf(await post(as.conducteur, '/reponse', { reponse: 'Encore' }))).toBe('409 feuille.rien_a_repondre');
  const [row] = await sql`
    select count(*)::integer as n from events where type = 'feuille_heures.contested' and data ->> 'personne_id' = ${compagnon.id}`;
  expect(row!['n']).toBe(1);
});

test('alerts of the whole week are told to whoever reads it', async () => {
  await work(LUNDI, { minutes: 660, plages: [{ debut: '11:00', fin: '22:00' }] });
  await work(MARDI, { minutes: 420, plages: [{ debut: '06:00', fin: '13:00' }] });
  const { alertes } = await read(as.compagnon);
  expect(alertes.map(({ code, jour, minutes }) => [code, jour, minutes])).toEqual([
    ['jour_long', LUNDI, 660],
    ['repos_quotidien', MARDI, 480],
  ]);
});

test('the week of everybody costs one statement, and shows to each what is his to see', async () => {
  await work(LUNDI);
  await makePointage(sql, { personne_id: compagnon.id, chantier_id: hidden_id, jour: MARDI, minutes: 111 });
  const mate = await makePersonne(sql);
  await sql`update personnes set metiers = '{Maçon,Grutier}' where id = ${mate.id}`;
  await makePointage(sql, { personne_id: mate.id, chantier_id: hidden_id, jour: LUNDI, minutes: 123 });
  const week = async (who: Caller) => {
    const before = t.db.statements.length;
    const answer = await t.request('GET', `/api/v1/heures/semaine?semaine=${SEMAINE}`, { as: who });
    expect(answer.statusCode, answer.body).toBe(200);
    expect(t.db.statements.slice(before).filter(text => /acteur|pointage/.test(text))).toHaveLength(1);
    return new Map(answer.json<SemaineHeures>().personnes.map(row => [row.personne_id, row]));
  };
  expect((await week(as.chef)).get(compagnon.id)).toMatchObject({ minutes: 420, minutes_attendues: 2100 });
  expect((await week(as.chef)).has(mate.id)).toBe(false);
  expect([...(await week(as.compagnon)).keys()]).toEqual([compagnon.id]);
  expect((await week(as.admin)).get(mate.id)).toMatchObject({ minutes: 123, metiers: ['Maçon', 'Grutier'] });
});

test('the day of a team: who is expected and why, what is entered, what lies elsewhere', async () => {
  await plan(LUNDI, { debut: '07:30', fin: '16:30' });
  await makePointage(sql, { personne_id: compagnon.id, chantier_id: hidden_id, jour: LUNDI, minutes: 60 });
  const url = `/api/v1/pointages/equipe?chantier_id=${chantier_id}&jour=${LUNDI}`;
  const day = (await t.request('GET', url, { as: as.chef })).json<EquipeDuJour>();
  const row = day.personnes.find(one => one.personne_id === compagnon.id);
  expect(row).toMatchObject({ attendue: 'planning', propose: { minutes: 480 }, pointage: null, autres_minutes: 60 });
  expect(codeOf(await t.request('GET', url, { as: as.compagnon }))).toBe('404 chantier.not_found');
});

test('history shows before, after, who and why; a signed week is a PDF', async () => {
  const { id } = await work(LUNDI, { statut: 'soumis' });
  const headers = { 'if-match': '"1"' };
  const body = { minutes: 300, motif: 'Parti à 13 h' };
  await t.request('PATCH', `/api/v1/pointages/${id}`, { as: as.chef, body, headers });
  const { items } = (await t.request('GET', path('/historique'), { as: as.compagnon })).json();
  expect(items).toMatchObject([
    { geste: 'modifie', auteur_id: chef.id, motif: 'Parti à 13 h', avant: { minutes: 420 }, apres: { minutes: 300 } },
  ]);
  const pdf = await t.request('GET', path('/pdf'), { as: as.compagnon });
  expect([pdf.statusCode, pdf.headers['content-type']]).toEqual([200, 'application/pdf']);
});
