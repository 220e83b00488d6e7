import { catalogue } from './entry.ts';

export const PERSONNE_ERRORS = catalogue({
  'personne.not_found': {
    kind: 'not_found',
    title: 'Personne inconnue',
    detail: 'Cette personne n’existe pas ici.',
    titre_en: 'Unknown person',
    detail_en: 'This person does not exist here.',
  },
  'personne.rights_refused': {
    kind: 'forbidden',
    title: 'Réservé à une personne connectée',
    detail:
      'Une clé API ne nomme ni administrateur ni gestionnaire de paie : faites-le connecté, ou avec un jeton (JWT).',
    titre_en: 'People: signed-in only',
    detail_en: 'An API key appoints no administrator and no payroll manager: do it signed in, or with a token (JWT).',
  },
  'personne.email_taken': {
    kind: 'refused',
    title: 'E-mail déjà utilisé',
    detail: 'Une autre personne porte déjà cet e-mail.',
    titre_en: 'E-mail already used',
    detail_en: 'Another person already has this e-mail.',
  },
  'personne.telephone_taken': {
    kind: 'refused',
    title: 'Téléphone déjà utilisé',
    detail: 'Une autre personne porte déjà ce numéro.',
    titre_en: 'Telephone already used',
    detail_en: 'Another person already has this number.',
  },
  'personne.telephone_invalid': {
    kind: 'refused',
    title: 'Téléphone inconnu',
    detail: 'Ce numéro n’existe pas : écrivez 06 12 34 56 78, ou +33 6 12 34 56 78.',
    titre_en: 'Unknown telephone number',
    detail_en: 'This number does not exist: write 06 12 34 56 78, or +33 6 12 34 56 78.',
  },
  'personne.matricule_taken': {
    kind: 'refused',
    title: 'Matricule déjà utilisé',
    detail: 'Une autre personne porte déjà ce matricule.',
    titre_en: 'Staff number already used',
    detail_en: 'Another person already has this staff number.',
  },
  'personne.agence_required': {
    kind: 'refused',
    title: 'Agence manquante',
    detail: 'Indiquez l’agence d’un intérimaire ; les autres personnes n’en ont pas.',
    titre_en: 'Agency missing',
    detail_en: 'Name the agency of a temporary worker; other people have none.',
  },
  'personne.last_administrateur': {
    kind: 'refused',
    title: 'Dernier administrateur',
    detail: 'Il doit rester un administrateur actif, avec un e-mail ou un téléphone : nommez-en un autre d’abord.',
    titre_en: 'Last administrator',
    detail_en: 'One active administrator with an e-mail or a telephone must remain: appoint another one first.',
  },
  'personne.inactive': {
    kind: 'refused',
    title: 'Personne désactivée',
    detail: 'Réactivez d’abord cette personne : un lien ne lui servirait à rien.',
    titre_en: 'Deactivated person',
    detail_en: 'Reactivate this person first: a link would be of no use.',
  },
  'personne.no_identifiant': {
    kind: 'refused',
    title: 'Ni e-mail ni téléphone',
    detail: 'Sans e-mail ni téléphone, cette personne ne peut pas se connecter : ajoutez l’un des deux.',
    titre_en: 'No e-mail and no telephone',
    detail_en: 'Without e-mail or telephone this person cannot sign in: add one of the two.',
  },
});
