// Opens the app without network and carries the entry of hours over it (web/sw). Only in a build: nothing is kept in development.
import { queryClient } from './query-client.ts';

/** What was read before the service worker came is read once more, so that it has it. */
function readAgain(): void {
  void queryClient.invalidateQueries();
}

export function startServiceWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  if (!navigator.serviceWorker.controller)
    navigator.serviceWorker.addEventListener('controllerchange', readAgain, { once: true });
  // Refused in a private window: the hub works all the same, with a network.
  void navigator.serviceWorker.register('/sw.js').catch(() => undefined);
}
