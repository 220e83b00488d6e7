// What the hub says by itself: one stream of events keeps one answer of the query cache true, and asking again takes
// its place where a proxy lets no stream through.
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';

/** How often a page asks again when it hears nothing. */
export const POLL_MS = 3000;
const AGAIN_MS = 2000;
const DEAF_AGAIN_MS = 30_000;
const FAILURES = 2;
/** EventSource.CLOSED: a refusal, which the browser does not try again by itself. */
const CLOSED = 2;

export type Ears = { state: (data: unknown) => void; end: () => void; deaf: (deaf: boolean) => void };
export type Source = Pick<EventSource, 'addEventListener' | 'close' | 'readyState'>;
const openSource = (path: string): Source => new EventSource(path);

/** Listens until stopped. Two failures without a state between them: `deaf`, while it goes on trying. */
export function listen(path: string, ears: Ears, open: (path: string) => Source = openSource): () => void {
  let failures = 0;
  let again: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let source: Source;
  const stop = () => {
    stopped = true;
    clearTimeout(again);
    source.close();
  };
  const start = () => {
    source = open(path);
    source.addEventListener('etat', event => {
      failures = 0;
      ears.deaf(false);
      ears.state(JSON.parse((event as MessageEvent<string>).data));
    });
    source.addEventListener('fin', () => {
      stop();
      ears.end();
    });
    source.addEventListener('error', () => {
      if (stopped) return;
      failures += 1;
      if (failures >= FAILURES) ears.deaf(true);
      if (source.readyState === CLOSED) again = setTimeout(start, failures >= FAILURES ? DEAF_AGAIN_MS : AGAIN_MS);
    });
  };
  start();
  return stop;
}

const onVisibility = (changed: () => void) => {
  document.addEventListener('visibilitychange', changed);
  return () => document.removeEventListener('visibilitychange', changed);
};
/** A browser opens six connections to a site: tabs out of sight give theirs back. */
const useVisible = (): boolean => useSyncExternalStore(onVisibility, () => document.visibilityState === 'visible');

type LiveOptions<T> = { enabled?: boolean; onState?: (state: T) => void };

/**
 * Puts what the stream at `path` says into the cache under `queryKey`. True when the stream does not come: the page then
 * asks again by itself, every POLL_MS.
 */
export function useLive<T>(path: string, queryKey: QueryKey, options: LiveOptions<T> = {}): boolean {
  const { enabled = true, onState } = options;
  const client = useQueryClient();
  const [deaf, setDeaf] = useState(false);
  const on = useVisible() && enabled;
  const state = useEffectEvent((data: unknown) => {
    client.setQueryData(queryKey, data);
    onState?.(data as T);
  });
  // Gone, or no longer ours to see: the next reading says which.
  const end = useEffectEvent(() => void client.invalidateQueries({ queryKey }));
  useEffect(() => {
    if (!on) return;
    return listen(path, { state, end, deaf: setDeaf });
  }, [path, on]);
  return deaf && on;
}
