// A hub and a simulated ERP that are connected: what tests of imports start from.
import { expect, onTestFinished } from 'vitest';
import type { ErpLink } from '#contract/erp-link.ts';
import type { Import, LigneImport } from '#contract/import.ts';
import type { Mapping } from '#contract/mapping.ts';
import { planDueImports } from '#exchange/imports/index.ts';
import { SYSTEM } from '#platform/unit.ts';
import { type Caller, type TestApp, testApp } from '../app.ts';
import type { MadePersonne } from '../make.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator.ts';

export type ErpWorld = {
  hub: TestApp;
  erp: Simulator;
  person: MadePersonne;
  admin: Caller;
  link: string;
  readLink: () => Promise<ErpLink>;
  /** Asks for a reading; gives its id. */
  start: (genre: string) => Promise<string>;
  readImport: (id: string) => Promise<Import>;
  /** The run once it stands still: over, or waiting for a person or for its hour. */
  settled: (id: string) => Promise<Import>;
  /** `start`, then `settled`. */
  run: (genre: string) => Promise<Import>;
  lines: (id: string) => Promise<LigneImport[]>;
  /** What the minute's tick does. */
  tick: () => Promise<void>;
  /** Posts to a route of the link or of an import. */
  post: (path: string, body?: unknown) => Promise<{ status: number; body: Import & { code?: string } }>;
  /** All imports of the link, the latest first. */
  imports: () => Promise<Import[]>;
  /** Moves both clocks. */
  later: (seconds: number) => Promise<void>;
};

type Options = SimulatorOptions & {
  beside?: Pick<ErpWorld, 'hub' | 'person' | 'admin'>;
  /** A connexion made already, and the ERP behind it. */
  reuse?: Pick<ErpWorld, 'erp' | 'link'>;
  link?: Record<string, unknown>;
  secret?: string;
};

const CALM = ['cancelled', 'succeeded', 'partial', 'failed', 'paused', 'parked'];

export async function erpWorld({ link: rhythm, secret, beside, reuse, ...options }: Options = {}): Promise<ErpWorld> {
  if (beside && reuse) return { ...beside, ...reuse, ...calls({ ...beside, ...reuse }) };
  const hub = beside?.hub ?? (await testApp({ jobs: true, allow: '127.0.0.1/32:*' }));
  // Its data are older than the hub's clock, whatever day the tests run.
  const erp = await startSimulator({ chantiers: 30, clock: hub.clock.now.toString(), ...options });
  await erp.control('POST', '/clock', { set: hub.clock.now.toString() });
  const person = beside?.person ?? (await hub.person({ role: 'administrateur' }));
  const admin = beside?.admin ?? (await hub.cookie(person));
  const connected = await hub.request('POST', '/api/v1/erp-links', {
    as: admin,
    body: {
      kind: 'costructor',
      settings: { base_url: erp.base_url },
      credentials: { api_key: erp.key, ...(secret ? { webhook_secret: secret } : {}) },
      historique_mois: 120,
      ...rhythm,
    },
  });
  expect(connected.statusCode, connected.body).toBe(201);
  const link = connected.json<ErpLink>().id;
  return { hub, erp, person, admin, link, ...calls({ hub, erp, person, admin, link }) };
}

/** One hub for a whole test file; each test connects an ERP of its own to it, and leaves nothing running. */
export async function erpHome(): Promise<(options?: Options) => Promise<ErpWorld>> {
  const hub = await testApp({ jobs: true, allow: '127.0.0.1/32:*' });
  const person = await hub.person({ role: 'administrateur' });
  const admin = await hub.cookie(person);
  return async options => {
    const world = await erpWorld({ ...options, beside: { hub, person, admin } });
    onTestFinished(async () => {
      await hub.db.sql`update erp_links set etat = 'en_pause' where id = ${world.link}`;
      await world.erp.stop();
    });
    return world;
  };
}

/** Preview, statuses mapped, first import: as a person does it. */
export async function imported(world: ErpWorld): Promise<ErpWorld & { first: Import }> {
  await world.run('apercu');
  await mapStatuts(world);
  return { ...world, first: await world.run('initial') };
}

/** Small pages, one of which takes its time: there is a middle to act in. */
export async function slowErp({ erp }: ErpWorld): Promise<void> {
  const rules = [
    { match: { path: '/projects' }, fault: { kind: 'cap', limit: 10 } },
    { match: { path: '/projects', nth: 5 }, fault: { kind: 'latency', ms: 1500 } },
  ];
  await erp.control('POST', '/faults', { rules });
}

export const untilPages = (world: ErpWorld, id: string): Promise<void> =>
  expect.poll(async () => (await world.readImport(id)).pages, { timeout: 20_000, interval: 10 }).toBeGreaterThan(1);

/** As if their servers were far slower than our patience, without spending it. */
export function impatient({ hub }: ErpWorld, timeout_ms: number): void {
  const { outbound } = hub.ground;
  const fetch = outbound.fetch;
  outbound.fetch = (url, request) => fetch(url, { ...request, timeout_ms: Math.min(request.timeout_ms, timeout_ms) });
}

/** Moves the clock to each next try until the run is over. */
export async function untilOver(world: ErpWorld, id: string, tries = 40): Promise<Import> {
  for (let n = 0; n < tries; n += 1) {
    const run = await world.settled(id);
    if (run.statut !== 'waiting') return run;
    const ms = Date.parse(run.prochain_essai_at!) - world.hub.clock.now.epochMilliseconds;
    await world.later(Math.max(Math.ceil(ms / 1000), 0));
    await expect
      .poll(async () => (await world.readImport(id)).prochain_essai_at !== run.prochain_essai_at, {
        timeout: 10_000,
        interval: 10,
      })
      .toBe(true);
  }
  throw new Error('it never ended');
}

type Parts = Pick<ErpWorld, 'hub' | 'erp' | 'person' | 'admin' | 'link'>;

function calls({ hub, erp, person, admin, link }: Parts): Omit<ErpWorld, keyof Parts> {
  const get = async <T>(path: string): Promise<T> => {
    const answer = await hub.request('GET', path, { as: admin });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json<T>();
  };
  const post: ErpWorld['post'] = async (path, body) => {
    const answer = await hub.request('POST', path, { as: admin, ...(body === undefined ? {} : { body }) });
    return { status: answer.statusCode, body: answer.json() };
  };
  const readImport = (id: string) => get<Import>(`/api/v1/imports/${id}`);
  const settled: ErpWorld['settled'] = id => untilCalm(() => readImport(id));
  const start: ErpWorld['start'] = async genre => {
    const { status, body } = await post(`/api/v1/erp-links/${link}/imports`, { genre });
    expect(status, JSON.stringify(body)).toBe(202);
    return body.id;
  };
  return {
    ...{ post, readImport, settled, start },
    readLink: () => get<ErpLink>(`/api/v1/erp-links/${link}`),
    run: async genre => settled(await start(genre)),
    lines: id => listAll<LigneImport>(get, `/api/v1/imports/${id}/lignes`),
    imports: () => listAll<Import>(get, `/api/v1/imports`, { link_id: link, utiles: 'non' }),
    tick: () => hub.app.inUnit(SYSTEM, planDueImports),
    later: async seconds => {
      hub.clock.advance({ seconds });
      await erp.control('POST', '/clock', { advance_s: seconds });
      // Sessions end like any other; and what came due need not wait for the next look.
      Object.assign(admin, await hub.cookie(person));
      for (const feature of hub.app.features) await feature.takeover?.();
    },
  };
}

async function untilCalm(read: () => Promise<Import>): Promise<Import> {
  let run = await read();
  const look = async () => {
    run = await read();
    return CALM.includes(run.statut) || (run.statut === 'waiting' && run.prochain_essai_at !== null);
  };
  await expect.poll(look, { timeout: 60_000, interval: 15 }).toBe(true);
  return run;
}

async function listAll<T>(
  get: <R>(path: string) => Promise<R>,
  path: string,
  query: Record<string, string> = {},
): Promise<T[]> {
  const all: T[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const search = new URLSearchParams({ ...query, limit: '200', ...(cursor ? { cursor } : {}) });
    const page: { items: T[]; next_cursor: string | null } = await get(`${path}?${search}`);
    all.push(...page.items);
    cursor = page.next_cursor;
  }
  return all;
}

/** Gives every status of the ERP one of ours; the first four are the four of ours, in their order. */
export async function mapStatuts({ hub, admin, link }: ErpWorld): Promise<Mapping[]> {
  const path = `/api/v1/mappings?link_id=${link}`;
  const { items } = (await hub.request('GET', path, { as: admin })).json<{ items: Mapping[] }>();
  for (const [rank, mapping] of items.entries()) {
    const answer = await hub.request('PATCH', `/api/v1/mappings/${mapping.id}`, {
      as: admin,
      headers: { 'if-match': `"${mapping.version}"` },
      body: { valeur: (['ouvert', 'en_cours', 'ferme', 'receptionne'] as const)[rank % 4] },
    });
    expect(answer.statusCode, answer.body).toBe(200);
  }
  return (await hub.request('GET', path, { as: admin })).json<{ items: Mapping[] }>().items;
}
