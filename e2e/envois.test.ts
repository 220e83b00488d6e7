// From a validated week to the ERP's own store: its people are linked, sending is switched on, hours leave once; what is refused
// is seen, put right over there and sent again; what can no more leave is carried over by hand.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { ajouterJours, lundiAvant, semaineDe } from '../contract/calendrier.ts';
import { atTheEnd } from '../server/testing/endings.ts';
import { firstSignIn, HUB_PASSWORD, type HubProcess } from '../server/testing/hub-process.ts';
import { type Simulator, startSimulator } from '../server/testing/simulator.ts';
import { openBrowser, openHub, signIn, type Visit, visit } from './browser.ts';
import { call, connected, minutesThere, newPersonne, newUser, work } from './envois/steps.ts';

const ADMIN: [string, string] = ['admin@exemple.fr', HUB_PASSWORD];
const TODAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(Date.now());
const LUNDI = ajouterJours(lundiAvant(TODAY), -7);
const AGAIN = lundiAvant(TODAY);

let hub: HubProcess;
let browser: Browser;
let erp: Simulator;
let admin: Visit;
let link: string;
let chantier: string;
let camille: string;
let luc: string;
let camilleThere: string;
let lucThere: string;

beforeAll(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hub-e2e-envois-'));
  atTheEnd(() => rmSync(dir, { recursive: true, force: true }));
  erp = await startSimulator({ chantiers: 20, store: join(dir, 'costructor.json') });
  await erp.control('POST', '/chantiers', { name: 'Gymnase des Glières', status: 'En cours' });
  hub = await openHub([], { OUTBOUND_ALLOW: '127.0.0.1/32:*' });
  await firstSignIn(hub);
  browser = await openBrowser();
  admin = await visit(browser, hub);
  const { page } = admin;
  await signIn(page, ADMIN);
  link = await connected(page, erp);
  const found = await call<{ items: { id: string }[] }>(page, { path: '/api/v1/chantiers?q=Gli%C3%A8res' });
  chantier = found.body.items[0]!.id;
  camille = await newPersonne(page, { prenom: 'Camille', nom: 'Ouvrard' });
  luc = await newPersonne(page, { prenom: 'Luc', nom: 'Perrachon', matricule: 'A1' });
  await newPersonne(page, { prenom: 'Luc', nom: 'Perrachon', matricule: 'A2' });
  camilleThere = await newUser(erp, { firstName: 'Camille', lastName: 'Ouvrard' });
  lucThere = await newUser(erp, { firstName: 'Luc', lastName: 'Perrachon' });
  await newUser(erp, { firstName: 'Ousmane', lastName: 'Traoré' });
});

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const dialog = (page: Page) => page.getByRole('dialog');

async function validate(page: Page, semaine: string, ...names: string[]): Promise<void> {
  await page.goto(`/heures?semaine=${semaine}`);
  for (const name of names) await page.getByRole('checkbox', { name: `Choisir ${name}`, disabled: false }).check();
  await button(page, 'Valider').click();
  await dialog(page).getByRole('button', { name: 'Valider' }).click();
  await page
    .getByText(/validé/)
    .first()
    .waitFor();
}

/** « Envoyer maintenant » from the page of envois, for a week; leaves the page of the run once it is over. */
async function send(page: Page, lundi: string, end: string | RegExp): Promise<void> {
  await page.goto('/envois');
  await button(page, 'Envoyer maintenant').click();
  await dialog(page).getByLabel('Du').fill(lundi);
  await dialog(page)
    .getByLabel('Au')
    .fill(lundi === AGAIN ? TODAY : ajouterJours(lundi, 6));
  await dialog(page).getByRole('button', { name: 'Envoyer', exact: true }).click();
  await heading(page, /^Envoi : /).waitFor();
  await page.getByText(end).first().waitFor({ timeout: 60_000 });
}

test('the people of the ERP are read: who leaves no doubt is linked by itself, who does is asked about, by the keyboard too', async () => {
  const { page } = admin;
  await page.goto(`/integrations/${link}/personnes?etat=reliees&q=Ouvrard`);
  await button(page, 'Relire l’ERP').click();
  await page.getByText('reliée par le nom').waitFor({ timeout: 60_000 });

  await page.goto(`/integrations/${link}/personnes?q=Perrachon`);
  await page.getByText('Plusieurs personnes lui ressemblent').waitFor();
  expect(await button(page, /^Relier à Luc Perrachon/).count()).toBe(2);
  await button(page, /^Chercher qui/).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('A1');
  await page.getByRole('option', { name: /Luc Perrachon.*A1/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Luc Perrachon est relié à Luc Perrachon.').waitFor();

  await page.goto(`/integrations/${link}/personnes?etat=reliees&q=Perrachon`);
  await page.getByText('reliée à la main').waitFor();
});

test('somebody who is nobody here is added from the ERP, after a preview that writes nothing', async () => {
  const { page } = admin;
  await page.goto(`/integrations/${link}/personnes?q=Traoré`);
  await page.getByLabel('Ajouter Ousmane Traoré ici').click();
  await button(page, 'Ajouter ici…').click();
  await dialog(page).getByText('Sera ajoutée').waitFor();
  const before = await call<{ items: unknown[] }>(page, { path: '/api/v1/personnes?q=Traor%C3%A9' });
  expect(before.body.items).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Ajouter 1 personne' }).click();
  await page.getByText('1 personne ajoutée.').waitFor();
  await page.goto(`/integrations/${link}/personnes?etat=reliees&q=Traoré`);
  await page.getByText('ajoutée depuis l’ERP').waitFor();
});

test('a week is validated, sending is switched on with what waits, and the hours land in the ERP once, minute for minute', async () => {
  const { page } = admin;
  for (const [personne_id, minutes] of [
    [camille, 440],
    [luc, 420],
  ] as const)
    for (const rank of [0, 1])
      await work(page, { personne_id, chantier_id: chantier, jour: ajouterJours(LUNDI, rank), minutes });
  await validate(page, semaineDe(LUNDI), 'Ouvrard Camille', 'Perrachon Luc');

  await page.goto(`/integrations/${link}`);
  await button(page, 'Activer l’envoi').click();
  await dialog(page).getByText('4 journées validées, 28 h 40').waitFor();
  await dialog(page).getByRole('button', { name: 'Activer l’envoi' }).click();
  await dialog(page).getByText('Dites si ces heures partent aussi.').waitFor();
  await dialog(page).getByLabel('Les envoyer aussi').check();
  await dialog(page)
    .getByLabel(/^Horaires indicatifs/)
    .check();
  await dialog(page).getByRole('button', { name: 'Activer l’envoi' }).click();
  await page.getByText('L’envoi des heures est en marche.').waitFor();
  await page.getByText('Chaque lundi à 06:00').waitFor();

  await send(page, LUNDI, /lignes dans l’ERP \(28\sh\s40\)/);
  await page.getByText('Réussi').first().waitFor();
  for (const rank of [0, 1]) {
    expect(await minutesThere(erp, camilleThere, ajouterJours(LUNDI, rank))).toBe(440);
    expect(await minutesThere(erp, lucThere, ajouterJours(LUNDI, rank))).toBe(420);
  }
  expect(await page.getByText('horaires indicatifs, seule la durée fait foi').isVisible()).toBe(true);

  await page.goto(`/envois?semaine=${semaineDe(LUNDI)}`);
  await page.getByText('28 h 40 dans l’ERP sur 28 h 40 validées').waitFor();
  await send(page, LUNDI, 'Rien de nouveau à envoyer.');
  expect(await minutesThere(erp, camilleThere, LUNDI)).toBe(440);
});

test('a line that the ERP refuses says why, and leaves again once it was put right over there', async () => {
  const { page } = admin;
  await erp.control('POST', '/weeks', { user: lucThere, week: semaineDe(AGAIN), locked: true });
  await work(page, { personne_id: luc, chantier_id: chantier, jour: AGAIN, minutes: 300 });
  await validate(page, semaineDe(AGAIN), 'Perrachon Luc');
  await send(page, AGAIN, 'Réussi en partie');
  expect(await minutesThere(erp, lucThere, AGAIN)).toBe(0);
  await button(page, /^Refusées/).click();
  await page.getByRole('heading', { name: 'Lignes : refusées' }).waitFor();
  await page.getByRole('link', { name: 'Luc Perrachon' }).first().click();
  await dialog(page).getByText('La semaine est verrouillée dans l’ERP').waitFor();
  await dialog(page).getByText('Ce qui lui est arrivé').waitFor();

  await erp.control('POST', '/weeks', { user: lucThere, week: semaineDe(AGAIN), locked: false });
  // The one, then all those that the run left.
  await button(page, /^Relancer la ligne/).click();
  await page.getByText(/^La ligne HC-\w+ repart\.$/).waitFor();
  await dialog(page).getByRole('button', { name: 'Fermer', exact: true }).click();
  await button(page, 'Relancer les lignes refusées').click();
  await expect.poll(() => minutesThere(erp, lucThere, AGAIN), { timeout: 60_000 }).toBe(300);
  await page.goto(`/envois?semaine=${semaineDe(AGAIN)}`);
  await page.getByText('5 h dans l’ERP sur 5 h validées').waitFor();
});

test('a correction to a locked week is told as a régularisation, and carried over with a note', async () => {
  const { page } = admin;
  await erp.control('POST', '/weeks', { user: lucThere, week: semaineDe(AGAIN), locked: true });
  const { body } = await call<{ items: { id: string; version: number }[] }>(page, {
    path: `/api/v1/pointages?personne_id=${luc}&du=${AGAIN}&au=${AGAIN}`,
  });
  const { id, version } = body.items[0]!;
  const changed = await call(page, {
    method: 'PATCH',
    path: `/api/v1/pointages/${id}`,
    body: { minutes: 360, motif: 'Une heure de plus' },
    version,
  });
  const submitted = await call(page, {
    method: 'POST',
    path: '/api/v1/pointages/soumission',
    body: { pointages: [id] },
  });
  expect([changed.status, submitted.status]).toEqual([200, 200]);
  await validate(page, semaineDe(AGAIN), 'Perrachon Luc');
  await send(page, AGAIN, /Réussi/);
  await page.goto('/envois?vue=regularisations');
  await page.getByText(/^\+\s1\sh$/).waitFor();
  await button(page, /^Reportée/).click();
  await dialog(page).getByLabel('Où et comment').fill('Ajouté au bulletin');
  await dialog(page).getByRole('button', { name: 'Noter comme reportée' }).click();
  await page.getByText('Aucun écart à reporter').waitFor();
  await page.goto('/envois?vue=regularisations&reportee=oui');
  await page.getByText('Ajouté au bulletin').waitFor();
  expect(admin.complaints).toEqual([]);
});

test('each role is offered what it may do: nothing to a compagnon, reading to a conducteur, steering to the payroll', async () => {
  const own = await visit(browser, hub);
  const { page } = own;
  await signIn(page, ADMIN);
  const as = async (role: string, gestionnaire_paie: boolean, path: string) => {
    await page.unrouteAll();
    await page.route('**/api/auth/session', async route => {
      const answer = await route.fetch();
      const session = await answer.json();
      await route.fulfill({ json: { ...session, personne: { ...session.personne, role, gestionnaire_paie } } });
    });
    await page.goto(path);
  };
  const rail = page.getByRole('navigation', { name: 'Navigation principale' }).first();
  await as('compagnon', false, '/envois');
  await page.getByText('Vous n’avez pas ce droit').waitFor();
  expect(await rail.getByRole('link', { name: 'Envois' }).count()).toBe(0);

  await as('conducteur', false, '/envois');
  await rail.getByRole('link', { name: 'Envois' }).waitFor();
  await button(page, 'Envoyer maintenant').click();
  await dialog(page).getByText('Partent les journées validées qui touchent vos chantiers').waitFor();
  await as('conducteur', false, `/integrations/${link}/personnes`);
  await page.getByText('Vous n’avez pas ce droit').waitFor();

  await as('compagnon', true, `/integrations/${link}`);
  await page.getByText('Chaque lundi à 06:00').waitFor();
  expect(await button(page, 'Modifier le départ').count()).toBe(0);
  await page.getByRole('link', { name: 'Relier les personnes' }).click();
  await button(page, 'Relire l’ERP').waitFor();
  expect(await page.getByLabel(/^Ajouter .* ici$/).count()).toBe(0);
  await page.unrouteAll();
  expect(own.complaints).toEqual([]);
  await own.context.close();
});
