// One tab stop moves over the grid: arrows, Home, End, Page up and down; Enter opens.
import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useRef } from 'react';

const STOP = '[data-stop]';
const GAPS = '[data-tone="traiter"],[data-tone="surveiller"]';
const PAGE_ROWS = 10;
const STEPS: Record<string, [rows: number, days: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-PAGE_ROWS, 0],
  PageDown: [PAGE_ROWS, 0],
  Home: [0, -6],
  End: [0, 6],
};

const stopOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>(STOP) : null;
const within = (value: number, count: number): number => Math.min(Math.max(value, 0), count - 1);
/** On a phone the days that are equal are folded away. */
const shownStops = (row: Element): HTMLElement[] =>
  [...row.querySelectorAll<HTMLElement>(STOP)].filter(cell => cell.checkVisibility());

const hasStop = (row: Element): boolean =>
  [...row.querySelectorAll<HTMLElement>(STOP)].some(cell => cell.checkVisibility());

/** So many rows further that one can enter, or as many as there are: rows in between alone are looked at, not three hundred. */
function rowAfter(rows: readonly Element[], row: Element, steps: number): Element {
  let [at, left, found] = [rows.indexOf(row), Math.abs(steps), row];
  while (left > 0) {
    at += Math.sign(steps);
    const next = rows[at];
    if (!next) break;
    if (!hasStop(next)) continue;
    found = next;
    left -= 1;
  }
  return found;
}

function nextStop(table: Element, stop: HTMLElement, { key, ctrlKey }: { key: string; ctrlKey: boolean }) {
  const [down, across] = STEPS[key]!;
  const rows = [...table.querySelectorAll('tr[data-personne]')];
  const row = stop.closest('tr')!;
  const edge = ctrlKey && (key === 'Home' || key === 'End');
  const target = edge
    ? key === 'Home'
      ? rows.find(hasStop)
      : rows.findLast(hasStop)
    : down === 0
      ? row
      : rowAfter(rows, row, down);
  const cells = shownStops(target ?? row);
  const rank = shownStops(row).indexOf(stop);
  return cells[within(rank + across, cells.length)];
}

function hold(table: Element, stop: HTMLElement): void {
  for (const old of table.querySelectorAll<HTMLElement>(`${STOP}[tabindex="0"]`)) old.tabIndex = -1;
  stop.tabIndex = 0;
}

export function goTo(table: Element, stop: HTMLElement | undefined): void {
  if (!stop) return;
  hold(table, stop);
  stop.focus();
  stop.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

type Open = (personne: string, jour: string) => void;

export function useWalk(root: RefObject<HTMLTableElement | null>, onOpen: Open) {
  const moved = useRef(false);
  // One can always come in: where one was, else at the first cell that needs somebody.
  useEffect(() => {
    const table = root.current;
    if (!table || (moved.current && table.querySelector(`${STOP}[tabindex="0"]`))) return;
    const first = table.querySelector<HTMLElement>(GAPS) ?? table.querySelector<HTMLElement>(STOP);
    if (first) hold(table, first);
  });
  const onFocus = () => {
    moved.current = true;
  };
  const open = (stop: HTMLElement) => {
    const personne = stop.closest<HTMLElement>('[data-personne]')?.dataset['personne'];
    const { jour } = stop.dataset;
    if (personne && jour) onOpen(personne, jour);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const stop = stopOf(event.target);
    if (!stop || event.altKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') open(stop);
    else if (STEPS[event.key]) goTo(event.currentTarget, nextStop(event.currentTarget, stop, event));
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent<HTMLTableElement>) => {
    const stop = stopOf(event.target);
    if (!stop || window.getSelection()?.toString()) return;
    hold(event.currentTarget, stop);
    open(stop);
  };
  return { onKeyDown, onClick, onFocus };
}

/** The next cell of that verdict after where one is, round and round. */
export function walkTo(table: Element, verdict: string): void {
  const all = [...table.querySelectorAll<HTMLElement>(`${STOP}[data-verdict="${verdict}"]`)].filter(cell =>
    cell.checkVisibility(),
  );
  const held = table.querySelector(`${STOP}[tabindex="0"]`);
  const after = held
    ? all.findIndex(cell => held.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_FOLLOWING)
    : -1;
  goTo(table, all[Math.max(after, 0)]);
}

export const cellAt = (table: Element, personne: string, jour: string): HTMLElement | undefined =>
  [...table.querySelectorAll<HTMLElement>('tr[data-personne]')]
    .find(row => row.dataset['personne'] === personne)
    ?.querySelector<HTMLElement>(`[data-jour="${jour}"]`) ?? undefined;
