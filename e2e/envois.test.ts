// From a validated week to the ERP's own store: its people are linked, sending is switched on, hours leave once; what is refused
// is seen, put right over there and sent again; what can no more leave is carried over by hand.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { ajouterJours, lundiAvant, semaineDe } from '../contract/calendrier.ts';
import type { LigneEnvoi } from '../contract/export.ts';
import { atTheEnd } from '../server/testing/endings.ts';
import { hasTryton, type TrytonWorld, trytonWorld } from '../server/testing/erp/tryton.ts';
import { firstSignIn, HUB_PASSWORD, type HubProcess } from '../server/testing/hub-process.ts';
import { type Simulator, startSimulator } from '../server/testing/simulator.ts';
import { openBrowser, openHub, signIn, type Visit, visit } from './browser.ts';
import {
  call,
  connected,
  entriesThere,
  linesInTryton,
  minutesThere,
  newPersonne,
  newUser,
  siteNamed,
  toCostructor,
  toTryton,
  work,
} from './envois/steps.ts';

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
  link = await connected(page, toCostructor(erp));
  chantier = await siteNamed(page, 'Glières');
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

/** Somebody of the ERP, to the only one here that is found by this; by the keyboard. */
async function relate(page: Page, there: string, typed: string): Promise<void> {
  await button(page, `Chercher qui est ${there} ici`).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type(typed);
  await page.getByRole('option', { name: typed }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText(new RegExp(`^${there} est relié à `)).waitFor();
}

test('the people of the ERP are read: who leaves no doubt is linked by itself, who does is asked about, by the keyboard too', async () => {
  const { page } = admin;
  await page.goto(`/integrations/${link}/personnes?etat=reliees&q=Ouvrard`);
  await button(page, 'Relire l’ERP').click();
  await page.getByText('reliée par le nom').waitFor({ timeout: 60_000 });

  await page.goto(`/integrations/${link}/personnes?q=Perrachon`);
  await page.getByText('Plusieurs personnes lui ressemblent').waitFor();
  expect(await button(page, /^Relier à Luc Perrachon/).count()).toBe(2);
  await relate(page, 'Luc Perrachon', 'A1');

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
  await page.getByText('horaires indicatifs, seule la durée fait foi').waitFor();

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

test('an answer that is lost leaves a line in doubt, said as it is; nobody does anything, and the ERP has it once', async () => {
  const { page } = admin;
  const jour = ajouterJours(LUNDI, 4);
  await work(page, { personne_id: camille, chantier_id: chantier, jour, minutes: 180 });
  await validate(page, semaineDe(LUNDI), 'Ouvrard Camille');
  // It writes, falls over before it answers, and stays down.
  const down = { match: { path: '/timesheet_entries', method: 'GET' }, fault: { kind: 'status', status: 503 } };
  const lost = { match: { path: '/timesheet_entries', method: 'POST', times: 1 }, fault: { kind: 'cut_after' } };
  await erp.control('DELETE', '/requests');
  await erp.control('POST', '/faults', { rules: [lost, down] });
  await send(page, LUNDI, 'En doute');
  expect(await entriesThere(erp, camilleThere, jour)).toEqual([180]);
  await button(page, /^En doute/).click();
  await page.getByRole('heading', { name: 'Lignes : en doute' }).waitFor();
  await page.getByText('1 ligne en doute que le hub vérifie').waitFor();
  await page.getByRole('link', { name: 'Camille Ouvrard' }).first().click();
  await dialog(page).getByText('Ces heures y sont peut-être déjà').waitFor();
  await dialog(page).getByText('vous n’avez rien à faire').waitFor();
  expect(
    await dialog(page)
      .getByRole('button', { name: /Relancer|Ignorer/ })
      .count(),
  ).toBe(0);

  await erp.control('DELETE', '/faults');
  await dialog(page).getByText('Dans l’ERP', { exact: true }).first().waitFor({ timeout: 90_000 });
  await dialog(page).getByRole('button', { name: 'Fermer', exact: true }).click();
  await page.getByText('Réussi').first().waitFor({ timeout: 30_000 });
  expect(await entriesThere(erp, camilleThere, jour)).toEqual([180]);
  // Known again, not written again and put right after.
  expect((await erp.requests()).filter(({ method }) => method !== 'GET')).toHaveLength(1);
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

describe.skipIf(!hasTryton())('on Tryton, which none of us wrote', () => {
  const WEEK = [
    ['Karim Benali', 0, 440, 'Chantier 1 — Résidence'],
    ['Karim Benali', 1, 240, 'Chantier 1 — Résidence'],
    ['Karim Benali', 1, 180, 'Chantier 2 — Résidence'],
    ['Anne Le Goff', 2, 425, 'Chantier 2 — Résidence'],
  ] as const;
  let tryton: TrytonWorld;
  let own: string;

  test('its people are linked by their name or by hand, and their week is validated', {
    timeout: 300_000,
  }, async () => {
    const { page } = admin;
    tryton = await trytonWorld(5);
    own = await connected(page, toTryton(tryton));
    const people = {
      'Karim Benali': await newPersonne(page, { prenom: 'Karim', nom: 'Benali' }),
      'Anne Le Goff': await newPersonne(page, { prenom: 'Annick', nom: 'Le Goff' }),
    };
    for (const [qui, rank, minutes, projet] of WEEK)
      await work(page, {
        ...{ personne_id: people[qui], jour: ajouterJours(LUNDI, rank), minutes },
        chantier_id: await siteNamed(page, projet),
      });
    await page.goto(`/integrations/${own}/personnes`);
    await button(page, 'Relire l’ERP').click();
    await page.getByText(/lues (à l’instant|il y a)/).waitFor({ timeout: 60_000 });
    await relate(page, 'Anne Le Goff', 'Annick');
    await page.goto(`/integrations/${own}/personnes?etat=reliees`);
    await page.getByText('reliée par le nom').waitFor();
    await page.getByText('reliée à la main').waitFor();
    await validate(page, semaineDe(LUNDI), 'Benali Karim', 'Le Goff Annick');
  });

  test('the week lands in Tryton’s own store: each minute, one line per line of the ledger', async () => {
    const { page } = admin;
    await page.goto(`/integrations/${own}`);
    await button(page, 'Activer l’envoi').click();
    await dialog(page).getByText('3 journées validées, 21 h 25').waitFor();
    await dialog(page).getByLabel('Les envoyer aussi').check();
    // Tryton takes durations: there are no times to agree to.
    expect(
      await dialog(page)
        .getByLabel(/^Horaires/)
        .count(),
    ).toBe(0);
    await dialog(page).getByRole('button', { name: 'Activer l’envoi' }).click();
    await page.getByText('L’envoi des heures est en marche.').waitFor();
    await button(page, 'Envoyer maintenant').click();
    await dialog(page).getByRole('button', { name: 'La semaine dernière' }).click();
    await dialog(page).getByRole('button', { name: 'Envoyer', exact: true }).click();
    await page
      .getByText(/4\slignes dans l’ERP \(21\sh\s25\)/)
      .first()
      .waitFor({ timeout: 60_000 });
    const lines = linesInTryton(tryton);
    expect(lines.map(({ qui, jour, minutes, projet }) => [qui, jour, minutes, projet]).toSorted()).toEqual(
      WEEK.map(([qui, rank, minutes, projet]) => [qui, ajouterJours(LUNDI, rank), minutes, projet]).toSorted(),
    );
    const ledger = await call<{ items: LigneEnvoi[] }>(page, { path: `/api/v1/lignes-envoi?link_id=${own}` });
    expect(lines.map(({ uuid, minutes }) => [uuid, minutes])).toEqual(
      ledger.body.items.map(({ id, minutes }) => [id, minutes]).toSorted(),
    );
    expect(admin.complaints).toEqual([]);
  });
});
