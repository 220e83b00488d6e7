// Two servers and two workers as their users run them, on one base, beside an ERP that loses answers: any of them dies at any
// moment, hours change meanwhile, and the ERP's own store ends equal to what is validated. Long runs: `npm run chaos`.
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { ErpLink } from '#contract/erp-link.ts';
import type { Envoi } from '#contract/export.ts';
import type { Import } from '#contract/import.ts';
import type { TestDatabase } from '#testing/db.ts';
import { expectProved, makeWorker, type Site, type Worker } from '#testing/erp/hours.ts';
import { type Credential, call, endHubs, fleet, running } from '#testing/fleet.ts';
import { firstSignIn, type HubProcess, untilReady } from '#testing/hub-process.ts';
import { makePointage } from '#testing/make-hours.ts';
import { type Simulator, startSimulator } from '#testing/simulator.ts';

const ROUNDS = Number(process.env['CHAOS_FLEET_ROUNDS'] ?? 2);
const SEED = Number(process.env['CHAOS_SEED'] ?? 20_261_126);
const WEEK = { du: '2026-10-05', au: '2026-10-11' };

afterEach(endHubs);

type Role = 'server' | 'worker';
type World = {
  db: TestDatabase;
  erp: Simulator;
  hubs: Map<string, HubProcess>;
  start: (role: Role) => Promise<HubProcess>;
  as: Credential;
  link: string;
  sites: Site[];
  workers: Worker[];
};

/** Connected, imported, mapped, switched on: over HTTP, as a person does it. */
async function world(): Promise<World> {
  const { db, start } = await fleet({ OUTBOUND_ALLOW: '127.0.0.1/32:*', HUB_LOG_LEVEL: 'error' });
  const erp = await startSimulator({ chantiers: 12, seed: SEED });
  const hubs = new Map<string, HubProcess>([['server 1', await start('server')]]);
  const server = hubs.get('server 1')!;
  await untilReady(server);
  const as = { authorization: `Bearer ${await firstSignIn(server)}` };
  for (const name of ['server 2', 'worker 1', 'worker 2']) hubs.set(name, await start(name.split(' ')[0] as Role));
  await Promise.all([...hubs.values()].map(untilReady));
  const body = {
    kind: 'costructor',
    settings: { base_url: erp.base_url },
    credentials: { api_key: erp.key },
    historique_mois: 120,
  };
  const { id: link } = (await call<ErpLink>(server, 'POST', '/api/v1/erp-links', { as, body })).body;
  const first = (
    await call<Import>(server, 'POST', `/api/v1/erp-links/${link}/imports`, { as, body: { genre: 'initial' } })
  ).body;
  const over = async () => (await call<Import>(server, 'GET', `/api/v1/imports/${first.id}`, { as })).body.statut;
  await expect.poll(over, { timeout: 60_000, interval: 50 }).toMatch(/succeeded|partial/);
  const made = { hub: { db }, erp, link } as never;
  const workers = [await makeWorker(made), await makeWorker(made), await makeWorker(made)];
  const reglages = {
    actif: true,
    frequence: 'mensuel',
    jour: 28,
    heure: '23:00',
    arriere: 'envoyer',
    depuis: WEEK.du,
    horaires_acceptes: true,
  };
  const set = await call(server, 'PUT', `/api/v1/erp-links/${link}/envoi-heures`, {
    as,
    body: reglages,
    if_match: '"0"',
  });
  expect(set.status, JSON.stringify(set.body)).toBe(200);
  return { db, erp, hubs, start, as, link, sites: await openSites(db, erp, link), workers };
}

async function openSites(db: TestDatabase, erp: Simulator, link: string): Promise<Site[]> {
  const archived = new Set((await erp.truth()).chantiers.filter(row => row.archived).map(row => row.id));
  const known = await db.sql<Site[]>`
    select v.chantier_id as id, v.external_id from chantiers_lies_erp v where v.link_id = ${link} order by v.external_id`;
  return known.filter(({ external_id }) => !archived.has(external_id));
}

/** Answers that are lost, refused or late, now and then. */
const FAULTS = [
  { match: { method: 'POST', path: '/timesheet_entries', probability: 0.06 }, fault: { kind: 'cut_after' } },
  {
    match: { method: 'POST', path: '/timesheet_entries', probability: 0.04 },
    fault: { kind: 'status', status: 500, after: true },
  },
  {
    match: { path: '/timesheet_entries', probability: 0.04 },
    fault: { kind: 'too_many', retry_after: 'seconds', seconds: 1 },
  },
  { match: { path: '/timesheet_entries/*', probability: 0.06 }, fault: { kind: 'cut_after' } },
  { match: { path: '/timesheet_entries', probability: 0.5 }, fault: { kind: 'latency', ms: 25 } },
];

/** The same rounds for the same seed. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}
type Draw = (below: number) => number;

/** Each person's week: some days come, some change, some go. */
async function live({ db, workers, sites }: World, draw: Draw): Promise<void> {
  for (const { id: personne_id } of workers) {
    for (let n = 0; n < 5; n += 1) {
      const jour = `2026-10-${String(5 + n).padStart(2, '0')}`;
      const [known] = await db.sql<{ id: string }[]>`
        select id from pointages where personne_id = ${personne_id} and jour = ${jour} and deleted_at is null order by id limit 1`;
      const minutes = 30 + draw(450);
      if (!known) await makePointage(db.sql, { personne_id, chantier_id: sites[draw(2)]!.id, jour, minutes });
      else if (draw(6) === 0) await db.sql`update pointages set deleted_at = now() where id = ${known.id}`;
      else if (draw(2) === 0)
        await db.sql`
          update pointages set minutes = ${minutes}, valide_minutes = ${minutes}, revision = revision + 1,
            valide_revision = revision + 1 where id = ${known.id}`;
    }
  }
}

/** Whoever answers. */
async function ask({ hubs, as }: World, method: string, path: string, body?: unknown): Promise<Envoi> {
  for (let tries = 0; ; tries += 1) {
    for (const [name, hub] of hubs) {
      if (!name.startsWith('server')) continue;
      const answer = await call<Envoi>(hub, method, path, { as, ...(body ? { body } : {}) }).catch(() => null);
      if (answer && answer.status < 300) return answer.body;
    }
    if (tries > 200) throw new Error('no server answers');
    await wait(100);
  }
}

async function strike({ hubs, start }: World, draw: Draw): Promise<void> {
  const name = [...hubs.keys()][draw(hubs.size)]!;
  const victim = hubs.get(name)!;
  victim.child.kill('SIGKILL');
  await victim.exited;
  running.splice(running.indexOf(victim), 1);
  const born = await start(name.split(' ')[0] as Role);
  hubs.set(name, born);
  await untilReady(born);
}

const settled = async (here: World, id: string): Promise<Envoi> => {
  let run = await ask(here, 'GET', `/api/v1/exports/${id}`);
  const over = async () => {
    run = await ask(here, 'GET', `/api/v1/exports/${id}`);
    return ['succeeded', 'partial', 'failed', 'cancelled'].includes(run.statut);
  };
  await expect.poll(over, { timeout: 240_000, interval: 200 }).toBe(true);
  return run;
};

test(
  `two servers and two workers die at any moment, ${ROUNDS} times (seed ${SEED}): what is validated is there, once`,
  async () => {
    const here = await world();
    const draw = seeded(SEED);
    await here.erp.control('POST', '/faults', { seed: SEED, rules: FAULTS });
    for (let round = 0; round < ROUNDS; round += 1) {
      await live(here, draw);
      const { id } = await ask(here, 'POST', '/api/v1/exports', { link_id: here.link, ...WEEK });
      for (let blows = 1 + draw(2); blows > 0; blows -= 1) {
        await wait(draw(900));
        await strike(here, draw);
      }
      expect((await settled(here, id)).statut).toBe('succeeded');
      const last = await ask(here, 'POST', '/api/v1/exports', { link_id: here.link, ...WEEK });
      expect((await settled(here, last.id)).statut).toBe('succeeded');
      await expectProved({ erp: here.erp, sql: here.db.sql, link: here.link });
      if (process.env['CHAOS_SEED']) process.stdout.write(`round ${round + 1} of ${ROUNDS}: equal\n`);
    }
  },
  Math.max(300_000, ROUNDS * 120_000),
);
