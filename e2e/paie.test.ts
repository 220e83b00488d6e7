// A month of pay, from what is missing to its closing: the gestionnaire de paie puts a day right, closes, and reopens with a reason.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Pointage } from '../contract/pointage.ts';
import type { HubProcess } from '../server/testing/hub-process.ts';
import { accountsOf, openBrowser, openHub, PHONE, signIn, visit } from './browser.ts';
import { ask, fillMonth, moisOver, readManquants, validate } from './paie-steps.ts';

const SCREENS = fileURLToPath(new URL('../screens', import.meta.url));
const mois = moisOver();
let hub: HubProcess;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(SCREENS, { recursive: true });
  hub = await openHub(['--demo']);
  browser = await openBrowser();
});

const shoot = async (page: Page, name: string) => {
  await page.screenshot({ path: join(SCREENS, `${name}.png`), fullPage: true });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
};

type Left = Awaited<ReturnType<typeof fillMonth>>['left'];

/** The line of a missing day leads to that person's week. */
async function openMissing(page: Page, left: Left): Promise<void> {
  await page.goto(`/paie?mois=${mois}`);
  await page.getByText('Pas encore prêt').waitFor();
  const point = page.locator('details').filter({ hasText: 'Jours sans heures ni absence' });
  await point.locator('summary').click();
  await point.getByText(left.nom, { exact: true }).waitFor();
  await shoot(page, 'paie-point-1280');

  // The line leads to that person's week.
  const link = point.getByRole('link', { name: new RegExp(`de ${left.nom}`) });
  expect(await link.getAttribute('href')).toMatch(new RegExp(`^/heures/${left.personne_id}/\\d{4}-W\\d{2}$`));
  await link.click();
  await page.getByRole('heading', { level: 1, name: left.nom }).waitFor();
  await page.getByRole('heading', { level: 2, name: 'En paie' }).waitFor();
}

/** The day is typed in the week, by the keyboard alone: minutes in the cell, the rest in what F2 opens. */
async function typeDay(page: Page, left: Left): Promise<string> {
  const [jour] = left.jours as [string];
  const cell = page.getByRole('table', { name: 'Heures par chantier et par jour' }).locator(`[data-jour="${jour}"]`);
  await cell.press('F2');
  const drawer = page.getByRole('dialog', { name: 'Heures du jour' });
  await drawer.getByLabel('Durée').fill('7:20');
  await drawer.getByRole('button', { name: 'Donner des horaires' }).press('Enter');
  await drawer.getByLabel('De', { exact: true }).fill('07:30');
  await drawer.getByLabel('Pause (min)').fill('70');
  await drawer.getByLabel('Zone').selectOption('2');
  await drawer.getByLabel('Commentaire').fill('Retrouvé sur le carnet');
  await shoot(page, 'heures-cellule-1280');
  await drawer.getByRole('button', { name: 'Mettre dans la semaine' }).press('Enter');
  await drawer.waitFor({ state: 'detached' });
  await expect.poll(() => cell.evaluate(input => input === document.activeElement)).toBe(true);
  await page.getByRole('button', { name: 'Enregistrer et soumettre' }).press('Enter');
  await page.getByText('Semaine soumise.').waitFor();
  const path = `/pointages?personne_id=${left.personne_id}&du=${jour}&au=${jour}`;
  const [entered] = ((await ask(page, { method: 'GET', path })).body as { items: Pointage[] }).items;
  expect(entered).toMatchObject({ statut: 'soumis', zone: '2', commentaire: 'Retrouvé sur le carnet' });
  expect(entered!.plages[0]!.debut).toBe('07:30');
  expect(entered!.plages).toHaveLength(2);
  return entered!.id;
}

async function addBonus(page: Page, jour: string): Promise<void> {
  await page.locator('tbody').getByRole('link').first().click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: 'Ajouter une ligne' }).click();
  await drawer.getByLabel('Rubrique').selectOption({ label: 'Prime exceptionnelle' });
  await drawer.getByRole('button', { name: 'Ajouter', exact: true }).click();
  await drawer.getByText('À remplir.').waitFor();
  await drawer.getByLabel('Quantité').fill('1234,5');
  await drawer.getByLabel('Jour').fill(jour);
  await shoot(page, 'paie-variable-1280');
  await drawer.getByRole('button', { name: 'Ajouter', exact: true }).click();
  await drawer.getByText('à la main').waitFor();
  await shoot(page, 'paie-variables-1280');
  await page.keyboard.press('Escape');
  await page
    .locator('tfoot')
    .getByText(/1\s234,50\s€/)
    .waitFor();
}

async function closeMonth(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Clôturer le mois' }).click();
  await page.getByRole('dialog').getByText('recalculées une dernière fois').waitFor();
  await shoot(page, 'paie-cloturer-1280');
  await page.getByRole('dialog').getByRole('button', { name: 'Clôturer', exact: true }).click();
  await page.getByText('Clôturé', { exact: true }).waitFor();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Fichier de paie (CSV)' }).click();
  const csv = readFileSync(await (await downloading).path(), 'utf8');
  expect(csv).toContain('1234,50');
}

async function refuseConducteur(page: Page, pointage_id: string): Promise<void> {
  await page.goto(`/paie?mois=${mois}`);
  await page.getByText('Vous n’avez pas ce droit').waitFor();
  await shoot(page, 'paie-refusee-390');
  const path = `/pointages/${pointage_id}`;
  const { version } = (await ask(page, { method: 'GET', path })).body as { version: number };
  const body = { minutes: 60, motif: 'Un oubli' };
  const refused = await ask(page, { method: 'PATCH', path, body, version });
  expect([refused.status, (refused.body as { code: string }).code]).toEqual([409, 'pointage.periode_cloturee']);
}

async function reopenMonth(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Rouvrir le mois' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rouvrir', exact: true }).click();
  await page.getByRole('dialog').getByText('Au moins 3 caractères.').waitFor();
  await page.getByLabel('Motif').fill('Un panier oublié');
  await shoot(page, 'paie-rouvrir-1280');
  await page.getByRole('dialog').getByRole('button', { name: 'Rouvrir', exact: true }).click();
  await page.getByText('« Un panier oublié »').waitFor();
  await page.getByRole('button', { name: 'Clôturer le mois' }).waitFor();
  await shoot(page, 'paie-rouverte-1280');
}

test('a missing day is put right, the month is closed, refuses a conducteur, and opens again with a reason', async () => {
  const { page, context, complaints } = await visit(browser, hub);
  await signIn(page, accountsOf(hub).paie);
  const office = await visit(browser, hub);
  await signIn(office.page, accountsOf(hub).admin);
  const site = await visit(browser, hub, { viewport: PHONE });
  await signIn(site.page, accountsOf(hub).conducteur);
  const { left, entered } = await fillMonth(page, mois);
  await validate(page, entered);
  await validate(office.page, entered);
  await openMissing(page, left);
  const jour = left.jours[0]!;
  const added = await typeDay(page, left);
  await page.goto(`/paie?mois=${mois}`);
  await page.getByText('Heures à valider').first().waitFor();
  await validate(office.page, [added]);
  await page.reload();
  await page.getByText('rien ne manque').waitFor();
  expect(await readManquants(page, mois)).toEqual([]);

  await addBonus(page, jour);
  await closeMonth(page);
  await refuseConducteur(site.page, added);
  await reopenMonth(page);
  expect([...complaints, ...office.complaints, ...site.complaints]).toEqual([]);
  await Promise.all([context, office.context, site.context].map(one => one.close()));
});

test('settings take effect from a day on, and a rubrique takes its code in pay', async () => {
  const { page, context, complaints } = await visit(browser, hub);
  await signIn(page, accountsOf(hub).paie);
  await page.goto('/paie/reglages');
  await page.getByText('À confirmer par votre comptable').waitFor();
  await page.getByRole('button', { name: 'Changer à partir d’un jour' }).click();
  await page.getByLabel('Fin des heures à 25 %').fill('30 h');
  await page.getByRole('button', { name: 'Enregistrer les réglages' }).click();
  await page.getByText('Réglages contradictoires').waitFor();
  await page.getByLabel('Fin des heures à 25 %').fill('42 h 30');
  await page.getByLabel('Zone 5').fill('60');
  await shoot(page, 'paie-reglages-modifier-1280');
  await page.getByRole('button', { name: 'Enregistrer les réglages' }).click();
  await page.getByText('Fin des heures à 25 % : 43').waitFor();
  await page.getByText(/5 : 50\skm → .*5 : 60\skm/).waitFor();
  await page.getByRole('button', { name: 'Panier repas' }).click();
  await page.getByRole('dialog').getByLabel('Code en paie').fill('4210');
  await page.getByRole('dialog').getByRole('button', { name: 'Enregistrer' }).click();
  await page.locator('tr').filter({ hasText: 'Panier repas' }).getByText('4210').waitFor();
  await shoot(page, 'paie-reglages-fait-1280');
  expect(complaints).toEqual([]);
  await context.close();
});
