import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ROLES, TYPES_PERSONNE } from '#contract/values.ts';
import { formatPhone } from '../../lib/format.ts';
import { sessionQuery, useMoi } from '../../lib/session.ts';
import { DonneesButton } from '../../ui/access/donnees-button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Facts, Page, Section } from '../../ui/page.tsx';
import { Since } from '../../ui/time.tsx';
import { WaitingFacts } from '../../ui/waiting.tsx';
import { sheetQuery } from './api.ts';
import { OpenSessions } from './open-sessions.tsx';
import { PasswordForm } from './password-form.tsx';
import { Totp } from './totp.tsx';

function Sheet({ id }: { id: string }): ReactNode {
  const { data, error, refetch } = useQuery(sheetQuery(id));
  if (error) return <Failure error={error} retry={refetch} />;
  if (!data) return <WaitingFacts facts={7} />;
  return (
    <Facts
      facts={[
        ['Nom', `${data.prenom} ${data.nom}`],
        ['E-mail', data.email],
        ['Téléphone', data.telephone && formatPhone(data.telephone)],
        ['Rôle', ROLES[data.role]],
        ['Gestionnaire de paie', data.gestionnaire_paie ? 'Oui' : 'Non'],
        ['Type', TYPES_PERSONNE[data.type_personne]],
        ...(data.agence ? [['Agence d’intérim', data.agence] as [string, ReactNode]] : []),
        ['Matricule', data.matricule],
      ]}
    />
  );
}

export function ComptePage(): ReactNode {
  const moi = useMoi();
  const { data: session } = useQuery(sessionQuery);
  return (
    <Page
      title="Mon compte"
      sentence={
        session && (
          <>
            Session ouverte <Since at={session.signed_in_at} spoken /> · code de sécurité{' '}
            {session.totp_active ? 'activé' : 'non activé'}
          </>
        )
      }
    >
      <Section title="Ma fiche">
        <Sheet id={moi.id} />
        <p className="hub-dim">Une erreur ? Un administrateur peut corriger votre fiche.</p>
      </Section>
      <Section title="Mot de passe">
        <PasswordForm />
      </Section>
      <Section title="Code de sécurité à la connexion">
        <Totp active={session?.totp_active ?? false} />
      </Section>
      <Section title="Sessions ouvertes">
        <OpenSessions />
      </Section>
      <Section title="Mes données">
        <p className="hub-dim">
          Votre fiche, vos heures, vos absences, vos clés et vos sessions, dans un fichier JSON.
        </p>
        <DonneesButton id={moi.id} label="Télécharger mes données" />
      </Section>
    </Page>
  );
}
