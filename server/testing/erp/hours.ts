// A hub and a simulated ERP whose hours flow: people mapped, chantiers imported, sending switched on. And what proves them equal.
import { expect } from 'vitest';
import type { Envoi, LigneEnvoi, RegularisationErp } from '#contract/export.ts';
import type { Plage } from '#contract/temps.ts';
import { planDueExports } from '#exchange/exports/index.ts';
import type { Sql } from '#platform/db/sql.ts';
import { newId } from '#platform/ids.ts';
import { SYSTEM } from '#platform/unit.ts';
import { makePersonne } from '../make.ts';
import { makePointage } from '../make-hours.ts';
import type { Simulator } from '../simulator.ts';
import { type ErpWorld, imported } from './world.ts';

export type Entry = {
  id: string;
  user: string;
  day: string;
  project: string | null;
  startTime: string;
  endTime: string;
  notes: string | null;
};
export type Worker = { id: string; user: string };
export type Site = { id: string; external_id: string };

export type HoursWorld = ErpWorld & {
  workers: Worker[];
  sites: Site[];
  /** One validated pointage; gives its id. */
  work: (
    worker: Worker,
    day: { jour: string; site?: Site; minutes?: number; plages?: Plage[]; statut?: 'valide' | 'brouillon' },
  ) => Promise<string>;
  /** A correction, validated at once. */
  correct: (id: string, minutes: number) => Promise<void>;
  /** « Envoyer maintenant »; gives the run once it stands still. */
  send: (du?: string, au?: string) => Promise<Envoi>;
  ask: (du?: string, au?: string) => Promise<string>;
  readExport: (id: string) => Promise<Envoi>;
  calm: (id: string) => Promise<Envoi>;
  /** What the minute's tick does. */
  tickExports: () => Promise<void>;
  exports: () => Promise<Envoi[]>;
  ledger: (query?: Record<string, string>) => Promise<LigneEnvoi[]>;
  regularisations: () => Promise<RegularisationErp[]>;
  entries: () => Promise<Entry[]>;
  /** POST and DELETE of entries that the ERP was asked for, since the last time this was asked. */
  writes: () => Promise<string[]>;
  fault: (...rules: unknown[]) => Promise<void>;
};

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
export const entryMinutes = ({ startTime, endTime }: Entry): number => minutesOf(endTime) - minutesOf(startTime);
const markOf = ({ notes }: Entry): string | null => /HC-[0-9A-Z]+/.exec(notes ?? '')?.[0] ?? null;

export const entriesOf = async (erp: Pick<Simulator, 'control'>): Promise<Entry[]> => {
  const store = await erp.control<Record<string, unknown>>('GET', '/store');
  return (store['entries'] ?? store['saisies'] ?? []) as Entry[];
};

/** `mapped: false`: nobody is linked yet. */
export async function hoursWorld(
  world: ErpWorld,
  { people = 1, mapped = true, on = true }: { people?: number; mapped?: boolean; on?: boolean } = {},
): Promise<HoursWorld> {
  await imported(world);
  const { sql } = world.hub.db;
  const archived = new Set((await world.erp.truth()).chantiers.filter(row => row.archived).map(row => row.id));
  const known = await sql<{ id: string; external_id: string }[]>`
    select v.chantier_id as id, v.external_id from chantiers_lies_erp v where v.link_id = ${world.link} order by v.external_id`;
  const sites = known.filter(({ external_id }) => !archived.has(external_id));
  const workers: Worker[] = [];
  for (let n = 0; n < people; n += 1) workers.push(await makeWorker(world, mapped));
  if (on) await switchOn(world);
  const made = { ...world, workers, sites: [...sites] };
  return { ...made, ...calls(made) };
}

/** Known on both sides, and linked. */
export async function makeWorker(
  { hub, erp, link }: Pick<ErpWorld, 'hub' | 'erp' | 'link'>,
  mapped = true,
): Promise<Worker> {
  const { id } = await makePersonne(hub.db.sql, { nom: `Ouvrier ${newId().slice(-6)}` });
  const answer = await erp.control<{ id?: string; user?: { id: string } }>('POST', '/users', {
    firstName: 'Camille',
    lastName: `Ouvrier ${id.slice(-6)}`,
  });
  const user = answer.id ?? answer.user!.id;
  if (mapped) await mapWorker(hub.db.sql, link, { id, user });
  return { id, user };
}

export const mapWorker = async (sql: Sql, link: string, { id, user }: Worker): Promise<void> => {
  await sql`
    insert into erp_personnes (id, link_id, external_id, nom, prenom, actif, personne_id, trouve_par)
    values (${newId()}, ${link}, ${user}, 'Ouvrier', 'Camille', true, ${id}, 'main')
    on conflict (link_id, external_id) do update set personne_id = excluded.personne_id, trouve_par = 'main'`;
};

export async function switchOn({ hub, admin, link }: ErpWorld, over: Record<string, unknown> = {}): Promise<void> {
  const path = `/api/v1/erp-links/${link}/envoi-heures`;
  const { version } = (await hub.request('GET', path, { as: admin })).json<{ version: number }>();
  const body = {
    ...{ actif: true, frequence: 'hebdomadaire', jour: 1, heure: '06:00' },
    ...{ arriere: 'envoyer', depuis: '2020-01-01', horaires_acceptes: true, ...over },
  };
  const answer = await hub.request('PUT', path, { as: admin, body, headers: { 'if-match': `"${version}"` } });
  expect(answer.statusCode, answer.body).toBe(200);
}

type Made = ErpWorld & Pick<HoursWorld, 'workers' | 'sites'>;
function calls(world: Made): Omit<HoursWorld, keyof Made> {
  const { hub, erp } = world;
  return {
    ...running(world),
    ...reading(world),
    work: async (worker, { site = world.sites[0]!, ...day }) =>
      (await makePointage(hub.db.sql, { personne_id: worker.id, chantier_id: site.id, ...day })).id,
    correct: async (id, minutes) => {
      await hub.db.sql`
        update pointages set minutes = ${minutes}, plages = '[]', revision = revision + 1, valide_revision = revision + 1,
          valide_minutes = ${minutes}, valide_plages = '[]' where id = ${id}`;
    },
    entries: () => entriesOf(erp),
    writes: writesOf(erp),
    fault: async (...rules) => void (await erp.control('POST', '/faults', { rules })),
  };
}

type Running = Pick<HoursWorld, 'readExport' | 'calm' | 'ask' | 'send' | 'tickExports'>;

function running({ hub, admin, link }: Made): Running {
  const readExport: HoursWorld['readExport'] = async id => {
    const answer = await hub.request('GET', `/api/v1/exports/${id}`, { as: admin });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json<Envoi>();
  };
  const calm: HoursWorld['calm'] = async id => {
    let run = await readExport(id);
    const look = async () => {
      run = await readExport(id);
      const over = ['cancelled', 'succeeded', 'partial', 'failed', 'paused', 'parked'].includes(run.statut);
      return over || (run.statut === 'waiting' && run.prochain_essai_at !== null);
    };
    await expect.poll(look, { timeout: 60_000, interval: 15 }).toBe(true);
    return run;
  };
  const ask: HoursWorld['ask'] = async (du = '2026-11-16', au = '2026-11-22') => {
    const answer = await hub.request('POST', '/api/v1/exports', { as: admin, body: { link_id: link, du, au } });
    expect(answer.statusCode, answer.body).toBe(202);
    return answer.json<Envoi>().id;
  };
  return {
    ...{ readExport, calm, ask },
    send: async (du, au) => calm(await ask(du, au)),
    tickExports: () => hub.app.inUnit(SYSTEM, planDueExports),
  };
}

function reading({ hub, admin, link }: Made): Pick<HoursWorld, 'exports' | 'ledger' | 'regularisations'> {
  const all = async <T>(path: string, query: Record<string, string>): Promise<T[]> => {
    const items: T[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const search = new URLSearchParams({ ...query, link_id: link, limit: '200', ...(cursor ? { cursor } : {}) });
      const answer = await hub.request('GET', `/api/v1${path}?${search}`, { as: admin });
      expect(answer.statusCode, answer.body).toBe(200);
      const page = answer.json<{ items: T[]; next_cursor: string | null }>();
      items.push(...page.items);
      cursor = page.next_cursor;
    }
    return items;
  };
  return {
    exports: () => all<Envoi>('/exports', { utiles: 'non' }),
    ledger: (query = {}) => all<LigneEnvoi>('/lignes-envoi', query),
    regularisations: () => all<RegularisationErp>('/regularisations-erp', {}),
  };
}

function writesOf(erp: Simulator): HoursWorld['writes'] {
  let asked = 0;
  return async () => {
    const fresh = (await erp.requests()).filter(({ n }) => n > asked);
    asked = Math.max(asked, ...fresh.map(({ n }) => n));
    const writes = fresh.filter(({ method, path }) => method !== 'GET' && path.startsWith('/timesheet_entries'));
    return writes.map(({ method, status }) => `${method} ${status}`);
  };
}

type Ledger = {
  marque: string;
  personne_id: string;
  jour: string;
  etat: string;
  retrait: string | null;
  minutes: number;
  raison_code: string | null;
  external_id: string | null;
};

/**
 * The oracles, on the simulator's own store. `complete: false`: some lines stay here, with their reason.
 */
export async function expectProved(
  { erp, sql, link }: { erp: Pick<Simulator, 'control'>; sql: Sql; link: string },
  { complete = true }: { complete?: boolean } = {},
): Promise<void> {
  const lines = await sql<Ledger[]>`
    select marque, personne_id, jour, etat, retrait, minutes, raison_code, external_id from export_lignes
    where link_id = ${link} order by numero`;
  const there = lines.filter(({ etat, retrait }) => etat === 'sent' || retrait === 'refused');
  const entries = await entriesOf(erp);
  const marks = entries.map(markOf).sort();
  expect(marks, 'entries with a mark are the lines sent').toEqual(there.map(({ marque }) => marque).sort());
  const ids = new Set(entries.map(({ id }) => id));
  expect(there.filter(({ external_id }) => !ids.has(external_id ?? ''))).toEqual([]);
  const mute = lines.filter(({ etat, raison_code }) => !['sent', 'superseded'].includes(etat) && raison_code === null);
  expect(mute, 'every line that is not there says why').toEqual([]);
  const byMark = new Map(lines.map(line => [line.marque, line]));
  const sums = new Map<string, number>();
  for (const entry of entries) {
    const line = byMark.get(markOf(entry)!)!;
    const key = `${line.personne_id} ${line.jour}`;
    sums.set(key, (sums.get(key) ?? 0) + entryMinutes(entry));
  }
  if (!complete) return;
  const validated = await sql<{ personne_id: string; jour: string; minutes: number }[]>`
    select v.personne_id, v.jour, sum(v.minutes)::integer as minutes
    from pointages_vivants v join chantiers_lies_erp x on x.chantier_id = v.chantier_id and x.link_id = ${link}
    where v.statut = 'valide' group by v.personne_id, v.jour`;
  const wanted = new Map(validated.map(({ personne_id, jour, minutes }) => [`${personne_id} ${jour}`, minutes]));
  expect(Object.fromEntries([...sums].sort()), 'minutes over there are those validated').toEqual(
    Object.fromEntries([...wanted].sort()),
  );
}

/** A run right after changes nothing and writes nothing. */
export async function expectStill(world: HoursWorld, du?: string, au?: string): Promise<void> {
  await world.writes();
  const before = await world.ledger();
  const again = await world.send(du, au);
  expect(again.statut).toBe('succeeded');
  expect(await world.writes()).toEqual([]);
  const facts = (lines: LigneEnvoi[]) =>
    lines.map(({ id, etat, retrait, external_id, essais }) => ({ id, etat, retrait, external_id, essais }));
  expect(facts(await world.ledger())).toEqual(facts(before));
}

export const proof = (world: HoursWorld) => ({ erp: world.erp, sql: world.hub.db.sql, link: world.link });
