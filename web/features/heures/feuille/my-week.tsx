// One's own week, under the day: its total, what others changed in it, and the signature.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { FeuilleHeures } from '#contract/feuille.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { Notice } from '../../../ui/failure.tsx';
import { Section } from '../../../ui/page.tsx';
import { historiqueQuery } from '../api.ts';
import { StatutHeures } from '../statut-mark.tsx';
import { alertWords } from '../words.ts';
import { Changes } from './changes.tsx';
import { ContestationPart } from './contestation.tsx';
import { SignaturePart } from './signature.tsx';

const byOthers = (feuille: FeuilleHeures) => (change: { auteur_id: string | null; geste: string }) =>
  change.auteur_id !== feuille.personne_id && !['soumis', 'valide'].includes(change.geste);

export function MyWeek({ feuille }: { feuille: FeuilleHeures }): ReactNode {
  const { data } = useQuery({
    ...historiqueQuery(feuille.personne_id, feuille.semaine),
    enabled: feuille.id !== null,
  });
  const changes = data?.items.filter(byOthers(feuille)) ?? [];
  const expected = feuille.horaire.reduce((sum, minutes) => sum + minutes, 0);
  return (
    <Section title="Ma semaine">
      <p className="hub-row">
        <strong>{formatMinutes(feuille.minutes)}</strong>
        {expected > 0 && <span className="hub-dim">sur {formatMinutes(expected)}</span>}
        <StatutHeures statut={feuille.statut} />
      </p>
      {feuille.alertes.length > 0 && (
        <Notice state="ambre" title="À savoir">
          <p>{alertWords([...new Set(feuille.alertes.map(({ code }) => code))])}</p>
        </Notice>
      )}
      {changes.length > 0 && (
        <>
          <h3>Changé par d’autres</h3>
          <Changes changes={changes} />
        </>
      )}
      <SignaturePart feuille={feuille} />
      <ContestationPart feuille={feuille} />
    </Section>
  );
}
