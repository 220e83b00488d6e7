// A company at work: each role sees its own, two people meet on one chantier, a second factor, and no mouse at all.
import { TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { HubProcess } from '../server/testing/hub-process.ts';
import { accountsOf, openBrowser, openHub, PHONE, signIn, visit } from './browser.ts';

let hub: HubProcess;
let browser: Browser;
let accounts: ReturnType<typeof accountsOf>;

beforeAll(async () => {
  hub = await openHub(['--demo']);
  browser = await openBrowser();
  accounts = accountsOf(hub);
});

const openChantier = async (page: Page, nom: string) => {
  await page.goto(`/chantiers?q=${encodeURIComponent(nom)}`);
  await page.getByRole('link', { name: nom, exact: true }).click();
  await page.getByRole('link', { name: 'Ouvrir la fiche' }).click();
  await page.getByRole('heading', { level: 1, name: nom }).waitFor();
};

test('a compagnon signs in on his phone with his number, sees his chantiers and nothing he may not do', async () => {
  const { page, complaints } = await visit(browser, hub, { viewport: PHONE });
  await signIn(page, ['06 39 98 00 11', accounts.compagnon[1]]);
  await page.getByRole('link', { name: 'Chantiers' }).first().click();
  await page.getByRole('link', { name: 'Résidence Les Tilleuls' }).waitFor();
  expect(await page.getByRole('link', { name: 'Halle de sport du Marais' }).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Nouveau chantier' }).count()).toBe(0);
  await page.goto('/personnes');
  await page.getByText('lire les personnes').waitFor();
  expect(complaints).toEqual([]);
});

test('a conducteur sees his chantiers, composes a team, and the newcomer sees the chantier at once', async () => {
  const { page, complaints } = await visit(browser, hub);
  await signIn(page, accounts.conducteur);
  await page.goto('/chantiers');
  await page.getByRole('link', { name: 'Résidence Les Tilleuls' }).waitFor();
  expect(await page.getByRole('link', { name: 'Villa Montgellaz' }).count()).toBe(0);
  await openChantier(page, 'Mur de soutènement RD 523');
  await page.getByRole('button', { name: 'Composer l’équipe' }).click();
  await page.getByLabel('Ajouter une personne').fill('Blanc');
  await page.getByRole('option', { name: /Paul Blanc/ }).click();
  await page.getByRole('button', { name: 'Enregistrer l’équipe' }).click();
  await page.getByText('Équipe enregistrée.').first().waitFor();

  const phone = await visit(browser, hub, { viewport: PHONE });
  await signIn(phone.page, accounts.compagnon);
  await phone.page.goto('/chantiers');
  await phone.page.getByRole('link', { name: 'Mur de soutènement RD 523' }).waitFor();
  expect([...complaints, ...phone.complaints]).toEqual([]);
});

test('of two people who edit the same chantier the second sees both versions and chooses', async () => {
  const [one, two] = [await visit(browser, hub), await visit(browser, hub)];
  for (const [{ page }, account] of [
    [one, accounts.conducteur],
    [two, accounts.admin],
  ] as const) {
    await signIn(page, account);
    await openChantier(page, 'Groupe scolaire Jean-Jaurès');
    await page
      .getByRole('link', { name: 'Modifier' })
      .or(page.getByRole('button', { name: 'Modifier' }))
      .first()
      .click();
    await page.getByLabel('Maître d’ouvrage').waitFor();
  }
  await one.page.getByLabel('Maître d’ouvrage').fill('Grand Chambéry');
  await one.page.getByRole('button', { name: 'Enregistrer' }).click();
  await one.page.getByText('Grand Chambéry').first().waitFor();

  await two.page.getByLabel('Maître d’ouvrage').fill('Département de la Savoie');
  await two.page.getByRole('button', { name: 'Enregistrer' }).click();
  await two.page.getByText('Quelqu’un a modifié ce chantier pendant votre saisie').waitFor();
  const versions = two.page.getByRole('table');
  expect(await versions.getByText('Département de la Savoie').isVisible()).toBe(true);
  expect(await versions.getByText('Grand Chambéry').isVisible()).toBe(true);
  await two.page.getByRole('button', { name: 'Enregistrer mes changements' }).click();
  await two.page.getByText('Département de la Savoie').first().waitFor();
  expect([...one.complaints, ...two.complaints]).toEqual([]);
});

test('a gestionnaire de paie adds a code to her sign-in, and is asked for it the next time', async () => {
  const { page, context } = await visit(browser, hub);
  await signIn(page, accounts.paie);
  await page.goto('/compte');
  await page.getByRole('button', { name: 'Activer un code de sécurité' }).click();
  const secret = (await page.locator('code').first().textContent())!.replaceAll(' ', '');
  const code = () => new TOTP({ secret }).generate();
  await page.getByLabel('Code affiché par l’application').fill(code());
  const used = code();
  await page.getByRole('button', { name: 'Activer le code' }).click();
  await page.getByText('Activé', { exact: true }).waitFor();
  await context.clearCookies();
  await page.goto('/connexion');
  await page.getByLabel('E-mail ou téléphone').fill(accounts.paie[0]);
  await page.getByLabel('Mot de passe').fill(accounts.paie[1]);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  const field = page.getByLabel('Code à 6 chiffres');
  await field.fill(used);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByText('Ce code n’est pas le bon, ou a déjà servi').waitFor();
  // A code serves once: the next one is accepted as soon as it exists (one step of 30 s ahead is tolerated).
  await field.fill(new TOTP({ secret }).generate({ timestamp: Date.now() + 30_000 }));
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByRole('heading', { level: 1, name: 'Tableau de bord' }).waitFor();
});

test('a conducteur follows a connexion, asks for its news, and changes nothing of it; a chef does not see it', async () => {
  const { page, complaints } = await visit(browser, hub);
  await signIn(page, accounts.conducteur);
  const connexion = page.getByRole('link', { name: 'Costructor', exact: true });
  await expect
    .poll(
      async () => {
        await page.goto('/integrations');
        await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
        return (await connexion.count()) + (await page.getByRole('button', { name: 'Actualiser maintenant' }).count());
      },
      { timeout: 60_000 },
    )
    .toBe(2);
  await connexion.click();
  await page.getByRole('heading', { level: 1, name: 'Costructor' }).waitFor();
  for (const name of ['Mettre en pause', 'Modifier les réglages', 'Retirer cette connexion'])
    expect(await page.getByRole('button', { name }).count()).toBe(0);
  await page.getByRole('link', { name: 'Premier import' }).click();
  await page.getByText('Le détail n’est pas montré à votre rôle').waitFor();

  const chef = await visit(browser, hub, { viewport: PHONE });
  await signIn(chef.page, accounts.chef);
  expect(await chef.page.getByRole('link', { name: 'Intégrations' }).count()).toBe(0);
  await chef.page.goto('/integrations');
  await chef.page.getByText('lire les connexions ERP').waitFor();
  expect([...complaints, ...chef.complaints]).toEqual([]);
});

const presser =
  (page: Page) =>
  async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };

test('without a mouse: sign in, search from anywhere, open what was found', async () => {
  const { page, complaints } = await visit(browser, hub);
  const press = presser(page);
  await page.goto('/connexion');
  await page.getByLabel('E-mail ou téléphone').waitFor();
  await page.keyboard.type(accounts.admin[0]);
  await press('Tab');
  await page.keyboard.type(accounts.admin[1]);
  await press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Tableau de bord' }).waitFor();
  await press('Control+k');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('Semnoz');
  await page.getByRole('option', { name: /Semnoz/ }).waitFor();
  await press('ArrowDown', 'Enter');
  await page.getByRole('heading', { level: 1, name: 'Immeuble Le Semnoz' }).waitFor();
  expect(complaints).toEqual([]);
});

test('without a mouse: a key is created, Escape does not lose its secret, and Enter alone does not revoke it', async () => {
  const { page, complaints } = await visit(browser, hub);
  const press = presser(page);
  await signIn(page, accounts.admin);
  await page.goto('/api-keys');
  await page.getByRole('button', { name: 'Nouvelle clé' }).focus();
  await press('Enter');
  await page.getByRole('dialog').getByLabel('Nom').waitFor();
  await page.keyboard.type('Clavier');
  await page.getByRole('checkbox', { name: 'Lire les chantiers' }).focus();
  await press('Space');
  await page.getByRole('button', { name: 'Créer la clé' }).focus();
  await press('Enter');
  await page.getByLabel('J’ai copié le secret').focus();
  await press('Escape');
  expect(await page.getByLabel('Secret de la clé').isVisible()).toBe(true);
  await press('Space', 'Tab', 'Enter');
  await page.getByRole('button', { name: 'Révoquer « Clavier »' }).focus();
  await press('Enter');
  const dangerous = page.getByRole('dialog').getByRole('button', { name: 'Révoquer', exact: true });
  await dangerous.waitFor();
  expect(await dangerous.evaluate(button => button === document.activeElement)).toBe(false);
  await dangerous.focus();
  await press('Enter');
  await page.getByText('Révoquée').first().waitFor();
  expect(complaints).toEqual([]);
});
