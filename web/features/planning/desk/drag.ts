// Drag and drop, loaded when the mouse first comes over the board: blocks are made draggable as it meets them.
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type Target, targetOf } from './use-board-events.ts';

type Input = { clientX: number; clientY: number; ctrlKey: boolean; altKey: boolean; metaKey: boolean };
const isCopy = ({ ctrlKey, altKey, metaKey }: Input) => ctrlKey || altKey || metaKey;
const cellUnder = ({ clientX, clientY }: Input) =>
  document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-jour]') ?? null;

type OnDrop = (id: string, target: Target, copy: boolean) => void;

/** Until the returned function is called. One drop target, the board: the cell is looked for under the mouse. */
export function enableDrag(board: HTMLElement, onDrop: OnDrop): () => void {
  const known = new Map<HTMLElement, () => void>();
  let over: HTMLElement | null = null;
  const point = (cell: HTMLElement | null) => {
    if (cell === over) return;
    over?.removeAttribute('data-target');
    cell?.setAttribute('data-target', '');
    over = cell;
  };
  const meet = (block: HTMLElement | null) => {
    if (!block || known.has(block)) return;
    for (const [old, stop] of known)
      if (!old.isConnected) {
        stop();
        known.delete(old);
      }
    const stop = draggable({
      element: block,
      getInitialData: () => ({ bloc: block.dataset['bloc'] }),
      onDragStart: () => block.setAttribute('data-dragged', ''),
      onDrop: () => block.removeAttribute('data-dragged'),
    });
    known.set(block, stop);
  };
  const onOver = ({ target }: Event) => meet((target as HTMLElement).closest<HTMLElement>('[data-movable]'));
  // As the hand comes over a block; and as it takes one that came under it by itself.
  board.addEventListener('pointerover', onOver);
  board.addEventListener('pointerdown', onOver);
  const stopTarget = dropTargetForElements({
    element: board,
    getDropEffect: ({ input }) => (isCopy(input) ? 'copy' : 'move'),
    onDrag: ({ location }) => point(cellUnder(location.current.input)),
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
    board.removeEventListener('pointerover', onOver);
    board.removeEventListener('pointerdown', onOver);
    stopTarget();
    for (const stop of known.values()) stop();
  };
}
