// The first walk: an ERP is connected, seen before it is believed, imported, taken back; it goes away and comes back.
// A real hub, and a simulator of the ERP as a process of its own beside it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { atTheEnd } from '../server/testing/endings.ts';
import { firstSignIn, HUB_PASSWORD, type HubProcess } from '../server/testing/hub-process.ts';
import { type Simulator, startSimulator } from '../server/testing/simulator.ts';
import { openBrowser, openHub, PHONE, signIn, type Visit, visit } from './browser.ts';

const ADMIN: [string, string] = ['admin@exemple.fr', HUB_PASSWORD];
const CHANTIERS = 1200;

let hub: HubProcess;
let browser: Browser;
let erp: Simulator;
let store: string;
let admin: Visit;

beforeAll(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hub-e2e-erp-'));
  atTheEnd(() => rmSync(dir, { recursive: true, force: true }));
  store = join(dir, 'costructor.json');
  erp = await startSimulator({ chantiers: CHANTIERS, store });
  hub = await openHub([], { OUTBOUND_ALLOW: '127.0.0.1/32:*' });
  await firstSignIn(hub);
  browser = await openBrowser();
  admin = await visit(browser, hub);
});

/** A journey ends without complaint, and gives its places back: a person may hold six streams. */
async function finish(...visits: Visit[]): Promise<void> {
  for (const { context, complaints } of visits) {
    expect(complaints).toEqual([]);
    await context.close();
  }
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name }).first();

async function openConnexion(page: Page, nom: string): Promise<void> {
  await page.goto('/integrations');
  await link(page, nom).click();
  await heading(page, nom).waitFor();
}

test('an ERP is connected: a wrong key is refused in words, the right one is tried before anything is kept', async () => {
  const { page } = admin;
  await signIn(page, ADMIN);
  await link(page, 'Intégrations').click();
  await page.getByText('Aucun ERP n’est connecté').waitFor();
  await link(page, 'Connecter un ERP').click();
  await link(page, /^Costructor/).click();

  await page.getByLabel('Adresse de l’API').fill(erp.base_url);
  await page.getByLabel('Clé API').fill('cst_pas_la_bonne');
  await button(page, /^Tester l’accès/).click();
  await page.getByText('L’ERP refuse cet accès').waitFor();
  await page.getByLabel('Clé API').fill(erp.key);
  await button(page, /^Tester l’accès/).click();
  await page.getByText('répond et reconnaît cet accès').waitFor();
  expect(await page.getByText('les chantiers seront ceux d’un simulateur').isVisible()).toBe(true);
  await button(page, 'Connecter').click();
  await heading(page, 'Mise en route').waitFor();
});

test('its preview writes nothing, and is found again by whoever left half-way; no one but a person says « Réceptionné »', async () => {
  const { page } = admin;
  await button(page, 'Lire l’aperçu').click();
  await page.getByText('Rien n’a été écrit.').waitFor();
  expect(
    await page
      .getByText(/1\s200 chantiers lus/)
      .first()
      .isVisible(),
  ).toBe(true);
  await page.goto('/chantiers');
  await page.getByText('Pas encore de chantier').waitFor();
  await openConnexion(page, 'Costructor');
  await link(page, 'Continuer où vous en étiez').click();
  await page.getByText('Rien n’a été écrit.').waitFor();

  await button(page, /^Confirmer ces/).click();
  await page.getByText(/Relié : \d/).waitFor();
  const received = page.getByLabel(/Statut dans le hub pour « (Livré|Terminé|Réceptionné)/).first();
  expect(await received.inputValue()).toBe('');
});

test('its chantiers are seen arriving, held and let go on, and say where they come from', async () => {
  const { page } = admin;
  await erp.control('POST', '/faults', {
    rules: [{ match: { path: '/projects' }, fault: { kind: 'latency', ms: 500 } }],
  });
  await button(page, /^Importer [\d\s]+chantiers/).click();
  await heading(page, 'Premier import').waitFor();
  await page.getByText(/lus sur 1\s200 annoncés/).waitFor();
  await button(page, 'Mettre en pause').click();
  await button(page, 'Reprendre').waitFor();
  await erp.control('DELETE', '/faults');
  await button(page, 'Reprendre').click();
  await page.getByText('Voir les chantiers').waitFor();
  expect(await page.getByText('Simulateur', { exact: true }).isVisible()).toBe(true);

  await link(page, 'Voir les chantiers').click();
  await page.getByText('50 chantiers affichés').waitFor();
  await page.locator('tbody').getByRole('link').first().click();
  await page.getByRole('dialog').getByText('vient de').waitFor();
  await page.getByRole('dialog').getByRole('link', { name: 'Ouvrir la fiche' }).click();
  await page.getByText(/^Tenu par Costructor \(simulateur\)/).waitFor();
  await button(page, 'Modifier').click();
  await page.getByText('Ces valeurs se changent dans l’ERP').waitFor();
  expect(await page.getByLabel('Nom', { exact: true }).count()).toBe(0);
});

test('the first import is taken back while nobody has worked on it', async () => {
  const { page } = admin;
  await openConnexion(page, 'Costructor');
  await link(page, 'Premier import').click();
  await button(page, 'Retirer cet import').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('quitteront les listes').waitFor();
  await dialog.getByRole('button', { name: 'Retirer l’import' }).click();
  await page.getByText('Cet import a été retiré').waitFor();
  await page.goto('/chantiers');
  await page.getByText('Pas encore de chantier').waitFor();
  await finish(admin);
});

test('the connexion is retired in words, and its account may be connected anew', async () => {
  const own = await visit(browser, hub);
  const { page } = own;
  await signIn(page, ADMIN);
  await openConnexion(page, 'Costructor');
  await button(page, 'Retirer cette connexion').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('sa clé sera effacée').waitFor();
  await dialog.getByRole('button', { name: 'Retirer la connexion' }).click();
  await heading(page, 'Intégrations').waitFor();
  await page.getByText('Connecter un ERP').first().waitFor();
  await finish(own);
});

test('without a mouse: another connexion is made, previewed and imported by the keyboard alone', async () => {
  const own = await visit(browser, hub);
  const { page } = own;
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await signIn(page, ADMIN);
  await page.goto('/integrations/connecter');
  await link(page, /^Costructor/).focus();
  await press('Enter');
  await page.getByLabel('Adresse de l’API').waitFor();
  // From the place one chose to the first field, then on by Tab, as somebody would.
  await page.getByLabel('Adresse de l’API').focus();
  await press('Control+a');
  await page.keyboard.type(erp.base_url);
  await press('Tab');
  await page.keyboard.type(erp.key);
  await press('Enter');
  await page.getByText('répond et reconnaît cet accès').waitFor();
  // The answer takes the focus: what comes next is one Tab away.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('reconnaît cet accès');
  await press('Tab', 'Tab', 'Control+a');
  await page.keyboard.type('Costructor clavier');
  await press('Enter');
  await heading(page, 'Mise en route').waitFor();
  await button(page, 'Lire l’aperçu').focus();
  await press('Enter');
  await page.getByText('Rien n’a été écrit.').waitFor();
  // A part of the bar filters the lines.
  await button(page, /^À créer/).focus();
  await press('Space');
  await page.getByRole('heading', { name: 'Lignes : créé' }).waitFor();
  await button(page, /^Importer/).focus();
  await press('Enter');
  await heading(page, 'Premier import').waitFor();
  await page.getByText('Voir les chantiers').waitFor();
  await finish(own);
});

test('when the ERP goes away the hub says since when and tries again; when it is back, so are its news', async () => {
  const own = await visit(browser, hub);
  const { page } = own;
  await signIn(page, ADMIN);
  await openConnexion(page, 'Costructor clavier');
  const port = Number(new URL(erp.base_url).port);
  await erp.stop();
  await button(page, 'Actualiser maintenant').click();
  await page
    .getByText(/L’ERP ne répond pas depuis \d\d:\d\d, nouvel essai à \d\d:\d\d/)
    .first()
    .waitFor({ timeout: 60_000 });
  // Said at the top of every page too, under the name of the one who does not answer.
  await page.goto('/');
  await page.getByText(/Costructor clavier \(simulateur\) ne répond pas depuis/).waitFor();

  erp = await startSimulator({ store, port });
  await erp.control('POST', '/chantiers', { name: 'Gymnase des Glières' });
  await openConnexion(page, 'Costructor clavier');
  await page.getByText(/À jour (à l’instant|il y a)/).waitFor({ timeout: 120_000 });
  await page.getByText('ne répond pas').first().waitFor({ state: 'detached' });
  await page.goto('/chantiers?q=Glières');
  await page.getByRole('link', { name: 'Gymnase des Glières' }).waitFor();
  await finish(own);
});

test('of two people who change the settings the second sees both versions and chooses', async () => {
  const own = await visit(browser, hub);
  const { page } = own;
  const other = await visit(browser, hub);
  for (const one of [page, other.page]) {
    await signIn(one, ADMIN);
    await openConnexion(one, 'Costructor clavier');
    await button(one, 'Modifier les réglages').click();
    await one.getByLabel('Historique repris, en mois').waitFor();
  }
  await page.getByLabel('Historique repris, en mois').fill('36');
  await button(page, 'Enregistrer').click();
  await page.getByText('36 mois').waitFor();
  await other.page.getByLabel('Heure de la lecture complète').fill('04:30');
  await button(other.page, 'Enregistrer').click();
  await other.page.getByText('Quelqu’un a modifié ces réglages pendant votre saisie').waitFor();
  await button(other.page, /^Enregistrer mes changements/).click();
  await other.page.getByText('Réglages enregistrés.').waitFor();
  await other.page.getByText('Chaque jour à 04:30').waitFor();
  expect(await other.page.getByText('36 mois').isVisible()).toBe(true);
  await finish(own, other);
});

test('a list that comes back half as long closes nothing, and asks', async () => {
  const own = await visit(browser, hub);
  const { page } = own;
  await signIn(page, ADMIN);
  await openConnexion(page, 'Costructor clavier');
  await erp.control('POST', '/faults', { rules: [{ match: { path: '/projects' }, fault: { kind: 'half' } }] });
  const asked = await page.evaluate(
    async path =>
      (
        await fetch(path, {
          method: 'POST',
          headers: { 'X-Requested-With': 'hub', 'Content-Type': 'application/json' },
          body: '{"genre":"complet"}',
        })
      ).json(),
    `/api/v1/erp-links/${new URL(page.url()).pathname.split('/').at(-1)}/imports`,
  );
  await page.goto(`/integrations/imports/${asked.id}`);
  await page.getByText('chantiers manquent dans la liste de l’ERP').waitFor({ timeout: 60_000 });
  await erp.control('DELETE', '/faults');
  await button(page, 'Garder ces chantiers').click();
  await page.getByText('chantiers manquent dans la liste de l’ERP').waitFor({ state: 'detached' });
  await page.goto('/chantiers?q=Glières');
  await page.getByRole('link', { name: 'Gymnase des Glières' }).waitFor();
  await finish(own);
});

test('a key revoked over there is said at once, and a new one takes the reading up again', async () => {
  const own = await visit(browser, hub);
  const { page } = own;
  await signIn(page, ADMIN);
  await openConnexion(page, 'Costructor clavier');
  await erp.control('DELETE', `/keys/${erp.key}`);
  await button(page, 'Actualiser maintenant').click();
  await page.getByRole('heading', { level: 2, name: 'Reconnecter' }).waitFor();
  const { key } = await erp.control<{ key: string }>('POST', '/keys', { account: 'demo' });
  await page.getByLabel('Clé API').fill(key);
  await button(page, 'Reconnecter').click();
  await page.getByText('est reconnecté.').waitFor();
  await page.getByText(/À jour (à l’instant|il y a)/).waitFor();
  await finish(own);
});

test('on a phone the list of chantiers shows by itself what the ERP has just brought', async () => {
  const own = await visit(browser, hub, { viewport: PHONE });
  const { page } = own;
  await signIn(page, ADMIN);
  await page.goto('/chantiers?q=Parmelan');
  await page.getByText('Aucun chantier ne répond à ces filtres').waitFor();
  await erp.control('POST', '/chantiers', { name: 'Refuge du Parmelan' });
  const other = await visit(browser, hub);
  await signIn(other.page, ADMIN);
  await openConnexion(other.page, 'Costructor clavier');
  await button(other.page, 'Actualiser maintenant').click();
  await page.getByRole('link', { name: 'Refuge du Parmelan' }).waitFor();
  await finish(own, other);
});
