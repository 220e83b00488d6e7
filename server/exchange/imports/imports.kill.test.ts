// Real hubs on one base, the simulator beside them, and workers that die in the middle of a page.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import type { ErpLink } from '#contract/erp-link.ts';
import type { Import } from '#contract/import.ts';
import { type TestDatabase, testDatabase } from '#testing/db.ts';
import { type Credential, call } from '#testing/fleet.ts';
import { firstSignIn, type HubProcess, spawnHub, untilReady } from '#testing/hub-process.ts';
import { type Simulator, startSimulator } from '#testing/simulator.ts';

const CHANTIERS = 300;
const ROUNDS = 20;
const root = mkdtempSync(join(tmpdir(), 'hub-imports-'));
const running = new Map<string, HubProcess>();

afterAll(async () => {
  for (const hub of running.values()) {
    hub.child.kill('SIGKILL');
    await hub.exited;
  }
  rmSync(root, { recursive: true, force: true });
});

type Fleet = { db: TestDatabase; erp: Simulator; server: HubProcess; admin: Credential; link: string };

async function fleet(): Promise<Fleet> {
  const db = await testDatabase({ template: 'template1' });
  const erp = await startSimulator({ chantiers: CHANTIERS });
  const server = await hubOn(db, 'serveur', 'server');
  await untilReady(server);
  const admin = { authorization: `Bearer ${await firstSignIn(server)}` };
  const body = {
    kind: 'costructor',
    settings: { base_url: erp.base_url },
    credentials: { api_key: erp.key },
    historique_mois: 120,
    frequence: 'quotidien',
  };
  const { body: link } = await call<ErpLink>(server, 'POST', '/api/v1/erp-links', { as: admin, body });
  const rules = [
    { match: { path: '/projects' }, fault: { kind: 'cap', limit: 10 } },
    { match: { path: '/projects' }, fault: { kind: 'latency', ms: 60 } },
  ];
  await erp.control('POST', '/faults', { rules });
  return { db, erp, server, admin, link: link.id };
}

/** Each has its own name towards the base: that is how the one that works on a run is known. */
async function hubOn(db: TestDatabase, name: string, role: 'server' | 'worker'): Promise<HubProcess> {
  await db.sql.unsafe(`drop role if exists ${name}; create role ${name} login superuser password '${name}'`);
  const url = Object.assign(new URL(db.url), { username: name, password: name });
  const env = {
    DATABASE_URL: url.toString(),
    DATA_DIR: join(root, db.url.split('/').at(-1)!),
    HUB_PUBLIC_URL: 'http://localhost',
    OUTBOUND_ALLOW: '127.0.0.1/32:*',
  };
  const hub = await spawnHub({ env: { ...env, HUB_LOG_LEVEL: 'info' }, args: ['--role', role] });
  running.set(name, hub);
  return hub;
}

/** Who reads, how far; null when nobody does. */
async function reader({ db }: Fleet, id: string): Promise<{ name: string; pages: number } | null> {
  const [row] = await db.sql<{ name: string; pages: number }[]>`
    select a.usename as name, r.pages from import_runs r
      join pg_locks l on l.locktype = 'advisory' and l.granted and l.objsubid = 1
        and ((l.classid::bigint << 32) | l.objid::bigint) = r.process_id
      join pg_stat_activity a on a.pid = l.pid
    where r.id = ${id} and r.statut = 'running'`;
  return row ?? null;
}

/** The same moments at each run of this test. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state % below;
  };
}

const isOver = ({ statut }: Import) => ['succeeded', 'partial', 'failed', 'cancelled'].includes(statut);
const read = async ({ server, admin }: Fleet, id: string) =>
  (await call<Import>(server, 'GET', `/api/v1/imports/${id}`, { as: admin })).body;
const ask = async ({ server, admin, link }: Fleet, genre: string) =>
  (await call<Import>(server, 'POST', `/api/v1/erp-links/${link}/imports`, { as: admin, body: { genre } })).body.id;

/** What a finished run must have left, whoever died meanwhile. */
async function expectWhole(world: Fleet, id: string): Promise<void> {
  const run = await read(world, id);
  const changed = run.genre === 'initial' ? { created: CHANTIERS, updated: 0 } : { created: 0, updated: CHANTIERS };
  expect(run).toMatchObject({ statut: 'succeeded', compte: { read: CHANTIERS, ...changed, set_aside: 0, gone: 0 } });
  const { sql } = world.db;
  const type = run.genre === 'initial' ? 'chantier.created' : 'chantier.updated';
  const told = await sql<{ n: number; distinct: number }[]>`
    select count(*)::integer as n, count(distinct data -> 'chantier' ->> 'id')::integer as distinct
    from events where run_id = ${id} and type = ${type}`;
  expect([...told]).toEqual([{ n: CHANTIERS, distinct: CHANTIERS }]);
  const held = await sql<{ external_id: string; nom: string }[]>`
    select external_id, nom from chantiers_relies where etat = 'present' and deleted_at is null order by external_id collate "C"`;
  const theirs = (await world.erp.truth()).chantiers.map(row => row.id).sort();
  expect(held.map(row => row.external_id)).toEqual(theirs);
  expect(await sql`select from import_seen`).toHaveLength(0);
  const finished = await sql`select from events where type = 'import.finished' and data ->> 'import_id' = ${id}`;
  expect(finished).toHaveLength(1);
}

/** Two workers, always: as one dies the next is born. */
async function breed({ db }: Fleet) {
  let born = 0;
  const bear = async () => {
    born += 1;
    await untilReady(await hubOn(db, `ouvrier_${born}`, 'worker'));
  };
  let next = Promise.all([bear(), bear()]).then(() => {});
  await next;
  return {
    ready: () => next,
    kill: async (name: string) => {
      const victim = running.get(name)!;
      victim.child.kill('SIGKILL');
      await victim.exited;
      running.delete(name);
      next = bear();
    },
  };
}

type Struck = { draw: (below: number) => number; workers: Awaited<ReturnType<typeof breed>> };

/** Kills the one that reads, some pages and some milliseconds later. False: it had done by then. */
async function strike(world: Fleet, id: string, { draw, workers }: Struck): Promise<boolean> {
  const at = await reader(world, id);
  if (!at) return false;
  const until = at.pages + 1 + draw(3);
  for (let now = await reader(world, id); now?.name === at.name && now.pages < until; now = await reader(world, id)) {
    await wait(5);
  }
  await workers.ready();
  await wait(draw(70));
  if ((await reader(world, id))?.name !== at.name) return false;
  const killed = performance.now();
  await workers.kill(at.name);
  const takenOver = async () =>
    isOver(await read(world, id)) || ((await reader(world, id))?.name ?? at.name) !== at.name;
  await expect.poll(takenOver, { timeout: 10_000, interval: 20 }).toBe(true);
  if (process.env['MEASURE']) process.stdout.write(`taken over after ${Math.round(performance.now() - killed)} ms\n`);
  return true;
}

test(`workers killed in mid-page, ${ROUNDS} times: the other takes over, nothing is lost and nothing is done twice`, async () => {
  const world = await fleet();
  const struck = { draw: seeded(20_261_123), workers: await breed(world) };
  let id = await ask(world, 'initial');
  for (let round = 0; round < ROUNDS; ) {
    if (isOver(await read(world, id))) {
      await expectWhole(world, id);
      await world.erp.control('POST', '/touch', { count: CHANTIERS });
      id = await ask(world, 'complet');
    }
    if (await strike(world, id, struck)) round += 1;
    else await wait(10);
  }
  await struck.workers.ready();
  await expect.poll(async () => isOver(await read(world, id)), { timeout: 60_000, interval: 50 }).toBe(true);
  await expectWhole(world, id);
});
