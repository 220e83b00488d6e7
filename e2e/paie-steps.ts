// A month of pay in the demonstration: every day that is due is entered, then validated, by the API, as the person who is signed in.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

type Ask = { method: string; path: string; body?: unknown; version?: number };
type Reply = { status: number; body: unknown };

export const ask = (page: Page, asked: Ask): Promise<Reply> =>
  page.evaluate(async ({ method, path, body, version }) => {
    const response = await fetch(`/api/v1${path}`, {
      method,
      headers: {
        'X-Requested-With': 'hub',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json().catch(() => null)) as unknown };
  }, asked);

/** Three months ago: of no week that the demonstration plans, and wholly over whatever the day is. */
export function moisOver(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 3, 1)).toISOString().slice(0, 7);
}

type Ligne = { personne_id: string; nom: string; jours: string[] };
type Pret = { pret: boolean; points: { code: string; n: number; lignes: Ligne[] }[] };

export async function readManquants(page: Page, mois: string): Promise<Ligne[]> {
  const { body } = await ask(page, { method: 'GET', path: `/paie/pret?mois=${mois}` });
  return (body as Pret).points.find(({ code }) => code === 'jours_manquants')!.lignes;
}

/** One that receives hours, of those the person sees. */
async function openChantier(page: Page): Promise<string> {
  const { body } = await ask(page, { method: 'GET', path: '/chantiers?statut=en_cours&limit=1' });
  return (body as { items: { id: string }[] }).items[0]!.id;
}

type Item = { personne_id: string; chantier_id: string; jour: string; minutes: number };
const LOT = 400;

/** Enters seven hours on every day that is due, but for one of the last line, within a week of others, which it returns with what it entered. */
export async function fillMonth(page: Page, mois: string): Promise<{ left: Ligne; entered: string[] }> {
  const lignes = await readManquants(page, mois);
  const chantier_id = await openChantier(page);
  const last = lignes.at(-1)!;
  const left = { ...last, jours: last.jours.slice(1, 2) };
  const items: Item[] = lignes
    .flatMap(({ personne_id, jours }) => jours.map(jour => ({ personne_id, chantier_id, jour, minutes: 420 })))
    .filter(item => !(item.personne_id === left.personne_id && item.jour === left.jours[0]));
  const entered: string[] = [];
  for (let n = 0; n < items.length; n += LOT) {
    const reply = await ask(page, {
      method: 'POST',
      path: '/pointages/lot',
      body: { items: items.slice(n, n + LOT), soumettre: true, motif: 'Reprise du papier' },
    });
    const done = (reply.body as { items?: { status: number; id: string; problem: unknown }[] }).items ?? [];
    expect(done.filter(({ status }) => status >= 300)).toEqual([]);
    entered.push(...done.map(({ id }) => id));
  }
  return { left, entered };
}

/** Of these, all that the person who is signed in may validate: nobody validates his own. */
export async function validate(page: Page, pointages: string[]): Promise<void> {
  const { status } = await ask(page, { method: 'POST', path: '/pointages/validation', body: { pointages } });
  expect(status).toBe(200);
}
