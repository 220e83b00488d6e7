// Hours from the phone to the validation: a day in a few taps, a team on one screen, a contest, a rejection, no network.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { ajouterJours, lundiAvant, semaineDe } from '../contract/calendrier.ts';
import type { Pointage } from '../contract/pointage.ts';
import { atTheEnd } from '../server/testing/endings.ts';
import type { HubProcess } from '../server/testing/hub-process.ts';
import { accountsOf, openBrowser, openHub, openPhone, PHONE, signIn, visit } from './browser.ts';

let hub: HubProcess;
let browser: Browser;
let accounts: ReturnType<typeof accountsOf>;
let tilleuls: string;
let paul: string;

const TODAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(Date.now());
/** Days of a week that is over, before the planning of the demonstration begins. */
const LUNDI = ajouterJours(lundiAvant(TODAY), -70);
const day = (rank: number) => ajouterJours(LUNDI, rank);

type Reply<T> = { status: number; body: T };
/** The API as the page of a signed-in person calls it. */
const call = <T>(page: Page, given: { method?: string; path: string; body?: unknown }): Promise<Reply<T>> =>
  page.evaluate(async ({ method = 'GET', path, body }) => {
    const headers = { 'Content-Type': 'application/json', 'X-Requested-With': 'hub' };
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const answer = await fetch(path, init);
    return { status: answer.status, body: await answer.json().catch(() => null) };
  }, given);

const pointagesOf = async (page: Page, query: string): Promise<Pointage[]> =>
  (await call<{ items: Pointage[] }>(page, { path: `/api/v1/pointages?${query}` })).body.items;

/** Thumbs and fingers on the page, from now on. */
async function countTaps(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    Object.assign(window, { taps: 0 });
    addEventListener(
      'pointerdown',
      () => Object.assign(window, { taps: (window as never as { taps: number }).taps + 1 }),
      true,
    );
  });
  return () => page.evaluate(() => (window as never as { taps: number }).taps);
}

const idOf = async (page: Page, path: string): Promise<string> =>
  (await call<{ items: { id: string }[] }>(page, { path })).body.items[0]!.id;

beforeAll(async () => {
  hub = await openHub(['--demo']);
  browser = await openBrowser();
  accounts = accountsOf(hub);
  const { page, context } = await visit(browser, hub);
  await signIn(page, accounts.admin);
  tilleuls = await idOf(page, '/api/v1/chantiers?q=Tilleuls');
  paul = await idOf(page, '/api/v1/personnes?q=Blanc');
  const planned = await call(page, {
    method: 'POST',
    path: '/api/v1/affectations',
    body: { personne_ids: [paul], chantier_id: tilleuls, du: day(0), au: day(1) },
  });
  expect(planned.status).toBe(201);
  await context.close();
});

test('a compagnon enters a day as planned in at most 6 taps', async () => {
  const { page, complaints } = await visit(browser, hub, { viewport: PHONE });
  await signIn(page, accounts.compagnon);
  await page.goto(`/heures/jour?jour=${day(0)}`);
  const planned = page.getByRole('button', { name: /Comme prévu/ });
  await planned.waitFor();
  const taps = await countTaps(page);
  await planned.click();
  await page.getByText('Heures envoyées.').waitFor();
  await page.getByText('Soumis').first().waitFor();
  expect(await taps()).toBeLessThanOrEqual(6);
  const [entered] = await pointagesOf(page, `personne_id=${paul}&du=${day(0)}&au=${day(0)}`);
  expect(entered).toMatchObject({ statut: 'soumis', chantier_id: tilleuls });
  expect(complaints).toEqual([]);
});

test('a day that nobody planned takes at most 6 taps too: the chantier, half an hour less, sent', async () => {
  const { page, complaints } = await visit(browser, hub, { viewport: PHONE });
  await signIn(page, accounts.compagnon);
  await page.goto(`/heures/jour?jour=${day(5)}`);
  const other = page.getByRole('button', { name: 'Autre chose' });
  await other.waitFor();
  const taps = await countTaps(page);
  await other.click();
  for (let n = 0; n < 2; n += 1) await page.getByRole('button', { name: /15 minutes de moins/ }).click();
  await page.getByRole('button', { name: /^Envoyer/ }).click();
  await page.getByText('Heures envoyées.').waitFor();
  expect(await taps()).toBeLessThanOrEqual(6);
  expect(await pointagesOf(page, `personne_id=${paul}&du=${day(5)}&au=${day(5)}`)).toHaveLength(1);
  expect(complaints).toEqual([]);
});

test('a chef enters six people on one screen in a handful of taps, one absent, one with a panier', async () => {
  const { page, complaints } = await visit(browser, hub, { viewport: PHONE });
  await signIn(page, accounts.chef);
  await page.goto(`/heures/equipe?chantier=${tilleuls}&jour=${day(2)}`);
  await page
    .getByRole('button', { name: /^Absent, / })
    .first()
    .waitFor();
  const people = await page.getByRole('button', { name: /^Absent, / }).count();
  expect(people).toBeGreaterThanOrEqual(6);
  const taps = await countTaps(page);
  await page.getByRole('button', { name: 'Absent, Cédric Perrier' }).click();
  await page.getByRole('button', { name: 'Panier : règle, João Fernandes' }).click();
  await page.getByRole('button', { name: /^Durée, João Fernandes : 15 minutes de plus/ }).click();
  await page.getByRole('button', { name: /Enregistrer et soumettre/ }).click();
  await page.getByText('Journée de l’équipe envoyée.').waitFor();
  expect(await taps()).toBeLessThanOrEqual(6);
  const entered = await pointagesOf(page, `chantier_id=${tilleuls}&du=${day(2)}&au=${day(2)}&limit=200`);
  expect(entered).toHaveLength(people - 1);
  expect(entered.every(({ statut }) => statut === 'soumis')).toBe(true);
  expect(entered.find(({ nom }) => nom === 'Fernandes')?.panier).toBe(true);
  await page.getByRole('button', { name: 'Tout est envoyé' }).waitFor();
  expect(complaints).toEqual([]);
});

async function contest(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Contester mes heures' }).click();
  await page.getByLabel('Qu’est-ce qui ne va pas ?').fill('Il manque une heure mercredi');
  await page.getByRole('button', { name: 'Contester', exact: true }).click();
  await page.getByText('Semaine contestée').waitFor();
}

async function answerAndReject(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Blanc Paul' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: 'Répondre' }).click();
  await page.getByLabel('Votre réponse').fill('Je la rajoute');
  await page.getByRole('button', { name: 'Répondre', exact: true }).last().click();
  await drawer.getByText('Contestation close').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('checkbox', { name: 'Choisir Blanc Paul' }).check();
  await page.getByRole('button', { name: 'Rejeter' }).click();
  await page.getByLabel('Motif, que chacun lira').fill('Le lundi finissait à midi');
  await page.getByRole('dialog').getByRole('button', { name: 'Rejeter', exact: true }).click();
  await page
    .getByText(/rejeté/)
    .first()
    .waitFor();
}

/** Between the question and the answer, the chef changes the line. */
async function changeMeanwhile(): Promise<void> {
  const { page, context } = await visit(browser, hub);
  await signIn(page, accounts.chef);
  const [line] = await pointagesOf(page, `personne_id=${paul}&du=${day(0)}&au=${day(0)}`);
  const item = { personne_id: paul, chantier_id: tilleuls, jour: day(0), version: line!.version, minutes: 345 };
  const body = { items: [item], soumettre: true, motif: 'Parti à 15 h' };
  const { status } = await call(page, { method: 'POST', path: '/api/v1/pointages/lot', body });
  expect(status).toBe(207);
  await context.close();
}

/** What changed since it was read is refused with both contents and its author; read, it is validated. */
async function validateWhatWasRead(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'Choisir Blanc Paul' }).check();
  await page.getByRole('button', { name: 'Valider' }).click();
  await changeMeanwhile();
  await page.getByRole('dialog').getByRole('button', { name: 'Valider' }).click();
  const changed = page.getByRole('alert').filter({ hasText: 'Changé pendant que vous lisiez' });
  const line = changed.getByRole('row').filter({ hasText: 'Paul Blanc' }).first();
  await changed.getByText(/par .+ « Parti à 15 h »/).waitFor();
  await expect.poll(() => line.innerText()).toMatch(/7\sh\s45 · soumis[\s\S]*5\sh\s45 · soumis/);
  const [kept] = await pointagesOf(page, `personne_id=${paul}&du=${day(0)}&au=${day(0)}`);
  expect(kept!.statut).toBe('soumis');
  await page.getByRole('button', { name: 'Valider' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Valider' }).click();
  await changed.waitFor({ state: 'detached' });
  await page
    .getByText(/validé/)
    .first()
    .waitFor();
}

test('a week is contested, answered, rejected with its reason, corrected, changed under the eyes of who validates, validated and signed', async () => {
  const phone = await visit(browser, hub, { viewport: PHONE });
  await signIn(phone.page, accounts.compagnon);
  await phone.page.goto(`/heures/jour?jour=${day(0)}`);
  await contest(phone.page);
  const desk = await visit(browser, hub);
  await signIn(desk.page, accounts.conducteur);
  await desk.page.goto(`/heures?semaine=${semaineDe(LUNDI)}`);
  await answerAndReject(desk.page);
  await phone.page.reload();
  await phone.page.getByText('Le lundi finissait à midi').first().waitFor();
  await phone.page.getByRole('button', { name: 'Corriger' }).click();
  await phone.page
    .getByRole('button', { name: /15 minutes de moins/ })
    .first()
    .click();
  await phone.page.getByRole('button', { name: /^Envoyer/ }).click();
  await phone.page.getByText('Heures envoyées.').waitFor();

  await desk.page.reload();
  await validateWhatWasRead(desk.page);
  await phone.page.reload();
  await phone.page.getByText('Validé').first().waitFor();
  await phone.page.getByRole('button', { name: 'Je signe ma semaine' }).click();
  await phone.page.getByRole('dialog').getByRole('button', { name: 'Signer', exact: true }).click();
  await phone.page.getByText('Signée').waitFor();
  expect([...phone.complaints, ...desk.complaints]).toEqual([]);
});

const reachable = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.reload();
  await page.waitForLoadState('networkidle');
};

test('an entry without network survives a restart of the browser and leaves by itself, once', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'hub-phone-'));
  atTheEnd(() => rmSync(profile, { recursive: true, force: true }));
  const phone = (): Promise<BrowserContext> => openPhone(hub, profile);
  const first = await phone();
  const page = await first.newPage();
  await signIn(page, accounts.compagnon);
  await page.goto(`/heures/jour?jour=${day(1)}`);
  await page.getByRole('button', { name: /Comme prévu/ }).waitFor();
  await reachable(page);
  await first.setOffline(true);
  await page.reload();
  await page.getByText(/^Données d/).waitFor();
  await page.getByRole('button', { name: /Comme prévu/ }).click();
  await page.getByText('En attente d’envoi', { exact: true }).waitFor();
  await page.reload();
  await page.getByText('En attente d’envoi', { exact: true }).waitFor();
  await first.close();

  const second = await phone();
  const again = await second.newPage();
  await again.goto(`/heures/jour?jour=${day(1)}`);
  // The session left with the browser: what waits leaves once its author is back, and under no other name.
  await again.getByLabel('E-mail ou téléphone').fill(accounts.compagnon[0]);
  await again.getByLabel('Mot de passe').fill(accounts.compagnon[1]);
  await again.getByRole('button', { name: 'Se connecter' }).click();
  await again.getByRole('heading', { level: 1, name: 'Mes heures' }).waitFor();
  await again.getByText('Soumis').first().waitFor();
  await again.getByText('En attente d’envoi', { exact: true }).waitFor({ state: 'detached' });
  const entered = await pointagesOf(again, `personne_id=${paul}&du=${day(1)}&au=${day(1)}`);
  expect(entered.map(({ version, statut }) => [version, statut])).toEqual([[1, 'soumis']]);
  await second.close();
});

test('hours that somebody changed meanwhile are not overwritten: both versions are shown, one is chosen', async () => {
  const { page, context } = await visit(browser, hub, { viewport: PHONE, offline: true });
  await signIn(page, accounts.compagnon);
  await page.goto(`/heures/jour?jour=${day(3)}`);
  await page.getByRole('button', { name: 'Autre chose' }).waitFor();
  await reachable(page);
  await context.setOffline(true);
  await page.getByRole('button', { name: /Comme le dernier jour/ }).click();
  await page.getByText('En attente d’envoi', { exact: true }).waitFor();

  const chef = await visit(browser, hub);
  await signIn(chef.page, accounts.chef);
  const body = { personne_id: paul, chantier_id: tilleuls, jour: day(3), minutes: 240, soumettre: true };
  expect((await call(chef.page, { method: 'POST', path: '/api/v1/pointages', body })).status).toBe(201);

  await context.setOffline(false);
  await page.getByText(/Modifié entre-temps/).waitFor();
  const versions = page.getByRole('table', { name: 'Votre saisie et ce qui est enregistré' });
  await versions.getByText(/4\sh/).waitFor();
  const minutesNow = async () =>
    (await pointagesOf(chef.page, `personne_id=${paul}&du=${day(3)}&au=${day(3)}`))[0]!.minutes;
  expect(await minutesNow()).toBe(240);
  await page.getByRole('button', { name: 'Enregistrer ma saisie' }).click();
  await page.getByText(/Modifié entre-temps/).waitFor({ state: 'detached' });
  await expect.poll(minutesNow).not.toBe(240);
});
