// What comes before a journey of hours to the ERP: a connexion with its chantiers, people on both sides, a day of work.
import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import type { ErpLink } from '../../contract/erp-link.ts';
import type { Mapping } from '../../contract/mapping.ts';
import type { TrytonWorld } from '../../server/testing/erp/tryton.ts';
import type { Simulator } from '../../server/testing/simulator.ts';

type Reply<T> = { status: number; body: T };
/** The API as the page of a signed-in person calls it. */
export const call = <T>(
  page: Page,
  given: { method?: string; path: string; body?: unknown; version?: number },
): Promise<Reply<T>> =>
  page.evaluate(async ({ method = 'GET', path, body, version }) => {
    const headers: Record<string, string> = { 'Content-Type': 'application/json', 'X-Requested-With': 'hub' };
    if (version !== undefined) headers['If-Match'] = `"${version}"`;
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const answer = await fetch(path, init);
    return { status: answer.status, body: await answer.json().catch(() => null) };
  }, given);

async function made<T>(page: Page, path: string, body: unknown): Promise<T> {
  const answer = await call<T>(page, { method: 'POST', path, body });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
}

const until = (page: Page, path: string, statuts: string[]) =>
  vi.waitFor(async () => expect(statuts).toContain((await call<{ statut: string }>(page, { path })).body.statut), {
    timeout: 60_000,
    interval: 300,
  });

async function imported(page: Page, link: string, genre: 'apercu' | 'initial'): Promise<void> {
  const { id } = await made<{ id: string }>(page, `/api/v1/erp-links/${link}/imports`, { genre });
  await until(page, `/api/v1/imports/${id}`, ['succeeded', 'partial']);
}

export const toCostructor = ({ base_url, key }: Simulator) => ({
  kind: 'costructor',
  settings: { base_url },
  credentials: { api_key: key },
});
export const toTryton = ({ server, database, credentials }: TrytonWorld) => ({
  kind: 'tryton',
  settings: { base_url: server, database },
  credentials,
});

/** Preview, statuses as the hub proposes them, first import. Gives the connexion. */
export async function connected(page: Page, account: { kind: string }): Promise<string> {
  const { id } = await made<ErpLink>(page, '/api/v1/erp-links', { ...account, historique_mois: 120 });
  await imported(page, id, 'apercu');
  const { body } = await call<{ items: Mapping[] }>(page, { path: `/api/v1/mappings?link_id=${id}` });
  for (const { id: mapping, version, proposition, valeur } of body.items)
    if (valeur === null && proposition)
      await call(page, {
        method: 'PATCH',
        path: `/api/v1/mappings/${mapping}`,
        body: { valeur: proposition },
        version,
      });
  await imported(page, id, 'initial');
  return id;
}

export async function siteNamed(page: Page, nom: string): Promise<string> {
  const path = `/api/v1/chantiers?q=${encodeURIComponent(nom)}`;
  return (await call<{ items: { id: string }[] }>(page, { path })).body.items[0]!.id;
}

export const newPersonne = async (page: Page, own: Record<string, unknown>): Promise<string> =>
  (await made<{ id: string }>(page, '/api/v1/personnes', { role: 'compagnon', type_personne: 'employe', ...own })).id;

export async function newUser(erp: Simulator, own: Record<string, unknown>): Promise<string> {
  const answer = await erp.control<{ id?: string; user?: { id: string } }>('POST', '/users', own);
  return answer.id ?? answer.user!.id;
}

type Work = { personne_id: string; chantier_id: string; jour: string; minutes: number };
/** Hours that wait for their validation. Gives the pointage. */
export const work = (page: Page, day: Work): Promise<{ id: string; version: number }> =>
  made(page, '/api/v1/pointages', { ...day, soumettre: true, motif: 'Saisie pour lui' });

export type Entry = { user: string; day: string; startTime: string; endTime: string; notes: string | null };
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const lasts = ({ startTime, endTime }: Entry): number => minutesOf(endTime) - minutesOf(startTime);

/** What the ERP itself holds of somebody on a day, by our marks: the minutes of each entry. */
export async function entriesThere(erp: Simulator, user: string, day: string): Promise<number[]> {
  const store = (await erp.truth()) as unknown as { entries: Entry[] };
  const own = store.entries.filter(entry => entry.user === user && entry.day === day && /HC-/.test(entry.notes ?? ''));
  return own.map(lasts);
}
export const minutesThere = async (erp: Simulator, user: string, day: string): Promise<number> =>
  (await entriesThere(erp, user, day)).reduce((sum, minutes) => sum + minutes, 0);

/** One line of Tryton's own store: our id, whose, of when, how long, on which project. */
export type StoredLine = { uuid: string; qui: string; jour: string; minutes: number; projet: string };
export const linesInTryton = ({ sql }: TrytonWorld): StoredLine[] =>
  sql<StoredLine>(
    `select l.uuid, p.name as qui, l.date as jour, cast(l.duration / 60 as integer) as minutes, w.name as projet
     from timesheet_line l join company_employee e on e.id = l.employee join party_party p on p.id = e.party
     join timesheet_work t on t.id = l.work join project_work w on t.origin = 'project.work,' || w.id
     where l.uuid is not null order by l.uuid`,
  );
