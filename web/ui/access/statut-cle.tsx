// The state of a key, on its owner's page and on the sheet an administrateur sees.
import type { ReactNode } from 'react';
import { STATUTS_CLE, type StatutCle } from '#contract/values.ts';
import { type State, StateMark } from '../state-mark.tsx';

const STATES: Record<StatutCle, State> = {
  active: 'vert',
  expire_bientot: 'ambre',
  expiree: 'gris',
  revoquee: 'gris',
  desactivee: 'gris',
  suspendue: 'rouge',
};

export const StatutCleMark = ({ statut }: { statut: StatutCle }): ReactNode => (
  <StateMark state={STATES[statut]}>{STATUTS_CLE[statut]}</StateMark>
);
