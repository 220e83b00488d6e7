// The mark of a verdict: a shape for how grave it is, a sign for what it is; the word stands beside it.
import type { ReactNode } from 'react';
import type { Verdict } from '#contract/values.ts';
import styles from './verdict.module.css';
import { VERDICT_STATES } from './words.ts';

/** Signs as one writes them: = ≠ − + × ? ± and, for what waits, an arrow up and a link that is broken. */
const SIGNS: Record<Verdict, string> = {
  egal: 'M5.5 7.6h7M5.5 10.9h7',
  modifie: 'M5.2 7.4h7.6M5.2 10.8h7.6M11.2 4.6l-4.4 9',
  manquant: 'M5.2 9h7.6',
  en_trop: 'M5.2 9h7.6M9 5.2v7.6',
  refuse: 'M6 6l6 6M12 6l-6 6',
  en_doute: 'M6.9 7.1a2.1 2.1 0 1 1 3 1.9c-.6.3-.9.7-.9 1.3M9 12.4v.3',
  regularise: 'M6 7.2h6M9 4.4v5.4M6 12.6h6',
  reporte: 'M5.4 9.2l2.6 2.6 4.8-5.2',
  a_relier: 'M4.6 9h2.6M10.8 9h2.6M9 6v.3M9 11.7v.3',
  a_envoyer: 'M9 13V5.4M5.9 8.3L9 5.2l3.1 3.1',
};
const SHAPES = {
  rouge: 'M5.6.8h6.8l4.8 4.8v6.8l-4.8 4.8H5.6L.8 12.4V5.6z',
  ambre: 'M9 .6L17.4 9 9 17.4.6 9z',
  gris: 'M9 1.6a7.4 7.4 0 1 1 0 14.8A7.4 7.4 0 0 1 9 1.6z',
} as const;

export const VerdictMark = ({ verdict }: { verdict: Verdict }): ReactNode => {
  const state = VERDICT_STATES[verdict];
  return (
    <svg className={styles.mark} data-state={state} viewBox="0 0 18 18" width="18" height="18" aria-hidden="true">
      {state !== 'vert' && <path className={styles.shape} d={SHAPES[state]} />}
      <path className={styles.sign} d={SIGNS[verdict]} />
    </svg>
  );
};
