// How runs end that nobody watches: given up, told once, forgotten.
import { expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { expectProved, type HoursWorld, hoursWorld, proof } from '#testing/erp/hours.ts';
import { erpHome } from '#testing/erp/world.ts';

const home = await erpHome();
const LUNDI = '2026-11-16';

/** A run as the tick asks for it, or as a dead process leaves it; gives it as it ends. */
async function run(world: HoursWorld, of: { id?: string; reprises?: number }) {
  const { id = newId(), reprises = null } = of;
  const dead = reprises !== null;
  await world.hub.db.sql`
    insert into export_runs (id, link_id, objet, periode, du, au, statut, demande, process_id, reprises, created_at)
    values (${id}, ${world.link}, 'heures', '2026-W47', ${LUNDI}, '2026-11-22', ${dead ? 'running' : 'waiting'}, 'automatique',
      ${dead ? 1 : null}, ${reprises ?? 0}, ${world.hub.clock.now.toString()})
    on conflict (id) do update set statut = 'running', process_id = 1, reprises = ${reprises ?? 0}, finished_at = null`;
  await world.later(0);
  return await world.calm(id);
}
const failures = async ({ hub, link }: HoursWorld) =>
  (await hub.db.sql`select from events where type = 'export.failed' and data ->> 'link_id' = ${link}`).length;

test('an envoi that kills every process that works on it is given up after five of them, and said', async () => {
  const world = await hoursWorld(await home());
  await world.work(world.workers[0]!, { jour: LUNDI, minutes: 240 });
  const id = newId();
  expect(await run(world, { id, reprises: 5 })).toMatchObject({ statut: 'failed', probleme: { mot: 'internal' } });
  expect([await failures(world), await world.entries()]).toEqual([1, []]);
  // One death less, and it goes to its end.
  expect(await run(world, { id, reprises: 4 })).toMatchObject({ statut: 'succeeded', compte: { sent: 1 } });
  await expectProved(proof(world));
});

test('failed by itself for the same cause again and again, it is told once; asked for by a person, each time', async () => {
  const world = await hoursWorld(await home());
  await world.work(world.workers[0]!, { jour: LUNDI, minutes: 240 });
  const post = { method: 'POST', path: '/timesheet_entries' };
  await world.fault({ match: post, fault: { kind: 'status', status: 404, html: true } });
  for (let n = 0; n < 3; n += 1) expect((await run(world, {})).probleme?.mot).toBe('strange');
  expect(await failures(world)).toBe(1);
  expect((await world.send()).statut).toBe('failed');
  expect(await failures(world)).toBe(2);
});

test('a next try written under a clock that was wrong is not waited for', async () => {
  const world = await hoursWorld(await home());
  await world.work(world.workers[0]!, { jour: LUNDI, minutes: 240 });
  const id = newId();
  const ahead = world.hub.clock.now.add({ hours: 24 * 300 }).toString();
  await world.hub.db.sql`
    insert into export_runs (id, link_id, objet, periode, du, au, statut, demande, prochain_essai_at, created_at)
    values (${id}, ${world.link}, 'heures', '2026-W47', ${LUNDI}, '2026-11-22', 'waiting', 'automatique', ${ahead}, ${world.hub.clock.now.toString()})`;
  await world.tickExports();
  await world.later(0);
  await expect.poll(async () => (await world.readExport(id)).statut, { timeout: 20_000 }).toBe('succeeded');
});

// Last: the clock of this file goes on.
test('after ninety days a run that left nothing is forgotten; one whose lines are in the ledger stays with them', async () => {
  const world = await hoursWorld(await home());
  await world.work(world.workers[0]!, { jour: LUNDI, minutes: 240 });
  const [sent, empty] = [await world.send(), await world.send()];
  const known = async () => (await world.exports()).map(({ id }) => id).filter(id => [sent.id, empty.id].includes(id));
  await world.later(89 * 86_400);
  await world.tickExports();
  expect((await known()).length).toBe(2);
  await world.later(2 * 86_400);
  await world.tickExports();
  expect(await known()).toEqual([sent.id]);
  expect((await world.ledger())[0]).toMatchObject({ run_id: sent.id });
});
