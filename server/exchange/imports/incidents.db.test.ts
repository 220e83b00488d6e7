// What a reviewer broke once: each test is the incident.
import { expect, onTestFinished, test } from 'vitest';
import { type ErpWorld, erpHome, imported } from '#testing/erp/world.ts';

const connect = await erpHome();
const begun = async (options: Parameters<typeof connect>[0] = {}) => imported(await connect(options));
const idOf = async ({ erp }: ErpWorld, rank: number) => (await erp.truth()).chantiers[rank]!.id;
const untilStill = async (world: ErpWorld) => {
  const over = ['failed', 'succeeded', 'partial', 'cancelled'];
  await expect
    .poll(async () => (await world.imports()).every(run => over.includes(run.statut)), { timeout: 15_000 })
    .toBe(true);
};

/** Our base refuses whatever names this object: an error of the hub, not of the ERP. */
async function breakOn({ hub }: ErpWorld, external_id: string): Promise<() => Promise<void>> {
  const { sql } = hub.db;
  const mend = async () => void (await sql`alter table import_seen drop constraint if exists broken`);
  await sql.unsafe(`alter table import_seen add constraint broken check (external_id <> '${external_id}') not valid`);
  onTestFinished(mend);
  return mend;
}

test('an error of the hub stands on the connexion, is told once, and is not repeated each minute', async () => {
  const world = await begun({ chantiers: 12 });
  const id = await idOf(world, 5);
  const mend = await breakOn(world, id);
  for (const n of [1, 2, 3, 4]) {
    await world.later(60);
    await world.erp.control('PATCH', `/chantiers/${id}`, { name: `Autre ${n}` });
    await world.tick();
    await untilStill(world);
  }
  const failed = (await world.imports()).filter(run => run.statut === 'failed');
  expect(failed).toHaveLength(1);
  expect(await world.readLink()).toMatchObject({ etat: 'active', probleme: { mot: 'internal' } });
  await world.later(15 * 60);
  await world.tick();
  await untilStill(world);
  expect((await world.imports()).filter(run => run.statut === 'failed')).toHaveLength(2);
  const told = await world.hub.db
    .sql`select from events where type = 'import.failed' and data ->> 'link_id' = ${world.link}`;
  expect(told).toHaveLength(1);
  await mend();
  expect((await world.run('incremental')).statut).toBe('succeeded');
  expect((await world.readLink()).probleme).toBeNull();
});

test('a hint that the hub fails on is not asked for each second', async () => {
  const world = await begun({ chantiers: 4 });
  const id = await idOf(world, 1);
  await breakOn(world, id);
  const now = world.hub.clock.now.toString();
  await world.hub.db.sql`
    insert into import_hints (link_id, hint_id, external_id, received_at, prochain_essai_at)
    values (${world.link}, 'evt_1', ${id}, ${now}, ${now})`;
  for (let n = 0; n < 4; n += 1) {
    await world.later(1);
    await expect.poll(async () => (await world.imports()).some(run => run.statut === 'failed')).toBe(true);
    await untilStill(world);
  }
  expect((await world.imports()).filter(run => run.statut === 'failed')).toHaveLength(1);
});
