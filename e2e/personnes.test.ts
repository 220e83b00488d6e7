// Forty people from the file of the payroll: what is wrong is said at its cell, doubles are decided, the others are invited,
// and one of them signs in on his phone with the code he was handed.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { HubProcess } from '../server/testing/hub-process.ts';
import { accountsOf, DESK, openBrowser, openHub, PHONE, signIn, visit } from './browser.ts';

const SCREENS = fileURLToPath(new URL('../screens', import.meta.url));
let hub: HubProcess;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(SCREENS, { recursive: true });
  hub = await openHub(['--demo']);
  browser = await openBrowser();
});

/** 35 good lines, 3 wrong ones, 2 that are there already; as Excel writes them: `;` and Windows-1252. */
function csv(series: string): Buffer {
  const good = Array.from({ length: 35 }, (_, n) => {
    const rank = String(n + 1).padStart(2, '0');
    return `Équipier${series}${rank};Zoé;${series}${rank};06 39 98 ${series} ${rank};Compagnon;Maçon / Grutier;39`;
  });
  const lines = [
    'Nom;Prénom;Matricule;Portable;Fonction;Qualification;Horaire',
    ...good,
    `Sansprénom${series};;;;Compagnon;;`,
    `Faux${series};Numéro;;06 12;Compagnon;;`,
    `Rôle${series};Inconnu;;;Roi;;`,
    'Blanc;Paul;;;Compagnon;Coffreur-bancheur;',
    'PERRIER;cedric;;;;;',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

const shoot = async (page: Page, name: string) => {
  await page.screenshot({ path: join(SCREENS, `${name}.png`), fullPage: true });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
};

async function importFile(page: Page, series: string, width: number): Promise<void> {
  await page.goto('/personnes/importer');
  await page.getByRole('button', { name: 'Télécharger un modèle' }).waitFor();
  await shoot(page, `personnes-importer-${width}`);
  await page
    .getByLabel('Fichier de personnes')
    .setInputFiles({ name: 'paie.csv', mimeType: 'text/csv', buffer: csv(series) });
  await page.getByText('40 lignes : 35 nouvelles, 2 à décider, 3 à corriger dans le fichier.').waitFor();
  await page.getByText('Un téléphone comme 06 12 34 56 78').first().waitFor();
  await page.getByText('Administrateur, conducteur, chef de chantier ou compagnon').waitFor();
  await page.getByLabel('Que faire de la ligne 40').selectOption({ label: 'Mettre à jour Paul Blanc (même nom)' });
  await page.getByLabel('Que faire de la ligne 41').selectOption({ label: 'Ignorer cette ligne' });
  await page.getByText('35 nouvelles, 1 à mettre à jour, 3 à corriger dans le fichier, 1 ignorée.').waitFor();
  await shoot(page, `personnes-apercu-${width}`);
  await page.getByRole('button', { name: 'Importer 36 personnes' }).click();
  await page.getByText('36 personnes enregistrées').waitFor();
}

/** A reason is asked for; it is there when the sheet is read again. */
async function retain(page: Page, motif: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Prolonger la conservation' }).click();
  await dialog.getByRole('button', { name: 'Conserver' }).click();
  await dialog.getByText('Au moins 3 caractères.').waitFor();
  await dialog.getByLabel('Motif').fill(motif);
  await dialog.getByRole('button', { name: 'Conserver' }).click();
  await page.getByText('conservées au-delà de la durée légale').waitFor();
  await page.reload();
  await page.getByText(motif).waitFor();
}

describe.each([
  { width: 1280, viewport: DESK, series: '71' },
  { width: 390, viewport: PHONE, series: '72' },
])('at $width', ({ width, viewport, series }) => {
  test('forty lines are looked at, decided, imported and invited; one of them signs in by his link on a phone', async () => {
    const { page, context, complaints } = await visit(browser, hub, { viewport });
    await signIn(page, accountsOf(hub).admin);
    await importFile(page, series, width);
    await page.getByRole('button', { name: 'Inviter 35 personnes' }).click();
    await page.getByText('Ces liens ne seront plus montrés').waitFor();
    expect(await page.getByRole('img', { name: /^Code à scanner/ }).count()).toBe(35);
    await shoot(page, `personnes-liens-${width}`);
    const slip = page.getByRole('listitem').filter({ hasText: `Équipier${series}07` });
    await slip.getByRole('button', { name: /Copier le lien/ }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toContain('/lien#hbl_');

    const phone = await visit(browser, hub, { viewport: PHONE });
    await phone.page.goto(link);
    await phone.page.getByLabel('Nouveau mot de passe').fill('une grue et deux bennes');
    await phone.page.getByLabel('Mot de passe, encore une fois').fill('une grue et deux bennes');
    await phone.page.getByRole('button', { name: 'Enregistrer et se connecter' }).click();
    await phone.page.getByRole('heading', { level: 1, name: 'Tableau de bord' }).waitFor();
    await phone.page.goto('/compte');
    await phone.page.locator('dd').getByText(`Zoé Équipier${series}07`).waitFor();
    expect([...complaints, ...phone.complaints]).toEqual([]);
    await Promise.all([context.close(), phone.context.close()]);
  });

  test('a sheet takes métiers and a week of work, and shows its total; a person is erased once named', async () => {
    const { page, context, complaints } = await visit(browser, hub, { viewport });
    await signIn(page, accountsOf(hub).admin);
    await page.goto(`/personnes?q=Équipier${series}12`);
    await page.getByRole('link', { name: new RegExp(`Équipier${series}12`) }).click();
    await page.getByRole('link', { name: 'Ouvrir la fiche' }).click();
    await page.getByText('39 h par semaine').waitFor();
    await page.getByRole('button', { name: 'Modifier' }).click();
    await page.getByLabel('Vendredi').fill('3h30');
    await page.getByText('Total : 35 h 30 par semaine').waitFor();
    await page.getByRole('button', { name: 'Ajouter le métier Ferrailleur' }).click();
    await shoot(page, `personne-modifier-${width}`);
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('Maçon, Grutier, Ferrailleur').waitFor();
    await page.getByText('35 h 30 par semaine').waitFor();
    await shoot(page, `personne-fiche-${width}`);
    // On a phone the notice lies over the buttons for a while: it goes with the page.
    await page.reload();
    const dialog = page.getByRole('dialog');
    await retain(page, 'Contrôle de l’inspection');
    await shoot(page, `personne-conservee-${width}`);
    await page.getByRole('button', { name: 'Effacer cette personne' }).click();
    await dialog.getByLabel('Motif').fill('Demande écrite');
    await dialog.getByRole('button', { name: 'Effacer définitivement' }).click();
    await dialog.getByText('Ce n’est pas son nom.').waitFor();
    await shoot(page, `personne-effacer-${width}`);
    await dialog.getByLabel(/écrivez son nom/).fill(`équipier${series}12`);
    await dialog.getByRole('button', { name: 'Effacer définitivement' }).click();
    await page.getByText('Cette personne a été effacée').waitFor();
    expect(await page.content()).not.toContain(`Équipier${series}12`);
    // What is kept of somebody who was erased is held back until it is said otherwise.
    await page.getByRole('button', { name: 'Ne plus conserver ses heures' }).click();
    await dialog.getByRole('button', { name: 'Lever la conservation' }).click();
    await page.getByRole('button', { name: 'Prolonger la conservation' }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });
});
