// Every page at one width, light then dark: nothing that axe finds, nothing wider than the screen, no complaint of the browser.
// A screenshot of each goes to screens/ to be looked at (`npm run screens`); `npm test` keeps only those of what it refuses.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page, Request } from 'playwright-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { accountsOf, DESK, openBrowser, openHub, signIn, type Visit, visit } from './browser.ts';
import { CONFLIT_LOOKS } from './envois/conflit-looks.ts';
import { ENVOI_LOOKS } from './envois/looks.ts';
import { ERP_LOOKS } from './erp-looks.ts';
import { showStates } from './erp-states.ts';
import { HOUR_LOOKS } from './heure-looks.ts';
import { showHours } from './heure-states.ts';
import { KEY_LOOKS, showKeys } from './key-looks.ts';
import { type Look, PAGES } from './page-looks.ts';
import { PAY_LOOKS, showPay } from './paie-looks.ts';
import { PLANNING_LOOKS } from './planning-looks.ts';
import { RAPPROCHEMENT_LOOKS } from './rapprochement/looks.ts';
import { showRapprochement } from './rapprochement/states.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCREENS = fileURLToPath(new URL('../screens', import.meta.url));
const SHOWS_ALL = process.env['SCREENS'] !== 'refused';
const EVERY_RULE = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What depends on the theme: the same document was seen with every rule in the first one. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

type Theme = 'light' | 'dark';
type Sight = Visit & { width: string; pending: Set<Request> };
type Shown = Look & { themes: Theme[]; show?: (page: Page) => Promise<unknown> };

const BOTH: Theme[] = ['light', 'dark'];
const themesAt = (viewport: typeof DESK, brief: true | undefined): Theme[] =>
  brief ? [viewport === DESK ? 'light' : 'dark'] : BOTH;
const shownAt = (viewport: typeof DESK): Shown[] => [
  ...PAGES.map(item => ({ ...item, themes: BOTH })),
  ...[...ERP_LOOKS, ...CONFLIT_LOOKS, ...ENVOI_LOOKS, ...PLANNING_LOOKS].map(item => ({
    ...item,
    themes: themesAt(viewport, item.brief),
    show: (page: Page) => showStates(page, item.states()),
  })),
  ...RAPPROCHEMENT_LOOKS.map(item => ({
    ...item,
    themes: themesAt(viewport, item.brief),
    show: (page: Page) => showRapprochement(page, item.shown()),
  })),
  ...KEY_LOOKS.map(item => ({ ...item, themes: BOTH, show: showKeys })),
  ...HOUR_LOOKS.map(item => ({
    ...item,
    themes: BOTH,
    show: (page: Page) => showHours(page, item.hours?.() ?? {}),
  })),
  ...PAY_LOOKS.map(item => ({ ...item, themes: BOTH, show: (page: Page) => showPay(page, item) })),
];

export function lookAtEveryPage(width: string, viewport: typeof DESK): void {
  let seen: Sight;
  let stranger: Sight;
  beforeAll(async () => {
    mkdirSync(SCREENS, { recursive: true });
    const [hub, browser] = [await openHub(['--demo']), await openBrowser()];
    const open = async (): Promise<Sight> => {
      const opened = await visit(browser, hub, { viewport });
      return { ...opened, width, pending: requestsOf(opened.page) };
    };
    stranger = await open();
    seen = await open();
    await signIn(seen.page, accountsOf(hub).admin);
  });

  // A page that fails leaves nothing to the next one: neither its answers nor its complaints.
  afterEach(async () => {
    await seen.page.unrouteAll({ behavior: 'ignoreErrors' });
    seen.complaints.length = 0;
  });

  test(`'connexion' is accessible, fits and does not complain at ${width}`, () =>
    lookAt(stranger, { name: 'connexion', path: '/connexion', themes: BOTH }));

  test.each(shownAt(viewport))(`$name is accessible, fits and does not complain at ${width}`, item =>
    lookAt(seen, item),
  );
}

async function lookAt(seen: Sight, item: Shown): Promise<void> {
  const { page } = seen;
  await page.emulateMedia({ colorScheme: item.themes[0]! });
  await item.show?.(page);
  await page.goto(item.path);
  await settle(seen);
  // The router goes back to where the same address was left.
  await page.evaluate(() => window.scrollTo(0, 0));
  if (item.prepare) {
    await item.prepare(page);
    await settle(seen);
  }
  for (const [rank, theme] of item.themes.entries()) {
    if (rank > 0) await changeTheme(page, theme);
    const path = join(SCREENS, `${item.name}-${seen.width}${theme === 'dark' ? '-sombre' : ''}.png`);
    if (SHOWS_ALL) await page.screenshot({ path, fullPage: true });
    const found = [...(await tooWide(page)), ...(await findings(page, rank === 0 ? item : null))];
    if (found.length > 0 && !SHOWS_ALL) await page.screenshot({ path, fullPage: true });
    expect(found, `${item.name}, ${theme}: ${found}`).toEqual([]);
  }
  expect(seen.complaints).toEqual([]);
}

async function tooWide(page: Page): Promise<string[]> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return overflow > 0 ? [`${overflow} px wider than the screen`] : [];
}

/** Of a page just come to: by every rule; of one whose theme has changed (null): by those of colour. */
async function findings(page: Page, fresh: Look | null): Promise<string[]> {
  if (fresh) await page.evaluate(AXE);
  if (fresh?.repeated)
    await page.evaluate(repeated => {
      for (const element of document.querySelectorAll(repeated)) element.remove();
    }, fresh.repeated);
  return await page.evaluate(
    async rules => {
      const { axe } = window as unknown as {
        axe: { run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const { violations } = await axe.run({ runOnly: rules, resultTypes: ['violations'] });
      return violations.map(found => `${found.id}: ${found.nodes.map(node => node.html.slice(0, 160)).join(' | ')}`);
    },
    fresh ? { type: 'tag', values: EVERY_RULE } : { type: 'rule', values: COLOUR_RULES },
  );
}

/** What the page has asked and not received; a stream stays open by its nature. */
function requestsOf(page: Page): Set<Request> {
  const pending = new Set<Request>();
  page.on('request', request => request.resourceType() !== 'eventsource' && pending.add(request));
  page.on('requestfinished', request => pending.delete(request));
  page.on('requestfailed', request => pending.delete(request));
  return pending;
}

/** A page stands still: nothing asked, nothing announced, nothing moving, and nothing drawn for a while. */
async function settle({ page, pending }: Sight): Promise<void> {
  await page.locator('h1').first().waitFor();
  const deadline = performance.now() + 30_000;
  do {
    if (performance.now() > deadline) throw new Error(`never still; asked: ${[...pending].map(one => one.url())}`);
    await stillness(page, 80);
  } while (pending.size > 0);
}

/** The application hears of the theme and then draws it: before that, what is seen is half of each. */
async function changeTheme(page: Page, colorScheme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.waitForFunction(theme => {
    const { mantineColorScheme = theme } = document.documentElement.dataset;
    return mantineColorScheme === theme;
  }, colorScheme);
  await stillness(page, 80);
}

const stillness = (page: Page, quiet_ms: number): Promise<void> =>
  page.evaluate(async quiet => {
    const ends = (one: Animation) =>
      one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Infinity;
    const isBusy = () =>
      document.querySelector('[aria-busy="true"]') !== null || document.getAnimations().some(one => ends(one));
    let drawn = performance.now();
    const observer = new MutationObserver(() => {
      drawn = performance.now();
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    const until = drawn + 15_000;
    do await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    while ((performance.now() - drawn < quiet || isBusy()) && performance.now() < until);
    observer.disconnect();
  }, quiet_ms);
