import type { ReactNode } from 'react';
import { STATUTS_POINTAGE, type StatutPointage } from '#contract/values.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { STATES } from './words.ts';

/** Null: nothing is entered. */
export const StatutHeures = ({ statut }: { statut: StatutPointage | null }): ReactNode =>
  statut ? (
    <StateMark state={STATES[statut]}>{STATUTS_POINTAGE[statut]}</StateMark>
  ) : (
    <span className="hub-dim">Rien de saisi</span>
  );
