// What people do to the board: move, copy, take away, at the same time; and what ends by itself.
import { beforeAll, expect, test } from 'vitest';
import type { Affectation, Planning, ResultatPlanning } from '#contract/affectation.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { makeAffectation, makeChantier, makePersonne } from '#testing/make.ts';

let t: TestApp;
let admin: Caller;
let chef: Caller;
let conducteur: Caller;
let mene: string;

beforeAll(async () => {
  t = await testApp({ jobs: true });
  admin = await t.jwt(await t.person({ role: 'administrateur' }));
  const [lead, chief] = [await t.person({ role: 'conducteur' }), await t.person({ role: 'chef_chantier' })];
  conducteur = await t.jwt(lead);
  chef = await t.jwt(chief);
  mene = (await makeChantier(t.db.sql)).id;
  await t.db.sql`
    insert into chantier_personnes values (${mene}, ${lead.id}, 'conducteur'), (${mene}, ${chief.id}, 'chef')`;
});

const lot = (body: unknown, as = admin) => t.request('POST', '/api/v1/affectations/lot', { as, body });
const newcomer = async () => (await makePersonne(t.db.sql)).id;
const chantier = async () => (await makeChantier(t.db.sql)).id;
const affecter = (personne_id: string, jour: string, chantier_id: string) =>
  makeAffectation(t.db.sql, { personne_id, jour, chantier_id });
const daysOf = async (personne_id: string) =>
  (
    await t.db.sql`
      select jour, chantier_id from affectations where personne_id = ${personne_id} and deleted_at is null order by jour, chantier_id`
  ).map(row => `${row['jour']} ${row['chantier_id']}`);
const typesOf = async (id: string) =>
  (await t.db.sql`select type from events where data ->> 'affectation_id' = ${id} order by changed_xid, id`).map(
    row => row['type'],
  );

test('a board is made, moved and taken away at once, by as many statements for 3 lines as for 900', async () => {
  const [from, to] = [await chantier(), await chantier()];
  const board = async (n: number, jour: string) => {
    const people = await Promise.all(Array.from({ length: n }, newcomer));
    const place = (personne_id: string, chantier_id: string) => affecter(personne_id, jour, chantier_id);
    const [moved, gone] = [
      await Promise.all(people.map(id => place(id, from))),
      await Promise.all(people.map(id => place(id, to))),
    ];
    const body = {
      creer: people.map(personne_id => ({ personne_id, chantier_id: from, jour })),
      modifier: moved.map(id => ({ id, version: 1, chantier_id: to })),
      supprimer: gone.map(id => ({ id, version: 1 })),
    };
    const before = t.db.statements.length;
    const answer = await lot(body);
    expect(answer.statusCode, answer.body).toBe(200);
    const { creees, modifiees, supprimees } = answer.json<ResultatPlanning>();
    expect([creees.length, modifiees.length, supprimees]).toEqual([n, n, n]);
    return t.db.statements
      .slice(before)
      .filter(text => /affectations|personnes|chantiers|insert into events/.test(text)).length;
  };
  expect(await board(300, '2026-12-02')).toBe(await board(1, '2026-12-03'));
}, 60_000);

test('one old version among many refuses them all, and names the lines', async () => {
  const [one, two] = [await newcomer(), await newcomer()];
  const ids = [await affecter(one, '2026-12-01', mene), await affecter(two, '2026-12-01', mene)];
  const modifier = ids.map((id, n) => ({ id, version: n + 1, jour: '2026-12-02' }));
  const answer = await lot({ modifier });
  expect([answer.statusCode, answer.json().errors.map((e: { pointer: string }) => e.pointer)]).toEqual([
    412,
    ['/modifier/1'],
  ]);
  expect(await daysOf(one)).toEqual([`2026-12-01 ${mene}`]);
});

test('what is blocked refuses all, or is left out and said', async () => {
  const [there, away] = [await newcomer(), await newcomer()];
  await t.request('POST', '/api/v1/absences', {
    as: admin,
    body: { personne_id: away, debut: '2026-12-01', fin: '2026-12-01' },
  });
  const body = { personne_ids: [there, away], chantier_id: mene, du: '2026-11-30', au: '2026-12-01' };
  const post = (more: object) => t.request('POST', '/api/v1/affectations', { as: admin, body: { ...body, ...more } });
  const refused = await post({});
  expect([refused.statusCode, refused.json().code, refused.json().details.conflits]).toEqual([
    409,
    'planning.conflits',
    [{ personne_id: away, jour: '2026-12-01', chantier_id: mene, code: 'absence', bloquant: true }],
  ]);
  expect(await daysOf(there)).toEqual([]);
  expect((await post({ sauter_conflits: true })).json()).toMatchObject({ conflits: [{ code: 'absence' }] });
  expect([(await daysOf(there)).length, (await daysOf(away)).length]).toEqual([2, 1]);
});

test('of twenty who put the same person there at once, one does; on twenty chantiers, all do', async () => {
  const person = await newcomer();
  const put = (chantier_id: string, jour: string) =>
    t.request('POST', '/api/v1/affectations', {
      as: admin,
      body: { personne_ids: [person], chantier_id, du: jour, minutes_prevues: 20 },
    });
  const same = await Promise.all(Array.from({ length: 20 }, () => put(mene, '2026-12-14')));
  expect(same.map(answer => answer.statusCode).toSorted()).toEqual([201, ...Array(19).fill(409)]);
  const chantiers = await Promise.all(Array.from({ length: 20 }, chantier));
  const others = await Promise.all(chantiers.map(id => put(id, '2026-12-15')));
  expect(others.every(answer => answer.statusCode === 201)).toBe(true);
});

test('boards that cross each other all end, each whole or not at all', async () => {
  const people = await Promise.all(Array.from({ length: 6 }, newcomer));
  const places = await Promise.all(Array.from({ length: 4 }, chantier));
  const boards = Array.from({ length: 12 }, (_, n) => ({
    creer: (n % 2 ? people : people.toReversed()).map((personne_id, k) => ({
      personne_id,
      chantier_id: places[(Math.floor(n / 2) + k) % 4]!,
      jour: '2026-12-16',
      minutes_prevues: 60,
    })),
    sauter_conflits: true,
  }));
  const answers = await Promise.all(boards.map(body => lot(body)));
  expect(answers.map(answer => answer.statusCode)).toEqual(Array(12).fill(200));
  expect((await Promise.all(people.map(daysOf))).flat()).toHaveLength(24);
});

test('a block moves by a day over its own places', async () => {
  const person = await newcomer();
  const days = ['2026-12-01', '2026-12-02', '2026-12-03'];
  const modifier: object[] = [];
  for (const [n, jour] of days.entries())
    modifier.push({ id: await affecter(person, jour, mene), version: 1, jour: `2026-12-0${n + 2}` });
  expect((await lot({ modifier })).statusCode).toBe(200);
  expect(await daysOf(person)).toEqual(['02', '03', '04'].map(d => `2026-12-${d} ${mene}`));
});

test('a week is copied day by day, over the end of the year, without what is there and without notes', async () => {
  const person = await newcomer();
  for (const jour of ['2026-12-21', '2026-12-23']) await affecter(person, jour, mene);
  await t.db.sql`update affectations set note = 'clé' where personne_id = ${person}`;
  await affecter(person, '2026-12-30', mene);
  const body = { de: '2026-W52', vers: '2026-W53', personne_ids: [person] };
  const { creees, conflits } = (
    await t.request('POST', '/api/v1/affectations/copie', { as: conducteur, body })
  ).json<ResultatPlanning>();
  expect(creees.map(({ jour, note }) => [jour, note])).toEqual([['2026-12-28', null]]);
  expect(conflits.filter(({ bloquant }) => bloquant).map(({ code }) => code)).toEqual(['deja_affectee']);
});

test('one of a repetition goes with those that follow it, of the same person', async () => {
  const [one, two] = [await newcomer(), await newcomer()];
  const body = { personne_ids: [one, two], chantier_id: mene, du: '2026-11-30', au: '2026-12-04' };
  const { creees } = (await t.request('POST', '/api/v1/affectations', { as: admin, body })).json<ResultatPlanning>();
  const wednesday = creees.find(({ personne_id, jour }) => personne_id === one && jour === '2026-12-02')!;
  const path = `/api/v1/affectations/${wednesday.id}?serie=suivantes`;
  expect((await t.request('DELETE', path, { as: admin, headers: { 'if-match': '"1"' } })).statusCode).toBe(204);
  expect([(await daysOf(one)).length, (await daysOf(two)).length]).toEqual([2, 5]);
  expect(await typesOf(wednesday.id)).toEqual(['affectation.created', 'affectation.cancelled']);
});

test('a conducteur plans where he leads; a chef notes there, and moves nothing', async () => {
  const [person, elsewhere] = [await newcomer(), await chantier()];
  const put = (chantier_id: string) =>
    t.request('POST', '/api/v1/affectations', {
      as: conducteur,
      body: { personne_ids: [person], chantier_id, du: '2026-12-01' },
    });
  expect([(await put(elsewhere)).json().code, (await put(mene)).statusCode]).toEqual(['chantier.not_found', 201]);
  const theirs = await affecter(person, '2026-12-02', elsewhere);
  const his = await affecter(person, '2026-12-03', mene);
  const patch = (id: string, body: object, as: Caller) =>
    t.request('PATCH', `/api/v1/affectations/${id}`, { as, body, headers: { 'if-match': '"1"' } });
  expect((await patch(theirs, { chantier_id: mene }, conducteur)).statusCode).toBe(404);
  expect((await patch(his, { chantier_id: elsewhere }, conducteur)).json().code).toBe('chantier.not_found');
  expect((await patch(his, { jour: '2026-12-04' }, chef)).json().code).toBe('role.insufficient');
  expect((await patch(his, { note: 'venir à 7 h' }, chef)).json<Affectation>().note).toBe('venir à 7 h');
});

const living = (id: string) =>
  expect.poll(
    async () => (await t.db.sql`select deleted_at is null as yes from affectations where id = ${id}`)[0]!['yes'],
    {
      timeout: 20_000,
    },
  );

test('what was planned after a chantier closed is cancelled and told; that day, and a réception, leave it standing', async () => {
  const [person, closing, handed] = [await newcomer(), await chantier(), await chantier()];
  await t.db.sql`update chantiers set statut = 'en_cours' where id in (${closing}, ${handed})`;
  const [today, tomorrow] = [
    await affecter(person, '2026-11-23', closing),
    await affecter(person, '2026-11-24', closing),
  ];
  const snags = await affecter(person, '2026-11-25', handed);
  const set = (id: string, statut: string) =>
    t.request('POST', `/api/v1/chantiers/${id}/statut`, {
      as: admin,
      body: { statut },
      headers: { 'if-match': '"2"' },
    });
  expect((await set(handed, 'receptionne')).statusCode).toBe(200);
  expect((await set(closing, 'ferme')).statusCode).toBe(200);
  await living(tomorrow).toBe(false);
  await living(today).toBe(true);
  await living(snags).toBe(true);
  const [event] = await t.db
    .sql`select data from events where type = 'affectation.cancelled' and data ->> 'affectation_id' = ${tomorrow}`;
  expect(event!['data']).toMatchObject({ cause: 'chantier_ferme', jour: '2026-11-24' });
});

test('what was planned for a person after he was deactivated is cancelled and told', async () => {
  const person = await t.person();
  const [today, later] = [await affecter(person.id, '2026-11-23', mene), await affecter(person.id, '2026-12-24', mene)];
  const body = { active: false };
  const headers = { 'if-match': '"1"' };
  expect(
    (await t.request('POST', `/api/v1/personnes/${person.id}/activation`, { as: admin, body, headers })).statusCode,
  ).toBe(200);
  await living(later).toBe(false);
  await living(today).toBe(true);
});

test('public holidays are those of the settings in force that week', async () => {
  const week = async () =>
    (await t.request('GET', '/api/v1/planning?semaine=2026-W53', { as: admin }))
      .json<Planning>()
      .feries.map(f => f.jour);
  expect(await week()).toEqual(['2027-01-01']);
  await t.db.sql`
    insert into reglages_paie (effet_du, reglages, modifie_at) values ('2026-12-01', '{"alsace_moselle": true}', now())`;
  const christmas = await t.request('GET', '/api/v1/planning?semaine=2026-W52', { as: admin });
  expect(christmas.json<Planning>().feries.map(({ jour }) => jour)).toEqual(['2026-12-25', '2026-12-26']);
});
