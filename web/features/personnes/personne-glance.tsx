// What the drawer shows of a person, before the page.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isAdministrateur, useMoi } from '../../lib/session.ts';
import { Failure } from '../../ui/failure.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { WaitingFacts } from '../../ui/waiting.tsx';
import { personneQuery } from './api.ts';
import { HandOverLien } from './hand-over-lien.tsx';
import { PersonneFacts } from './personne-facts.tsx';

export function PersonneGlance({ id }: { id: string }): ReactNode {
  const moi = useMoi();
  const { data, error, refetch } = useQuery(personneQuery(id));
  if (error) return <Failure error={error} retry={refetch} right="lire les personnes" />;
  if (!data) return <WaitingFacts />;
  return (
    <div className="hub-stack">
      <div>
        <h3 style={{ fontSize: 'var(--hub-text-large)' }}>
          {data.prenom} {data.nom}
        </h3>
        {!data.active && <StateMark state="gris">Désactivée</StateMark>}
      </div>
      <div className="hub-row">
        <Button component={Link} to={`/personnes/${id}`}>
          Ouvrir la fiche
        </Button>
        {isAdministrateur(moi) && data.active && <HandOverLien personne={data} />}
      </div>
      <PersonneFacts personne={data} />
    </div>
  );
}
