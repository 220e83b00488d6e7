import type { FormSection } from '../../ui/schema-form.tsx';
import { HoraireField } from './travail/horaire-field.tsx';
import { MetiersField } from './travail/metiers-field.tsx';

export const PERSONNE_SECTIONS: FormSection[] = [
  { title: 'Identité', fields: ['prenom', 'nom'] },
  { title: 'Connexion', fields: ['email', 'telephone'] },
  { title: 'Rôle et contrat', fields: ['role', 'type_personne', 'agence', 'matricule', 'gestionnaire_paie'] },
  {
    title: 'Travail',
    fields: ['metiers', 'horaire', 'heures_sup_comprises', 'date_entree', 'date_sortie', 'mineur_jusquau'],
  },
];

export const PERSONNE_LOOKS = {
  email: { help: 'E-mail ou téléphone : au moins l’un des deux pour se connecter' },
  telephone: { help: 'Par exemple 06 12 34 56 78', inputMode: 'tel' },
  agence: { help: 'Pour un intérimaire seulement' },
  metiers: { wide: true },
  horaire: { wide: true },
  heures_sup_comprises: {
    wide: true,
    help: 'Celles qui sont dans son horaire (36e à 39e heure) sont déjà payées : elles ne repartent pas vers la paie',
  },
  mineur_jusquau: { help: 'La veille de ses 18 ans ; vide pour un adulte' },
  gestionnaire_paie: {
    wide: true,
    help: 'Voit tous les chantiers, les heures et les variables de paie, quel que soit son rôle',
  },
} as const;

export const PERSONNE_REPLACED = { metiers: MetiersField, horaire: HoraireField };

export const PERSONNE_PROBLEMS = {
  'personne.email_taken': 'email',
  'personne.telephone_taken': 'telephone',
  'personne.telephone_invalid': 'telephone',
  'personne.matricule_taken': 'matricule',
  'personne.agence_required': 'agence',
  'personne.dates_inverted': 'date_sortie',
  'personne.last_administrateur': 'role',
};
