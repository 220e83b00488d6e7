// What can be done with the people chosen.
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Planning } from '#contract/affectation.ts';
import { formatCount } from '../../lib/format.ts';
import { usualDays } from './dialogs/assign.ts';
import styles from './planning.module.css';
import type { BoardPage } from './use-board-page.ts';

export function SelectionBar({ page, planning }: { page: BoardPage; planning: Planning }): ReactNode {
  const { chosen, open, clear } = page;
  if (chosen.size === 0) return null;
  return (
    <section className={styles.said} aria-label="Sélection">
      <div className={styles.saidLine}>
        <strong>{formatCount(chosen.size, 'personne choisie', 'personnes choisies')}</strong>
        <Button
          onClick={() =>
            open({
              kind: 'affecter',
              asked: { personnes: [...chosen], jours: usualDays(planning), chantier_id: null },
            })
          }
        >
          Affecter à un chantier
        </Button>
        <Button variant="default" onClick={() => open({ kind: 'copie' })}>
          Copier leur semaine
        </Button>
        <Button variant="subtle" onClick={clear}>
          Effacer la sélection
        </Button>
      </div>
    </section>
  );
}
