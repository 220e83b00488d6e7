// Mouse and keyboard on the board, heard once at its root: no listener per cell, and nothing is drawn again while one moves.
import { type FocusEvent, type KeyboardEvent, type MouseEvent, type RefObject, useRef } from 'react';
import { cellBeside, cellOf, firstStop, nextStop, stopOf, stopsIn } from './walk.ts';

/** Where a gesture ends; `chantier_id` is known in the view by chantiers alone. */
export type Target = { personne_id: string; jour: string; chantier_id: string | undefined };
export type BoardHandlers = {
  plans: boolean;
  onOpenBlock: (id: string) => void;
  onOpenCell: (target: Target) => void;
  onOpenPerson: (id: string) => void;
  onChoose: (ids: { personne?: string; group?: string }) => void;
  onMove: (id: string, target: Target, copy: boolean) => void;
  onRemove: (id: string) => void;
  onUndo: () => void;
  say: (message: string) => void;
  /** How a place is said: « Paul Blanc, lundi 23 novembre ». */
  sayTarget: (target: Target) => string;
  sayBlock: (id: string) => string;
};
export function targetOf(cell: HTMLElement): Target | null {
  const row = cell.closest<HTMLElement>('[data-personne]');
  const { jour } = cell.dataset;
  if (!row?.dataset['personne'] || !jour) return null;
  return { personne_id: row.dataset['personne'], jour, chantier_id: row.dataset['chantier'] };
}

type Held = { id: string; from: HTMLElement; cell: HTMLElement };

function mark(cell: HTMLElement | null, before: HTMLElement | null): void {
  before?.removeAttribute('data-target');
  cell?.setAttribute('data-target', '');
}

const HELP = 'Flèches pour choisir où, Entrée pour poser, Ctrl Entrée pour poser une copie, Échap pour renoncer.';

type Hands = { held: RefObject<Held | null>; follow: RefObject<string | null> };

/** A block that the keyboard holds: the arrows choose where, Enter puts it, Escape gives up. */
function holding({ held, follow }: Hands, handlers: BoardHandlers) {
  const leave = (): Held | null => {
    const was = held.current;
    mark(null, was?.cell ?? null);
    held.current = null;
    return was;
  };
  const take = (block: HTMLElement) => {
    const cell = cellOf(block);
    const id = block.dataset['bloc'];
    if (!cell || !id) return;
    held.current = { id, from: block, cell };
    mark(cell, null);
    handlers.say(`${handlers.sayBlock(id)} : pris. ${HELP}`);
  };
  const go = (key: string) => {
    const was = held.current;
    const next = was && cellBeside(was.cell, key);
    if (!was || !next) return;
    mark(next, was.cell);
    held.current = { ...was, cell: next };
    next.scrollIntoView({ block: 'nearest' });
    const target = targetOf(next);
    if (target) handlers.say(handlers.sayTarget(target));
  };
  const put = (copy: boolean) => {
    const was = leave();
    const target = was && targetOf(was.cell);
    if (!was || !target) return;
    follow.current = was.id;
    handlers.onMove(was.id, target, copy);
  };
  const giveUp = () => {
    const was = leave();
    was?.from.focus();
    handlers.say('Le bloc reste où il était.');
  };
  return { take, go, put, giveUp, leave };
}

function activate(stop: HTMLElement, handlers: BoardHandlers): void {
  const { bloc, choose, chooseGroup, person } = stop.dataset;
  const target = targetOf(stop);
  if (bloc) handlers.onOpenBlock(bloc);
  else if (choose) handlers.onChoose({ personne: choose });
  else if (chooseGroup) handlers.onChoose({ group: chooseGroup });
  else if (person) handlers.onOpenPerson(person);
  else if (target && handlers.plans) handlers.onOpenCell(target);
}

const ARROWS = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'];
const isUndo = ({ ctrlKey, metaKey, key }: KeyboardEvent) => (ctrlKey || metaKey) && key === 'z';

type Holding = ReturnType<typeof holding>;

/** True when the key meant something. */
function pressedWithHeld(event: KeyboardEvent, { go, put, giveUp }: Holding): boolean {
  if (ARROWS.includes(event.key)) go(event.key);
  else if (event.key === 'Enter') put(event.ctrlKey || event.metaKey);
  else if (event.key === 'Escape') giveUp();
  else return false;
  event.stopPropagation();
  return true;
}

type OnStop = { stop: HTMLElement; handlers: BoardHandlers; take: Holding['take'] };

function pressedOnStop(event: KeyboardEvent, { stop, handlers, take }: OnStop): boolean {
  const block = stop.dataset['movable'] === undefined ? undefined : stop.dataset['bloc'];
  if (ARROWS.includes(event.key)) nextStop(stop, event)?.focus();
  else if (event.key === 'Enter' && block) take(stop);
  else if (event.key === 'Delete' && block) handlers.onRemove(block);
  else if (event.key === 'Enter' || event.key === ' ') activate(stop, handlers);
  else return false;
  return true;
}

function clicked(element: HTMLElement, handlers: BoardHandlers): void {
  const at =
    element.closest<HTMLElement>('[data-person]') ?? stopOf(element) ?? element.closest<HTMLElement>('[data-jour]');
  if (at) activate(at, handlers);
}

/** One tab stop: the board itself, until the focus is within; then the stop that had it last. */
function useRovingFocus(root: RefObject<HTMLDivElement | null>, follow: RefObject<string | null>) {
  const last = useRef<HTMLElement | null>(null);
  const enter = () => (last.current?.isConnected ? last.current : firstStop(root.current))?.focus();
  const within = (target: HTMLElement) => {
    const stop = stopOf(target);
    // A dialog gives the focus back to the day it came from, which may have a block by now.
    if (stop) last.current = stop;
    else stopsIn(target)[0]?.focus();
    if (stop?.dataset['bloc'] !== follow.current) follow.current = null;
    root.current?.setAttribute('tabindex', '-1');
  };
  const onFocus = ({ target }: FocusEvent<HTMLElement>) => (target === root.current ? enter() : within(target));
  return onFocus;
}

export function useBoardEvents(root: RefObject<HTMLDivElement | null>, handlers: BoardHandlers) {
  const held = useRef<Held | null>(null);
  const follow = useRef<string | null>(null);
  const hands = holding({ held, follow }, handlers);
  const onFocus = useRovingFocus(root, follow);
  const onKeyDown = (event: KeyboardEvent) => {
    const stop = stopOf(event.target);
    const meant = held.current
      ? pressedWithHeld(event, hands)
      : stop !== null && !isUndo(event) && pressedOnStop(event, { stop, handlers, take: hands.take });
    if (isUndo(event)) handlers.onUndo();
    if (meant || isUndo(event)) event.preventDefault();
  };
  const onBlur = (event: FocusEvent) => {
    if (root.current?.contains(event.relatedTarget)) return;
    root.current?.setAttribute('tabindex', '0');
    hands.leave();
  };
  const onClick = (event: MouseEvent) => clicked(event.target as HTMLElement, handlers);
  return { follow, onKeyDown, onFocus, onBlur, onClick };
}
