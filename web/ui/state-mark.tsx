// The four states: a hue, a shape and a word, always together.
import type { ReactNode } from 'react';
import styles from './state-mark.module.css';

export type State = 'vert' | 'ambre' | 'rouge' | 'gris';

const SHAPES: Record<State, ReactNode> = {
  vert: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="M4.8 8.2l2.2 2.2 4.2-4.6" fill="none" stroke="var(--mark-ink)" strokeWidth="1.8" />
    </>
  ),
  ambre: (
    <>
      <path d="M8 1.2L15.2 14.4H.8z" fill="currentColor" />
      <path d="M8 5.8v4M8 11.2v1.5" stroke="var(--mark-ink)" strokeWidth="1.8" />
    </>
  ),
  rouge: (
    <>
      <path d="M5.1.8h5.8l4.3 4.3v5.8l-4.3 4.3H5.1L.8 10.9V5.1z" fill="currentColor" />
      <path d="M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4" stroke="var(--mark-ink)" strokeWidth="1.8" />
    </>
  ),
  gris: <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="3 2.2" />,
};

/** The shape alone; give the word beside it. */
export const StateShape = ({ state }: { state: State }): ReactNode => (
  <svg className={styles.shape} data-state={state} viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
    {SHAPES[state]}
  </svg>
);

export const StateMark = ({ state, children }: { state: State; children: ReactNode }): ReactNode => (
  <span className={styles.mark} data-state={state}>
    <StateShape state={state} />
    <span>{children}</span>
  </span>
);
