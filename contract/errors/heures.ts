// Pointages and feuilles d'heures.
import { catalogue } from './entry.ts';

export const HEURES_ERRORS = catalogue({
  'pointage.not_found': {
    kind: 'not_found',
    title: 'Pointage inconnu',
    detail: 'Ce pointage n’existe pas, ou n’est pas de ceux que vous voyez.',
    titre_en: 'Unknown time entry',
    detail_en: 'This time entry does not exist, or is not one that you can see.',
  },
  'pointage.exists': {
    kind: 'refused',
    title: 'Déjà pointé',
    detail: 'Cette personne a déjà un pointage sur ce chantier ce jour : modifiez-le.',
    titre_en: 'Already entered',
    detail_en: 'This person already has a time entry on this site for this day: change it.',
  },
  'pointage.saisie_refusee': {
    kind: 'forbidden',
    title: 'Saisie non permise',
    detail:
      'Vous saisissez vos heures, et celles des autres sur les chantiers dont vous êtes conducteur ou chef. Demandez-leur, ou au gestionnaire de paie.',
    titre_en: 'Entry not allowed',
    detail_en:
      'You enter your own hours, and those of others on the sites that you lead. Ask their leader, or the payroll manager.',
  },
  'pointage.validation_refusee': {
    kind: 'forbidden',
    title: 'Validation non permise',
    detail: 'Le conducteur du chantier, un administrateur ou le gestionnaire de paie valident ces heures.',
    titre_en: 'Validation not allowed',
    detail_en: 'The manager of the site, an administrator or the payroll manager validate these hours.',
  },
  'pointage.les_siennes': {
    kind: 'forbidden',
    title: 'Vos propres heures',
    detail: 'Personne ne valide ni ne rejette ses propres heures : un autre conducteur ou un administrateur le fait.',
    titre_en: 'Your own hours',
    detail_en: 'Nobody validates or rejects his own hours: another manager or an administrator does.',
  },
  'pointage.motif_requis': {
    kind: 'refused',
    title: 'Motif nécessaire',
    detail:
      'Dites pourquoi : la personne le lira. C’est demandé pour changer les heures d’un autre, des heures validées ou une période clôturée.',
    titre_en: 'Reason needed',
    detail_en:
      'Say why: the person will read it. It is asked for when changing hours of somebody else, validated hours or a closed period.',
  },
  'pointage.periode_cloturee': {
    kind: 'refused',
    title: 'Période clôturée',
    detail:
      'La paie de ce mois est clôturée : le gestionnaire de paie peut corriger, la différence ira au mois suivant.',
    titre_en: 'Period closed',
    detail_en:
      'The pay of this month is closed: the payroll manager can correct, the difference goes to the next month.',
  },
  'pointage.chantier_ferme': {
    kind: 'refused',
    title: 'Chantier fermé ou réceptionné',
    detail: 'Ce chantier ne reçoit plus d’heures : un administrateur ou le gestionnaire de paie peut encore en saisir.',
    titre_en: 'Site closed or received',
    detail_en: 'This site takes no more hours: an administrator or the payroll manager can still enter some.',
  },
  'pointage.personne_partie': {
    kind: 'refused',
    title: 'Hors de ses dates',
    detail: 'Cette personne n’est pas dans l’entreprise ce jour, ou est désactivée : corrigez sa fiche d’abord.',
    titre_en: 'Outside of the person’s dates',
    detail_en: 'This person is not with the company on that day, or is deactivated: correct the person first.',
  },
  'pointage.plages_somme': {
    kind: 'refused',
    title: 'Durée et horaires en désaccord',
    detail: 'La somme des horaires n’est pas la durée donnée : corrigez l’une ou les autres.',
    titre_en: 'Duration and times disagree',
    detail_en: 'The sum of the times is not the duration given: correct one or the other.',
  },
  'pointage.plages_croisees': {
    kind: 'refused',
    title: 'Horaires qui se croisent',
    detail:
      'La personne travaille déjà à ces heures, sur ce chantier ou un autre : vérifiez le jour, la veille et le lendemain.',
    titre_en: 'Times overlap',
    detail_en:
      'The person already works at these times, on this site or another: check the day, the one before and after.',
  },
  'pointage.journee_pleine': {
    kind: 'refused',
    title: 'Plus de 24 h dans la journée',
    detail: 'Tous chantiers réunis, une journée ne dépasse pas 24 h : corrigez la durée.',
    titre_en: 'More than 24 h in the day',
    detail_en: 'Over all sites a day holds 24 h at most: correct the duration.',
  },
  'pointage.deplacement_refuse': {
    kind: 'refused',
    title: 'Heures déjà validées ici',
    detail: 'Des heures validées ne changent pas de chantier : supprimez-les, puis saisissez-les sur l’autre.',
    titre_en: 'Hours already validated here',
    detail_en: 'Validated hours do not move to another site: delete them, then enter them on the other one.',
  },
  'pointage.non_soumis': {
    kind: 'refused',
    title: 'Pas encore soumis',
    detail: 'Seules des heures soumises sont validées ou rejetées : demandez qu’elles le soient.',
    titre_en: 'Not submitted yet',
    detail_en: 'Only submitted hours are validated or rejected: ask for them to be submitted.',
  },
  'pointage.deja_valide': {
    kind: 'refused',
    title: 'Déjà validé',
    detail: 'Ces heures sont validées : modifiez-les avec un motif pour les corriger.',
    titre_en: 'Already validated',
    detail_en: 'These hours are validated: change them, with a reason, to correct them.',
  },
  'pointage.en_double': {
    kind: 'refused',
    title: 'Deux fois dans le lot',
    detail: 'Cette personne, ce chantier et ce jour sont déjà dans le lot : gardez-en une ligne.',
    titre_en: 'Twice in the batch',
    detail_en: 'This person, site and day are already in the batch: keep one line of them.',
  },
  'feuille.not_found': {
    kind: 'not_found',
    title: 'Feuille d’heures inconnue',
    detail: 'Cette personne n’existe pas, ou sa semaine n’est pas de celles que vous voyez.',
    titre_en: 'Unknown timesheet',
    detail_en: 'This person does not exist, or the week is not one that you can see.',
  },
  'feuille.vide': {
    kind: 'refused',
    title: 'Rien n’est saisi',
    detail: 'Cette semaine n’a pas d’heures : saisissez-les d’abord.',
    titre_en: 'Nothing entered',
    detail_en: 'This week has no hours: enter them first.',
  },
  'feuille.empreinte_differente': {
    kind: 'refused',
    title: 'Les heures ont changé',
    detail: 'Les heures ne sont plus celles qui étaient affichées : relisez la semaine avant de signer.',
    titre_en: 'The hours have changed',
    detail_en: 'The hours are no longer those that were shown: read the week again before signing.',
  },
  'feuille.pas_la_sienne': {
    kind: 'forbidden',
    title: 'Semaine d’un autre',
    detail: 'Chacun signe et conteste sa propre semaine.',
    titre_en: 'Somebody else’s week',
    detail_en: 'Everybody signs and contests his own week.',
  },
  'feuille.rien_a_repondre': {
    kind: 'refused',
    title: 'Pas de contestation',
    detail: 'Cette semaine n’est pas contestée, ou la réponse est déjà donnée.',
    titre_en: 'No contestation',
    detail_en: 'This week is not contested, or the answer was given already.',
  },
});
