// Sending hours to an ERP: settings, runs, lines of the ledger, corrections.
import { catalogue } from './entry.ts';

export const EXPORT_ERRORS = catalogue({
  'export.impossible': {
    kind: 'refused',
    title: 'Heures non acceptées',
    detail: 'Cet ERP n’accepte pas d’heures : rien ne peut lui être envoyé.',
    titre_en: 'Hours not accepted',
    detail_en: 'This ERP takes no hours: nothing can be sent to it.',
  },
  'export.not_set': {
    kind: 'refused',
    title: 'Envoi jamais réglé',
    detail: 'Réglez d’abord l’envoi des heures de cette connexion : depuis quel jour, et quand.',
    titre_en: 'Sending not set up',
    detail_en: 'Set up the sending of hours on this connection first: since which day, and when.',
  },
  'export.backlog_unanswered': {
    kind: 'refused',
    title: 'Arriéré à décider',
    detail: 'Des heures validées attendent déjà : dites si elles partent (« envoyer ») ou non (« laisser »).',
    titre_en: 'Backlog to be decided',
    detail_en: 'Validated hours are waiting already: say whether they leave ("envoyer") or not ("laisser").',
  },
  'export.horaires_unaccepted': {
    kind: 'refused',
    title: 'Horaires indicatifs à accepter',
    detail:
      'Cet ERP veut des horaires. Là où seule la durée est saisie, le hub en écrit d’indicatifs : seule la durée fait foi. Acceptez-le pour envoyer.',
    titre_en: 'Indicative times to be accepted',
    detail_en:
      'This ERP wants times. Where only a duration is entered, the hub writes indicative ones: the duration alone counts. Accept this to send.',
  },
  'export.future': {
    kind: 'refused',
    title: 'Période à venir',
    detail: 'Une période demandée à la main finit aujourd’hui au plus tard.',
    titre_en: 'Period to come',
    detail_en: 'A period asked for by hand ends today at the latest.',
  },
  'export.not_found': {
    kind: 'not_found',
    title: 'Envoi inconnu',
    detail: 'Cet envoi n’existe pas, ou plus.',
    titre_en: 'Unknown sending',
    detail_en: 'This sending does not exist, or no longer does.',
  },
  'export.not_open': {
    kind: 'refused',
    title: 'Envoi terminé',
    detail: 'Cet envoi est terminé, ou n’est pas dans un état qui permet cette action.',
    titre_en: 'Sending over',
    detail_en: 'This sending is over, or is not in a state that allows this action.',
  },
  'export.nothing_to_retry': {
    kind: 'refused',
    title: 'Rien à relancer',
    detail: 'Aucune ligne refusée de cet envoi ne peut repartir.',
    titre_en: 'Sending: nothing to retry',
    detail_en: 'No refused line of this sending can leave again.',
  },
  'ligne_envoi.not_found': {
    kind: 'not_found',
    title: 'Ligne inconnue',
    detail: 'Cette ligne d’envoi n’existe pas.',
    titre_en: 'Unknown line',
    detail_en: 'This line does not exist.',
  },
  'ligne_envoi.etat_refused': {
    kind: 'refused',
    title: 'Ligne non concernée',
    detail:
      'L’état de cette ligne ne permet pas cette action : seule une ligne refusée, à relier ou en doute s’y prête.',
    titre_en: 'Line not concerned',
    detail_en: 'The state of this line does not allow this action: only a refused, unmapped or doubtful line does.',
  },
  'regularisation_erp.not_found': {
    kind: 'not_found',
    title: 'Régularisation inconnue',
    detail: 'Cette régularisation n’existe pas.',
    titre_en: 'Unknown correction',
    detail_en: 'This correction does not exist.',
  },
  'regularisation_erp.already_reported': {
    kind: 'refused',
    title: 'Régularisation déjà reportée',
    detail: 'Cette régularisation est déjà notée comme reportée.',
    titre_en: 'Correction already carried over',
    detail_en: 'This correction is already noted as carried over.',
  },
});
