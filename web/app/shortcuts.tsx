import { Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useEffectEvent } from 'react';
import type { Entry } from './navigation.ts';
import styles from './shortcuts.module.css';

/** After `g`, the letter must come soon: later, it is another thought. */
const SEQUENCE_MS = 1500;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input,textarea,select'));
const isDialogOpen = () => document.querySelector('[role="dialog"]') !== null;

type Actions = { entries: Entry[]; search: () => void; help: () => void };

export function useShortcuts({ entries, search, help }: Actions): void {
  const navigate = useNavigate();
  const act = useEffectEvent((event: KeyboardEvent, afterG: boolean): boolean => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      search();
      return false;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isDialogOpen()) return false;
    const entry = afterG ? entries.find(({ letter }) => letter === event.key) : undefined;
    if (entry) void navigate({ to: entry.to });
    else if (event.key === '?') help();
    else if (event.key === '/') {
      event.preventDefault();
      search();
    }
    return event.key === 'g';
  });
  useEffect(() => {
    let pressed = 0;
    const onKey = (event: KeyboardEvent) => {
      const afterG = event.timeStamp - pressed < SEQUENCE_MS;
      pressed = act(event, pressed > 0 && afterG) ? event.timeStamp : 0;
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

type ShortcutsProps = { opened: boolean; entries: Entry[]; onClose: () => void };

export function Shortcuts({ opened, entries, onClose }: ShortcutsProps): ReactNode {
  const lines: [ReactNode, string][] = [
    [
      <>
        <kbd>Ctrl</kbd> <kbd>K</kbd> ou <kbd>/</kbd>
      </>,
      'Rechercher partout',
    ],
    [<kbd key="q">?</kbd>, 'Afficher cette aide'],
    [<kbd key="e">Échap</kbd>, 'Fermer le panneau ou la fenêtre'],
    ...entries.map(({ letter, name }): [ReactNode, string] => [
      <>
        <kbd>g</kbd> puis <kbd>{letter}</kbd>
      </>,
      name,
    ]),
  ];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Raccourcis clavier"
      closeButtonProps={{ 'aria-label': 'Fermer' }}
      transitionProps={{ duration: 120 }}
    >
      <dl className={styles.list}>
        {lines.map(([keys, what]) => (
          <div key={what}>
            <dt>{keys}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
