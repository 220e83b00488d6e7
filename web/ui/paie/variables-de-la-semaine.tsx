// What a week of a person gives in pay, to stand beside its hours.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { joursDe } from '#contract/calendrier.ts';
import { canDoPaie, useMoi } from '../../lib/session.ts';
import { Failure } from '../failure.tsx';
import { WaitingRows } from '../waiting.tsx';
import { variablesQuery } from './api.ts';
import { VariableList } from './variable-list.tsx';

/** Everybody reads his own; only pay writes. A closed month refuses, and says so. */
export function VariablesDeLaSemaine({ personne_id, semaine }: { personne_id: string; semaine: string }): ReactNode {
  const days = joursDe(semaine);
  const editable = canDoPaie(useMoi());
  const { data, error, refetch } = useQuery(variablesQuery({ personne_id, du: days[0]!, au: days[6]! }));
  if (error) return <Failure error={error} retry={refetch} right="lire les variables de paie" />;
  if (!data) return <WaitingRows rows={3} />;
  return <VariableList variables={data} editable={editable} />;
}
