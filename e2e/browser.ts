// A real browser before a real hub: the system's Chromium, the hub as its user starts it.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { atTheEnd } from '../server/testing/endings.ts';
import { type HubProcess, spawnHub, untilReady } from '../server/testing/hub-process.ts';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** No call of the browser's own leaves this machine. */
const FLAGS = [
  '--no-sandbox',
  '--lang=fr-FR',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const DESK = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

export async function openBrowser(): Promise<Browser> {
  const executablePath = PATHS.find(existsSync);
  if (!executablePath) throw new Error('Chromium manque : apt-get install chromium (npm test le fait en root).');
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  atTheEnd(() => browser.close());
  return browser;
}

export async function openHub(args: string[] = [], env: Record<string, string> = {}): Promise<HubProcess> {
  const dir = mkdtempSync(join(tmpdir(), 'hub-e2e-'));
  const hub = await spawnHub({ env: { DATA_DIR: dir, ...env }, args });
  atTheEnd(async () => {
    hub.child.kill('SIGTERM');
    await hub.exited;
    rmSync(dir, { recursive: true, force: true });
  });
  await untilReady(hub);
  return hub;
}

export type Visit = { page: Page; context: BrowserContext; complaints: string[] };

/** `offline`: with the service worker, which otherwise would stand before the answers that a test puts in place. */
type Look = { viewport?: { width: number; height: number }; dark?: boolean; offline?: boolean };

/** A page as one person sees it. `complaints` collects console errors and failed scripts: a journey ends with none. */
export async function visit(
  browser: Browser,
  hub: HubProcess,
  { viewport = DESK, dark = false, offline = false }: Look = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport,
    baseURL: hub.origin,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    colorScheme: dark ? 'dark' : 'light',
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
    serviceWorkers: offline ? 'allow' : 'block',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('pageerror', error => complaints.push(error.message));
  page.on('console', message => {
    // A refused request is logged by the browser itself; what the page does with it is what the journey looks at.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  return { page, context, complaints };
}

/** A phone whose browser can be closed and opened again: `profile` is all that it keeps. */
export function openPhone(hub: HubProcess, profile: string): Promise<BrowserContext> {
  const executablePath = PATHS.find(existsSync)!;
  return chromium.launchPersistentContext(profile, {
    executablePath,
    args: FLAGS,
    viewport: PHONE,
    baseURL: hub.origin,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    reducedMotion: 'reduce',
  });
}

/** The demonstration's accounts, as printed at its start. */
export function accountsOf(
  hub: HubProcess,
): Record<'admin' | 'paie' | 'conducteur' | 'chef' | 'compagnon', [string, string]> {
  const lines = hub
    .output()
    .split('\n')
    .map(line => line.trim().split(/\s{2,}/));
  const find = (start: string): [string, string] => {
    const line = lines.find(([who]) => who?.startsWith(start));
    if (!line?.[1] || !line[2]) throw new Error(`no account « ${start} » in: ${hub.output()}`);
    return [line[1], line[2]];
  };
  return {
    admin: find('Administratrice'),
    paie: find('Gestionnaire de paie'),
    conducteur: find('Conducteur'),
    chef: find('Chef'),
    compagnon: find('Compagnon'),
  };
}

export async function signIn(page: Page, [identifiant, mot_de_passe]: [string, string]): Promise<void> {
  await page.goto('/connexion');
  await page.getByLabel('E-mail ou téléphone').fill(identifiant);
  await page.getByLabel('Mot de passe').fill(mot_de_passe);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByRole('heading', { level: 1, name: 'Tableau de bord' }).waitFor();
}
