// The week of a conducteur: planned with the mouse, then without it; copied; told its conflicts; read on a phone by the one it is for.
import type { Browser, Locator, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { HubProcess } from '../server/testing/hub-process.ts';
import { accountsOf, openBrowser, openHub, PHONE, signIn, type Visit, visit } from './browser.ts';

let hub: HubProcess;
let browser: Browser;
let accounts: ReturnType<typeof accountsOf>;

beforeAll(async () => {
  hub = await openHub(['--demo']);
  browser = await openBrowser();
  accounts = accountsOf(hub);
});

/** The whole company without scrolling: a hand drags from where it is to what it sees. */
const TALL = { width: 1280, height: 1800 };

async function drag(from: Locator, to: Locator, key?: 'Control'): Promise<void> {
  const page = from.page();
  const [a, b] = [(await from.boundingBox())!, (await to.boundingBox())!];
  await page.mouse.move(a.x + 20, a.y + a.height / 2);
  await page.mouse.down();
  await page.mouse.move(a.x + 30, a.y + a.height / 2, { steps: 3 });
  if (key) await page.keyboard.down(key);
  // A browser tells of a drag at each frame: the hand stays over the day until it is marked.
  let nudge = 0;
  await expect
    .poll(async () => {
      nudge += 1;
      await page.mouse.move(b.x + b.width / 2 + (nudge % 5), b.y + b.height / 2, { steps: 4 });
      // That day and no other: where the hand came from is marked first.
      return to.evaluate(day => day.matches('[data-target]') || day.querySelector('[data-target]') !== null);
    })
    .toBe(true);
  await page.mouse.up();
  if (key) await page.keyboard.up(key);
}

/** Where drag and drop is loaded, a block says that it can be taken. */
async function ready(block: Locator): Promise<void> {
  await expect
    .poll(async () => {
      await block.page().mouse.move(1, 1);
      await block.hover();
      return block.getAttribute('draggable');
    })
    .toBe('true');
}

const rowOf = (page: Page, name: string): Locator => page.getByRole('row').filter({ hasText: name });
const dayOf = (page: Page, name: string, day: number): Locator =>
  rowOf(page, name)
    .getByRole('gridcell')
    .nth(day - 1);
const blockOf = (cell: Locator, chantier: string | RegExp): Locator => cell.getByRole('button', { name: chantier });

async function openWeek(semaine: string, account = accounts.conducteur): Promise<Visit> {
  const seen = await visit(browser, hub, { viewport: TALL });
  await signIn(seen.page, account);
  await seen.page.goto(`/planning?semaine=${semaine}`);
  await rowOf(seen.page, 'Blanc Paul').waitFor();
  return seen;
}

async function chooseChantier(page: Page, nom: string): Promise<void> {
  await page.getByRole('dialog').getByLabel('Chantier').fill(nom);
  await page
    .getByRole('option', { name: new RegExp(nom) })
    .first()
    .click();
}

type Json = Record<string, unknown>;
/** What another screen would do, with this person's session. */
const call = (page: Page, [method, path]: [string, string], body?: Json): Promise<Json> =>
  page.evaluate(
    async ([verb, at, sent]) => {
      const headers: Record<string, string> = { 'Content-Type': 'application/json', 'X-Requested-With': 'hub' };
      const answer = await fetch(`/api/v1${at}`, {
        method: verb as string,
        headers,
        ...(sent ? { body: sent } : {}),
      } as RequestInit);
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      return (await answer.json()) as Json;
    },
    [method, path, body ? JSON.stringify(body) : null] as const,
  );

type Named = { items: { id: string; nom: string }[] };
const idOf = async (page: Page, noun: 'personnes' | 'chantiers', nom: string): Promise<string> => {
  const { items } = (await call(page, ['GET', `/${noun}?q=${encodeURIComponent(nom)}`])) as unknown as Named;
  return items.find(one => one.nom === nom)!.id;
};

test('a conducteur plans a week with the mouse: several people at once, moved, copied, taken back', async () => {
  const { page, complaints } = await openWeek('2027-W10');
  for (const name of ['Paul Blanc', 'João Fernandes']) await page.getByLabel(`Choisir ${name}`).click();
  await page.getByText('2 personnes choisies').waitFor();
  await page.getByRole('button', { name: 'Affecter à un chantier' }).click();
  await chooseChantier(page, 'Les Tilleuls');
  await page.getByRole('dialog').getByRole('button', { name: 'Affecter', exact: true }).click();
  await page.getByText('10 affectations posées').waitFor();
  await page.getByText('2 personnes planifiées').waitFor();

  const monday = blockOf(dayOf(page, 'Blanc Paul', 1), /Tilleuls/);
  await ready(monday);
  await drag(monday, dayOf(page, 'Perrier Cédric', 2));
  await page.getByText('Affectation déplacée').waitFor();
  await blockOf(dayOf(page, 'Perrier Cédric', 2), /Tilleuls/).waitFor();
  expect(await monday.count()).toBe(0);
  await page.getByRole('button', { name: 'Annuler' }).click();
  await page.getByText('Annulé : Affectation déplacée').waitFor();
  await monday.waitFor();

  await ready(monday);
  await drag(monday, dayOf(page, 'Perrier Cédric', 3), 'Control');
  await page.getByText('Affectation copiée').waitFor();
  expect(await monday.count()).toBe(1);

  await page.reload();
  await blockOf(dayOf(page, 'Perrier Cédric', 3), /Tilleuls/).waitFor();
  expect(complaints).toEqual([]);
});

test('a week is copied to the next one, which opens with its blocks', async () => {
  const { page, complaints } = await openWeek('2027-W14');
  await page.getByLabel('Choisir Paul Blanc').click();
  await page.getByRole('button', { name: 'Affecter à un chantier' }).click();
  await chooseChantier(page, 'Les Tilleuls');
  await page.getByRole('dialog').getByRole('button', { name: 'Affecter', exact: true }).click();
  await page.getByText('5 affectations posées').waitFor();
  await page.getByRole('button', { name: 'Copier la semaine' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Copier la semaine' }).click();
  await page.getByText('Semaine copiée : 5 affectations posées').waitFor();
  await page.getByRole('heading', { name: /Semaine 15/ }).waitFor();
  await blockOf(dayOf(page, 'Blanc Paul', 5), /Tilleuls/).waitFor();
  expect(complaints).toEqual([]);
});

const tabTo = async (page: Page, matches: string): Promise<void> => {
  for (let tries = 0; tries < 60; tries += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(selector => document.activeElement?.matches(selector) ?? false, matches)) return;
  }
  throw new Error(`the keyboard never reached ${matches}`);
};
/** Nothing while the focus is nowhere: the body holds every word of the page. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => (document.activeElement === document.body ? '' : (document.activeElement?.textContent ?? '')));

test('the same without a mouse: place, take, move, put, give up, take away and undo, each step said', async () => {
  const { page, complaints } = await openWeek('2027-W11');
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const said = page.getByRole('status');
  await page.getByLabel('Rechercher').first().focus();
  await tabTo(page, '[role="grid"] [data-stop]');
  await press('ArrowRight', 'Enter');
  const dialog = page.getByRole('dialog');
  // The dialog gives its field the focus once it is drawn; who types waits for that.
  await expect.poll(() => dialog.getByLabel('Chantier').evaluate(field => field === document.activeElement)).toBe(true);
  await page.keyboard.type('Jaurès');
  await expect
    .poll(() => page.locator('[role="option"]').allTextContents())
    .toEqual([expect.stringMatching(/Jean-Jaurès/)]);
  await press('Enter');
  await dialog.getByRole('button', { name: 'Changer de chantier' }).waitFor();
  await tabTo(page, 'button[type="submit"]');
  await press('Enter');
  await said.getByText('1 affectation posée').waitFor();
  await expect.poll(() => focused(page)).toMatch(/Jean-Jaurès.*lundi/);

  await moveWithout(page, press);
  expect(complaints).toEqual([]);
});

async function moveWithout(page: Page, press: (...keys: string[]) => Promise<void>): Promise<void> {
  const said = page.getByRole('status');
  const before = await focused(page);
  await press('Enter');
  await said.getByText(/: pris\./).waitFor();
  await press('ArrowRight', 'Escape');
  await said.getByText('Le bloc reste où il était.').waitFor();
  expect(await focused(page)).toBe(before);
  await press('Enter', 'ArrowRight', 'ArrowDown', 'Enter');
  await said.getByText('Affectation déplacée').waitFor();
  await expect.poll(() => focused(page)).toMatch(/Jean-Jaurès.*mardi/);
  await press('Delete');
  await said.getByText('Affectation retirée').waitFor();
  expect(
    await page
      .getByRole('gridcell')
      .getByRole('button', { name: /Jaurès/ })
      .count(),
  ).toBe(0);
  await tabTo(page, 'button[aria-keyshortcuts="Control+Z"]');
  await press('Enter');
  await said.getByText('Annulé : Affectation retirée').waitFor();
  await page
    .getByRole('gridcell')
    .getByRole('button', { name: /Jaurès/ })
    .waitFor();
}

test('an absence blocks its days, what else is placed is placed, and both are said', async () => {
  const { page, complaints } = await openWeek('2027-W12');
  await dayOf(page, 'Rossi Damien', 2).click();
  await page.getByRole('button', { name: 'Plutôt noter une absence' }).click();
  await page.getByRole('button', { name: 'Noter l’absence' }).click();
  await dayOf(page, 'Rossi Damien', 2).getByText('Absent').waitFor();
  await page.getByLabel('Choisir Damien Rossi').click();
  await page.getByRole('button', { name: 'Affecter à un chantier' }).click();
  await chooseChantier(page, 'Jaurès');
  await page.getByRole('dialog').getByRole('button', { name: 'Affecter', exact: true }).click();
  await page.getByText('4 affectations posées').waitFor();
  await page.getByText(/La personne est absente ce jour/).waitFor();
  await page.getByText(/Damien Rossi, mar\./).waitFor();
  const monday = blockOf(dayOf(page, 'Rossi Damien', 1), /Jaurès/);
  await ready(monday);
  await drag(monday, dayOf(page, 'Rossi Damien', 2));
  await page.getByText('Rien n’a été posé').waitFor();
  await monday.waitFor();
  expect(complaints).toEqual([]);
});

test('of two people who move the same block the second sees both versions and chooses', async () => {
  const { page, complaints } = await openWeek('2027-W16');
  const personne_id = await idOf(page, 'personnes', 'Blanc');
  const chantier_id = await idOf(page, 'chantiers', 'Résidence Les Tilleuls');
  const made = await call(page, ['POST', '/affectations'], {
    personne_ids: [personne_id],
    chantier_id,
    du: '2027-04-19',
  });
  await page.reload();
  const monday = blockOf(dayOf(page, 'Blanc Paul', 1), /Tilleuls/);
  await monday.waitFor();
  const [{ id, version }] = made['creees'] as [{ id: string; version: number }];
  await call(page, ['POST', '/affectations/lot'], { modifier: [{ id, version, jour: '2027-04-22' }] });
  await ready(monday);
  await drag(monday, dayOf(page, 'Blanc Paul', 2));
  const dialog = page.getByRole('dialog', { name: 'Modifiée entre-temps' });
  await dialog.getByText('mardi 20 avril').waitFor();
  await dialog.getByText('jeudi 22 avril').waitFor();
  await dialog.getByRole('button', { name: 'Appliquer la mienne' }).click();
  await blockOf(dayOf(page, 'Blanc Paul', 2), /Tilleuls/).waitFor();
  expect(await blockOf(dayOf(page, 'Blanc Paul', 4), /Tilleuls/).count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('a compagnon sees on his phone where he goes today and how to get there, and plans nothing', async () => {
  const office = await openWeek('2027-W17');
  const personne_id = await idOf(office.page, 'personnes', 'Blanc');
  const chantier_id = await idOf(office.page, 'chantiers', 'Groupe scolaire Jean-Jaurès');
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(Date.now());
  await call(office.page, ['POST', '/affectations'], {
    personne_ids: [personne_id],
    chantier_id,
    du: today,
    debut: '07:30',
    fin: '15:30',
    note: 'Prendre les étais au dépôt',
  });

  const { page, complaints } = await visit(browser, hub, { viewport: PHONE });
  await signIn(page, accounts.compagnon);
  await page.getByRole('link', { name: 'Planning' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Mon planning' }).waitFor();
  const now = page.locator('section').filter({ hasText: 'Aujourd’hui' });
  await now.getByRole('link', { name: 'Groupe scolaire Jean-Jaurès' }).waitFor();
  await now.getByText('07:30–15:30').waitFor();
  await now.getByText('Prendre les étais au dépôt').waitFor();
  const maps = await now.getByRole('link', { name: /Chambéry/ }).getAttribute('href');
  expect(maps).toContain('destination=48%20avenue%20de%20Lyon');
  expect(await page.getByRole('grid').count()).toBe(0);
  expect([...complaints, ...office.complaints]).toEqual([]);
});

test('a chef reads the people of his sites on his phone, day by day', async () => {
  const office = await openWeek('2027-W18');
  const personne_id = await idOf(office.page, 'personnes', 'Blanc');
  const chantier_id = await idOf(office.page, 'chantiers', 'Résidence Les Tilleuls');
  await call(office.page, ['POST', '/affectations'], { personne_ids: [personne_id], chantier_id, du: '2027-05-04' });
  const { page, complaints } = await visit(browser, hub, { viewport: PHONE });
  await signIn(page, accounts.chef);
  await page.goto('/planning?semaine=2027-W18');
  await page.getByText('Personne n’est prévu ce jour').waitFor();
  await page.getByRole('link', { name: 'mar. 4' }).click();
  await page.getByRole('button', { name: /Paul Blanc/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Enregistrer la note' }).waitFor();
  expect(await page.getByRole('dialog').getByRole('button', { name: 'Retirer' }).count()).toBe(0);
  expect(complaints).toEqual([]);
});
