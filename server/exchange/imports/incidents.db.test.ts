// What a reviewer broke once: each test is the incident.
import { expect, onTestFinished, test } from 'vitest';
import { SYSTEM } from '#platform/unit.ts';
import { heldBy } from '#testing/erp/oracle.ts';
import { type ErpWorld, erpHome, imported } from '#testing/erp/world.ts';
import { listDueLinks } from './sql/runs.ts';

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

async function hint({ hub, link }: ErpWorld, ids: string[]): Promise<void> {
  const now = hub.clock.now.toString();
  await hub.db.sql`
    insert into import_hints (link_id, hint_id, external_id, received_at, prochain_essai_at)
    select ${link}, 'evt_' || id, id, ${now}, ${now} from unnest(${ids}::text[]) id`;
}
const waitingHints = async ({ hub, link }: ErpWorld) =>
  (await hub.db.sql`select from import_hints where link_id = ${link} and etat = 'waiting'`).length;

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
  await hint(world, [id]);
  for (let n = 0; n < 4; n += 1) {
    await world.later(1);
    await expect.poll(async () => (await world.imports()).some(run => run.statut === 'failed')).toBe(true);
    await untilStill(world);
  }
  expect((await world.imports()).filter(run => run.statut === 'failed')).toHaveLength(1);
});

test('a storm of signals that comes while signals are read ends as one reading of what changed', async () => {
  const world = await begun({ chantiers: 6 });
  const ids = (await world.erp.truth()).chantiers.map(row => row.id);
  await world.erp.control('DELETE', '/requests');
  await world.erp.control('POST', '/faults', {
    rules: [{ match: { path: `/projects/${ids[0]}` }, fault: { kind: 'latency', ms: 1500 } }],
  });
  await hint(world, ids);
  await world.later(1);
  await expect.poll(async () => (await world.imports())[0]?.statut, { timeout: 5_000 }).toBe('running');
  await hint(
    world,
    Array.from({ length: 1500 }, (_, n) => `pj_storm_${n}`),
  );
  await expect.poll(() => waitingHints(world), { timeout: 15_000 }).toBe(0);
  await untilStill(world);
  expect((await world.imports())[0]).toMatchObject({ genre: 'incremental', statut: 'succeeded' });
  expect((await world.erp.requests()).length).toBeLessThan(20);
});

test('a reading that has waited a minute goes before the signals that keep coming', async () => {
  const world = await begun({ chantiers: 6 });
  const { sql } = world.hub.db;
  await world.erp.control('DELETE', '/requests');
  const before = world.hub.clock.now.subtract({ seconds: 90 }).toString();
  await sql.begin(async tx => {
    await tx`insert into import_runs (id, link_id, genre, statut, demande, created_at)
      values (gen_random_uuid(), ${world.link}, 'complet', 'waiting', 'manuelle', ${before})`;
    await tx`insert into import_hints (link_id, hint_id, external_id, received_at, prochain_essai_at)
      values (${world.link}, 'evt_1', ${await idOf(world, 0)}, ${before}, ${before})`;
  });
  await world.later(1);
  await expect.poll(() => waitingHints(world), { timeout: 5_000 }).toBe(0);
  expect((await world.erp.requests())[0]!.path).toBe('/projects');
});

test('« Actualiser maintenant » at the instant the reading ends is answered like any other', async () => {
  const world = await begun({ chantiers: 3 });
  const ask = async () =>
    (await world.post(`/api/v1/erp-links/${world.link}/imports`, { genre: 'incremental' })).status;
  for (let n = 0; n < 12; n += 1) {
    expect(await Promise.all(Array.from({ length: 5 }, ask))).toEqual(Array(5).fill(202));
    await new Promise(done => setTimeout(done, n * 5));
  }
  await untilStill(world);
});

test('a clock three days ahead, then put right, stops neither readings nor signals', async () => {
  const world = await begun({ chantiers: 3 });
  const { clock, db } = world.hub;
  clock.advance({ hours: 72 });
  await world.tick();
  await untilStillIn(world);
  await hint(world, [await idOf(world, 0)]);
  clock.advance({ hours: -72 });
  Object.assign(world.admin, await world.hub.cookie(world.person));
  const before = (await world.imports()).length;
  await db.sql`update erp_links set pas_avant = ${clock.now.add({ hours: 70 }).toString()} where id = ${world.link}`;
  for (let n = 0; n < 2; n += 1) {
    await world.later(120);
    await world.tick();
    await untilStill(world);
  }
  const since = (await world.imports()).length - before;
  expect(since).toBeGreaterThanOrEqual(2);
  expect((await world.imports()).filter(run => run.genre === 'complet').length).toBeLessThanOrEqual(1);
  expect(await waitingHints(world)).toBe(0);
});

/** As `untilStill`, whatever the time says of our session. */
const untilStillIn = ({ hub, link }: ErpWorld) =>
  expect
    .poll(
      async () => (await hub.db.sql`select from import_runs where link_id = ${link} and finished_at is null`).length,
      { timeout: 15_000 },
    )
    .toBe(0);

test('a question that nobody answered is no longer asked once the next reading has begun', async () => {
  const world = await begun({ chantiers: 40, link: { frequence: 'quotidien' } });
  await world.erp.control('POST', '/faults', { rules: [{ match: { path: '/projects' }, fault: { kind: 'half' } }] });
  await world.later(3600);
  const asked = await world.run('complet');
  expect(asked).toMatchObject({ statut: 'paused', question: { kind: 'liste_courte' } });
  await world.erp.control('DELETE', '/faults');
  await world.later(24 * 3600);
  await world.tick();
  await untilStill(world);
  expect(await world.readImport(asked.id)).toMatchObject({ statut: 'cancelled', question: null });
  expect(await world.hub.db.sql`select from import_seen where run_id = ${asked.id}`).toHaveLength(0);
});

test('while an ERP holds signals back, nothing is asked for each second', async () => {
  const world = await begun({ chantiers: 3 });
  const rules = [{ match: {}, fault: { kind: 'too_many', retry_after: 'seconds', seconds: 3600 } }];
  await world.erp.control('POST', '/faults', { rules });
  await hint(world, [await idOf(world, 0)]);
  await world.later(1);
  await expect.poll(async () => (await world.imports())[0]).toMatchObject({ genre: 'signal', statut: 'waiting' });
  await expect.poll(async () => (await world.imports())[0]?.prochain_essai_at).not.toBeNull();
  const due = await world.hub.app.inUnit(SYSTEM, unit => listDueLinks(unit));
  expect(due.map(row => row.link_id)).not.toContain(world.link);
});

test('a record put aside, then mended, is no longer counted as put aside', async () => {
  const world = await begun({ chantiers: 10 });
  await world.later(600);
  const id = await idOf(world, 0);
  const { outbound } = world.hub.ground;
  const fetch = outbound.fetch;
  const restore = () => {
    outbound.fetch = fetch;
  };
  onTestFinished(restore);
  outbound.fetch = async (url, request) => {
    const answer = await fetch(url, request);
    if (!new URL(url).pathname.endsWith('/projects')) return answer;
    const json = JSON.parse(answer.body.toString()) as { data: { id: string; name: unknown }[] };
    for (const row of json.data) if (row.id === id) row.name = null;
    return { ...answer, body: Buffer.from(JSON.stringify(json)) };
  };
  const aside = async () => (await world.readLink()).compteurs.mis_de_cote;
  await world.erp.control('PATCH', `/chantiers/${id}`, { name: 'Bientôt' });
  await world.run('incremental');
  expect(await aside()).toBe(1);
  restore();
  await world.later(120);
  await world.erp.control('PATCH', `/chantiers/${id}`, { name: 'Réparé' });
  await world.run('incremental');
  expect(await aside()).toBe(0);
});

test('taking the first import back takes what changes brought after it too, or nothing', async () => {
  const world = await begun({ chantiers: 10 });
  await world.later(600);
  const { id } = await world.erp.control<{ id: string }>('POST', '/chantiers', { name: 'Venu après' });
  await world.run('incremental');
  const { sql } = world.hub.db;
  const [later] = await sql<
    { chantier_id: string }[]
  >`select chantier_id from chantiers_relies where external_id = ${id}`;
  await sql`update chantiers set description = 'Vu sur place' where id = ${later!.chantier_id}`;
  expect((await world.readImport(world.first.id)).annulable).toBe(false);
  expect(await world.post(`/api/v1/imports/${world.first.id}/retrait`)).toMatchObject({
    status: 409,
    body: { code: 'import.undo_refused' },
  });
  await sql`update chantier_references r set imported_version = c.version from chantiers c
    where c.id = r.chantier_id and c.id = ${later!.chantier_id}`;
  expect((await world.post(`/api/v1/imports/${world.first.id}/retrait`)).status).toBe(200);
  expect(await heldBy(world)).toEqual([]);
});

test('changes that are cut before their end each time end as a reading of everything, which goes on at its page', async () => {
  const world = await begun({ chantiers: 30 });
  await world.later(600);
  await world.erp.control('POST', '/touch', { count: 30 });
  await world.erp.control('POST', '/faults', {
    rules: [{ match: { path: '/projects' }, fault: { kind: 'cap', limit: 10 } }],
  });
  const { outbound } = world.hub.ground;
  const fetch = outbound.fetch;
  onTestFinished(() => {
    outbound.fetch = fetch;
  });
  let calls = 0;
  outbound.fetch = async (url, request) => {
    calls += new URL(url).pathname.endsWith('/projects') ? 1 : 0;
    const answer = await fetch(url, request);
    return calls % 2 === 0 ? { ...answer, status: 503 } : answer;
  };
  const id = await world.start('incremental');
  await expect
    .poll(
      async () => {
        await world.later(900);
        return (await world.readImport(id)).statut;
      },
      { timeout: 20_000 },
    )
    .toBe('cancelled');
  outbound.fetch = fetch;
  // Each look passes the pause the ERP was given: a try may have been cut just before.
  await expect
    .poll(
      async () => {
        await world.later(900);
        return (await world.imports())[0];
      },
      { timeout: 20_000 },
    )
    .toMatchObject({ genre: 'complet', statut: 'succeeded' });
});
