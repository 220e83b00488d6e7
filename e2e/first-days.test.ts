// The administrator's first days: the printed link, a chantier, a key, its use and its end.
import type { Browser } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { HubProcess } from '../server/testing/hub-process.ts';
import { openBrowser, openHub, type Visit, visit } from './browser.ts';

let hub: HubProcess;
let browser: Browser;
let admin: Visit;

beforeAll(async () => {
  hub = await openHub();
  browser = await openBrowser();
  admin = await visit(browser, hub);
});

test('the link printed at the first start signs the administrator in, once', async () => {
  const { page } = admin;
  const link = /http:\/\/localhost:\d+\/lien#hbl_\w+/.exec(hub.output())![0];
  await page.goto(link);
  await page.getByLabel('Prénom').fill('Hélène');
  await page.getByLabel('Nom', { exact: true }).fill('Berthier');
  await page.getByLabel('E-mail').fill('helene.berthier@exemple.fr');
  await page.getByLabel('Nouveau mot de passe').fill('quatre murs et un toit');
  await page.getByLabel('Mot de passe, encore une fois').fill('quatre murs et un toit');
  await page.getByRole('button', { name: 'Enregistrer et se connecter' }).click();
  await page.getByRole('heading', { level: 1, name: 'Tableau de bord' }).waitFor();

  const other = await visit(browser, hub);
  await other.page.goto(link);
  await other.page.getByText('Ce lien a expiré ou a déjà servi').waitFor();
  await other.context.close();
});

test('a chantier is created, found by its name, changed, started, and says who changed it meanwhile', async () => {
  const { page } = admin;
  await page.getByRole('link', { name: 'Chantiers' }).first().click();
  await page.getByRole('link', { name: 'Nouveau chantier' }).first().click();
  await page.getByLabel('Nom').first().fill('Résidence Les Tilleuls');
  await page.getByLabel('Commune').fill('Montmé');
  await page.getByRole('option', { name: /Montmélian/ }).click();
  await page.getByRole('button', { name: 'Créer le chantier' }).click();
  await page.getByRole('heading', { level: 1, name: /Résidence Les Tilleuls/ }).waitFor();
  expect(await page.getByText('Montmélian').first().isVisible()).toBe(true);

  await page.getByRole('button', { name: 'Modifier' }).first().click();
  await page.getByLabel('Maître d’ouvrage').fill('OPAC de la Savoie');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByText('OPAC de la Savoie').first().waitFor();

  await page.goto('/chantiers?q=tilleuls');
  await page.getByRole('link', { name: 'Résidence Les Tilleuls' }).waitFor();
  await page.goto('/chantiers?q=introuvable');
  await page.getByText('Aucun chantier ne répond à ces filtres').waitFor();
});

test('a key is created, its secret shown once, the API answers to it, and refuses it once revoked', async () => {
  const { page } = admin;
  await page.goto('/api-keys');
  await page.getByRole('button', { name: 'Nouvelle clé' }).click();
  await page.getByLabel('Nom').fill('Export paie');
  await page.getByRole('checkbox', { name: 'Lire les chantiers' }).check();
  await page.getByRole('button', { name: 'Créer la clé' }).click();
  const secret = await page.getByLabel('Secret de la clé').inputValue();
  expect(secret).toMatch(/^hbc_[0-9A-Za-z]{49}$/);
  await page.getByLabel('J’ai copié le secret').check();
  await page.getByRole('button', { name: 'Fermer' }).click();
  await page.reload();
  expect(await page.content()).not.toContain(secret);

  const call = () => fetch(`${hub.origin}/api/v1/chantiers`, { headers: { authorization: `Bearer ${secret}` } });
  const answer = await call();
  expect(answer.status).toBe(200);
  expect(((await answer.json()) as { items: { nom: string }[] }).items[0]?.nom).toBe('Résidence Les Tilleuls');

  await page.getByRole('button', { name: 'Révoquer « Export paie »' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('refusés immédiatement').waitFor();
  await dialog.getByRole('button', { name: 'Révoquer', exact: true }).click();
  await page.getByText('Révoquée').first().waitFor();
  expect((await call()).status).toBe(401);
});

test('signing out ends the session: the way back leads to the sign-in page and then where one wanted to go', async () => {
  const { page, complaints } = admin;
  await page.getByRole('button', { name: /Berthier/ }).click();
  await page.getByRole('menuitem', { name: 'Se déconnecter' }).click();
  await page.getByRole('heading', { level: 1, name: 'Connexion' }).waitFor();
  await page.goto('/api-keys');
  await page.getByLabel('E-mail ou téléphone').fill('helene.berthier@exemple.fr');
  await page.getByLabel('Mot de passe').fill('quatre murs et un toit');
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByRole('heading', { level: 1, name: 'Clés API' }).waitFor();
  expect(complaints).toEqual([]);
});
