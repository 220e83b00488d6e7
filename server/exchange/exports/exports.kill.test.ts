// Workers that die at named points of a write, again and again, on one base beside the simulator. After each death the others
// finish, and the ERP's own store is compared: nothing lost, nothing twice.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { openKeyring } from '#platform/secrets.ts';
import { type TestDatabase, testDatabase } from '#testing/db.ts';
import { entriesOf, expectProved, mapWorker, type Site, type Worker } from '#testing/erp/hours.ts';
import { makeSendingLink, makeSite } from '#testing/erp/link-rows.ts';
import { makePersonne } from '#testing/make.ts';
import { makePointage } from '#testing/make-hours.ts';
import { type Simulator, startSimulator } from '#testing/simulator.ts';

const ROUNDS = Number(process.env['CHAOS_ROUNDS'] ?? 100);
const SEED = Number(process.env['CHAOS_SEED'] ?? 20_261_126);
const POINTS = ['before_send', 'after_send', 'after_answer'] as const;
const PROCESS = fileURLToPath(new URL('../../testing/processes/erp-process.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'hub-exports-'));
const alive = new Set<ChildProcess>();

afterAll(async () => {
  for (const child of alive) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

type World = { db: TestDatabase; erp: Simulator; link: string; keys: string; sites: Site[]; worker: Worker };

/** A connexion with two chantiers and one person, hours switched on: as rows, since no hub that serves is needed. */
async function world(): Promise<World> {
  const db = await testDatabase();
  const erp = await startSimulator({ chantiers: 6, seed: SEED });
  const keys = join(root, 'encryption-keys');
  const { sql } = db;
  const account = { base_url: erp.base_url, api_key: erp.key };
  const link = await makeSendingLink(sql, openKeyring({ file: keys }), account);
  const open = (await erp.truth()).chantiers.filter(row => !row.archived).slice(0, 2);
  const sites = await Promise.all(open.map(({ id }) => makeSite(sql, id)));
  const { id: user } = await erp.control<{ id: string }>('POST', '/users', {
    firstName: 'Camille',
    lastName: 'Durand',
  });
  const worker = { id: (await makePersonne(sql)).id, user };
  await mapWorker(sql, link, worker);
  await slow(erp);
  return { db, erp, link, keys, sites, worker };
}

/** Answers take their time: there is a middle to die in. */
const slow = (erp: Simulator) =>
  erp.control('POST', '/faults', {
    rules: [{ match: { method: 'POST', path: '/timesheet_entries' }, fault: { kind: 'stall_headers', ms: 40 } }],
  });

type Hub = { child: ChildProcess; ready: Promise<void>; dead: Promise<void> };

function spawnHub({ db, keys }: World): Hub {
  // Born a hundred times: compiled once.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(root, 'compiled') };
  const child = spawn(process.execPath, [PROCESS, db.url, keys], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  alive.add(child);
  const dead = new Promise<void>(done => child.once('close', () => done())).then(() => void alive.delete(child));
  const ready = new Promise<void>(done => {
    createInterface({ input: child.stdout! }).on('line', line => {
      if (line.includes('presence')) done();
    });
  });
  child.stdin!.on('error', () => {});
  return { child, ready, dead };
}

/** The same rounds for the same seed. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

type Draw = (below: number) => number;
type Made = { id: string; jour: string }[];

/** A day more each round, of one or two chantiers; now and then an older one is corrected or deleted. */
async function live(
  { db, worker, sites }: World,
  draw: Draw,
  { day, made }: { day: number; made: Made },
): Promise<void> {
  const jour = new Date(Date.UTC(2026, 1, 1 + day)).toISOString().slice(0, 10);
  const site = sites[draw(2)]!;
  const minutes = 60 + draw(380);
  made.push({ ...(await makePointage(db.sql, { personne_id: worker.id, chantier_id: site.id, jour, minutes })), jour });
  if (draw(3) !== 0 || made.length < 3) return;
  const [old] = made.splice(draw(made.length - 1), 1);
  if (draw(2) === 0) await db.sql`update pointages set deleted_at = now() where id = ${old!.id}`;
  else {
    const other = 60 + draw(380);
    await db.sql`
      update pointages set minutes = ${other}, valide_minutes = ${other}, revision = 2, valide_revision = 2 where id = ${old!.id}`;
    made.push(old!);
  }
}

const statutOf = async ({ db }: World, id: string): Promise<string> =>
  (await db.sql<{ statut: string }[]>`select statut from export_runs where id = ${id}`)[0]!.statut;

async function askRun({ db, link }: World): Promise<string> {
  const id = newId();
  await db.sql`
    insert into export_runs (id, link_id, objet, periode, du, au, statut, demande, created_at)
    values (${id}, ${link}, 'heures', '2026', '2026-01-01', '2026-12-31', 'waiting', 'manuelle', now())`;
  return id;
}

const finished = (here: World, id: string) =>
  expect.poll(() => statutOf(here, id), { timeout: 60_000, interval: 15 }).toBe('succeeded');

test(
  `workers killed before a write leaves, while it is away and after its answer, ${ROUNDS} times (seed ${SEED}): each line is there once`,
  async () => {
    const here = await world();
    const draw = seeded(SEED);
    const made: Made = [];
    let hubs = [spawnHub(here), spawnHub(here), spawnHub(here)];
    const killed = { before_send: 0, after_send: 0, after_answer: 0 };
    for (let [round, day] = [0, 0]; round < ROUNDS; day += 1) {
      await live(here, draw, { day, made });
      await Promise.all(hubs.slice(0, 2).map(hub => hub.ready));
      const point = POINTS[draw(POINTS.length)]!;
      const n = 1 + draw(3);
      for (const { child } of hubs) child.stdin!.write(`die ${point} ${n}\n`);
      const id = await askRun(here);
      const victim = await Promise.race([
        ...hubs.map(hub => hub.dead.then(() => hub)),
        finished(here, id).then(() => null),
      ]);
      if (victim) {
        hubs = [...hubs.filter(hub => hub !== victim), spawnHub(here)];
        for (const { child } of hubs) child.stdin!.write('live\n');
        killed[point] += 1;
        round += 1;
      }
      // Another one may have reached its own point before it was told to live.
      const gone = hubs.filter(({ child }) => child.exitCode !== null || child.signalCode !== null);
      hubs = [...hubs.filter(hub => !gone.includes(hub)), ...gone.map(() => spawnHub(here))];
      await finished(here, id);
      if (victim) await expectProved({ erp: here.erp, sql: here.db.sql, link: here.link });
    }
    for (const count of Object.values(killed)) expect(count).toBeGreaterThan(ROUNDS / 10 - 1);
    const before = (await entriesOf(here.erp)).map(entry => entry.id).sort();
    for (const { child } of hubs) child.stdin!.write('live\n');
    await finished(here, await askRun(here));
    expect((await entriesOf(here.erp)).map(entry => entry.id).sort(), 'a second run writes nothing').toEqual(before);
    await expectProved({ erp: here.erp, sql: here.db.sql, link: here.link });
  },
  Math.max(600_000, ROUNDS * 20_000),
);
