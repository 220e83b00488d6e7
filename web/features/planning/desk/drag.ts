// Drag and drop, loaded when the mouse first comes over the board: blocks are made draggable as it meets them.
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type Target, targetOf } from './use-board-events.ts';

type Input = { clientX: number; clientY: number; ctrlKey: boolean; altKey: boolean; metaKey: boolean };
const isCopy = ({ ctrlKey, altKey, metaKey }: Input) => ctrlKey || altKey || metaKey;
const cellUnder = ({ clientX, clientY }: Input) =>
  document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-jour]') ?? null;

type OnDrop = (id: string, target: Target, copy: boolean) => void;

/** Blocks are registered one by one; those that are gone are let go when another comes. */
function draggables() {
  const known = new Map<HTMLElement, () => void>();
  const forget = (keep: (block: HTMLElement) => boolean) => {
    for (const [block, stop] of known)
      if (!keep(block)) {
        stop();
        known.delete(block);
      }
  };
  const meet = ({ target }: Event) => {
    const block = (target as HTMLElement).closest<HTMLElement>('[data-movable]');
    if (!block || known.has(block)) return;
    forget(old => old.isConnected);
    const stop = draggable({
      element: block,
      getInitialData: () => ({ bloc: block.dataset['bloc'] }),
      onDragStart: () => block.setAttribute('data-dragged', ''),
      onDrop: () => block.removeAttribute('data-dragged'),
    });
    known.set(block, stop);
  };
  return { meet, stop: () => forget(() => false) };
}

/** Until the returned function is called. One drop target, the board: the cell is looked for under the mouse. */
export function enableDrag(board: HTMLElement, onDrop: OnDrop): () => void {
  const blocks = draggables();
  let over: HTMLElement | null = null;
  const point = (cell: HTMLElement | null) => {
    if (cell === over) return;
    over?.removeAttribute('data-target');
    cell?.setAttribute('data-target', '');
    over = cell;
  };
  // As the hand comes over a block; and as it takes one that came under it by itself.
  const HEARD = ['pointerover', 'pointerdown'];
  for (const type of HEARD) board.addEventListener(type, blocks.meet);
  const stopTarget = dropTargetForElements({
    element: board,
    getDropEffect: ({ input }) => (isCopy(input) ? 'copy' : 'move'),
    onDrag: ({ location }) => point(cellUnder(location.current.input)),
    onDragEnter: ({ location }) => point(cellUnder(location.current.input)),
    onDragLeave: () => point(null),
    onDrop: ({ source, location }) => {
      const cell = over ?? cellUnder(location.current.input);
      point(null);
      const target = cell && targetOf(cell);
      const { bloc } = source.data;
      if (target && typeof bloc === 'string') onDrop(bloc, target, isCopy(location.current.input));
    },
  });
  return () => {
    for (const type of HEARD) board.removeEventListener(type, blocks.meet);
    stopTarget();
    blocks.stop();
  };
}
