// Where one is on the way from « connecter » to the first import.
import type { ReactNode } from 'react';
import styles from './steps.module.css';

export const STEPS = ['L’ERP', 'L’accès', 'L’aperçu', 'Les statuts', 'Le premier import'] as const;

/** `current` from 0. */
export const Steps = ({ current }: { current: number }): ReactNode => (
  <ol className={styles.steps} aria-label="Étapes">
    {STEPS.map((name, index) => (
      <li
        key={name}
        className={styles.step}
        data-done={index < current}
        aria-current={index === current ? 'step' : undefined}
      >
        <span className={styles.number} aria-hidden>
          {index < current ? '✓' : index + 1}
        </span>
        <span className={styles.name}>{name}</span>
        {index < current && <span className="hub-hidden"> (fait)</span>}
      </li>
    ))}
  </ol>
);
