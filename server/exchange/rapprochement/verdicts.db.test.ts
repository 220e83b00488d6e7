// Verdicts that nobody makes true over there by hand: what is in doubt, refused, told beside; and « Réparer » where the ERP, or pay,
// takes nothing any more. On the simulator's own store.
import { beforeEach, describe, expect, test } from 'vitest';
import { type Comparing, comparingHours } from '#testing/erp/comparing.ts';
import {
  expectProved,
  expectStill,
  type HoursWorld,
  hoursWorld,
  makeWorker,
  proof,
  type Worker,
} from '#testing/erp/hours.ts';
import { erpWorld } from '#testing/erp/world.ts';

const JOUR = '2026-11-17';
const POST = { method: 'POST', path: '/timesheet_entries' };
const LISTS = { method: 'GET', path: '/timesheet_entries' };
const MONTH = '2026-11';

let world: HoursWorld;
let ask: Comparing;
let made: HoursWorld | null = null;
// Within a test: it waits for readings.
beforeEach(async () => {
  made ??= await hoursWorld(await erpWorld({ chantiers: 6 }));
  world = made;
  ask = comparingHours(world);
  await world.erp.control('DELETE', '/faults');
});

const calmFaults = () => world.erp.control('DELETE', '/faults');
/** Until the open envoi is over, moving the clock to each of its tries. */
async function untilSent(id: string): Promise<string> {
  let run = await world.calm(id);
  for (let n = 0; run.statut === 'waiting' && n < 30; n += 1) {
    const ms = Date.parse(run.prochain_essai_at!) - world.hub.clock.now.epochMilliseconds;
    await world.later(Math.max(Math.ceil(ms / 1000), 1));
    run = await world.calm(id);
  }
  return run.statut;
}
const told = async (worker: Worker) =>
  (await world.regularisations()).filter(({ personne_id }) => personne_id === worker.id);
const sumTold = async (worker: Worker) => (await told(worker)).reduce((sum, { minutes }) => sum + minutes, 0);
async function carryOver(worker: Worker): Promise<void> {
  for (const { id } of (await told(worker)).filter(({ reportee }) => reportee === null)) {
    const answer = await world.post(`/api/v1/regularisations-erp/${id}/report`, { note: 'Sur la paie de décembre' });
    expect(answer.status).toBe(200);
  }
}

describe('in doubt', () => {
  test('an answer that was lost is said to be in doubt, offers no repair, and ends as égal, there once', async () => {
    const worker = await makeWorker(world);
    await world.work(worker, { jour: JOUR, minutes: 60 });
    await world.fault(
      { match: { ...POST, nth: 1 }, fault: { kind: 'cut_after' } },
      { match: LISTS, fault: { kind: 'status', status: 503 } },
    );
    const id = await world.ask();
    expect(await world.calm(id)).toMatchObject({ statut: 'waiting' });
    expect(await ask.dayOf(worker, JOUR)).toMatchObject({ verdict: 'en_doute', minutes: 60, reparable: false });
    const { reparation, explication } = await ask.cell(worker, JOUR);
    expect([reparation, explication]).toEqual([null, expect.stringMatching(/n’a pas dit s’il a pris ces heures/)]);
    expect((await ask.repair(worker, { jour: JOUR, reparation: 'envoyer' })).json().code).toBe('rapprochement.changed');
    await calmFaults();
    expect(await untilSent(id)).toBe('succeeded');
    await ask.compare();
    expect(await ask.dayOf(worker, JOUR)).toMatchObject({ verdict: 'egal', minutes_erp: 60 });
    expect(await ask.there(worker)).toHaveLength(1);
    await expectProved(proof(world), { complete: false });
  });

  test('a repair whose own answer is lost is a doubt like any other: there once, as validated', async () => {
    const { worker, entries } = await ask.sentDay();
    await world.erp.control('PATCH', `/entries/${entries[0]!.id}`, { endTime: '09:00' });
    await ask.compare();
    // The look before the repair is answered; what would tell the doubt is not.
    const silent = Array.from({ length: 40 }, (_, n) => ({
      match: { ...LISTS, nth: n + 2 },
      fault: { kind: 'status', status: 503 },
    }));
    await world.fault({ match: { ...POST, nth: 1 }, fault: { kind: 'cut_after' } }, ...silent);
    const done = await ask.repaired(worker, JOUR, 'remplacer');
    expect(done).toMatchObject({ etat: 'done', export_id: expect.any(String) });
    expect(await ask.dayOf(worker, JOUR)).toMatchObject({ verdict: 'en_doute' });
    await calmFaults();
    expect(await untilSent(done.export_id!)).toBe('succeeded');
    await ask.compare();
    expect(await ask.dayOf(worker, JOUR)).toMatchObject({ verdict: 'egal', minutes_erp: 420 });
    expect(await ask.there(worker)).toHaveLength(entries.length);
    await expectProved(proof(world), { complete: false });
  });

  test('an entry the hub cannot read is no missing one: in doubt, and nothing is sent again', async () => {
    const { worker, entries } = await ask.sentDay();
    const unreadable = { kind: 'drift', what: 'missing_required', field: 'startTime', ids: [entries[0]!.id] };
    await world.fault({ match: LISTS, fault: unreadable });
    expect(await ask.compare()).toMatchObject({ illisibles: 1 });
    const seen = await ask.cell(worker, JOUR);
    expect(seen).toMatchObject({
      verdict: 'en_doute',
      reparation: null,
      explication: expect.stringMatching(/une saisie/),
    });
    await calmFaults();
    await ask.compare();
    expect(await ask.dayOf(worker, JOUR)).toMatchObject({ verdict: 'egal', minutes_erp: 420 });
  });
});

test('a reading that was cut and goes on later believes nothing of its first half: what went meanwhile is missing', async () => {
  for (let n = 0; n < 6; n += 1) await ask.sentDay('2026-11-16');
  const { worker, entries } = await ask.sentDay();
  // Newest first, ten a page: the second one is not answered.
  await world.fault(
    { match: LISTS, fault: { kind: 'cap', limit: 10 } },
    { match: { ...LISTS, nth: 3 }, fault: { kind: 'status', status: 503 } },
  );
  expect(await ask.compare()).toMatchObject({ statut: 'waiting', lues: expect.any(Number) });
  await world.erp.control('DELETE', `/entries/${entries[0]!.id}`);
  await world.later(60);
  await expect.poll(async () => (await ask.grid()).run?.statut, { timeout: 20_000, interval: 20 }).toBe('succeeded');
  expect(await ask.dayOf(worker, JOUR)).toMatchObject({ verdict: 'manquant' });
  await ask.repaired(worker, JOUR, 'envoyer');
});

test('refused: in the words of the ERP, no repair; once the cause is gone it leaves and is égal', async () => {
  const worker = await makeWorker(world);
  const { sql } = world.hub.db;
  await sql`update erp_personnes set external_id = 'usr_parti' where personne_id = ${worker.id}`;
  await world.work(worker, { jour: JOUR, minutes: 60 });
  await world.send();
  await ask.compare();
  const [line] = await world.ledger({ personne_id: worker.id });
  expect(await ask.dayOf(worker, JOUR)).toMatchObject({
    verdict: 'refuse',
    minutes: 60,
    minutes_erp: 0,
    reparable: false,
  });
  expect(await ask.cell(worker, JOUR)).toMatchObject({ reparation: null, explication: line!.raison!.phrase });
  await sql`update erp_personnes set external_id = ${worker.user} where personne_id = ${worker.id}`;
  expect(await ask.dayOf(worker, JOUR)).toMatchObject({ verdict: 'refuse' });
  await world.send();
  await ask.compare();
  expect(await ask.dayOf(worker, JOUR)).toMatchObject({ verdict: 'egal', minutes_erp: 60 });
});

test('régularisé: the reason and the minutes are said; carried over, it asks for nothing; unlocked since, it is told back', async () => {
  const { worker, pointage } = await ask.sentDay();
  await ask.lock(worker, true);
  await world.correct(pointage, 440);
  expect(await ask.dayOf(worker, JOUR)).toMatchObject({ verdict: 'a_envoyer', minutes: 440 });
  const run = await world.send();
  expect((await ask.compare()).ecarts).toBeGreaterThan(0);
  expect(await ask.dayOf(worker, JOUR)).toMatchObject({ verdict: 'regularise', minutes: 440, minutes_erp: 420 });
  expect((await ask.cell(worker, JOUR)).explication).toMatch(
    /semaine est verrouillée.*\(\+\s20\smin\).*reporté en régularisation/,
  );
  await carryOver(worker);
  expect(await ask.dayOf(worker, JOUR)).toMatchObject({
    verdict: 'reporte',
    minutes: 440,
    minutes_erp: 420,
    reparable: false,
  });
  expect((await ask.cell(worker, JOUR)).explication).toMatch(/a été reporté/);
  await ask.lock(worker, false);
  const again = await world.post(`/api/v1/exports/${run.id}/relance`);
  await world.calm(again.body.id);
  expect(await ask.dayOf(worker, JOUR)).toMatchObject({ verdict: 'regularise' });
  expect((await ask.cell(worker, JOUR)).explication).toMatch(/−\s20\smin/);
  await carryOver(worker);
  await ask.compare();
  expect(await ask.dayOf(worker, JOUR)).toMatchObject({ verdict: 'egal', minutes: 440, minutes_erp: 440 });
  // Told and taken back is over: what is corrected later is not hidden by it.
  await world.correct(pointage, 430);
  expect(await ask.dayOf(worker, JOUR)).toMatchObject({ verdict: 'a_envoyer', minutes: 430 });
  await world.send();
});

describe('to be sent', () => {
  test('as many minutes on another chantier, or at other times, are not égal before they left', async () => {
    const { worker, pointage } = await ask.sentDay();
    const { sql } = world.hub.db;
    await sql`update pointages set chantier_id = ${world.sites[1]!.id}, revision = 2, valide_revision = 2 where id = ${pointage}`;
    expect(await ask.dayOf(worker, JOUR)).toMatchObject({ verdict: 'a_envoyer', minutes: 420 });
    await world.send();
    await ask.compare();
    expect(await ask.dayOf(worker, JOUR)).toMatchObject({ verdict: 'egal' });
    const plages = sql.json([{ debut: '05:00', fin: '12:00' }]);
    await sql`update pointages set plages = ${plages}, valide_plages = ${plages} where id = ${pointage}`;
    expect(await ask.dayOf(worker, JOUR)).toMatchObject({ verdict: 'a_envoyer', minutes: 420 });
    await world.send();
  });

  test('deleted here and still over there is not égal; once out, there is nothing to compare', async () => {
    const { worker, pointage } = await ask.sentDay();
    await world.hub.db.sql`update pointages set deleted_at = now() where id = ${pointage}`;
    expect(await ask.dayOf(worker, JOUR)).toMatchObject({ verdict: 'a_envoyer', minutes: 0, minutes_erp: 420 });
    await world.send();
    await ask.compare();
    expect(await ask.dayOf(worker, JOUR)).toBeUndefined();
    expect(await ask.there(worker)).toEqual([]);
  });

  test('linked since, a line leaves with the next envoi: nobody is asked to link again', async () => {
    const stranger = await makeWorker(world, false);
    await world.work(stranger, { jour: JOUR, minutes: 60 });
    await world.send();
    expect(await ask.dayOf(stranger, JOUR)).toMatchObject({ verdict: 'a_relier' });
    await world.hub.db.sql`
      insert into erp_personnes (id, link_id, external_id, actif, personne_id, trouve_par)
      values (gen_random_uuid(), ${world.link}, ${stranger.user}, true, ${stranger.id}, 'main')`;
    expect(await ask.dayOf(stranger, JOUR)).toMatchObject({ verdict: 'a_envoyer' });
    await world.send();
  });
});

type Struck = { worker: Worker; pointage: string; before: string[] };
const idsThere = async (worker: Worker) => (await ask.there(worker)).map(({ id }) => id).toSorted();
/** What an ERP user did to a day of 60 minutes, before it was closed; what it is off by, and how one would repair it. */
const DONE_THERE: [string, string, number, (struck: Struck) => Promise<unknown>][] = [
  ['deleted', 'envoyer', 60, ({ before: [id] }) => world.erp.control('DELETE', `/entries/${id}`)],
  [
    'shortened',
    'remplacer',
    20,
    ({ before: [id] }) => world.erp.control('PATCH', `/entries/${id}`, { endTime: '08:40' }),
  ],
  ['doubled', 'retirer', -60, ({ worker }) => double(worker)],
];
async function double(worker: Worker): Promise<void> {
  const [{ notes, project } = { notes: null, project: null }] = await ask.there(worker);
  await ask.enter(worker, { notes, project, day: JOUR });
}
async function struck(how: (at: Struck) => Promise<unknown>): Promise<Struck> {
  const { worker, pointage, entries } = await ask.sentDay(JOUR, 60);
  const at = { worker, pointage, before: entries.map(({ id }) => id) };
  expect(entries).toMatchObject([{ startTime: '08:00', endTime: '09:00' }]);
  await how(at);
  return at;
}

describe.each(DONE_THERE)('« Réparer » what was %s over there', (_, reparation, minutes, how) => {
  test('in a locked week: nothing moves there, it is told in French, the difference is a régularisation', async () => {
    const at = await struck(how);
    await ask.lock(at.worker, true);
    const before = await idsThere(at.worker);
    await ask.compare();
    expect(await ask.cell(at.worker, JOUR)).toMatchObject({ reparation });
    const done = await ask.repaired(at.worker, JOUR, reparation);
    expect(done).toMatchObject({ etat: 'refused', raison: expect.stringMatching(/validée|verrouillée/) });
    expect(await idsThere(at.worker)).toEqual(before);
    expect(await told(at.worker)).toMatchObject([{ minutes, raison: { code: 'verrouille' } }]);
    await ask.compare();
    expect(await ask.dayOf(at.worker, JOUR)).toMatchObject({
      verdict: 'regularise',
      minutes: 60,
      minutes_erp: 60 - minutes,
    });
    await ask.lock(at.worker, false);
  });

  test('in a closed pay period: nothing is even asked, it is told in French, the difference is a régularisation', async () => {
    const at = await struck(how);
    const { sql } = world.hub.db;
    await ask.compare();
    await sql`
      insert into periodes_paie (mois, etat, cloturee_at, photo) values (${MONTH}, 'cloturee', now(), '{}')
      on conflict (mois) do update set etat = 'cloturee', photo = '{}'`;
    const before = await idsThere(at.worker);
    await world.writes();
    const done = await ask.repaired(at.worker, JOUR, reparation);
    expect(done).toMatchObject({
      etat: 'refused',
      export_id: null,
      raison: expect.stringMatching(/paie 11\/2026 est clôturé/),
    });
    expect(await told(at.worker)).toMatchObject([{ minutes, raison: { code: 'periode_cloturee' } }]);
    await world.send();
    await ask.compare();
    expect(await ask.dayOf(at.worker, JOUR)).toMatchObject({
      verdict: 'regularise',
      minutes: 60,
      minutes_erp: 60 - minutes,
    });
    // A correction of the same day is told beside it too.
    await world.correct(at.pointage, 90);
    await world.send();
    expect([await sumTold(at.worker), await idsThere(at.worker), await world.writes()]).toEqual([
      minutes + 30,
      before,
      [],
    ]);
    await sql`delete from periodes_paie where mois = ${MONTH}`;
  });
});

test('after all of it, another envoi changes nothing', async () => {
  await world.send();
  await expectStill(world);
});
