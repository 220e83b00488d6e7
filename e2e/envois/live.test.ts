// An envoi in a real browser while it runs: held, taken up again, given up, made to wait by the ERP. On the same hub: who and what is
// who and what over there without a mouse, and what both sides changed.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test, vi } from 'vitest';
import { ajouterJours, lundiAvant } from '../../contract/calendrier.ts';
import type { ErpLink } from '../../contract/erp-link.ts';
import type { Envoi } from '../../contract/export.ts';
import type { Mapping } from '../../contract/mapping.ts';
import { atTheEnd } from '../../server/testing/endings.ts';
import { firstSignIn, HUB_PASSWORD, type HubProcess } from '../../server/testing/hub-process.ts';
import { type Simulator, startSimulator } from '../../server/testing/simulator.ts';
import { DESK, openBrowser, openHub, PHONE, signIn, type Visit, visit } from '../browser.ts';
import { call, connected, minutesThere, newPersonne, newUser, toCostructor, work } from './steps.ts';

const ADMIN: [string, string] = ['admin@exemple.fr', HUB_PASSWORD];
const TODAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(Date.now());
const LUNDI = ajouterJours(lundiAvant(TODAY), -7);
const NAMES = ['Abadie', 'Bonnet', 'Charpin', 'Dufour'];
const DAYS = [0, 1, 2, 3, 4];
const SCREENS = fileURLToPath(new URL('../../screens/envoi-en-cours', import.meta.url));

let hub: HubProcess;
let browser: Browser;
let erp: Simulator;
let admin: Visit;
let link: string;
let chantier: string;
let there: string[];

beforeAll(async () => {
  mkdirSync(SCREENS, { recursive: true });
  const dir = mkdtempSync(join(tmpdir(), 'hub-e2e-live-'));
  atTheEnd(() => rmSync(dir, { recursive: true, force: true }));
  erp = await startSimulator({ chantiers: 8, store: join(dir, 'costructor.json') });
  await erp.control('POST', '/chantiers', { name: 'Gymnase des Glières', status: 'En cours' });
  await erp.control('POST', '/chantiers', { name: 'Mur du parking', status: 'Zone grise' });
  there = await Promise.all(NAMES.map(lastName => newUser(erp, { firstName: 'Jean', lastName })));
  await newUser(erp, { firstName: 'Luc', lastName: 'Perrachon' });
  hub = await openHub([], { OUTBOUND_ALLOW: '127.0.0.1/32:*' });
  await firstSignIn(hub);
  browser = await openBrowser();
  admin = await visit(browser, hub);
  const { page } = admin;
  await signIn(page, ADMIN);
  link = await connected(page, toCostructor(erp));
  const found = await call<{ items: { id: string }[] }>(page, { path: '/api/v1/chantiers?q=Gli%C3%A8res' });
  chantier = found.body.items[0]!.id;
  for (const matricule of ['A1', 'A2']) await newPersonne(page, { prenom: 'Luc', nom: 'Perrachon', matricule });
  for (const nom of NAMES) await week(page, await newPersonne(page, { prenom: 'Jean', nom }));
  await switchOn(page);
});

/** Five days of seven hours, validated. */
async function week(page: Page, personne_id: string): Promise<void> {
  const made = [];
  for (const rank of DAYS)
    made.push(await work(page, { personne_id, chantier_id: chantier, jour: ajouterJours(LUNDI, rank), minutes: 420 }));
  const body = { pointages: made.map(({ id }) => id) };
  const { status } = await call(page, { method: 'POST', path: '/api/v1/pointages/validation', body });
  expect(status).toBeLessThan(300);
}

/** Its people are read, and hours may leave. */
async function switchOn(page: Page): Promise<void> {
  await call(page, { method: 'POST', path: `/api/v1/erp-links/${link}/personnes` });
  const read = async () =>
    (await call<{ compte: { reliees: number } }>(page, { path: `/api/v1/erp-links/${link}/personnes` })).body.compte;
  await vi.waitFor(async () => expect((await read()).reliees).toBeGreaterThanOrEqual(NAMES.length), {
    ...{ timeout: 60_000, interval: 300 },
  });
  const body = {
    ...{ actif: true, frequence: 'hebdomadaire', jour: 1, heure: '06:00' },
    ...{ arriere: 'envoyer', horaires_acceptes: true },
  };
  const path = `/api/v1/erp-links/${link}/envoi-heures`;
  const { status } = await call(page, { method: 'PUT', path, body, version: 0 });
  expect(status).toBe(200);
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const dialog = (page: Page) => page.getByRole('dialog');

/** « Envoyer maintenant » for the week; leaves the page of the run. */
async function start(page: Page): Promise<string> {
  await page.goto('/envois');
  await button(page, 'Envoyer maintenant').click();
  await dialog(page).getByLabel('Du').fill(LUNDI);
  await dialog(page).getByLabel('Au').fill(ajouterJours(LUNDI, 6));
  await dialog(page).getByRole('button', { name: 'Envoyer', exact: true }).click();
  await heading(page, /^Envoi : /).waitFor();
  return new URL(page.url()).pathname.split('/').at(-1)!;
}

const run = async (page: Page, id: string): Promise<Envoi> =>
  (await call<Envoi>(page, { path: `/api/v1/exports/${id}` })).body;

async function allThere(): Promise<number> {
  let sum = 0;
  for (const user of there) for (const rank of DAYS) sum += await minutesThere(erp, user, ajouterJours(LUNDI, rank));
  return sum;
}
/** What it counts is what the ERP holds: the day that was in hand has ended, and no other was begun. */
const standsStill = (page: Page, id: string) =>
  expect
    .poll(async () => {
      const { minutes, doubtful, to_send } = (await run(page, id)).compte;
      const gap = minutes - (await allThere());
      return gap === 0 ? 'even' : { gap, doubtful, to_send };
    })
    .toBe('even');
const FULL = NAMES.length * DAYS.length * 420;

async function picture(page: Page, name: string): Promise<void> {
  for (const [width, viewport] of [
    ['1280', DESK],
    ['390', PHONE],
  ] as const) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: join(SCREENS, `${name}-${width}.png`), fullPage: true });
  }
  await page.setViewportSize(DESK);
}

const slow = (ms: number) => ({
  rules: [{ id: 'lent', match: { method: 'POST', path: '/timesheet_entries' }, fault: { kind: 'latency', ms } }],
});

test('an envoi that runs is held at once, stands still, goes on where it was and is given up; the rest leaves with the next, once', async () => {
  const { page } = admin;
  await erp.control('POST', '/faults', slow(400));
  const id = await start(page);
  await page.getByText(/[1-9]\d* sur \d+\slignes/).waitFor();
  await picture(page, 'en-cours');
  await button(page, 'Mettre en pause').click();
  await button(page, 'Reprendre').waitFor();
  await page.getByText('En pause', { exact: true }).waitFor();
  // The day in hand is ended, no other begun.
  await standsStill(page, id);
  const held = await run(page, id);
  expect(held.compte.minutes).toBeGreaterThan(0);
  expect(held.compte.minutes).toBeLessThan(FULL);
  await picture(page, 'en-pause');
  await button(page, 'Reprendre').click();
  await expect.poll(async () => (await run(page, id)).compte.sent).toBeGreaterThan(held.compte.sent);
  await button(page, 'Annuler l’envoi').click();
  await dialog(page).getByText('Ce qui est déjà dans l’ERP y reste').waitFor();
  expect(await dialog(page).getByRole('button', { name: 'Annuler', exact: true }).evaluate(isFocused)).toBe(true);
  await dialog(page).getByRole('button', { name: 'Annuler l’envoi' }).click();
  await page.getByText('Annulé', { exact: true }).first().waitFor();
  await standsStill(page, id);
  expect(await allThere()).toBeLessThan(FULL);
  await picture(page, 'annule');

  await erp.control('DELETE', '/faults');
  await button(page, 'Relancer l’envoi').click();
  await page.getByText('Réussi', { exact: true }).first().waitFor({ timeout: 60_000 });
  expect(await allThere()).toBe(FULL);
});

const isFocused = (node: Element) => node === document.activeElement;

test('when the ERP asks to wait, the page says until when, and the envoi goes on by itself', async () => {
  const { page } = admin;
  const more = await newPersonne(page, { prenom: 'Jean', nom: 'Excoffier' });
  const user = await newUser(erp, { firstName: 'Jean', lastName: 'Excoffier' });
  await week(page, more);
  await call(page, { method: 'POST', path: `/api/v1/erp-links/${link}/personnes` });
  await page.goto(`/integrations/${link}/personnes?etat=reliees&q=Excoffier`);
  await page.getByText('reliée par le nom').waitFor({ timeout: 60_000 });
  const asks = { kind: 'too_many', retry_after: 'seconds', seconds: 12 };
  await erp.control('POST', '/faults', {
    rules: [{ match: { method: 'POST', path: '/timesheet_entries', times: 1 }, fault: asks }],
  });
  await start(page);
  await page
    .getByText(/En pause jusqu’à \d\d:\d\d/)
    .first()
    .waitFor();
  await picture(page, 'attente');
  await page.getByText('Réussi', { exact: true }).first().waitFor({ timeout: 90_000 });
  expect(await minutesThere(erp, user, LUNDI)).toBe(420);
  expect(admin.complaints).toEqual([]);
});

type Focus = { name: string; seen: boolean };
/** What has the focus, by the name one hears, and whether one sees it. */
const focused = (page: Page): Promise<Focus> =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLInputElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    const { top, bottom } = at.getBoundingClientRect();
    const inside = bottom > 0 && top < window.innerHeight;
    const name = at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent ?? '';
    return { name: name.trim(), seen: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0 && inside };
  });

test('statuses are related by Tab, arrows and Enter: each stop is seen, in the order of the page, and none keeps the focus', async () => {
  const { page } = admin;
  await page.goto(`/integrations/${link}`);
  const { items } = (await call<{ items: Mapping[] }>(page, { path: `/api/v1/mappings?link_id=${link}` })).body;
  const label = (libelle: string) => `Statut dans le hub pour « ${libelle} »`;
  const selects = page.getByLabel(/^Statut dans le hub pour/);
  await selects.first().waitFor();
  const order = await selects.evaluateAll(all => all.map(one => one.getAttribute('aria-label')));
  expect(order).toHaveLength(items.length);

  await selects.first().focus();
  await page.keyboard.press('Shift+Tab');
  for (const name of order) {
    await page.keyboard.press('Tab');
    expect(await focused(page)).toEqual({ name, seen: true });
  }
  await page.keyboard.press('Tab');
  expect((await focused(page)).name).not.toMatch(/^Statut dans le hub/);
  await page.keyboard.press('Shift+Tab');
  expect((await focused(page)).name).toBe(order.at(-1));

  await page.getByLabel(label('Zone grise')).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  expect(await page.getByLabel(label('Zone grise')).inputValue()).toBe('ouvert');
  await page.keyboard.press('Tab');
  expect(await focused(page)).toEqual({ name: 'Relier « Zone grise »', seen: true });
  await page.keyboard.press('Enter');
  await page.getByText('« Zone grise » est relié à « Ouvert ».').waitFor();
  await expect.poll(async () => (await focused(page)).name).toBe(label('Zone grise'));
});

/** The search that has the focus next: its list is walked, then left. */
async function searchAndLeave(page: Page): Promise<void> {
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Perrachon');
  const options = page.getByRole('option', { name: /Luc Perrachon/ });
  await options.nth(1).waitFor();
  const active = () => options.evaluateAll(all => all.findIndex(one => one.getAttribute('aria-selected') === 'true'));
  expect(await active()).toBe(0);
  await page.keyboard.press('ArrowDown');
  expect(await active()).toBe(1);
  await page.keyboard.press('ArrowUp');
  expect(await active()).toBe(0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await focused(page)).name).toMatch(/^Chercher qui est/);
}

test('a person is related without a mouse: the list of who is found obeys the arrows, Escape gives the place back', async () => {
  const { page } = admin;
  await page.goto(`/integrations/${link}/personnes?q=Perrachon`);
  await button(page, /^Relier à Luc Perrachon/)
    .first()
    .waitFor();
  await page.getByLabel('Montrer').focus();
  const stops: string[] = [];
  for (let n = 0; n < 4; n += 1) {
    await page.keyboard.press('Tab');
    const { name, seen } = await focused(page);
    expect(seen, name).toBe(true);
    stops.push(name);
  }
  expect(stops.map(name => name.replace(/(Perrachon).*/, '$1'))).toEqual([
    ...['Relier à Luc Perrachon', 'Relier à Luc Perrachon'],
    ...['Chercher qui est Luc Perrachon', 'Ignorer Luc Perrachon'],
  ]);
  await searchAndLeave(page);
  await page.keyboard.press('Enter');
  await page.keyboard.type('A2');
  await page.getByRole('option', { name: /Luc Perrachon.*A2/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Luc Perrachon est relié à Luc Perrachon.').waitFor();
  // Nobody is left to relate under this word: the focus is on the title, not lost.
  await expect.poll(async () => (await focused(page)).name).toBe('Personnes de l’ERP');
  expect(admin.complaints).toEqual([]);
});

/** Somebody else gives the address to the hub in the meantime. */
async function holdAddress(page: Page): Promise<void> {
  const path = `/api/v1/erp-links/${link}`;
  const { version } = (await call<ErpLink>(page, { path })).body;
  const changed = await call(page, { method: 'PATCH', path, body: { champs_app: ['adresse'] }, version });
  expect(changed.status).toBe(200);
}

/** What it means is said first; what somebody else has saved meanwhile stays. */
async function giveName(page: Page): Promise<void> {
  await page.goto(`/integrations/${link}`);
  await button(page, 'Changer qui tient quoi').click();
  await page.getByRole('group', { name: 'Nom' }).getByLabel('Le hub').check();
  await page.getByText('Nom : se changera dans le hub.').waitFor();
  await holdAddress(page);
  await button(page, 'Enregistrer').click();
  await page.getByText('Quelqu’un a modifié ces réglages pendant votre saisie').waitFor();
  await button(page, 'Enregistrer mes changements').click();
  await page.getByText('Nom, adresse', { exact: true }).waitFor();
}

test('a field is given to the hub with what that means said first, beside another person; what both sides change is seen, and the other value taken', async () => {
  const { page } = admin;
  await giveName(page);
  await page.goto(`/chantiers/${chantier}?vue=modifier`);
  await page.getByLabel('Nom', { exact: true }).fill('Gymnase des Glières, lot 2');
  await button(page, 'Enregistrer').click();
  await heading(page, 'Gymnase des Glières, lot 2').waitFor();
  const { body } = await call<{ references: { external_id: string }[] }>(page, {
    path: `/api/v1/chantiers/${chantier}`,
  });
  await erp.control('PATCH', `/chantiers/${body.references[0]!.external_id}`, { name: 'Gymnase Glières' });
  await page.goto(`/integrations/${link}`);
  await button(page, 'Actualiser maintenant').click();
  await expect
    .poll(async () => (await call<{ items: unknown[] }>(page, { path: '/api/v1/conflits-erp' })).body.items.length, {
      timeout: 60_000,
    })
    .toBe(1);
  await page.getByRole('link', { name: 'Voir les conflits' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Gymnase Glières' });
  await row.getByText('Gymnase des Glières, lot 2').first().waitFor();
  await row.getByText(/^Le hub/).waitFor();
  await button(page, /^Prendre l’autre valeur/).click();
  await dialog(page)
    .getByRole('button', { name: /^Prendre la valeur de Costructor/ })
    .click();
  await row.getByText('Aujourd’hui : Gymnase Glières').waitFor();
  await page.goto(`/chantiers/${chantier}`);
  await heading(page, 'Gymnase Glières').waitFor();
  await page.getByRole('link', { name: 'Voir ce qui a été changé des deux côtés' }).click();
  await heading(page, 'Conflits avec l’ERP').waitFor();
  await row.waitFor();
  expect(admin.complaints).toEqual([]);
});
