// The entries of this phone, in IndexedDB: they outlive the page, the app and the phone's own restart.
import { createStore, del, get, set, values } from 'idb-keyval';
import { useSyncExternalStore } from 'react';
import type { Entree } from './rules.ts';

const store = createStore('hub-heures', 'attente');
/** Other tabs of this browser see the same entries. */
const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('hub-heures') : null;

let known: Entree[] = [];
/** Sent this very moment by this page: neither waiting nor refused yet. */
const underWay = new Set<string>();
const listeners = new Set<() => void>();

async function readAll(): Promise<void> {
  // Without a store (a private window), an entry lives as long as its page.
  const kept = await values<Entree>(store).catch(() => known);
  known = kept.filter(({ id }) => !underWay.has(id)).toSorted((a, b) => (a.cree_at < b.cree_at ? -1 : 1));
  for (const listener of listeners) listener();
}
channel?.addEventListener('message', () => void readAll());

async function changed(): Promise<void> {
  await readAll();
  channel?.postMessage('changed');
}

export async function putEntree(entree: Entree): Promise<void> {
  await set(entree.id, entree, store);
  await changed();
}

export async function dropEntree(id: string): Promise<void> {
  await del(id, store);
  await changed();
}

/** Shown as waiting only once it had to wait. */
export async function whileUnderWay<T>(id: string, act: () => Promise<T>): Promise<T> {
  underWay.add(id);
  try {
    return await act();
  } finally {
    underWay.delete(id);
    await changed();
  }
}

export const oneEntree = (id: string): Promise<Entree | undefined> => get<Entree>(id, store);

export async function entreesOf(personne_id: string): Promise<Entree[]> {
  await readAll();
  return known.filter(entree => entree.personne_id === personne_id);
}

const subscribe = (listener: () => void) => {
  if (listeners.size === 0) void readAll();
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** The same list until something changes: React asks for it at every drawing. */
const lists = { of: known, byPerson: new Map<string, Entree[]>() };

function listOf(personne_id: string): Entree[] {
  if (lists.of !== known) {
    lists.of = known;
    lists.byPerson.clear();
  }
  const mine = lists.byPerson.get(personne_id) ?? known.filter(entree => entree.personne_id === personne_id);
  lists.byPerson.set(personne_id, mine);
  return mine;
}

/** The entries this person typed on this phone, and that the hub does not have. */
export const useEntrees = (personne_id: string): Entree[] => useSyncExternalStore(subscribe, () => listOf(personne_id));
