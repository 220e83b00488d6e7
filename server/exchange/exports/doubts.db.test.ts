// Writes whose answer was lost end with exactly one entry; what they refuse, and when they ask to wait, sinks nothing else.
import { expect, test } from 'vitest';
import type { Envoi } from '#contract/export.ts';
import { expectProved, expectStill, type HoursWorld, hoursWorld, proof } from '#testing/erp/hours.ts';
import { erpHome, impatient } from '#testing/erp/world.ts';

const home = await erpHome();
const DAYS = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19'];
const POST = { method: 'POST', path: '/timesheet_entries' };

async function week(options: Parameters<typeof home>[0] = {}): Promise<HoursWorld> {
  const world = await hoursWorld(await home(options));
  for (const jour of DAYS) await world.work(world.workers[0]!, { jour, minutes: 440 });
  return world;
}

/** Sends until the run is over, however often it waits. */
async function sendThrough(world: HoursWorld, begun?: Envoi): Promise<Envoi> {
  let run = begun ?? (await world.send());
  for (let n = 0; run.statut === 'waiting' && n < 30; n += 1) {
    const ms = Date.parse(run.prochain_essai_at!) - world.hub.clock.now.epochMilliseconds;
    await world.later(Math.max(Math.ceil(ms / 1000), 1));
    run = await world.calm(run.id);
  }
  return run;
}

test.each([
  ['they commit, then drop the connection', { kind: 'cut_after' }],
  ['they commit, then answer 500', { kind: 'status', status: 500, after: true }],
  ['they commit, then answer 500 in HTML', { kind: 'status', status: 500, after: true, html: true }],
  ['they commit, then stop in the middle of the answer', { kind: 'cut_body' }],
  ['they commit, then give broken JSON', { kind: 'truncated_json' }],
  ['they drop the connection before doing anything', { kind: 'cut_before' }],
  ['they answer 500 and did nothing', { kind: 'status', status: 500 }],
  ['they answer 503 and did nothing', { kind: 'status', status: 503 }],
])('%s: exactly one entry', async (_, fault) => {
  const world = await week();
  await world.fault({ match: { ...POST, every: 3 }, fault });
  const run = await sendThrough(world);
  expect(run).toMatchObject({ statut: 'succeeded', compte: { doubtful: 0, to_send: 0 } });
  await expectProved(proof(world));
  await world.erp.control('DELETE', '/faults');
  await expectStill(world);
});

test('entries come back without the notes that bear our marks: known again by their hours, exactly one entry', async () => {
  const world = await week();
  const notes = { kind: 'drift', what: 'missing_optional', field: 'notes' };
  await world.fault({ match: { method: 'GET', path: '/timesheet_entries' }, fault: notes });
  await world.fault({ match: { ...POST, every: 3 }, fault: { kind: 'cut_after' } });
  expect(await sendThrough(world)).toMatchObject({ statut: 'succeeded', compte: { doubtful: 0, to_send: 0 } });
  await expectProved(proof(world));
});

test('they commit, then answer far too late: exactly one entry', async () => {
  const world = await week();
  impatient(world, 300);
  await world.fault({ match: { ...POST, nth: 2 }, fault: { kind: 'stall_headers', ms: 1500 } });
  expect((await sendThrough(world)).statut).toBe('succeeded');
  await expectProved(proof(world));
});

test('a removal whose answer was lost is asked for again, and what replaces it is written once', async () => {
  const world = await hoursWorld(await home());
  const id = await world.work(world.workers[0]!, { jour: DAYS[0]!, minutes: 440 });
  await world.send();
  await world.correct(id, 300);
  await world.fault({
    match: { method: 'DELETE', path: '/timesheet_entries/*', times: 2 },
    fault: { kind: 'cut_after' },
  });
  expect((await sendThrough(world)).statut).toBe('succeeded');
  await expectProved(proof(world));
});

test('a line sent again whose first writing comes late ends as one entry: the other is taken out', async () => {
  const world = await hoursWorld(await home());
  const [worker, site] = [world.workers[0]!, world.sites[0]!];
  await world.work(worker, { jour: DAYS[0]!, minutes: 180 });
  await world.fault({ match: { ...POST, nth: 1 }, fault: { kind: 'cut_before' } });
  await world.fault({ match: { ...POST, nth: 2 }, fault: { kind: 'latency', ms: 1500 } });
  const id = await world.ask();
  const second = async () => (await world.ledger()).some(({ etat, essais }) => etat === 'sending' && essais === 2);
  await expect.poll(second, { timeout: 20_000, interval: 5 }).toBe(true);
  const [line] = await world.ledger();
  const answer = await fetch(`${world.erp.base_url}/timesheet_entries`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.erp.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ user: worker.user, type: 'work', day: line!.jour_erp, project: site.external_id },
      ...{ startTime: line!.debut, endTime: line!.fin, notes: line!.marque },
    }),
  });
  expect(answer.status).toBe(201);
  expect((await world.calm(id)).statut).toBe('succeeded');
  expect(await world.entries()).toHaveLength(1);
  await expectProved(proof(world));
});

test.each([
  ['in seconds', { retry_after: 'seconds', seconds: 7 }],
  ['as a date', { retry_after: 'date', seconds: 7 }],
  ['without saying how long', { retry_after: 'absent' }],
  ['with 0', { retry_after: 'seconds', seconds: 0 }],
  ['in HTML', { retry_after: 'absent', html: true }],
])('429 %s: the run waits and goes on, every line once', async (_, fault) => {
  const world = await week();
  await world.fault({ match: { ...POST, every: 4 }, fault: { kind: 'too_many', ...fault } });
  expect((await sendThrough(world)).statut).toBe('succeeded');
  await expectProved(proof(world));
});

test('429 for an hour: the run gives its place back and says until when', async () => {
  const world = await week();
  await world.fault({ match: { ...POST, nth: 2 }, fault: { kind: 'too_many', retry_after: 'seconds', seconds: 3600 } });
  const run = await world.send();
  expect(run).toMatchObject({ statut: 'waiting', probleme: { mot: 'busy' } });
  expect(run.probleme?.phrase).toMatch(/En pause jusqu’à \d\d:\d\d/);
  expect(run.pause_jusqua).not.toBeNull();
  expect((await sendThrough(world, run)).statut).toBe('succeeded');
  await expectProved(proof(world));
});

test('a burst of twenty 503: the run tries further and further apart, then catches up', async () => {
  const world = await week();
  await world.fault({ match: { path: '/timesheet_entries', times: 20 }, fault: { kind: 'status', status: 503 } });
  const run = await sendThrough(world);
  expect(run.statut).toBe('succeeded');
  await expectProved(proof(world));
});

test('a revoked key parks the run at once; reconnected, it goes on where it was', async () => {
  const world = await week();
  await world.fault({ match: { ...POST, nth: 3 }, fault: { kind: 'revoke' } });
  const run = await world.send();
  expect(run).toMatchObject({ statut: 'parked', probleme: { mot: 'denied' } });
  expect((await world.readLink()).etat).toBe('a_reconnecter');
  await world.erp.control('DELETE', '/faults');
  await world.erp.control('POST', '/keys', { key: world.erp.key });
  const { status } = await world.post(`/api/v1/erp-links/${world.link}/reprise`);
  expect(status).toBe(200);
  await world.later(2);
  expect((await world.calm(run.id)).statut).toBe('succeeded');
  await expectProved(proof(world));
});

test('a plan without hours leaves the connexion to be looked at, and no line is lost', async () => {
  const world = await week();
  await world.erp.control('POST', `/keys/${world.erp.key}/plan`, { plan: 'sans_heures' });
  const run = await world.send();
  expect(run).toMatchObject({ statut: 'parked', probleme: { mot: 'rights' } });
  expect(run.compte).toMatchObject({ sent: 0, refused: 0 });
});
