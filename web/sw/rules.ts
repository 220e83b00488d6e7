// What the service worker does with a request. Pure, so that it can be proved apart from a browser.

/** What the entry of hours needs when there is no network; nothing else is kept on the phone. */
const KEPT = [
  /^\/api\/auth\/session$/,
  /^\/api\/v1\/feuilles-heures\/[^/]+\/[^/]+$/,
  /^\/api\/v1\/pointages\/equipe\?[^?]*$/,
  // Asked for as the choice of a chantier does, and not as lists and searches do.
  /^\/api\/v1\/chantiers\?limit=200$/,
];

/** These change who is signed in: what was kept for whoever was before goes. */
const DOORS = /^\/api\/auth\/(session|sessions|liens|mot-de-passe)(\/|$)/;

type Asked = { method: string; mode: string; url: URL };
export type Handling = 'shell' | 'asset' | 'kept' | 'door' | 'network';

export function handlingOf({ method, mode, url }: Asked): Handling {
  if (method !== 'GET') return DOORS.test(url.pathname) ? 'door' : 'network';
  if (url.pathname.startsWith('/api/'))
    return KEPT.some(path => path.test(`${url.pathname}${url.search}`)) ? 'kept' : 'network';
  if (mode === 'navigate') return 'shell';
  return url.pathname.startsWith('/assets/') ? 'asset' : 'network';
}

/** What to do with what was kept, after an answer of the API. */
export function afterAnswer(status: number): 'keep' | 'forget' | 'forget-all' | 'leave' {
  if (status === 200) return 'keep';
  // Nobody is signed in any more: nothing read in his name stays.
  if (status === 401) return 'forget-all';
  return status === 403 || status === 404 || status === 410 ? 'forget' : 'leave';
}
