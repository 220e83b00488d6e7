// The life of a key as its owner and an administrateur live it: bounds, secret, use, rotation, suspension, end.
import { execFileSync } from 'node:child_process';
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

const call = async (secret: string) =>
  (await fetch(`${hub.origin}/api/v1/chantiers`, { headers: { authorization: `Bearer ${secret}` } })).status;

/** Reads the secret and the command that are shown once, and closes. */
async function takeSecret(page: Page): Promise<{ secret: string; command: string }> {
  const secret = await page.getByLabel('Secret de la clé').inputValue();
  const command = (await page.locator('pre').textContent())!;
  await page.getByLabel('J’ai copié le secret').check();
  await page.getByRole('button', { name: 'Fermer' }).last().click();
  await page.getByLabel('Secret de la clé').waitFor({ state: 'detached' });
  return { secret, command };
}

async function newKey(page: Page, nom: string): Promise<{ secret: string; command: string }> {
  await page.goto('/api-keys');
  await page.getByRole('button', { name: 'Nouvelle clé' }).click();
  await page.getByLabel('Nom').fill(nom);
  await page.getByRole('checkbox', { name: 'Lire les chantiers' }).check();
  await page.getByRole('button', { name: 'Créer la clé' }).click();
  return await takeSecret(page);
}

test('a key is bound to a chantier, networks and a date; its curl answers with that chantier alone', async () => {
  const { page, complaints } = await visit(browser, hub);
  await signIn(page, accounts.admin);
  await page.goto('/api-keys');
  await page.getByRole('button', { name: 'Nouvelle clé' }).click();
  await page.getByLabel('Nom').fill('Pointeuse');
  await page.getByLabel('Expiration').selectOption('Jusqu’à une date');
  await page.getByLabel('Dernier jour').fill('2199-01-01');
  await page.getByRole('checkbox', { name: 'Lire les chantiers' }).check();
  await page.getByLabel('Limiter à des chantiers').fill('Tilleuls');
  await page.getByRole('option', { name: /Tilleuls/ }).click();
  await page.getByRole('list', { name: 'Chantiers de la clé' }).getByText('Résidence Les Tilleuls').waitFor();
  await page.getByLabel('Réseaux admis').fill('bureau');
  await page.getByLabel('Demandes par heure').fill('500');
  await page.getByRole('button', { name: 'Créer la clé' }).click();
  await page.getByText(/Choisissez un jour d’ici au/).waitFor();
  await page.getByText(/Écrivez des adresses ou des plages/).waitFor();
  await page.getByLabel('Dernier jour').fill(new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10));
  await page.getByLabel('Réseaux admis').fill('127.0.0.0/8\n::1');
  await page.getByRole('button', { name: 'Créer la clé' }).click();
  const { command } = await takeSecret(page);
  const answer = JSON.parse(execFileSync('sh', ['-c', command.replace('curl ', 'curl -s ')], { encoding: 'utf8' })) as {
    items: { nom: string }[];
  };
  expect(answer.items.map(({ nom }) => nom)).toEqual(['Résidence Les Tilleuls']);

  await page.getByRole('button', { name: 'Pointeuse', exact: true }).click();
  const drawer = page.getByRole('dialog');
  for (const said of ['127.0.0.0/8, ::1/128', '500 demandes par heure', 'Résidence Les Tilleuls'])
    await drawer.getByText(said).first().waitFor();
  await drawer.getByRole('list', { name: 'Journal de la clé' }).getByText('Création').waitFor();
  expect(complaints).toEqual([]);
});

test('after a rotation both secrets serve, and the old one no more once revoked', async () => {
  const { page, complaints } = await visit(browser, hub);
  await signIn(page, accounts.conducteur);
  const old = await newKey(page, 'Export compta');
  await page.getByRole('button', { name: 'Export compta', exact: true }).click();
  await page.getByRole('button', { name: 'Remplacer le secret' }).click();
  await page.getByRole('radio', { name: 'Dans 24 heures' }).check();
  await page.getByRole('button', { name: 'Remplacer', exact: true }).click();
  await page.getByText(/L’ancien secret sert encore jusqu’au/).waitFor();
  const fresh = await takeSecret(page);
  expect(fresh.secret).not.toBe(old.secret);
  expect([await call(old.secret), await call(fresh.secret)]).toEqual([200, 200]);

  const replaced = page.getByRole('row').filter({ hasText: 'remplacée, valable jusqu’au' });
  await replaced.getByRole('button', { name: /Révoquer/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Révoquer', exact: true }).click();
  await page.getByText('Révoquée').first().waitFor();
  expect([await call(old.secret), await call(fresh.secret)]).toEqual([401, 200]);
  expect(complaints).toEqual([]);
});

test('an administrateur suspends a key: its owner reads why on his phone, and has it back when that is lifted', async () => {
  const owner = await visit(browser, hub, { viewport: PHONE });
  await signIn(owner.page, accounts.chef);
  const { secret } = await newKey(owner.page, 'Tablette');
  const admin = await visit(browser, hub);
  await signIn(admin.page, accounts.admin);
  const { items } = (await (await admin.page.request.get('/api/v1/personnes?q=ducret')).json()) as {
    items: { id: string }[];
  };
  await admin.page.goto(`/personnes/${items[0]!.id}`);
  await admin.page.getByRole('button', { name: 'Suspendre « Tablette »' }).click();
  const dialog = admin.page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Suspendre' }).click();
  await dialog.getByText('Au moins 3 caractères').waitFor();
  await dialog.getByLabel('Motif').fill('Appels suspects cette nuit');
  await dialog.getByRole('button', { name: 'Suspendre' }).click();
  await admin.page.getByText('Suspendue', { exact: true }).waitFor();
  expect(await call(secret)).toBe(401);

  await owner.page.reload();
  await owner.page.getByRole('button', { name: 'Tablette', exact: true }).click();
  const drawer = owner.page.getByRole('dialog');
  await drawer.getByText('Motif : Appels suspects cette nuit', { exact: true }).waitFor();
  await drawer.getByText(/Seul un administrateur peut lever la suspension/).waitFor();
  expect(await drawer.getByRole('button', { name: 'Remplacer le secret' }).count()).toBe(0);

  await admin.page.getByRole('button', { name: 'Lever la suspension de « Tablette »' }).click();
  await dialog.getByRole('button', { name: 'Lever la suspension' }).click();
  await admin.page.getByText('Active', { exact: true }).waitFor();
  expect(await call(secret)).toBe(200);
  expect([...owner.complaints, ...admin.complaints]).toEqual([]);
});

test('an administrateur gives a key another rate, and it holds from the next request on', async () => {
  const owner = await visit(browser, hub);
  await signIn(owner.page, accounts.chef);
  const { secret } = await newKey(owner.page, 'Balance');
  const { page, complaints } = await visit(browser, hub);
  await signIn(page, accounts.admin);
  const { items } = (await (await page.request.get('/api/v1/personnes?q=ducret')).json()) as {
    items: { id: string }[];
  };
  await page.goto(`/personnes/${items[0]!.id}`);
  await page.getByRole('button', { name: 'Changer le débit de « Balance »' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Demandes par heure').fill('');
  await dialog.getByRole('button', { name: 'Changer le débit' }).click();
  await dialog.getByText('Un nombre entier, de 1 à 1 000 000.').waitFor();
  await dialog.getByLabel('Demandes par heure').fill('2');
  await dialog.getByRole('button', { name: 'Changer le débit' }).click();
  await page.getByText(/Clé « Balance » limitée à 2 demandes par heure/).waitFor();
  await page.getByText('2/h', { exact: true }).waitFor();
  expect([await call(secret), await call(secret), await call(secret)]).toEqual([200, 200, 429]);
  expect([...owner.complaints, ...complaints]).toEqual([]);
});

test('without a mouse: a key is switched off and on; a change made on an older version is not lost nor forced', async () => {
  const { page, context, complaints } = await visit(browser, hub);
  await signIn(page, accounts.compagnon);
  const { secret } = await newKey(page, 'Essai');
  const other = await context.newPage();
  await other.goto('/api-keys');
  await other.getByRole('button', { name: 'Essai', exact: true }).click();
  await other.getByRole('button', { name: 'Modifier' }).click();
  await other.getByLabel('Nom').fill('Essai de la machine');

  await page.getByRole('button', { name: 'Essai', exact: true }).focus();
  await page.keyboard.press('Enter');
  const service = page.getByRole('switch', { name: 'En service' });
  await service.focus();
  await page.keyboard.press('Space');
  await page.getByText('Désactivée par vous').waitFor();
  expect(await call(secret)).toBe(401);
  await service.focus();
  await page.keyboard.press('Space');
  await page.getByText('Désactivée par vous').waitFor({ state: 'detached' });
  expect(await call(secret)).toBe(200);

  await other.getByRole('button', { name: 'Enregistrer' }).click();
  await other.getByText('Cette clé a été modifiée entre-temps').waitFor();
  await other.getByLabel('Nom').fill('Essai de la machine');
  await other.getByRole('button', { name: 'Enregistrer' }).click();
  await other.getByRole('button', { name: 'Essai de la machine', exact: true }).waitFor();
  expect(complaints).toEqual([]);
});
