import type { ReactNode } from 'react';
import { formatDay } from '#contract/dates.ts';
import type { Personne } from '#contract/personne.ts';
import { ROLES, TYPES_PERSONNE } from '#contract/values.ts';
import { formatPhone } from '../../lib/format.ts';
import { Facts } from '../../ui/page.tsx';
import { Since } from '../../ui/time.tsx';
import { daysOf, wordsOf } from './travail/horaire.ts';

/** Told by the hub to those who may read it: to others every value is null. */
function workOf(personne: Personne): [string, ReactNode][] {
  const { horaire, heures_sup_comprises, date_entree, date_sortie, mineur_jusquau } = personne;
  if (heures_sup_comprises === null) return [];
  const days = horaire && <span className="hub-dim hub-small">{daysOf(horaire)}</span>;
  return [
    [
      'Horaire',
      <>
        {wordsOf(horaire)} {days}
      </>,
    ],
    ['Heures supplémentaires de son horaire', heures_sup_comprises ? 'Dans son salaire' : 'À payer en plus'],
    ['Entrée', date_entree && formatDay(date_entree)],
    ...(date_sortie ? [['Sortie', formatDay(date_sortie)] as [string, ReactNode]] : []),
    ...(mineur_jusquau ? [['Mineur jusqu’au', formatDay(mineur_jusquau)] as [string, ReactNode]] : []),
  ];
}

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
      ['Métiers', personne.metiers.length > 0 ? personne.metiers.join(', ') : null],
      ...workOf(personne),
      ['Modifiée', <Since key="since" at={personne.updated_at} />],
    ]}
  />
);
