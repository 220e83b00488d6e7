// A hub and a simulated ERP that are connected: what tests of imports start from.
import { expect, onTestFinished } from 'vitest';
import type { ErpLink } from '#contract/erp-link.ts';
import type { Import, LigneImport } from '#contract/import.ts';
import type { Mapping } from '#contract/mapping.ts';
import { planDueImports } from '#exchange/imports/index.ts';
import { SYSTEM } from '#platform/unit.ts';
import { type Caller, type TestApp, testApp } from './app.ts';
import type { MadePersonne } from './make.ts';
import { type Simulator, type SimulatorOptions, type StoredChantier, startSimulator } from './simulator.ts';

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
  link?: Record<string, unknown>;
  secret?: string;
};

const CALM = ['cancelled', 'succeeded', 'partial', 'failed', 'paused', 'parked'];

export async function erpWorld({ link: rhythm, secret, beside, ...options }: Options = {}): Promise<ErpWorld> {
  const erp = await startSimulator({ chantiers: 30, ...options });
  const hub = beside?.hub ?? (await testApp({ jobs: true, allow: '127.0.0.1/32:*' }));
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
  const settled: ErpWorld['settled'] = async id => {
    let run = await readImport(id);
    const look = async () => {
      run = await readImport(id);
      return CALM.includes(run.statut) || (run.statut === 'waiting' && run.prochain_essai_at !== null);
    };
    await expect.poll(look, { timeout: 60_000, interval: 15 }).toBe(true);
    return run;
  };
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

/** What the hub should hold of one object of theirs, said from their store alone; status left out unless mapped. */
export type Fields = {
  external_id: string;
  nom: string;
  statut: string | null;
  date_debut: string | null;
  date_fin: string | null;
  minutes_estimees: number | null;
};

const plain = (text: string) =>
  text
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;|&apos;/g, "'")
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();

export function expectedOf(row: StoredChantier, statuts: ReadonlyMap<string, string | null>): Fields {
  const [debut, fin] = [row['startAt'] as string | null, row['endAt'] as string | null];
  const inverted = debut !== null && fin !== null && fin < debut;
  return {
    external_id: row.id,
    nom: plain(row.name),
    statut: row.archived ? 'ferme' : (statuts.get(String(row.status)) ?? null),
    date_debut: debut,
    date_fin: inverted ? null : fin,
    minutes_estimees: row['plannedMinutes'] as number | null,
  };
}

/** What the hub holds of this connexion, deleted and hidden apart. */
export async function heldBy({ hub, link }: ErpWorld): Promise<Fields[]> {
  return [
    ...(await hub.db.sql<Fields[]>`
      select v.external_id, c.nom, c.statut, c.date_debut::text, c.date_fin::text, c.minutes_estimees
      from chantiers_relies v join connexions l on l.system = v.system and l.id = ${link} join chantiers c on c.id = v.chantier_id
      where v.etat = 'present' and c.deleted_at is null order by v.external_id collate "C"`),
  ];
}

/** The oracle: the hub holds what the ERP's own store says, field by field. */
export async function expectEqual(world: ErpWorld): Promise<void> {
  const { items } = (
    await world.hub.request('GET', `/api/v1/mappings?link_id=${world.link}`, { as: world.admin })
  ).json<{ items: Mapping[] }>();
  const statuts = new Map(items.map(mapping => [mapping.external_id, mapping.valeur]));
  const { chantiers } = await world.erp.truth();
  const visible = chantiers.filter(row => !row.hidden).map(row => expectedOf(row, statuts));
  const held = await heldBy(world);
  const unmapped = new Set(visible.filter(row => row.statut === null).map(row => row.external_id));
  const seen = held.map(row => (unmapped.has(row.external_id) ? { ...row, statut: null } : row));
  expect(seen).toEqual(visible.sort((a, b) => (a.external_id < b.external_id ? -1 : 1)));
}
