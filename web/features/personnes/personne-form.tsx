import type { FormSection } from '../../ui/schema-form.tsx';

export const PERSONNE_SECTIONS: FormSection[] = [
  { title: 'Identité', fields: ['prenom', 'nom'] },
  { title: 'Connexion', fields: ['email', 'telephone'] },
  { title: 'Rôle et contrat', fields: ['role', 'type_personne', 'agence', 'matricule', 'gestionnaire_paie'] },
];

export const PERSONNE_LOOKS = {
  email: { help: 'E-mail ou téléphone : au moins l’un des deux pour se connecter' },
  telephone: { help: 'Par exemple 06 12 34 56 78', inputMode: 'tel' },
  agence: { help: 'Pour un intérimaire seulement' },
  gestionnaire_paie: {
    wide: true,
    help: 'Voit tous les chantiers, les heures et les variables de paie, quel que soit son rôle',
  },
} as const;

export const PERSONNE_PROBLEMS = {
  'personne.email_taken': 'email',
  'personne.telephone_taken': 'telephone',
  'personne.telephone_invalid': 'telephone',
  'personne.matricule_taken': 'matricule',
  'personne.agence_required': 'agence',
  'personne.last_administrateur': 'role',
};
