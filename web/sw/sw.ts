// The service worker: opens the app without network, and shows the last hours read, marked with their date. Written by hand and
// kept small: what it does with which request is in rules.ts. Its build puts the shell's files in place (vite.config.ts).
import { KEPT_AT } from '../lib/kept-header.ts';
import { afterAnswer, handlingOf, isKept } from './rules.ts';

declare const __SHELL__: string[];
declare const __BUILD__: string;

type Extendable = Event & { waitUntil: (work: Promise<unknown>) => void };
type Fetch = Extendable & { request: Request; respondWith: (answer: Promise<Response>) => void };
const worker = self as unknown as {
  location: Location;
  skipWaiting: () => Promise<void>;
  clients: { claim: () => Promise<void> };
  addEventListener: ((type: 'install' | 'activate', act: (event: Extendable) => void) => void) &
    ((type: 'fetch', act: (event: Fetch) => void) => void);
};

const SHELL = `hub-shell-${__BUILD__}`;
const KEPT = 'hub-kept';
/** On a site the network is often there and says nothing. */
const PATIENCE_MS = 5000;

/** Bumped when what was kept is emptied: an answer asked for before must not come back into it. */
let reign = 0;
const forgetAll = async () => {
  reign += 1;
  await caches.delete(KEPT);
};

worker.addEventListener('install', event =>
  event.waitUntil(
    (async () => {
      const cache = await caches.open(SHELL);
      await cache.addAll(__SHELL__.map(path => new Request(path, { cache: 'no-cache' })));
      await worker.skipWaiting();
    })(),
  ),
);

/** What an earlier version kept and this one does not. */
async function dropOthers(): Promise<void> {
  const cache = await caches.open(KEPT);
  for (const request of await cache.keys()) {
    const { pathname, search } = new URL(request.url);
    if (!isKept(`${pathname}${search}`)) await cache.delete(request);
  }
}

worker.addEventListener('activate', event =>
  event.waitUntil(
    (async () => {
      const old = (await caches.keys()).filter(name => name.startsWith('hub-shell-') && name !== SHELL);
      await Promise.all(old.map(name => caches.delete(name)));
      await dropOthers();
      await worker.clients.claim();
    })(),
  ),
);

/** Fails after a while, so that the last known may be shown. */
function patient(request: Request): Promise<Response> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('late')), PATIENCE_MS));
  return Promise.race([fetch(request), late]);
}

async function page(request: Request): Promise<Response> {
  const shell = await caches.match('/', { cacheName: SHELL });
  if (!shell) return await fetch(request);
  return await patient(request).catch(() => shell);
}

const asset = async (request: Request): Promise<Response> =>
  (await caches.match(request, { cacheName: SHELL, ignoreVary: true })) ?? (await fetch(request));

async function keep(url: string, answer: Response): Promise<void> {
  const headers = new Headers({ 'content-type': 'application/json', [KEPT_AT]: new Date().toISOString() });
  await (await caches.open(KEPT)).put(url, new Response(await answer.blob(), { headers }));
}

async function remember(url: string, answer: Response): Promise<void> {
  const next = afterAnswer(answer.status);
  if (next === 'keep') await keep(url, answer);
  if (next === 'forget') await (await caches.open(KEPT)).delete(url);
  if (next === 'forget-all') await forgetAll();
}

async function data(event: Fetch): Promise<Response> {
  const { url } = event.request;
  const since = reign;
  try {
    const answer = await patient(event.request.clone());
    if (since === reign) event.waitUntil(remember(url, answer.clone()));
    return answer;
  } catch (error) {
    const kept = since === reign ? await caches.match(url, { cacheName: KEPT, ignoreVary: true }) : undefined;
    if (kept) return kept;
    if (error instanceof Error && error.message === 'late') return await fetch(event.request);
    throw error;
  }
}

async function door(request: Request): Promise<Response> {
  await forgetAll();
  const answer = await fetch(request);
  await forgetAll();
  return answer;
}

worker.addEventListener('fetch', event => {
  const url = new URL(event.request.url);
  if (url.origin !== worker.location.origin) return;
  const handling = handlingOf({ method: event.request.method, mode: event.request.mode, url });
  if (handling === 'shell') event.respondWith(page(event.request));
  if (handling === 'asset') event.respondWith(asset(event.request));
  if (handling === 'kept') event.respondWith(data(event));
  if (handling === 'door') event.respondWith(door(event.request));
});
