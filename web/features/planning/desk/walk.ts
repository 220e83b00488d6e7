// From one stop of the board to the next: arrows go through the blocks of a day, then to the day above or below.

const STOP = '[data-stop]';

export const stopOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof HTMLElement ? target.closest<HTMLElement>(STOP) : null;
export const cellOf = (element: HTMLElement): HTMLElement | null => element.closest<HTMLElement>('[role="gridcell"]');

export const stopsIn = (cell: Element | undefined): HTMLElement[] => {
  if (!(cell instanceof HTMLElement)) return [];
  return cell.matches(STOP) ? [cell] : [...cell.querySelectorAll<HTMLElement>(STOP)];
};
const lineOf = (element: Element) => element.closest<HTMLElement>('[data-line]');
const lines = (within: Element): HTMLElement[] => [
  ...(within.closest('[role="grid"]')?.querySelectorAll<HTMLElement>('[data-line]') ?? []),
];
const rankIn = (element: Element, line: Element) => [...line.children].findIndex(child => child.contains(element));

export const firstStop = (root: HTMLElement | null): HTMLElement | null =>
  root?.querySelector<HTMLElement>(`[data-personne] ${STOP}`) ?? null;

/** In the row or the column of `stop`; a group's line has its first cell only. */
function across(line: HTMLElement, rank: number, step: number): HTMLElement | undefined {
  for (let next = rank + step; next >= 0 && next < line.children.length; next += step) {
    const [first] = stopsIn(line.children[next]);
    if (first) return first;
  }
  return undefined;
}

function down(stop: HTMLElement, rank: number, step: number): HTMLElement | undefined {
  const all = lines(stop);
  const from = all.indexOf(lineOf(stop)!);
  for (let next = from + step; next >= 0 && next < all.length; next += step) {
    const found = stopsIn(all[next]!.children[Math.min(rank, all[next]!.children.length - 1)]);
    if (found.length > 0) return step > 0 ? found[0] : found.at(-1);
  }
  return undefined;
}

type Press = { key: string; ctrlKey: boolean };

export function nextStop(stop: HTMLElement, { key, ctrlKey }: Press): HTMLElement | undefined {
  const line = lineOf(stop);
  if (!line) return undefined;
  const rank = rankIn(stop, line);
  const mates = stopsIn(line.children[rank]);
  const step = key === 'ArrowDown' || key === 'ArrowRight' ? 1 : -1;
  if (key === 'ArrowUp' || key === 'ArrowDown') return mates[mates.indexOf(stop) + step] ?? down(stop, rank, step);
  if (key === 'Home') return ctrlKey ? (firstStop(stop.closest('[role="grid"]')) ?? undefined) : across(line, -1, 1);
  if (key === 'End') return across(line, line.children.length, -1);
  return across(line, rank, step);
}

/** The day beside a day, over the lines of groups: where a held block may go. */
export function cellBeside(cell: HTMLElement, key: string): HTMLElement | null {
  const line = lineOf(cell);
  if (!line) return null;
  const rank = rankIn(cell, line);
  const day = (element: Element | undefined) =>
    element instanceof HTMLElement && element.dataset['jour'] ? element : null;
  if (key === 'ArrowLeft' || key === 'ArrowRight') return day(line.children[rank + (key === 'ArrowRight' ? 1 : -1)]);
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return null;
  const rows = lines(cell).filter(row => row.dataset['personne']);
  return day(rows[rows.indexOf(line) + (key === 'ArrowDown' ? 1 : -1)]?.children[rank]);
}
