import type { ReactNode } from 'react';
import { STATUTS_CHANTIER, type StatutChantier } from '#contract/values.ts';
import styles from './state-mark.module.css';

const SHAPES: Record<StatutChantier, ReactNode> = {
  ouvert: <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" />,
  en_cours: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" />
      <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
    </>
  ),
  receptionne: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="M4.8 8.2l2.2 2.2 4.2-4.6" fill="none" stroke="var(--mantine-color-body)" strokeWidth="1.8" />
    </>
  ),
  ferme: <rect x="2" y="2" width="12" height="12" rx="1.5" fill="currentColor" />,
};

export const StatutMark = ({ statut }: { statut: StatutChantier }): ReactNode => (
  <span className={styles.statut} data-statut={statut}>
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      {SHAPES[statut]}
    </svg>
    <span>{STATUTS_CHANTIER[statut]}</span>
  </span>
);
