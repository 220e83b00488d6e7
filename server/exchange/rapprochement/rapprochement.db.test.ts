// Ledger, app and ERP compared: each verdict is made true by somebody inside of the simulated ERP, then repaired.
import { beforeEach, describe, expect, test } from 'vitest';
import type { CelluleRapprochement } from '#contract/rapprochement.ts';
import { newId } from '#platform/ids.ts';
import { SYSTEM } from '#platform/unit.ts';
import { AU, type Comparing, comparingHours, DU, WEEK } from '#testing/erp/comparing.ts';
import {
  expectProved,
  expectStill,
  type HoursWorld,
  hoursWorld,
  makeWorker,
  entryMinutes as minutesOf,
  proof,
  type Worker,
} from '#testing/erp/hours.ts';
import { erpWorld } from '#testing/erp/world.ts';
import { planNightly } from './start-rapprochement.ts';

let world: HoursWorld;
let made: HoursWorld | null = null;
let asked: Comparing;
// Within a test: it waits for readings.
beforeEach(async () => {
  made ??= await hoursWorld(await erpWorld({ chantiers: 6 }));
  world = made;
  asked = comparingHours(world);
});
const get: Comparing['get'] = (path, as) => asked.get(path, as);
const grid: Comparing['grid'] = as => asked.grid(as);
const cell: Comparing['cell'] = (worker, jour, as) => asked.cell(worker, jour, as);
const dayOf: Comparing['dayOf'] = (worker, jour, as) => asked.dayOf(worker, jour, as);
const compare: Comparing['compare'] = as => asked.compare(as);
const repair: Comparing['repair'] = (worker, what) => asked.repair(worker, what);
const repaired: Comparing['repaired'] = (worker, jour, reparation) => asked.repaired(worker, jour, reparation);
const sentDay = () => asked.sentDay();
const there: Comparing['there'] = worker => asked.there(worker);
const enter: Comparing['enter'] = (worker, over) => asked.enter(worker, over);

describe('as it should be', () => {
  test('before anything is compared the ledger speaks; then the ERP itself', async () => {
    const { worker } = await sentDay();
    expect(await dayOf(worker, '2026-11-17')).toMatchObject({ verdict: 'egal', minutes: 420, minutes_erp: null });
    expect((await cell(worker, '2026-11-17')).explication).toMatch(/prochaine comparaison/);
    expect(await compare()).toMatchObject({ statut: 'succeeded', ecarts: 0, demande: 'manuelle', lues: 2 });
    expect(await dayOf(worker, '2026-11-17')).toMatchObject({ verdict: 'egal', minutes: 420, minutes_erp: 420 });
    const { ici, la_bas } = await cell(worker, '2026-11-17');
    expect(ici.map(line => line.marque).toSorted()).toEqual(la_bas.map(entry => entry.marque).toSorted());
    expect((await grid()).compare_at).not.toBeNull();
  });

  test('what waits here is said: to be sent, to be linked, not validated', async () => {
    const [waiting, unknown, draft] = [
      await makeWorker(world),
      await makeWorker(world, false),
      await makeWorker(world),
    ];
    await world.work(waiting, { jour: '2026-11-18', minutes: 60 });
    await world.work(unknown, { jour: '2026-11-18', minutes: 60 });
    await world.work(draft, { jour: '2026-11-18', minutes: 60, statut: 'brouillon' });
    expect(await dayOf(waiting, '2026-11-18')).toMatchObject({ verdict: 'a_envoyer', minutes: 60, minutes_erp: 0 });
    expect(await dayOf(unknown, '2026-11-18')).toMatchObject({ verdict: 'a_relier', minutes: 60 });
    expect(await dayOf(draft, '2026-11-18')).toMatchObject({ verdict: null, minutes: 0, non_validees: 60 });
    await world.send();
    await compare();
    expect(await dayOf(waiting, '2026-11-18')).toMatchObject({ verdict: 'egal', minutes_erp: 60 });
    expect(await dayOf(unknown, '2026-11-18')).toMatchObject({ verdict: 'a_relier' });
  });

  test('a correction that waits leaves what is there; validated, it is to be sent', async () => {
    const worker = await makeWorker(world);
    const id = await world.work(worker, { jour: '2026-11-19', minutes: 120 });
    await world.send();
    await compare();
    await world.hub.db
      .sql`update pointages set statut = 'brouillon', minutes = 180, revision = revision + 1 where id = ${id}`;
    expect(await dayOf(worker, '2026-11-19')).toMatchObject({ verdict: 'egal', minutes: 120, non_validees: 180 });
    await world.correct(id, 180);
    await world.hub.db.sql`update pointages set statut = 'valide' where id = ${id}`;
    expect(await dayOf(worker, '2026-11-19')).toMatchObject({ verdict: 'a_envoyer', minutes: 180, minutes_erp: 120 });
    await world.send();
    expect(await dayOf(worker, '2026-11-19')).toMatchObject({ verdict: 'egal', minutes: 180 });
    expect((await compare()).ecarts).toBe((await grid()).totaux.a_relier ?? 0);
  });
});

describe('what an ERP user does', () => {
  test('deleted there: missing; looked for once more, then it leaves again, once', async () => {
    const { worker, entries } = await sentDay();
    await world.erp.control('DELETE', `/entries/${entries[0]!.id}`);
    await compare();
    const minutes_erp = 420 - minutesOf(entries[0]!);
    expect(await dayOf(worker, '2026-11-17')).toMatchObject({ verdict: 'manquant', minutes_erp, reparable: true });
    expect(await cell(worker, '2026-11-17')).toMatchObject({ reparation: 'envoyer' });
    expect(await repaired(worker, '2026-11-17', 'envoyer')).toMatchObject({ etat: 'done' });
    expect(await there(worker)).toHaveLength(entries.length);
    await compare();
    expect(await dayOf(worker, '2026-11-17')).toMatchObject({ verdict: 'egal', minutes_erp: 420 });
    await expectProved(proof(world), { complete: false });
  });

  test('missing when it was compared, put back since: the look before the repair finds it, and nothing leaves', async () => {
    const { worker, entries } = await sentDay();
    const gone = (await there(worker)).find(({ id }) => id === entries[0]!.id)!;
    await world.erp.control('DELETE', `/entries/${gone.id}`);
    await compare();
    const { startTime, endTime, notes, project } = gone;
    await enter(worker, { startTime, endTime, notes, project, day: '2026-11-17' });
    await world.writes();
    expect(await repaired(worker, '2026-11-17', 'envoyer')).toMatchObject({ etat: 'done', export_id: null });
    expect(await world.writes()).toEqual([]);
    expect(await cell(worker, '2026-11-17')).toMatchObject({ verdict: 'modifie', reparation: 'adopter' });
    await repaired(worker, '2026-11-17', 'adopter');
    await compare();
    expect(await dayOf(worker, '2026-11-17')).toMatchObject({ verdict: 'egal', minutes_erp: 420 });
    expect(await there(worker)).toHaveLength(entries.length);
    await expectProved(proof(world), { complete: false });
  });

  test('edited there: replaced by what is validated here', async () => {
    const { worker, entries } = await sentDay();
    await world.erp.control('PATCH', `/entries/${entries[0]!.id}`, { endTime: '09:00' });
    await compare();
    expect(await dayOf(worker, '2026-11-17')).toMatchObject({ verdict: 'modifie', reparable: true });
    expect(await cell(worker, '2026-11-17')).toMatchObject({ reparation: 'remplacer' });
    await repaired(worker, '2026-11-17', 'remplacer');
    const after = await there(worker);
    expect(after.map(times).toSorted()).toEqual(entries.map(times).toSorted());
    expect(after.map(({ id }) => id)).not.toContain(entries[0]!.id);
    await compare();
    expect(await dayOf(worker, '2026-11-17')).toMatchObject({ verdict: 'egal' });
    await expectProved(proof(world), { complete: false });
  });

  test('edited there for as many minutes: it may stay so, and is no difference any more', async () => {
    const { worker, entries } = await sentDay();
    const [first] = entries;
    await world.erp.control('PATCH', `/entries/${first!.id}`, {
      startTime: later(first!.startTime),
      endTime: later(first!.endTime),
    });
    await compare();
    expect(await cell(worker, '2026-11-17')).toMatchObject({ verdict: 'modifie', reparation: 'adopter' });
    expect(await repaired(worker, '2026-11-17', 'adopter')).toMatchObject({ etat: 'done', export_id: null });
    expect(await dayOf(worker, '2026-11-17')).toMatchObject({ verdict: 'egal' });
    await compare();
    expect(await dayOf(worker, '2026-11-17')).toMatchObject({ verdict: 'egal', minutes_erp: 420 });
    expect((await there(worker)).map(({ id }) => id).toSorted()).toEqual(entries.map(({ id }) => id).toSorted());
    await world.erp.control('PATCH', `/entries/${first!.id}`, { endTime: '23:00' });
    await compare();
    expect(await dayOf(worker, '2026-11-17')).toMatchObject({ verdict: 'modifie' });
    await repaired(worker, '2026-11-17', 'remplacer');
  });

  test('typed there: said to be too much, and never touched', async () => {
    const worker = await makeWorker(world);
    await enter(worker, { notes: null });
    await compare();
    expect(await dayOf(worker, '2026-11-20')).toMatchObject({
      verdict: 'en_trop',
      minutes: 0,
      minutes_erp: 60,
      reparable: false,
    });
    const seen = await cell(worker, '2026-11-20');
    expect(seen).toMatchObject({ reparation: null, explication: expect.stringMatching(/n’y touche jamais/) });
    expect((await repair(worker, { jour: '2026-11-20', reparation: 'retirer' })).json().code).toBe(
      'rapprochement.changed',
    );
    expect(await there(worker)).toHaveLength(1);
    await takeOut(worker);
  });

  test('answers that came without the notes that bear our marks: a repair knows them by id and hours, and is not stopped', async () => {
    const { worker, entries } = await sentDay();
    await world.erp.control('PATCH', `/entries/${entries[0]!.id}`, { endTime: '09:00' });
    await compare();
    const notes = { kind: 'drift', what: 'missing_optional', field: 'notes' };
    await world.fault({ match: { method: 'GET', path: '/timesheet_entries' }, fault: notes });
    expect(await repaired(worker, '2026-11-17', 'remplacer')).toMatchObject({ etat: 'done', raison: null });
    expect((await there(worker)).map(times).toSorted()).toEqual(entries.map(times).toSorted());

    // Deleted and typed again over there: nothing but its hours says whose it is.
    const gone = (await there(worker))[0]!;
    await world.erp.control('DELETE', `/entries/${gone.id}`);
    await compare();
    const { startTime, endTime, project } = gone;
    await enter(worker, { startTime, endTime, notes: null, project, day: '2026-11-17' });
    await world.writes();
    expect(await repaired(worker, '2026-11-17', 'envoyer')).toMatchObject({ etat: 'done', export_id: null });
    expect(await world.writes()).toEqual([]);
    expect(await there(worker)).toHaveLength(entries.length);
    await world.erp.control('DELETE', '/faults');
    await repaired(worker, '2026-11-17', 'adopter');
    for (const { id } of await there(worker)) await world.erp.control('DELETE', `/entries/${id}`);
    await compare();
    await repaired(worker, '2026-11-17', 'envoyer');
    await expectProved(proof(world), { complete: false });
  });

  test('our mark twice: the second one is taken out, the first one stays', async () => {
    const { worker, entries } = await sentDay();
    const { notes, project } = (await there(worker)).find(entry => entry.id === entries[0]!.id)!;
    await enter(worker, { notes, project, day: '2026-11-17' });
    await compare();
    expect(await dayOf(worker, '2026-11-17')).toMatchObject({ verdict: 'en_trop', minutes_erp: 480, reparable: true });
    expect(await cell(worker, '2026-11-17')).toMatchObject({ reparation: 'retirer' });
    await repaired(worker, '2026-11-17', 'retirer');
    expect((await there(worker)).map(({ id }) => id).toSorted()).toEqual(entries.map(({ id }) => id).toSorted());
    expect(await dayOf(worker, '2026-11-17')).toMatchObject({ verdict: 'egal' });
    await compare();
    expect(await dayOf(worker, '2026-11-17')).toMatchObject({ verdict: 'egal', minutes_erp: 420 });
  });

  test('somebody the hub does not know is a row of his own', async () => {
    const stranger = await world.erp.control<{ id: string }>('POST', '/users', {
      firstName: 'Inconnu',
      lastName: 'Au Bataillon',
    });
    await enter({ id: '', user: stranger.id }, { notes: null });
    await compare();
    const row = (await grid()).personnes.find(({ external_id }) => external_id === stranger.id)!;
    expect(row).toMatchObject({ personne_id: null, minutes: 0, minutes_erp: 60 });
    const seen = await get<CelluleRapprochement>(
      `/rapprochement/cellule?link_id=${world.link}&jour=2026-11-20&external_id=${stranger.id}`,
    );
    expect(seen).toMatchObject({
      verdict: 'en_trop',
      reparation: null,
      ici: [],
      la_bas: [{ minutes: 60, en_trop: true }],
    });
    await takeOut({ id: '', user: stranger.id });
  });
});

const later = (time: string) => `${time.slice(0, 3)}${String(Number(time.slice(3)) + 5).padStart(2, '0')}`;
const times = ({ startTime, endTime }: { startTime: string; endTime: string }) => `${startTime}-${endTime}`;

async function takeOut(worker: Worker): Promise<void> {
  for (const { id } of await there(worker)) await world.erp.control('DELETE', `/entries/${id}`);
  await compare();
}

describe('who may', () => {
  test('a conducteur sees and compares the hours of his chantiers, and nobody else’s; he repairs nothing', async () => {
    const [his, other] = [world.sites[0]!, world.sites[1]!];
    const worker = await makeWorker(world);
    await world.work(worker, { jour: '2026-11-17', minutes: 120, site: his });
    await world.work(worker, { jour: '2026-11-18', minutes: 60, site: other });
    await world.send();
    await compare();
    const person = await world.hub.person({ role: 'conducteur' });
    const as = await world.hub.cookie(person);
    expect((await grid(as)).personnes).toEqual([]);
    await world.hub.db.sql`
      insert into chantier_personnes (chantier_id, personne_id, role_chantier) values (${his.id}, ${person.id}, 'conducteur')`;
    expect(await dayOf(worker, '2026-11-17', as)).toMatchObject({ verdict: 'egal', minutes: 120, minutes_erp: 120 });
    expect(await dayOf(worker, '2026-11-18', as)).toMatchObject({ verdict: null, minutes: 0, minutes_erp: 0 });
    expect(await cell(worker, '2026-11-18', as)).toMatchObject({ verdict: null, ici: [], la_bas: [] });
    expect((await compare(as)).statut).toBe('succeeded');
    const entry = (await there(worker)).find(({ day }) => day === '2026-11-17')!;
    await world.erp.control('DELETE', `/entries/${entry.id}`);
    await compare();
    expect(await dayOf(worker, '2026-11-17', as)).toMatchObject({ verdict: 'manquant', reparable: false });
    expect((await repair(worker, { jour: '2026-11-17', reparation: 'envoyer', as })).statusCode).toBe(403);
    await repaired(worker, '2026-11-17', 'envoyer');
  });

  test.each(['chef_chantier', 'compagnon'] as const)('a %s sees nothing', async role => {
    const as = await world.hub.cookie(await world.hub.person({ role }));
    for (const path of [
      `/rapprochement?link_id=${world.link}&semaine=${WEEK}`,
      `/rapprochement/cellule?link_id=${world.link}&jour=${DU}&personne_id=${newId()}`,
    ])
      expect((await world.hub.request('GET', `/api/v1${path}`, { as })).statusCode).toBe(403);
  });
});

describe('by itself', () => {
  test('each night, once; a missed night heals at the next look', async () => {
    const night = async () => {
      await world.hub.app.inUnit(SYSTEM, planNightly);
      return (
        await world.hub.db
          .sql`select id from rapprochement_runs where demande = 'automatique' and link_id = ${world.link}`
      ).length;
    };
    const before = await night();
    expect(before).toBe(1);
    expect(await night()).toBe(1);
    await world.later(2 * 86_400);
    expect(await night()).toBe(2);
    expect(await night()).toBe(2);
    await expect.poll(async () => (await grid()).run?.statut, { timeout: 20_000, interval: 20 }).toBe('succeeded');
  });

  test('a silent ERP is asked again; each end is a fact with counts and nobody’s name', async () => {
    await world.fault({ match: { path: '/timesheet_entries', times: 1 }, fault: { kind: 'status', status: 503 } });
    const waiting = await compare();
    expect(waiting).toMatchObject({ statut: 'waiting', probleme: { mot: 'unavailable' } });
    await world.later(60);
    await expect.poll(async () => (await grid()).run?.statut, { timeout: 20_000, interval: 20 }).toBe('succeeded');
    expect((await grid()).run).toMatchObject({ id: waiting.id, probleme: null });
    const facts = await world.hub.db.sql<{ data: Record<string, unknown> }[]>`
      select data from events where type = 'rapprochement.finished' order by id desc limit 1`;
    expect(facts[0]!.data).toMatchObject({ rapprochement_id: waiting.id, du: DU, au: AU, ecarts: expect.any(Number) });
    expect(JSON.stringify(facts)).not.toMatch(/Ouvrier/);
  });

  test('what a dead process had in hand goes on elsewhere', async () => {
    const [run, day] = [newId(), '2026-11-17'];
    const { worker, entries } = await sentDay();
    await world.erp.control('DELETE', `/entries/${entries[0]!.id}`);
    // No process ever bears this number: its lock is free.
    await world.hub.db.sql`
      insert into rapprochement_runs (id, link_id, du, au, statut, demande, process_id, created_at, started_at)
      values (${run}, ${world.link}, ${DU}, ${AU}, 'running', 'manuelle', 1, ${world.hub.clock.now.toString()}, now())`;
    await world.later(1);
    await expect
      .poll(async () => (await grid()).run, { timeout: 20_000, interval: 20 })
      .toMatchObject({ id: run, statut: 'succeeded' });
    await world.hub.db.sql`
      insert into rapprochement_reparations (id, link_id, personne_id, jour, reparation, etat, process_id, created_at)
      values (${newId()}, ${world.link}, ${worker.id}, ${day}, 'envoyer', 'running', 1, now())`;
    await world.later(1);
    const last = async () => (await cell(worker, day)).derniere_reparation;
    await expect.poll(last, { timeout: 20_000, interval: 20 }).toMatchObject({ etat: 'done' });
    await world.calm((await last())!.export_id!);
    expect(await there(worker)).toHaveLength(entries.length);
  });

  test('a comparison writes as many statements for a week of ten people as for one, and nothing over there', async () => {
    await world.writes();
    const counted = async () => {
      const from = world.hub.db.statements.length;
      await compare();
      return world.hub.db.statements
        .slice(from)
        .filter(text => /rapprochement_(saisies|constats)/.test(text) && !/json_build_object/.test(text)).length;
    };
    const before = await counted();
    for (let n = 0; n < 10; n += 1) await world.work(await makeWorker(world), { jour: '2026-11-17', minutes: 60 });
    await world.send();
    await world.writes();
    expect(await counted()).toBe(before);
    expect(await world.writes()).toEqual([]);
  });
});

test('after all of it, another envoi changes nothing', async () => {
  await expectStill(world);
});
