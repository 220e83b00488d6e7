// What a week of a person gives in pay, to stand beside its hours.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { joursDe } from '#contract/calendrier.ts';
import { canDoPaie, useMoi } from '../../lib/session.ts';
import { Failure } from '../failure.tsx';
import { Section } from '../page.tsx';
import { WaitingRows } from '../waiting.tsx';
import { variablesQuery } from './api.ts';
import { VariableList } from './variable-list.tsx';

type WeekProps = { personne_id: string; semaine: string; cloturee: boolean };

function Week({ personne_id, semaine, cloturee }: WeekProps): ReactNode {
  const days = joursDe(semaine);
  const editable = canDoPaie(useMoi()) && !cloturee;
  const { data, error, refetch } = useQuery(variablesQuery({ personne_id, du: days[0]!, au: days[6]! }));
  if (error) return <Failure error={error} retry={refetch} right="lire les variables de paie" />;
  if (!data) return <WaitingRows rows={3} />;
  return <VariableList variables={data} editable={editable} />;
}

/** Everybody reads his own, pay reads and writes all; to the others it is not shown. */
export function VariablesDeLaSemaine(props: WeekProps): ReactNode {
  const moi = useMoi();
  if (!canDoPaie(moi) && moi.id !== props.personne_id) return null;
  return (
    <Section title="En paie">
      <Week {...props} />
    </Section>
  );
}
