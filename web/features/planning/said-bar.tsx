// What was just done, what stood in its way, and one click to take it back. Read out as it changes.
import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Planning } from '#contract/affectation.ts';
import { Failure } from '../../ui/failure.tsx';
import { StateShape } from '../../ui/state-mark.tsx';
import { toldConflicts } from './board/conflicts.ts';
import styles from './planning.module.css';
import type { Actions } from './use-actions.ts';

const Conflicts = ({ conflits, planning }: { conflits: ReturnType<typeof toldConflicts>; planning: Planning }) =>
  conflits.length === 0 || !planning ? null : (
    <ul className={styles.conflits}>
      {conflits.map(({ key, bloquant, reason, who }) => (
        <li key={key}>
          <StateShape state={bloquant ? 'rouge' : 'ambre'} />
          <span>
            <strong>{reason}</strong> {bloquant ? '(non posé)' : '(posé quand même)'} : {who}
          </span>
        </li>
      ))}
    </ul>
  );

export function SaidBar({ actions, planning }: { actions: Actions; planning: Planning }): ReactNode {
  const { said, error, undo, dismiss } = actions;
  return (
    <>
      {error !== null && (
        <div className={styles.said}>
          <Failure error={error} />
          <Button variant="default" size="xs" onClick={dismiss}>
            Fermer
          </Button>
        </div>
      )}
      <div role="status" className={styles.said}>
        {said && (
          <>
            <p className={styles.saidLine}>
              <span>{said.message}</span>
              {said.undoable && (
                <Button
                  variant="default"
                  size="xs"
                  leftSection={<IconArrowBackUp size={16} aria-hidden />}
                  aria-keyshortcuts="Control+Z"
                  onClick={undo}
                >
                  Annuler
                </Button>
              )}
              <Button variant="subtle" size="xs" onClick={dismiss}>
                Fermer
              </Button>
            </p>
            <Conflicts conflits={toldConflicts(said.conflits, planning)} planning={planning} />
          </>
        )}
      </div>
    </>
  );
}
