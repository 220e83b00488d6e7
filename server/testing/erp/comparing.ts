// Comparing a connexion with its ERP and repairing what differs, as people do it over the wire. Whatever the ERP is.
import { expect } from 'vitest';
import type { CelluleRapprochement, Rapprochement, RapprochementRun } from '#contract/rapprochement.ts';
import { newId } from '#platform/ids.ts';
import type { Caller, TestApp } from '../app.ts';

export const WEEK = '2026-W47';
const [DU, AU] = ['2026-11-16', '2026-11-22'];

type Compared = { hub: TestApp; admin: Caller; link: string };
type Asked = { jour: string; reparation: string; as?: Caller };

export function comparing(compared: Compared) {
  const reading = readingOf(compared);
  return { ...reading, ...doing(compared, reading) };
}

function readingOf({ hub, admin, link }: Compared) {
  const get = async <T>(path: string, as: Caller = admin): Promise<T> => {
    const answer = await hub.request('GET', `/api/v1${path}`, { as });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json<T>();
  };
  const grid = (as?: Caller) => get<Rapprochement>(`/rapprochement?link_id=${link}&semaine=${WEEK}`, as);
  const cell = (worker: { id: string }, jour: string, as?: Caller) =>
    get<CelluleRapprochement>(`/rapprochement/cellule?link_id=${link}&jour=${jour}&personne_id=${worker.id}`, as);
  const dayOf = async (worker: { id: string }, jour: string, as?: Caller) =>
    (await grid(as)).personnes.find(row => row.personne_id === worker.id)?.jours.find(day => day.jour === jour);
  return { get, grid, cell, dayOf };
}

function doing({ hub, admin, link }: Compared, { get, grid, cell }: ReturnType<typeof readingOf>) {
  const post = (path: string, body: object, as: Caller) =>
    hub.request('POST', `/api/v1${path}`, { as, body, headers: { 'idempotency-key': newId() } });
  const ended = async (id: string): Promise<RapprochementRun> => {
    let run: RapprochementRun | null = null;
    const look = async () => {
      run = (await grid()).run;
      return run?.id === id && (run.statut !== 'waiting' || run.prochain_essai_at !== null) && run.statut !== 'running';
    };
    await expect.poll(look, { timeout: 20_000, interval: 20 }).toBe(true);
    return run!;
  };
  const compare = async (as: Caller = admin, du = DU, au = AU): Promise<RapprochementRun> => {
    const answer = await post('/rapprochement', { link_id: link, du, au }, as);
    expect(answer.statusCode, answer.body).toBe(202);
    return await ended(answer.json<RapprochementRun>().id);
  };
  const repair = (worker: { id: string }, { as = admin, ...asked }: Asked) =>
    post('/rapprochement/reparations', { link_id: link, personne_id: worker.id, ...asked }, as);
  /** Asked for as it was seen, and carried out; the envoi it needed is over. */
  const repaired = async (worker: { id: string }, jour: string, reparation: string) => {
    const asked = await repair(worker, { jour, reparation });
    expect(asked.statusCode, asked.body).toBe(202);
    const last = async () => (await cell(worker, jour)).derniere_reparation!;
    await expect.poll(async () => (await last()).etat, { timeout: 20_000, interval: 20 }).toMatch(/done|refused/);
    const done = await last();
    const over = async () => (await get<{ statut: string }>(`/exports/${done.export_id}`)).statut;
    if (done.export_id)
      await expect.poll(over, { timeout: 60_000, interval: 20 }).toMatch(/succeeded|partial|failed|paused|parked/);
    return done;
  };
  return { compare, repair, repaired };
}
