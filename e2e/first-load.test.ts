// What a first visit downloads (settled.md 44): the scripts of a page without charts, compressed.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openHub } from './browser.ts';

const DIST = fileURLToPath(new URL('../web/dist/', import.meta.url));
const MAX_BYTES = 260_000;

type Chunk = { file: string; isEntry?: boolean; src?: string; imports?: string[]; dynamicImports?: string[] };
const manifest = JSON.parse(readFileSync(`${DIST}.vite/manifest.json`, 'utf8')) as Record<string, Chunk>;

/** A chunk and all it imports at once. */
function closure(key: string, seen = new Set<string>()): Set<string> {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key]?.imports ?? []) closure(next, seen);
  return seen;
}

const entry = Object.keys(manifest).find(key => manifest[key]?.isEntry)!;
const pages = Object.keys(manifest).filter(key => /features\/.*-page\.tsx$/.test(key));

test('the routes are split, one script a page', () => {
  expect(pages.length).toBeGreaterThan(5);
});

test.each(pages)('the scripts of %s weigh at most 260 kB compressed', page => {
  const files = new Set([...closure(entry), ...closure(page)].map(key => manifest[key]!.file));
  const bytes = [...files].reduce((sum, file) => sum + readFileSync(`${DIST}${file}.gz`).length, 0);
  expect(bytes).toBeLessThanOrEqual(MAX_BYTES);
});

test('the hub gives scripts compressed and for ever, the page itself fresh and under a policy without inline code', async () => {
  const hub = await openHub();
  const script = await fetch(`${hub.origin}/${manifest[entry]!.file}`, { headers: { 'accept-encoding': 'br' } });
  expect(script.headers.get('content-encoding')).toBe('br');
  expect(script.headers.get('cache-control')).toContain('immutable');
  const page = await fetch(`${hub.origin}/chantiers`);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(policy).not.toContain('unsafe');
  const nonce = /'nonce-([^']+)'/.exec(policy)![1];
  expect(await page.text()).toContain(`nonce="${nonce}"`);
  const again = await fetch(`${hub.origin}/chantiers`);
  expect(again.headers.get('content-security-policy')).not.toContain(nonce);
});

test('the service worker and the manifest are asked for again at each visit, and the worker may only speak to its hub', async () => {
  const hub = await openHub();
  const worker = await fetch(`${hub.origin}/sw.js`);
  expect(worker.headers.get('content-type')).toContain('javascript');
  expect(worker.headers.get('cache-control')).toBe('no-cache');
  expect(worker.headers.get('content-security-policy')).toBe("default-src 'none'; connect-src 'self'");
  const shell = [...(await worker.text()).matchAll(/\/assets\/[\w.-]+/g)].map(([path]) => path);
  expect(shell.some(path => path === `/${manifest[entry]!.file}`)).toBe(true);
  for (const path of shell) expect((await fetch(`${hub.origin}${path}`)).status, path).toBe(200);
  const installed = await fetch(`${hub.origin}/manifest.webmanifest`);
  expect(installed.headers.get('content-type')).toContain('application/manifest+json');
  const { icons } = (await installed.json()) as { icons: { src: string }[] };
  for (const { src } of icons) expect((await fetch(`${hub.origin}${src}`)).status, src).toBe(200);
  const page = await fetch(`${hub.origin}/heures/jour`);
  expect(page.headers.get('content-security-policy')).toContain("worker-src 'self'");
});
