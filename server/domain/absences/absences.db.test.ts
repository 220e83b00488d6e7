import { beforeAll, expect, test } from 'vitest';
import type { Absence } from '#contract/absence.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { makeChantier, makePersonne } from '#testing/make.ts';

let t: TestApp;
let admin: Caller;
let compagnon: Caller;
let chef: Caller;
let mien: string;

beforeAll(async () => {
  t = await testApp();
  admin = await t.jwt(await t.person({ role: 'administrateur' }));
  const person = await t.person();
  mien = person.id;
  compagnon = await t.jwt(person);
  const chief = await t.person({ role: 'chef_chantier' });
  chef = await t.jwt(chief);
  const { id } = await makeChantier(t.db.sql, { equipe: [mien] });
  await t.db.sql`insert into chantier_personnes values (${id}, ${chief.id}, 'chef')`;
});

const say = (body: Record<string, unknown>, as = admin) => t.request('POST', '/api/v1/absences', { as, body });
const change = (absence: Absence, body: unknown, as = admin) =>
  t.request('PATCH', `/api/v1/absences/${absence.id}`, { as, body, headers: { 'if-match': `"${absence.version}"` } });
const newcomer = async () => (await makePersonne(t.db.sql)).id;
const code = (answer: { statusCode: number; json: () => { code?: string } }) =>
  answer.statusCode < 300 ? 'ok' : (answer.json().code ?? '');

test.each([
  ['the same days', ['2026-12-07', '2026-12-08', 'journee'], 'absence.chevauchement'],
  ['days around', ['2026-12-01', '2026-12-31', 'journee'], 'absence.chevauchement'],
  ['a half of one of its days', ['2026-12-08', '2026-12-08', 'matin'], 'absence.chevauchement'],
  ['the day after', ['2026-12-09', '2026-12-09', 'journee'], 'ok'],
  ['the same half day', ['2026-12-10', '2026-12-10', 'matin'], 'absence.chevauchement'],
  ['the other half', ['2026-12-10', '2026-12-10', 'apres_midi'], 'ok'],
  ['the wrong way round', ['2026-12-20', '2026-12-19', 'journee'], 'absence.dates_inverted'],
  ['a half of two days', ['2026-12-20', '2026-12-21', 'matin'], 'absence.demi_journee'],
  ['over a year', ['2027-01-01', '2028-02-01', 'journee'], 'absence.trop_longue'],
])('beside two days and a morning, %s: %s gives %s', async (_, [debut, fin, moment], wanted) => {
  const personne_id = await newcomer();
  for (const one of [
    { debut: '2026-12-07', fin: '2026-12-08' },
    { debut: '2026-12-10', fin: '2026-12-10', moment: 'matin' },
  ])
    expect((await say({ personne_id, ...one })).statusCode).toBe(201);
  expect(code(await say({ personne_id, debut, fin, moment }))).toBe(wanted);
});

test('of ten people who say the same absence at once, one does', async () => {
  const body = { personne_id: await newcomer(), debut: '2026-12-07', fin: '2026-12-11' };
  const codes = (await Promise.all(Array.from({ length: 10 }, () => say(body)))).map(code);
  expect(codes.toSorted()).toEqual([...Array(9).fill('absence.chevauchement'), 'ok']);
});

test('a compagnon says his own absence, and nobody else’s; his chef says his, and no stranger’s', async () => {
  const day = { debut: '2027-01-04', fin: '2027-01-04' };
  const stranger = await newcomer();
  expect(code(await say({ personne_id: stranger, ...day }, compagnon))).toBe('personne.not_found');
  expect(code(await say({ personne_id: stranger, ...day }, chef))).toBe('personne.not_found');
  expect(code(await say({ personne_id: mien, ...day }, compagnon))).toBe('ok');
  expect(code(await say({ personne_id: mien, debut: '2027-01-05', fin: '2027-01-05' }, chef))).toBe('ok');
});

test('who entered it changes it until its reason is said; then it is pay’s, and others never', async () => {
  const made = (await say({ personne_id: mien, debut: '2027-01-11', fin: '2027-01-11' }, compagnon)).json<Absence>();
  expect(made.a_preciser).toBe(true);
  const modifiable = async (as: Caller) =>
    (await t.request('GET', `/api/v1/absences/${made.id}`, { as })).json<Absence>().modifiable;
  expect([await modifiable(compagnon), await modifiable(chef), await modifiable(admin)]).toEqual([true, false, true]);
  expect(code(await change(made, { fin: '2027-01-12' }, chef))).toBe('absence.tenue');
  const longer = await change(made, { fin: '2027-01-12' }, compagnon);
  expect(longer.json()).toMatchObject({ fin: '2027-01-12', version: 2 });
  const said = (await change(longer.json(), { motif: 'maladie' }, compagnon)).json<Absence>();
  expect([said.motif, said.a_preciser, said.modifiable]).toEqual(['maladie', false, false]);
  expect(code(await change(said, { fin: '2027-01-13' }, compagnon))).toBe('absence.tenue');
  expect(code(await change(said, { fin: '2027-01-13' }))).toBe('ok');
  expect(code(await change(said, { fin: '2027-01-14' }))).toBe('precondition.failed');
});

test('days of a closed month are changed by those who keep pay alone, and their difference is a line of an open one', async () => {
  await t.db
    .sql`insert into periodes_paie (mois, etat, cloturee_at, photo) values ('2026-02', 'cloturee', now(), '{}')`;
  const body = { personne_id: mien, debut: '2026-01-30', fin: '2026-02-02', motif: 'conges_payes' };
  expect(code(await say(body, compagnon))).toBe('absence.periode_cloturee');
  expect(code(await say(body))).toBe('ok');
  const rows = await t.db.sql`select mois_origine from regularisations where personne_id = ${mien}`;
  expect(rows.map(row => row['mois_origine'])).toContain('2026-02');
});

test('pay is reckoned again with an absence, and again without it', async () => {
  const personne_id = await newcomer();
  const days = async () =>
    (
      await t.db.sql`
        select jour from variables_paie where personne_id = ${personne_id} and rubrique = 'conges_payes' and deleted_at is null order by jour`
    ).map(row => row['jour']);
  const made = (
    await say({ personne_id, debut: '2026-12-03', fin: '2026-12-04', motif: 'conges_payes' })
  ).json<Absence>();
  expect(await days()).toEqual(['2026-12-03', '2026-12-04']);
  const shorter = (await change(made, { fin: '2026-12-03' })).json<Absence>();
  expect(await days()).toEqual(['2026-12-03']);
  const headers = { 'if-match': `"${shorter.version}"` };
  expect((await t.request('DELETE', `/api/v1/absences/${made.id}`, { as: admin, headers })).statusCode).toBe(204);
  expect(await days()).toEqual([]);
});
