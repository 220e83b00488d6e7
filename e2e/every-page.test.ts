// Every page, at both widths, light and dark: nothing that axe finds, nothing wider than the screen, no complaint of the
// browser; a screenshot of each goes to screens/ to be looked at (`npm run screens`).
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { HubProcess } from '../server/testing/hub-process.ts';
import { accountsOf, DESK, openBrowser, openHub, PHONE, signIn, type Visit, visit } from './browser.ts';
import { ENVOI_LOOKS } from './envoi-looks.ts';
import { ERP_LOOKS } from './erp-looks.ts';
import { showStates } from './erp-states.ts';
import { HOUR_LOOKS } from './heure-looks.ts';
import { showHours } from './heure-states.ts';
import { KEY_LOOKS, showKeys } from './key-looks.ts';
import { PAY_LOOKS, showPay } from './paie-looks.ts';
import { PLANNING_LOOKS } from './planning-looks.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCREENS = fileURLToPath(new URL('../screens', import.meta.url));
const LOOKS = [
  { name: '1280', viewport: DESK, dark: false },
  { name: '1280-sombre', viewport: DESK, dark: true },
  { name: '390', viewport: PHONE, dark: false },
  { name: '390-sombre', viewport: PHONE, dark: true },
];

type Look = { name: string; path: string; prepare?: (page: Page) => Promise<unknown> };
const first = async (page: Page, name: string) => page.getByRole('link', { name }).first().click();

const PAGES: Look[] = [
  { name: 'tableau-de-bord', path: '/' },
  { name: 'chantiers', path: '/chantiers' },
  { name: 'chantiers-rien', path: '/chantiers?q=introuvable' },
  { name: 'chantiers-volet', path: '/chantiers?q=tilleuls', prepare: page => first(page, 'Résidence Les Tilleuls') },
  {
    name: 'chantier',
    path: '/chantiers?q=tilleuls',
    prepare: async page => {
      await first(page, 'Résidence Les Tilleuls');
      await page.getByRole('dialog').getByRole('link', { name: /fiche/i }).click();
      await page.getByRole('heading', { level: 1, name: /Tilleuls/ }).waitFor();
    },
  },
  {
    name: 'chantier-erp',
    path: '/chantiers?q=2026-',
    prepare: async page => {
      await page.locator('tbody').getByRole('link').first().click();
      await page.getByRole('dialog').getByRole('link', { name: /fiche/i }).click();
      await page.getByText(/^Tenu par Costructor/).waitFor();
    },
  },
  {
    name: 'chantier-erp-modifier',
    path: '/chantiers?q=2026-',
    prepare: async page => {
      await page.locator('tbody').getByRole('link').first().click();
      await page.getByRole('dialog').getByRole('link', { name: /fiche/i }).click();
      await page.getByRole('button', { name: 'Modifier' }).click();
      await page.getByText('Ces valeurs se changent dans l’ERP').waitFor();
    },
  },
  { name: 'chantier-nouveau', path: '/chantiers/nouveau' },
  {
    name: 'chantier-nouveau-erreurs',
    path: '/chantiers/nouveau',
    prepare: page => page.getByRole('button', { name: 'Créer le chantier' }).click(),
  },
  { name: 'personnes', path: '/personnes' },
  { name: 'personnes-volet', path: '/personnes', prepare: page => first(page, 'Arnaud Sophie') },
  {
    name: 'personne',
    path: '/personnes',
    prepare: async page => {
      await first(page, 'Arnaud Sophie');
      await page.getByRole('dialog').getByRole('link', { name: /fiche/i }).click();
      await page.getByRole('heading', { level: 1, name: /Arnaud/ }).waitFor();
    },
  },
  { name: 'lien-perime', path: '/lien' },
  { name: 'personne-nouvelle', path: '/personnes/nouvelle' },
  { name: 'api-keys', path: '/api-keys' },
  {
    name: 'api-keys-nouvelle',
    path: '/api-keys',
    prepare: page => page.getByRole('button', { name: 'Nouvelle clé' }).click(),
  },
  { name: 'compte', path: '/compte' },
  { name: 'inconnue', path: '/nulle-part' },
  { name: 'reference-api', path: '/api/docs' },
  { name: 'reference-erreurs', path: '/api/docs/erreurs' },
];

let hub: HubProcess;
let browser: Browser;
beforeAll(async () => {
  mkdirSync(SCREENS, { recursive: true });
  hub = await openHub(['--demo']);
  browser = await openBrowser();
});

async function findings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run: (
          options: object,
        ) => Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.map(found => `${found.id}: ${found.nodes.map(node => node.html.slice(0, 160)).join(' | ')}`);
  });
}

async function settle(page: Page): Promise<void> {
  // The network may be idle before the scripts of the page have been asked for.
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
}

/** A page is prepared once it stands still; `look` waits for what follows. */
async function prepared(page: Page, prepare: (page: Page) => Promise<unknown>): Promise<void> {
  await settle(page);
  await prepare(page);
}

async function look(page: Page, name: string): Promise<void> {
  await settle(page);
  console.log(
    name,
    await page.evaluate(() => {
      const b = getComputedStyle(document.body);
      return [
        b.fontSize,
        b.getPropertyValue('--mantine-font-size-md'),
        b.getPropertyValue('--hub-text'),
        [...document.querySelectorAll('style,link[rel=stylesheet]')]
          .map(
            s =>
              s.tagName +
              (s.getAttribute('href') ?? s.textContent.slice(0, 40)) +
              ((s as any).sheet ? (s as any).sheet.cssRules.length : 'none'),
          )
          .join(' | '),
      ].join(' ; ');
    }),
  );
  await page.screenshot({ path: join(SCREENS, `${name}.png`), fullPage: true });
  expect(await findings(page)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
}

describe.each(LOOKS)('at $name', ({ name, viewport, dark }) => {
  let seen: Visit;
  beforeAll(async () => {
    seen = await visit(browser, hub, { viewport, dark });
    await seen.page.goto('/connexion');
    await look(seen.page, `connexion-${name}`);
    await signIn(seen.page, accountsOf(hub).admin);
  });

  // A page that fails leaves nothing to the next one: neither its answers nor its complaints.
  afterEach(async () => {
    await seen.page.unrouteAll({ behavior: 'ignoreErrors' });
    seen.complaints.length = 0;
  });

  test.each(PAGES)('$name is accessible, fits and does not complain', async item => {
    await seen.page.goto(item.path);
    if (item.prepare) await prepared(seen.page, item.prepare);
    await look(seen.page, `${item.name}-${name}`);
    expect(seen.complaints).toEqual([]);
  });

  test.each(
    [...ERP_LOOKS, ...ENVOI_LOOKS, ...PLANNING_LOOKS].filter(
      ({ brief }) => !brief || name === '1280' || name === '390-sombre',
    ),
  )('$name is accessible, fits and does not complain', async item => {
    await showStates(seen.page, item.states());
    await seen.page.goto(item.path);
    if (item.prepare) await prepared(seen.page, item.prepare);
    await look(seen.page, `${item.name}-${name}`);
    expect(seen.complaints).toEqual([]);
  });

  test.each(KEY_LOOKS)('$name is accessible, fits and does not complain', async item => {
    await showKeys(seen.page);
    await seen.page.goto(item.path);
    if (item.prepare) await prepared(seen.page, item.prepare);
    await look(seen.page, `${item.name}-${name}`);
    expect(seen.complaints).toEqual([]);
  });

  test.each(HOUR_LOOKS)('$name is accessible, fits and does not complain', async item => {
    await showHours(seen.page, item.hours?.() ?? {});
    await seen.page.goto(item.path);
    if (item.prepare) await prepared(seen.page, item.prepare);
    await look(seen.page, `${item.name}-${name}`);
    expect(seen.complaints).toEqual([]);
  });

  test.each(PAY_LOOKS)('$name is accessible, fits and does not complain', async item => {
    await showPay(seen.page, item);
    await seen.page.goto(item.path);
    await settle(seen.page);
    // The router goes back to where the same address was left.
    await seen.page.evaluate(() => window.scrollTo(0, 0));
    if (item.prepare) await prepared(seen.page, item.prepare);
    await look(seen.page, `${item.name}-${name}`);
    await seen.page.unrouteAll({ behavior: 'ignoreErrors' });
    expect(seen.complaints.splice(0)).toEqual([]);
  });
});
