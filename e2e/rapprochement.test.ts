// The product's promise in a browser: what somebody changes inside of the ERP is seen, repaired, and equal again, over there too.
// A real hub, and a simulator of the ERP as a process of its own beside it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page, Response } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Rapprochement, RapprochementRun } from '../contract/rapprochement.ts';
import { atTheEnd } from '../server/testing/endings.ts';
import { firstSignIn, HUB_PASSWORD, type HubProcess } from '../server/testing/hub-process.ts';
import { type Simulator, startSimulator } from '../server/testing/simulator.ts';
import { openBrowser, openHub, PHONE, signIn, type Visit, visit } from './browser.ts';
import {
  type Company,
  entriesThere,
  JOURS,
  minutesThere,
  openCompany,
  openRoles,
  SEMAINE,
  type Worker,
} from './rapprochement/company.ts';

const ADMIN: [string, string] = ['admin@exemple.fr', HUB_PASSWORD];
const PEOPLE = [
  ['Camille', 'Ouvrard'],
  ['Paul', 'Blanc'],
  ['Youssef', 'Amrani'],
] as const;
const [, MARDI, , JEUDI] = JOURS as [string, string, string, string, string];
const DAY = 440;

let hub: HubProcess;
let browser: Browser;
let erp: Simulator;
let company: Company;
let workers: Worker[];

beforeAll(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hub-e2e-rapprochement-'));
  atTheEnd(() => rmSync(dir, { recursive: true, force: true }));
  erp = await startSimulator({ chantiers: 12, store: join(dir, 'costructor.json') });
  hub = await openHub([], { OUTBOUND_ALLOW: '127.0.0.1/32:*' });
  await firstSignIn(hub);
  browser = await openBrowser();
  company = await openCompany(hub, erp, [...PEOPLE]);
  workers = company.workers;
});

async function finish(...visits: Visit[]): Promise<void> {
  for (const { context, complaints } of visits) {
    expect(complaints).toEqual([]);
    await context.close();
  }
}

const cellOf = (page: Page, worker: Worker, jour: string): Locator =>
  page.locator(`tr[data-personne="${worker.id}"] td[data-jour="${jour}"]`);
const verdictOf = (cell: Locator) => cell.getAttribute('data-verdict');
const dialog = (page: Page) => page.getByRole('dialog').last();

/** Asked, done, and shown. */
async function compare(page: Page): Promise<void> {
  const asked = page.waitForResponse(
    answer => answer.request().method() === 'POST' && answer.url().endsWith('/rapprochement'),
  );
  await page.getByRole('button', { name: 'Comparer maintenant' }).click();
  const { id } = (await (await asked).json()) as RapprochementRun;
  const isOver = async (answer: Response): Promise<boolean> => {
    if (answer.request().method() !== 'GET' || !answer.url().includes('/rapprochement?')) return false;
    const { run } = (await answer.json()) as Rapprochement;
    return run?.id === id && run.statut === 'succeeded';
  };
  await page.waitForResponse(isOver, { timeout: 60_000 });
  await page.getByRole('button', { name: 'Comparer maintenant' }).waitFor();
}

const sentence = (page: Page, words: RegExp) => page.locator('main header p').filter({ hasText: words });

/** Said in the drawer, and true in the ERP's own store. */
async function untilEqual(page: Page, worker: Worker, jour: string): Promise<void> {
  await page.getByText('Réparation faite').waitFor({ timeout: 60_000 });
  await page.locator('strong', { hasText: /^Égal$/ }).waitFor({ timeout: 60_000 });
  await expect.poll(() => minutesThere(erp, worker, jour)).toBe(DAY);
}

async function openWeek(own: Visit, as = ADMIN): Promise<Page> {
  await signIn(own.page, as);
  await own.page.goto(`/rapprochement?semaine=${SEMAINE}`);
  await own.page.getByRole('grid').waitFor();
  return own.page;
}

test('an hour changed inside of the ERP is seen, repaired as it was said, and equal again over there', async () => {
  const own = await visit(browser, hub);
  const page = await openWeek(own);
  await page.getByText('Cette semaine n’a pas encore été comparée').waitFor();
  await compare(page);
  await sentence(page, /^15\scases égales · comparé/).waitFor();

  const camille = workers[0]!;
  const changed = (await entriesThere(erp, camille, MARDI)).find(({ startTime }) => startTime === '13:00')!;
  await erp.control('PATCH', `/entries/${changed.id}`, { endTime: '15:00' });
  await compare(page);
  await sentence(page, /^14\scases égales · 1\smodifiée là-bas · comparé/).waitFor();
  const cell = cellOf(page, camille, MARDI);
  expect(await verdictOf(cell)).toBe('modifie');
  expect(await cell.innerText()).toMatch(/Modifié : 6\sh/);

  await cell.click();
  const drawer = page.getByRole('dialog', { name: 'Les deux côtés' });
  await drawer.getByText('Modifié là-bas').waitFor();
  const total = drawer.locator('tfoot');
  expect(await total.innerText()).toMatch(/7\sh\s20\s+≠\s6\sh/);
  await drawer.getByRole('button', { name: 'Réparer' }).click();
  await dialog(page)
    .getByText(/Les 6\sh de Ouvrard Camille|Les 6\sh de Camille Ouvrard/)
    .waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Annuler');
  await dialog(page).getByRole('button', { name: 'Remplacer' }).click();
  await untilEqual(page, camille, MARDI);
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });

  await compare(page);
  await sentence(page, /^15\scases égales · comparé/).waitFor();
  expect((await entriesThere(erp, camille, MARDI)).map(({ endTime }) => endTime).toSorted()).toEqual([
    '12:00',
    '16:20',
  ]);
  await finish(own);
});

test('the chronologie of that hour tells who did what, from the entry to the repair', async () => {
  const own = await visit(browser, hub);
  const page = await openWeek(own);
  await cellOf(page, workers[0]!, MARDI).click();
  await dialog(page).locator('summary', { hasText: '13:00–16:20' }).last().click();
  await dialog(page).getByRole('link', { name: 'Ouvrir sa chronologie' }).click();
  await page.getByRole('heading', { level: 1, name: /^HC-/ }).waitFor();
  await page
    .getByText(/^Geste\. .*validé/)
    .first()
    .waitFor();
  await page
    .getByText(/Comparé avec Costructor : modifié là-bas/)
    .first()
    .waitFor();
  await page
    .getByText(/Réparer : remplacer/)
    .first()
    .waitFor();
  await finish(own);
});

test('with the keyboard alone: from cell to cell, both sides, a missing hour sent again', async () => {
  const own = await visit(browser, hub);
  const page = await openWeek(own);
  const paul = workers[1]!;
  for (const { id } of await entriesThere(erp, paul, JEUDI)) await erp.control('DELETE', `/entries/${id}`);
  await compare(page);
  await page
    .getByText(/1\smanquante dans l’ERP/)
    .first()
    .waitFor();

  await page.getByRole('button', { name: 'Comparer maintenant' }).focus();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-jour') ?? null);
  for (let tries = 0; tries < 12 && (await focused()) === null; tries += 1) await page.keyboard.press('Tab');
  // One comes in at the cell that needs somebody; one tab stop for the whole grid.
  expect(await focused()).toBe(JEUDI);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await dialog(page).getByText('Manquant dans l’ERP').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(focused).toBe(JEUDI);

  await page.keyboard.press('Enter');
  await dialog(page).getByRole('button', { name: 'Réparer' }).waitFor();
  const named = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  for (let tries = 0; tries < 12 && !(await named()).startsWith('Réparer'); tries += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await dialog(page).getByRole('button', { name: 'Renvoyer' }).waitFor();
  await expect.poll(named).toBe('Annuler');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await untilEqual(page, paul, JEUDI);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(focused).toBe(JEUDI);
  await finish(own);
});

test('on a phone only what is wrong is unfolded, and a week opens by a touch', async () => {
  const own = await visit(browser, hub, { viewport: PHONE });
  const youssef = workers[2]!;
  const [entry] = await entriesThere(erp, youssef, MARDI);
  await erp.control('DELETE', `/entries/${entry!.id}`);
  const page = await openWeek(own);
  await compare(page);
  const row = page.locator(`tr[data-personne="${youssef.id}"][data-gaps="true"]`);
  await row.waitFor();
  expect(await row.locator('td[data-jour]:visible').count()).toBe(1);
  await row.getByRole('button', { name: /Toute la semaine/ }).click();
  expect(await row.locator('td[data-jour]:visible').count()).toBe(7);
  await finish(own);
});

type Roles = Awaited<ReturnType<typeof openRoles>>;

/** Every way to ask for the hours of somebody of another chantier. */
const waysTo = ({ stranger, lines }: Roles): string[] => {
  const at = `link_id=${company.link}`;
  const whose = [`personne_id=${stranger.id}`, `external_id=${stranger.user}`];
  return [
    `/rapprochement?${at}&semaine=${SEMAINE}`,
    ...JOURS.flatMap(jour => whose.map(who => `/rapprochement/cellule?${at}&jour=${jour}&${who}`)),
    ...lines.flatMap(({ id, pointage_id }) => [
      `/chronologie?objet=ligne_envoi&id=${id}`,
      `/chronologie?objet=pointage&id=${pointage_id}`,
      `/lignes-envoi/${id}`,
      `/lignes-envoi/${id}/historique`,
    ]),
    ...['lignes-envoi', 'exports', 'regularisations-erp'].map(noun => `/${noun}?${at}`),
    `/envois/semaine?${at}&semaine=${SEMAINE}`,
  ];
};

async function expectRefused(as: [string, string]): Promise<void> {
  const own = await visit(browser, hub);
  await signIn(own.page, as);
  await own.page.goto(`/rapprochement?semaine=${SEMAINE}`);
  await own.page.getByText('Vous n’avez pas ce droit').waitFor();
  await own.page.getByText(/se lit par l’administration, la gestion de la paie et les conducteurs/).waitFor();
  expect(await own.page.getByRole('grid').count()).toBe(0);
  await finish(own);
}

test('a conducteur compares and reads his chantiers alone, in no answer of the hub the others; a chef and a compagnon are told who may', async () => {
  const roles = await openRoles(hub, company);
  const { stranger } = roles;
  const own = await visit(browser, hub);
  const answers: Promise<string>[] = [];
  own.page.on('response', answer => {
    if (answer.url().includes('/api/v1/')) answers.push(answer.text().catch(() => ''));
  });
  const page = await openWeek(own, roles.conducteur);
  await compare(page);
  await sentence(page, /^10\scases égales · comparé/).waitFor();
  expect(await page.locator('tr[data-personne]').count()).toBe(2);
  await cellOf(page, workers[0]!, MARDI).click();
  await dialog(page).locator('summary', { hasText: '13:00–16:20' }).click();
  await dialog(page).getByRole('link', { name: 'Ouvrir sa chronologie' }).waitFor();

  const asked = (all: string[]) =>
    page.evaluate(
      async urls => await Promise.all(urls.map(async url => await (await fetch(`/api/v1${url}`)).text())),
      all,
    );
  const said = [...(await asked(waysTo(roles))), ...(await Promise.all(answers))];
  expect(said.filter(text => text.includes(workers[0]!.id)).length).toBeGreaterThan(0);
  // His name, his ids, his afternoon, his day, his week.
  const theirs = new RegExp(`Amrani|${stranger.id}|${stranger.user}|[:[,] ?(197|437|2185)[,}\\]]`);
  expect(said.filter(text => theirs.test(text)).map(text => text.slice(0, 500))).toEqual([]);
  await finish(own);

  for (const as of roles.others) await expectRefused(as);
});
