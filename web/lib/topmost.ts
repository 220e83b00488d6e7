// A question asked from a drawer, a drawer opened from another: Escape closes the one on top, and that one alone.
import { useEffect, useId, useSyncExternalStore } from 'react';

let open: readonly string[] = [];
const listeners = new Set<() => void>();
const change = (next: readonly string[]) => {
  open = next;
  for (const listener of listeners) listener();
};
const subscribe = (changed: () => void) => {
  listeners.add(changed);
  return () => listeners.delete(changed);
};

export function useTopmost(opened: boolean): boolean {
  const id = useId();
  useEffect(() => {
    if (!opened) return;
    change([...open, id]);
    return () => change(open.filter(other => other !== id));
  }, [opened, id]);
  return useSyncExternalStore(subscribe, () => open.at(-1)) === id;
}
