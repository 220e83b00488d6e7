// What the service worker does with a request. Pure, so that it can be proved apart from a browser.

/** What the entry of hours needs when there is no network; nothing else is kept on the phone. */
const KEPT = [
  /^\/api\/auth\/session$/,
  /^\/api\/v1\/feuilles-heures\/[^/]+\/[^/]+$/,
  /^\/api\/v1\/pointages\/equipe\?[^?]*$/,
  // Where hours are entered, by bare names: with more of them come the contacts of sites and their phones.
  /^\/api\/v1\/chantiers\?limit=200&fields=(?:(?:id|code|nom|couleur|statut)(?:%2C|$))+$/,
];

/** These change who is signed in: what was kept for whoever was before goes. */
const DOORS = /^\/api\/auth\/(session|sessions|liens|mot-de-passe)(\/|$)/;

/** Also of what an earlier version kept. */
export const isKept = (address: string): boolean => KEPT.some(path => path.test(address));

type Asked = { method: string; mode: string; url: URL };
export type Handling = 'shell' | 'asset' | 'kept' | 'door' | 'network';

export function handlingOf({ method, mode, url }: Asked): Handling {
  if (method !== 'GET') return DOORS.test(url.pathname) ? 'door' : 'network';
  if (url.pathname.startsWith('/api/')) return isKept(`${url.pathname}${url.search}`) ? 'kept' : 'network';
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
