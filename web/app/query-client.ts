import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isProblem, OfflineError } from '../lib/api.ts';
import { sessionQuery } from '../lib/session.ts';

const FRESH_MS = 10_000;
const TRIES = 2;

/** Whoever was signed in and is no more goes back to the door, once; the first question of a visit is no expiry. */
let onExpired: () => void = () => {};
export const whenSessionExpires = (act: () => void): void => {
  onExpired = act;
};

function watchExpiry(error: unknown): void {
  if (!isProblem(error, 'unauthenticated')) return;
  if (queryClient.getQueryData(sessionQuery.queryKey) !== undefined) onExpired();
}

const mayHeal = (error: unknown): boolean =>
  error instanceof OfflineError || (isProblem(error) && (error.status === 503 || error.status === 502));

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: watchExpiry }),
  mutationCache: new MutationCache({ onError: watchExpiry }),
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      // Offline is an answer like another: waiting in silence would show an endless skeleton.
      networkMode: 'always',
      refetchOnReconnect: true,
      retry: (count, error) => count < TRIES && mayHeal(error),
      retryDelay: attempt => 400 * 2 ** attempt,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});
