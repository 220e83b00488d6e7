// The grid in a browser slowed down four times: how long a key, a click and a frame of scrolling take.
import { existsSync } from 'node:fs';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { HUB_PASSWORD, spawnHub, untilReady } from '../../server/testing/hub-process.ts';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];
const SLOWER = 4;
const KEYS = 30;

type Seen = { worst: number; median: number };
const of = (values: number[]): Seen => {
  const sorted = values.toSorted((x, y) => x - y);
  return { worst: sorted.at(-1) ?? 0, median: sorted[Math.floor(sorted.length / 2)] ?? 0 };
};
const say = ({ worst, median }: Seen) => `${median.toFixed(0)} ms, at most ${worst.toFixed(0)}`;

/** From the gesture to the next frame that shows it, as the browser counts it (a multiple of 8 ms). */
async function durations(page: Page, name: string, gestures: () => Promise<void>): Promise<Seen> {
  await page.evaluate(
    type =>
      Object.assign(window, {
        lasted: [],
        watch: Object.assign(
          new PerformanceObserver(list =>
            (window as never as { lasted: number[] }).lasted.push(
              ...list
                .getEntries()
                .filter(entry => entry.name === type)
                .map(entry => entry.duration),
            ),
          ),
        ),
      }) &&
      (window as never as { watch: PerformanceObserver }).watch.observe({
        type: 'event',
        durationThreshold: 16,
      } as never),
    name,
  );
  await gestures();
  await page.waitForTimeout(300);
  return of(await page.evaluate(() => (window as never as { lasted: number[] }).lasted));
}

/** The time between two frames while it scrolls. */
async function frames(page: Page): Promise<Seen> {
  const gaps = page.evaluate(
    () =>
      new Promise<number[]>(done => {
        const seen: number[] = [];
        const step = (last: number) => (now: number) => {
          seen.push(now - last);
          if (seen.length < 60) requestAnimationFrame(step(now));
          else done(seen);
        };
        requestAnimationFrame(step(performance.now()));
      }),
  );
  for (let n = 0; n < 20; n += 1) await page.mouse.wheel(0, 700);
  return of(await gaps);
}

async function look(page: Page, slow: CDPSession, semaine: string): Promise<void> {
  await page.goto('/chantiers');
  await slow.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const began = performance.now();
  await page.goto(`/rapprochement?semaine=${semaine}`);
  await page.getByRole('grid').waitFor();
  const shown = performance.now() - began;
  await page.waitForTimeout(1000);
  const rows = await page.locator('tr[data-personne]').count();
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  await page.locator('td[data-stop][tabindex="0"]').focus();
  const keys = await durations(page, 'keydown', async () => {
    for (let n = 0; n < KEYS; n += 1)
      await page.keyboard.press(n % 5 === 4 ? 'ArrowRight' : n % 7 === 6 ? 'PageDown' : 'ArrowDown');
  });
  const scroll = await frames(page);
  const click = await durations(page, 'click', () => page.locator('td[data-stop]:visible').nth(2).click());
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const fold = await durations(page, 'click', () => page.getByRole('switch').click());
  const { width } = page.viewportSize()!;
  console.log(
    `| ${width} | ${rows} | ${nodes} | ${shown.toFixed(0)} | ${say(keys)} | ${say(scroll)} | ${say(click)} | ${say(fold)} |`,
  );
}

type Place = { url: string; dir: string };

/** Prints; the hub is that of a user, with the web app as it was built. Few people tell what the number of them costs. */
export async function browse(places: Record<number, Place>, semaine: string): Promise<void> {
  const executablePath = PATHS.find(existsSync);
  if (!executablePath) throw new Error('Chromium is missing: apt-get install chromium');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  console.log(`A processor ${SLOWER} times slower: median, at most\n`);
  console.log('| px | rows | nodes | shown after ms | key | frame of scrolling | a cell opens | differences alone |');
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const { url, dir } of Object.values(places)) {
    const hub = await spawnHub({ env: { DATABASE_URL: url, DATA_DIR: dir, HUB_LOG_LEVEL: 'error' } });
    await untilReady(hub);
    for (const viewport of SIZES) await lookAt(browser, { viewport, baseURL: hub.origin }, semaine);
    hub.child.kill('SIGTERM');
    await hub.exited;
  }
  await browser.close();
}

async function lookAt(browser: Browser, place: { viewport: (typeof SIZES)[0]; baseURL: string }, semaine: string) {
  const context = await browser.newContext({ ...place, locale: 'fr-FR', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto('/connexion');
  await page.getByLabel('E-mail ou téléphone').fill('p0@exemple.fr');
  await page.getByLabel('Mot de passe').fill(HUB_PASSWORD);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByRole('heading', { level: 1, name: 'Tableau de bord' }).waitFor();
  await look(page, await context.newCDPSession(page), semaine);
  await context.close();
}
