// What a person asks of the rapprochement of a week, whatever the ERP is, and what ERP users do behind its back.
import { expect } from 'vitest';
import type { CelluleRapprochement, Rapprochement, RapprochementRun } from '#contract/rapprochement.ts';
import { newId } from '#platform/ids.ts';
import type { Caller, TestApp } from '../app.ts';
import { type Entry, type HoursWorld, makeWorker, type Worker } from './hours.ts';

/** The week that is compared, and its days. */
export const WEEK = '2026-W47';
export const [DU, AU] = ['2026-11-16', '2026-11-22'];
const DAY = '2026-11-17';

type Compared = { hub: TestApp; admin: Caller; link: string };
type Person = { id: string };
type Asked = { jour: string; reparation: string; as?: Caller };
type Last = NonNullable<CelluleRapprochement['derniere_reparation']>;

function reading({ hub, admin, link }: Compared) {
  const get = async <T>(path: string, as: Caller = admin): Promise<T> => {
    const answer = await hub.request('GET', `/api/v1${path}`, { as });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json<T>();
  };
  const grid = (as?: Caller, semaine = WEEK) =>
    get<Rapprochement>(`/rapprochement?link_id=${link}&semaine=${semaine}`, as);
  const cell = (worker: Person, jour: string, as?: Caller) =>
    get<CelluleRapprochement>(`/rapprochement/cellule?link_id=${link}&jour=${jour}&personne_id=${worker.id}`, as);
  const dayOf = async (worker: Person, jour: string, as?: Caller) =>
    (await grid(as)).personnes.find(row => row.personne_id === worker.id)?.jours.find(day => day.jour === jour);
  return { get, grid, cell, dayOf };
}

function asking({ hub, admin, link }: Compared, { get, grid, cell }: ReturnType<typeof reading>) {
  const post = (path: string, body: unknown, as: Caller = admin) =>
    hub.request('POST', `/api/v1/rapprochement${path}`, { as, body, headers: { 'idempotency-key': newId() } });
  const ended = async (id: string): Promise<RapprochementRun> => {
    let run: RapprochementRun | null = null;
    const isOver = async () => {
      run = (await grid()).run;
      const { statut, prochain_essai_at = null } = run ?? {};
      return run?.id === id && (statut !== 'waiting' || prochain_essai_at !== null) && statut !== 'running';
    };
    await expect.poll(isOver, { timeout: 20_000, interval: 20 }).toBe(true);
    return run!;
  };
  const compare = async (as: Caller = admin, [du, au]: readonly [string, string] = [DU, AU]) => {
    const answer = await post('', { link_id: link, du, au }, as);
    expect(answer.statusCode, answer.body).toBe(202);
    return await ended(answer.json<RapprochementRun>().id);
  };
  const repair = ({ id: personne_id }: Person, { jour, reparation, as = admin }: Asked) =>
    post('/reparations', { link_id: link, jour, personne_id, reparation }, as);
  /** Asked for as it was seen, carried out, and the envoi it needed over or waiting. */
  const repaired = async (worker: Person, jour: string, reparation: string): Promise<Last> => {
    const asked = await repair(worker, { jour, reparation });
    expect(asked.statusCode, asked.body).toBe(202);
    const last = async () => (await cell(worker, jour)).derniere_reparation!;
    await expect.poll(async () => (await last()).etat, { timeout: 20_000, interval: 20 }).toMatch(/done|refused/);
    const { export_id } = await last();
    const over = async () => {
      const { statut, prochain_essai_at } = await get<Going>(`/exports/${export_id}`);
      return statut === 'waiting' && prochain_essai_at === null ? 'due' : statut;
    };
    if (export_id) await expect.poll(over, { timeout: 60_000, interval: 20 }).not.toMatch(/due|running/);
    return await last();
  };
  return { post, ended, compare, repair, repaired };
}
type Going = { statut: string; prochain_essai_at: string | null };

export function comparing(compared: Compared) {
  const read = reading(compared);
  return { ...read, ...asking(compared, read) };
}

/** The same on Costructor's simulator, with what its users do. */
export function comparingHours(world: HoursWorld) {
  const { erp, sites } = world;
  const there = async ({ user }: Worker): Promise<Entry[]> => (await world.entries()).filter(row => row.user === user);
  return {
    ...comparing(world),
    there,
    /** As somebody does who types hours inside of the ERP. */
    enter: async ({ user }: Worker, over: Record<string, unknown>): Promise<void> => {
      const answer = await fetch(`${erp.base_url}/timesheet_entries`, {
        method: 'POST',
        headers: { authorization: `Bearer ${erp.key}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          ...{ user, type: 'work', day: '2026-11-20', project: sites[0]!.external_id },
          ...{ startTime: '20:00', endTime: '21:00', ...over },
        }),
      });
      expect(answer.status, await answer.clone().text()).toBeLessThan(300);
    },
    lock: (worker: Worker, locked: boolean, week = WEEK) =>
      erp.control('POST', '/weeks', { user: worker.user, week, locked }),
    /** One more person, with a validated day of two slots that is over there. */
    sentDay: async (jour = DAY, minutes = 420): Promise<{ worker: Worker; entries: Entry[]; pointage: string }> => {
      const worker = await makeWorker(world);
      const pointage = await world.work(worker, { jour, minutes });
      expect((await world.send(jour, jour)).statut).toMatch(/succeeded|partial/);
      return { worker, pointage, entries: (await there(worker)).filter(entry => entry.day === jour) };
    },
  };
}
export type Comparing = ReturnType<typeof comparingHours>;
