import type { ReactNode } from 'react';
import type { Personne } from '#contract/personne.ts';
import { ROLES, TYPES_PERSONNE } from '#contract/values.ts';
import { formatPhone } from '../../lib/format.ts';
import { Facts } from '../../ui/page.tsx';
import { Since } from '../../ui/time.tsx';

export const PersonneFacts = ({ personne }: { personne: Personne }): ReactNode => (
  <Facts
    facts={[
      ['Rôle', ROLES[personne.role]],
      ['Gestionnaire de paie', personne.gestionnaire_paie ? 'Oui' : 'Non'],
      ['E-mail', personne.email && <a href={`mailto:${personne.email}`}>{personne.email}</a>],
      ['Téléphone', personne.telephone && <a href={`tel:${personne.telephone}`}>{formatPhone(personne.telephone)}</a>],
      ['Type', TYPES_PERSONNE[personne.type_personne]],
      ...(personne.agence ? [['Agence d’intérim', personne.agence] as [string, ReactNode]] : []),
      ['Matricule', personne.matricule],
      ['Modifiée', <Since key="since" at={personne.updated_at} />],
    ]}
  />
);
