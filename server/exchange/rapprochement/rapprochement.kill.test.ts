// Processes that die in the middle of a page of a comparison, again and again, beside the simulator: whoever takes it over ends with
// the verdicts of one that nobody killed, and the ERP's own journal shows that two were never read at once.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { ajouterJours } from '#contract/calendrier.ts';
import { newId } from '#platform/ids.ts';
import { openKeyring } from '#platform/secrets.ts';
import { type TestDatabase, testDatabase } from '#testing/db.ts';
import { entriesOf, mapWorker, type Worker } from '#testing/erp/hours.ts';
import { makeSendingLink, makeSite } from '#testing/erp/link-rows.ts';
import { makePersonne } from '#testing/make.ts';
import { makePointage } from '#testing/make-hours.ts';
import { type Simulator, startSimulator } from '#testing/simulator.ts';
import { cellules, seesAll } from './sql/faits.ts';

const ROUNDS = Number(process.env['CHAOS_ROUNDS'] ?? 4);
const SEED = Number(process.env['CHAOS_SEED'] ?? 20_261_126);
const PEOPLE = 6;
/** Asked for together: they overlap in nothing but their connexion. */
const WEEKS = ['2026-11-09', '2026-11-16'] as const;
const PROCESS = fileURLToPath(new URL('../../testing/processes/erp-process.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'hub-rapprochement-'));
const alive = new Set<ChildProcess>();

afterAll(async () => {
  for (const child of alive) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

type Hub = { child: ChildProcess; ready: Promise<void>; dead: Promise<void> };
type World = { db: TestDatabase; erp: Simulator; link: string; keys: string; workers: Worker[] };

function spawnHub({ db, keys }: World, does: 'exports' | 'rapprochement'): Hub {
  const env = { ...process.env, NODE_COMPILE_CACHE: join(root, 'compiled') };
  const child = spawn(process.execPath, [PROCESS, db.url, keys, does], { env, stdio: ['pipe', 'pipe', 'inherit'] });
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

/** Two weeks of some people are over there; pages are small, and of one day. */
async function world(): Promise<World> {
  const db = await testDatabase();
  const erp = await startSimulator({ chantiers: 6, seed: SEED, profiles: ['entry-filter'] });
  const keys = join(root, 'encryption-keys');
  const { sql } = db;
  const link = await makeSendingLink(sql, openKeyring({ file: keys }), { base_url: erp.base_url, api_key: erp.key });
  const open = (await erp.truth()).chantiers.find(row => !row.archived)!;
  const site = await makeSite(sql, open.id);
  const here: World = { db, erp, link, keys, workers: [] };
  for (let n = 0; n < PEOPLE; n += 1) {
    const { id: user } = await erp.control<{ id: string }>('POST', '/users', {
      firstName: 'Camille',
      lastName: `Durand ${n}`,
    });
    const worker = { id: (await makePersonne(sql)).id, user };
    await mapWorker(sql, link, worker);
    for (const monday of WEEKS)
      for (let day = 0; day < 5; day += 1)
        await makePointage(sql, { personne_id: worker.id, chantier_id: site.id, jour: ajouterJours(monday, day) });
    here.workers.push(worker);
  }
  await sendAll(here);
  const rules = [
    { match: { path: '/timesheet_entries' }, fault: { kind: 'cap', limit: 10 } },
    // There is a middle to die in, and to be read twice.
    { match: { path: '/timesheet_entries' }, fault: { kind: 'latency', ms: 15 } },
  ];
  await erp.control('POST', '/faults', { rules });
  return here;
}

async function sendAll(here: World): Promise<void> {
  const id = newId();
  await here.db.sql`
    insert into export_runs (id, link_id, objet, periode, du, au, statut, demande, created_at)
    values (${id}, ${here.link}, 'heures', '2026', '2026-01-01', '2026-12-31', 'waiting', 'manuelle', now())`;
  const hub = spawnHub(here, 'exports');
  await finished(here, 'export_runs', [id]);
  hub.child.kill('SIGKILL');
  await hub.dead;
}

const finished = ({ db: { sql } }: World, table: 'export_runs' | 'rapprochement_runs', ids: string[]) =>
  expect
    .poll(async () => (await sql`select from ${sql(table)} where id = any(${ids}) and statut = 'succeeded'`).length, {
      timeout: 60_000,
      interval: 15,
    })
    .toBe(ids.length);

/** The same rounds for the same seed. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

/** Somebody inside of the ERP deletes one, shortens one, and doubles one. */
async function tamper({ erp }: World, draw: (below: number) => number): Promise<void> {
  const entries = (await entriesOf(erp)).toSorted((x, y) => (x.id < y.id ? -1 : 1));
  const [gone, short, twice] = [draw(entries.length), draw(entries.length), draw(entries.length)].map(n => entries[n]!);
  await erp.control('DELETE', `/entries/${gone!.id}`);
  if (short !== gone)
    await erp.control('PATCH', `/entries/${short!.id}`, { endTime: `${short!.startTime.slice(0, 2)}:59` });
  const { user, day, project, startTime, endTime, notes } = twice!;
  await fetch(`${erp.base_url}/timesheet_entries`, {
    method: 'POST',
    headers: { authorization: `Bearer ${erp.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ user, type: 'work', day, project, startTime, endTime, notes }),
  });
}

/** Nothing read before is left to judge by. */
async function ask({ db: { sql }, link }: World): Promise<string[]> {
  await sql`delete from rapprochement_saisies where link_id = ${link}`;
  const ids: string[] = [];
  for (const du of WEEKS) {
    const id = newId();
    await sql`
      insert into rapprochement_runs (id, link_id, du, au, statut, demande, created_at)
      values (${id}, ${link}, ${du}, ${ajouterJours(du, 6)}, 'waiting', 'manuelle', now())`;
    ids.push(id);
  }
  return ids;
}

async function verdicts({ db: { sql }, link }: World) {
  const scope = { link_id: link, du: WEEKS[0], au: ajouterJours(WEEKS[1], 6), sees: seesAll(sql) };
  return [...(await sql`with ${cellules(sql, scope)} select * from cellules order by jour, personne_id, externe`)];
}

/** One reading goes on from day to day and from page to page; another begins at the first page of its first day. */
async function expectNoOverlap({ erp }: World): Promise<void> {
  const pages = (await erp.requests())
    .filter(({ method, path }) => method === 'GET' && path === '/timesheet_entries')
    .map(({ query }) => new URLSearchParams(query))
    .map(query => ({
      day: query.get('day')!,
      from: (Number(query.get('_page') ?? 1) - 1) * Number(query.get('_limit') ?? 0),
    }));
  expect(pages.length).toBeGreaterThan(20);
  const broken = pages.filter(({ day, from }, rank) => {
    const last = pages[rank - 1];
    const begins = WEEKS.some(week => week === day) && from === 0;
    const goesOn = last && (day === last.day ? from > last.from : day === ajouterJours(last.day, 1) && from === 0);
    return !begins && !goesOn;
  });
  expect(broken).toEqual([]);
}

test(
  `processes killed in the middle of a page, ${ROUNDS} times (seed ${SEED}): the same verdicts as unkilled, and never two at once`,
  async () => {
    const here = await world();
    const draw = seeded(SEED);
    let hubs = [spawnHub(here, 'rapprochement'), spawnHub(here, 'rapprochement'), spawnHub(here, 'rapprochement')];
    for (let round = 0; round < ROUNDS; ) {
      await tamper(here, draw);
      await Promise.all(hubs.map(hub => hub.ready));
      await here.erp.control('DELETE', '/requests');
      for (const { child } of hubs) child.stdin!.write(`die mid_page ${1 + draw(16)} ${draw(12)}\n`);
      const ids = await ask(here);
      const killed = await Promise.race([
        ...hubs.map(hub => hub.dead.then(() => true)),
        finished(here, 'rapprochement_runs', ids).then(() => false),
      ]);
      for (const { child } of hubs) child.stdin!.write('live\n');
      await finished(here, 'rapprochement_runs', ids);
      const seen = await verdicts(here);
      hubs = hubs.map(hub => (alive.has(hub.child) ? hub : spawnHub(here, 'rapprochement')));
      await finished(here, 'rapprochement_runs', await ask(here));
      expect(seen).toEqual(await verdicts(here));
      await expectNoOverlap(here);
      expect(new Set(seen.map(({ verdict }) => verdict))).toContain('manquant');
      if (killed) round += 1;
    }
  },
  Math.max(300_000, ROUNDS * 20_000),
);
