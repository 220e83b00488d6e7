// A company whose hours flow to a simulated ERP: connected, imported, people known on both sides, a week validated and sent.
// All of it asked of the API, as people do; the ERP is commanded by its control port.
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { ajouterJours, lundiAvant, semaineDe } from '../../contract/calendrier.ts';
import { entriesOf, entryMinutes } from '../../server/testing/erp/hours.ts';
import { accessToken, HUB_PASSWORD, type HubProcess } from '../../server/testing/hub-process.ts';
import type { Simulator } from '../../server/testing/simulator.ts';

/** The week before this one: over, whatever the day is. */
const LUNDI = ajouterJours(lundiAvant(new Date().toISOString().slice(0, 10)), -7);
export const SEMAINE = semaineDe(LUNDI);
export const JOURS = Array.from({ length: 5 }, (_, rank) => ajouterJours(LUNDI, rank));

export type Worker = { id: string; user: string; nom: string };

type Ask = { body?: unknown; version?: number };

function apiOf(hub: HubProcess, token: string) {
  return async <T>(method: string, path: string, { body, version }: Ask = {}): Promise<T> => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    };
    const answer = await fetch(`${hub.origin}/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    expect(answer.ok, `${method} ${path}: ${answer.status} ${text}`).toBe(true);
    return JSON.parse(text || 'null') as T;
  };
}
type Api = ReturnType<typeof apiOf>;

const OVER = ['succeeded', 'partial'];
async function until(look: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await look())) {
    if (Date.now() > deadline) throw new Error('it never came about');
    await wait(100);
  }
}

async function run(api: Api, link: string, genre: string): Promise<void> {
  const { id } = await api<{ id: string }>('POST', `/erp-links/${link}/imports`, { body: { genre } });
  await until(async () => OVER.includes((await api<{ statut: string }>('GET', `/imports/${id}`)).statut));
}

async function connect(api: Api, erp: Simulator): Promise<string> {
  const body = {
    kind: 'costructor',
    settings: { base_url: erp.base_url },
    credentials: { api_key: erp.key },
    historique_mois: 120,
  };
  const { id } = await api<{ id: string }>('POST', '/erp-links', { body });
  await run(api, id, 'apercu');
  type Valeur = { id: string; version: number };
  const { items } = await api<{ items: Valeur[] }>('GET', `/mappings?link_id=${id}`);
  for (const [rank, { id: mapping, version }] of items.entries()) {
    const valeur = ['ouvert', 'en_cours', 'ferme', 'receptionne'][rank % 4];
    await api('PATCH', `/mappings/${mapping}`, { body: { valeur }, version });
  }
  await run(api, id, 'initial');
  return id;
}

/** On both sides, under one e-mail: the hub finds them. */
async function hire(api: Api, erp: Simulator, [prenom, nom]: readonly [string, string]): Promise<Worker> {
  const email = `${prenom}.${nom}@exemple.fr`.toLowerCase();
  const { id } = await api<{ id: string }>('POST', '/personnes', { body: { nom, prenom, email, role: 'compagnon' } });
  const user = await erp.control<{ id?: string; user?: { id: string } }>('POST', '/users', {
    ...{ firstName: prenom, lastName: nom, email },
  });
  return { id, user: user.id ?? user.user!.id, nom: `${prenom} ${nom}` };
}

async function relate(api: Api, link: string, workers: readonly Worker[]): Promise<void> {
  await api('POST', `/erp-links/${link}/personnes`);
  type Known = { external_id: string; personne_id: string | null };
  await until(async () => {
    const { items } = await api<{ items: Known[] }>('GET', `/personnes-erp?link_id=${link}&etat=reliees&limit=200`);
    return workers.every(({ id, user }) => items.some(one => one.external_id === user && one.personne_id === id));
  });
}

type Site = { id: string; version: number; statut: string; references: { external_id: string }[] };

/** Two that take hours, here and over there. */
async function openSites(api: Api, erp: Simulator): Promise<[Site, Site]> {
  const archived = new Set((await erp.truth()).chantiers.filter(row => row.archived).map(row => row.id));
  const { items } = await api<{ items: Site[] }>('GET', '/chantiers?limit=50');
  const [one, other] = items.filter(
    ({ statut, references }) =>
      ['ouvert', 'en_cours'].includes(statut) && references.some(({ external_id }) => !archived.has(external_id)),
  );
  return [one!, other!];
}

/** The last one works alone on the other chantier, a little less than a whole day. */
async function work(api: Api, workers: readonly Worker[], [one, other]: [Site, Site]): Promise<void> {
  const pointages: string[] = [];
  for (const { id: personne_id } of workers)
    for (const jour of JOURS) {
      const alone = personne_id === workers.at(-1)!.id;
      const plages = [
        { debut: '08:00', fin: '12:00' },
        { debut: '13:00', fin: alone ? '16:17' : '16:20' },
      ];
      const body = { personne_id, chantier_id: (alone ? other : one).id, jour, plages, soumettre: true };
      pointages.push((await api<{ id: string }>('POST', '/pointages', { body })).id);
    }
  await api('POST', '/pointages/validation', { body: { pointages } });
}

/** Somebody who signs in: e-mail and password. */
async function makeAccount(api: Api, hub: HubProcess, role: string): Promise<{ id: string; as: [string, string] }> {
  const email = `${role}@exemple.fr`;
  const body = { nom: 'Essai', prenom: role, email, role };
  const { id } = await api<{ id: string }>('POST', '/personnes', { body });
  const { url } = await api<{ url: string }>('POST', `/personnes/${id}/lien`);
  const used = await fetch(`${hub.origin}/api/auth/liens/usage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-requested-with': 'hub' },
    body: JSON.stringify({ jeton: url.split('#')[1], mot_de_passe: HUB_PASSWORD }),
  });
  expect(used.status, await used.text()).toBe(201);
  return { id, as: [email, HUB_PASSWORD] };
}

/** Who leads the first chantier, and who leads nothing; with all that the hub knows of the one who works on the other. */
export async function openRoles(hub: HubProcess, { link, workers, sites: [site] }: Company) {
  const api = apiOf(hub, await accessToken(hub));
  const conducteur = await makeAccount(api, hub, 'conducteur');
  const others = [await makeAccount(api, hub, 'chef_chantier'), await makeAccount(api, hub, 'compagnon')];
  const membres = [{ personne_id: conducteur.id, role_chantier: 'conducteur' }];
  await api('PUT', `/chantiers/${site.id}/equipe`, { body: { membres }, version: site.version });
  const stranger = workers.at(-1)!;
  const { items } = await api<{ items: { id: string; pointage_id: string; personne_id: string }[] }>(
    'GET',
    `/lignes-envoi?link_id=${link}&limit=200`,
  );
  return {
    ...{ conducteur: conducteur.as, others: others.map(({ as }) => as), stranger },
    lines: items.filter(({ personne_id }) => personne_id === stranger.id),
  };
}

async function send(api: Api, link: string): Promise<void> {
  const path = `/erp-links/${link}/envoi-heures`;
  const { version } = await api<{ version: number }>('GET', path);
  const body = {
    ...{ actif: true, frequence: 'hebdomadaire', jour: 1, heure: '06:00', arriere: 'envoyer', depuis: JOURS[0] },
    horaires_acceptes: true,
  };
  await api('PUT', path, { body, version });
  const asked = { link_id: link, du: JOURS[0], au: JOURS[4] };
  const { id } = await api<{ id: string }>('POST', '/exports', { body: asked });
  await until(async () => OVER.includes((await api<{ statut: string }>('GET', `/exports/${id}`)).statut));
  // Else nothing of what follows would prove anything.
  const { items } = await api<{ items: { etat: string; raison: unknown }[] }>('GET', `/lignes-envoi?link_id=${link}`);
  expect(items.filter(({ etat }) => etat !== 'sent')).toEqual([]);
  expect(items.length).toBeGreaterThan(0);
}

export type Company = Awaited<ReturnType<typeof openCompany>>;
export async function openCompany(hub: HubProcess, erp: Simulator, names: (readonly [string, string])[]) {
  const api = apiOf(hub, await accessToken(hub));
  const link = await connect(api, erp);
  const workers: Worker[] = [];
  for (const name of names) workers.push(await hire(api, erp, name));
  await relate(api, link, workers);
  const sites = await openSites(api, erp);
  await work(api, workers, sites);
  await send(api, link);
  return { link, workers, sites };
}

/** Of the ERP's own store. */
export const entriesThere = async (erp: Simulator, { user }: Worker, jour: string) =>
  (await entriesOf(erp)).filter(entry => entry.user === user && entry.day === jour);
export const minutesThere = async (erp: Simulator, worker: Worker, jour: string): Promise<number> =>
  (await entriesThere(erp, worker, jour)).reduce((sum, entry) => sum + entryMinutes(entry), 0);
