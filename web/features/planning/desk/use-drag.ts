import { type RefObject, useEffect, useEffectEvent } from 'react';
import type { Target } from './use-board-events.ts';

const AFTER_MS = 50;

/** Fetches drag and drop once the page stands still: who has no mouse, or may not plan, never loads it. */
export function useDrag(
  root: RefObject<HTMLElement | null>,
  enabled: boolean,
  onDrop: (id: string, target: Target, copy: boolean) => void,
): void {
  const drop = useEffectEvent(onDrop);
  useEffect(() => {
    const board = root.current;
    if (!enabled || !board) return;
    let stop: (() => void) | undefined;
    let left = false;
    const load = () =>
      void import('./drag.ts').then(({ enableDrag }) => {
        if (!left) stop = enableDrag(board, (id, target, copy) => drop(id, target, copy));
      });
    // Soon after the board is drawn, and never where there is no mouse.
    const timer = window.matchMedia('(hover: hover)').matches ? setTimeout(load, AFTER_MS) : undefined;
    return () => {
      left = true;
      clearTimeout(timer);
      stop?.();
    };
  }, [root, enabled]);
}
