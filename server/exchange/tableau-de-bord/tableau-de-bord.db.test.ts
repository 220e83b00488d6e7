import { beforeAll, expect, test } from 'vitest';
import { ajouterJours, lundiAvant, semaineDe } from '#contract/calendrier.ts';
import type { TableauDeBord } from '#contract/tableau-de-bord.ts';
import { newId } from '#platform/ids.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { makeChantier, makePersonne } from '#testing/make.ts';
import { makeAbsence, makePointage } from '#testing/make-hours.ts';

let t: TestApp;
let today: string;
let mine: string;
let other: string;
const as = {} as Record<'admin' | 'conducteur' | 'chef' | 'compagnon', Caller>;
const ids = {} as Record<keyof typeof as, string>;
const people: string[] = [];

const affect = (personne_id: string, chantier_id: string, jour = today) =>
  t.db
    .sql`insert into affectations (id, personne_id, chantier_id, jour) values (${newId()}, ${personne_id}, ${chantier_id}, ${jour})`;

beforeAll(async () => {
  t = await testApp();
  today = t.clock.now.toZonedDateTimeISO('Europe/Paris').toPlainDate().toString();
  for (const [who, role] of Object.entries({
    admin: 'administrateur',
    conducteur: 'conducteur',
    chef: 'chef_chantier',
    compagnon: 'compagnon',
  } as const)) {
    const person = await t.person({ role });
    ids[who as keyof typeof as] = person.id;
    as[who as keyof typeof as] = await t.jwt(person);
  }
  mine = (await makeChantier(t.db.sql, { nom: 'Les Tilleuls' })).id;
  other = (await makeChantier(t.db.sql, { nom: 'Le Marais' })).id;
  await t.db
    .sql`insert into chantier_personnes values (${mine}, ${ids.conducteur}, 'conducteur'), (${mine}, ${ids.chef}, 'chef')`;
  for (let n = 0; n < 3; n += 1) people.push((await makePersonne(t.db.sql)).id);
  await affect(ids.compagnon, mine);
  await affect(people[0]!, mine);
  await affect(people[1]!, other);
  await makeAbsence(t.db.sql, { personne_id: people[2]!, debut: today });
});

const board = async (who: Caller): Promise<TableauDeBord> => {
  const answer = await t.request('GET', '/api/v1/tableau-de-bord', { as: who });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<TableauDeBord>();
};

test('each sees the people and sites of his day: his own, those he leads, or all', async () => {
  const seen = async (who: Caller) => {
    const { aujourd_hui } = await board(who);
    return [aujourd_hui.personnes, ...aujourd_hui.chantiers.map(({ nom, personnes }) => `${nom} ${personnes}`)];
  };
  expect(await seen(as.admin)).toEqual([3, 'Le Marais 1', 'Les Tilleuls 2']);
  expect(await seen(as.conducteur)).toEqual([2, 'Les Tilleuls 2']);
  expect(await seen(as.chef)).toEqual([2, 'Les Tilleuls 2']);
  expect(await seen(as.compagnon)).toEqual([1, 'Les Tilleuls 1']);
  expect((await board(as.admin)).aujourd_hui).toMatchObject({ jour: today, semaine: semaineDe(today), absents: 1 });
  expect((await board(as.compagnon)).aujourd_hui.absents).toBe(0);
});

test('submitted hours wait for who validates them, by week, and never for their own author', async () => {
  const before = lundiAvant(ajouterJours(today, -7));
  for (const personne_id of [people[0]!, people[2]!, ids.conducteur])
    await makePointage(t.db.sql, { personne_id, chantier_id: mine, jour: before, statut: 'soumis' });
  await makePointage(t.db.sql, { personne_id: people[1]!, chantier_id: other, jour: before, statut: 'soumis' });
  expect((await board(as.conducteur)).a_valider).toEqual([{ semaine: semaineDe(before), personnes: 2 }]);
  expect((await board(as.admin)).a_valider).toEqual([{ semaine: semaineDe(before), personnes: 4 }]);
  expect((await board(as.chef)).a_valider).toBeNull();
  expect((await board(as.compagnon)).a_valider).toBeNull();
});

test('a chef is told who was planned on his last day of work and said nothing, absences apart', async () => {
  expect((await board(as.chef)).manquants).toEqual({ jour: null, personnes: [] });
  const last = ajouterJours(today, -3);
  for (const personne_id of people) await affect(personne_id, mine, last);
  await affect(people[0]!, mine, ajouterJours(today, -5));
  await makeAbsence(t.db.sql, { personne_id: people[1]!, debut: last });
  await makePointage(t.db.sql, { personne_id: people[2]!, chantier_id: mine, jour: last, statut: 'brouillon' });
  const { manquants } = await board(as.chef);
  expect(manquants?.jour).toBe(last);
  expect(manquants?.personnes.map(({ id }) => id)).toEqual([people[0]]);
  expect((await board(as.conducteur)).manquants).toBeNull();
});

test('a compagnon reads his own week; whoever enters no hours reads none', async () => {
  await makePointage(t.db.sql, { personne_id: ids.compagnon, chantier_id: mine, jour: today, minutes: 200 });
  const { ma_semaine } = await board(as.compagnon);
  expect(ma_semaine).toMatchObject({ minutes: 200, aujourd_hui: 200 });
  expect(ma_semaine!.attendues).toBeGreaterThan(0);
  expect((await board(as.admin)).ma_semaine).toBeNull();
});

test('the first screen costs one statement', async () => {
  const before = t.db.statements.length;
  await board(as.chef);
  expect(t.db.statements.length - before).toBe(1);
});
