// A reply that the service worker had kept says so: what is shown is never taken for fresh.
import { useSyncExternalStore } from 'react';

const kept = new Map<string, string>();
const listeners = new Set<() => void>();

export function noteReply(path: string, at: string | null): void {
  if ((kept.get(path) ?? null) === at) return;
  if (at) kept.set(path, at);
  else kept.delete(path);
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** From when what is shown is, the oldest of the addresses that start so; null when all of it is fresh. */
export const useKeptAt = (start: string): string | null =>
  useSyncExternalStore(subscribe, () => {
    const dates = [...kept].filter(([path]) => path.startsWith(start)).map(([, at]) => at);
    return dates.toSorted()[0] ?? null;
  });
