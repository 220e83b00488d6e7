import { catalogue } from './entry.ts';

export const PAIE_ERRORS = catalogue({
  'rubrique.not_found': {
    kind: 'not_found',
    title: 'Rubrique inconnue',
    detail: 'Cette rubrique n’est pas au catalogue.',
    titre_en: 'Unknown pay item',
    detail_en: 'This pay item is not in the catalogue.',
  },
  'variable_paie.not_found': {
    kind: 'not_found',
    title: 'Variable de paie inconnue',
    detail: 'Cette variable n’existe pas, ou a été supprimée.',
    titre_en: 'Unknown pay variable',
    detail_en: 'This variable does not exist, or was deleted.',
  },
  'variable_paie.personne_refused': {
    kind: 'refused',
    title: 'Personne hors de la paie',
    detail:
      'Seul un employé de l’entreprise a des variables de paie : un intérimaire a son relevé, un sous-traitant rien.',
    titre_en: 'Person not on the payroll',
    detail_en:
      'Only an employee of the company has pay variables: a temporary worker has a statement, a subcontractor nothing.',
  },
  'variable_paie.rubrique_refused': {
    kind: 'refused',
    title: 'Rubrique inconnue ou non employée',
    detail: 'Choisissez une rubrique du catalogue qui est employée.',
    titre_en: 'Pay item unknown or not in use',
    detail_en: 'Choose an item of the catalogue that is in use.',
  },
  'variable_paie.chantier_refused': {
    kind: 'refused',
    title: 'Chantier manquant ou inconnu',
    detail: 'Cette rubrique se dit pour un chantier : nommez l’un de ceux que vous voyez.',
    titre_en: 'Site missing or unknown',
    detail_en: 'This item is told for a site: name one of those you see.',
  },
  'variable_paie.quantity_refused': {
    kind: 'refused',
    title: 'Quantité impossible',
    detail: 'Cette quantité dépasse ce qu’un jour peut porter : une fois par jour, une journée, ou 24 heures.',
    titre_en: 'Impossible quantity',
    detail_en: 'This quantity is more than a day can hold: once a day, one day, or 24 hours.',
  },
  'variable_paie.already_there': {
    kind: 'refused',
    title: 'Déjà dite pour ce jour',
    detail: 'Cette rubrique ne se dit qu’une fois par jour : modifiez celle qui est là.',
    titre_en: 'Already told for that day',
    detail_en: 'This item is told once a day: change the one that is there.',
  },
  'variable_paie.automatic': {
    kind: 'refused',
    title: 'Écrite par les règles',
    detail: 'Les règles la récriraient aussitôt : donnez-lui une quantité à la main, 0 pour qu’il n’y en ait pas.',
    titre_en: 'Written by the rules',
    detail_en: 'The rules would write it again at once: give it a quantity by hand, 0 so that there is none.',
  },
  'periode_paie.closed': {
    kind: 'refused',
    title: 'Mois clôturé',
    detail: 'Ce mois est clôturé et ne change plus : datez la ligne d’un mois ouvert, ou rouvrez-le avec un motif.',
    titre_en: 'Closed month',
    detail_en:
      'This month is closed and no longer changes: date the line in an open month, or reopen it with a reason.',
  },
  'periode_paie.not_ready': {
    kind: 'refused',
    title: 'Le mois n’est pas prêt',
    detail: 'Il reste des points bloquants dans « Prêt pour la paie ? » : réglez-les, ou clôturez malgré eux.',
    titre_en: 'The month is not ready',
    detail_en: 'Blocking points remain in “Ready for pay?”: settle them, or close in spite of them.',
  },
  'periode_paie.not_begun': {
    kind: 'refused',
    title: 'Mois à venir',
    detail: 'Un mois se clôture une fois commencé.',
    titre_en: 'Month to come',
    detail_en: 'A month is closed once it has begun.',
  },
  'periode_paie.etat_refused': {
    kind: 'refused',
    title: 'Déjà dans cet état',
    detail: 'Ce mois est déjà clôturé, ou déjà ouvert.',
    titre_en: 'Already in that state',
    detail_en: 'This month is already closed, or already open.',
  },
  'periode_paie.regularised': {
    kind: 'refused',
    title: 'Déjà régularisé',
    detail: 'Un mois clôturé depuis porte des régularisations de celui-ci : rouvrez d’abord ce mois-là.',
    titre_en: 'Already corrected',
    detail_en: 'A month closed since then carries corrections of this one: reopen that month first.',
  },
  'paie.personne_not_found': {
    kind: 'not_found',
    title: 'Personne hors de la paie de ce mois',
    detail: 'Cette personne n’a rien dans la paie de ce mois, ou n’est pas de celles que vous voyez.',
    titre_en: 'Person not in this month’s pay',
    detail_en: 'This person has nothing in the pay of this month, or is not one of those you see.',
  },
  'reglages_paie.incoherent': {
    kind: 'refused',
    title: 'Réglages contradictoires',
    detail:
      'Les zones doivent croître, la fin des heures à 25 % ne pas précéder la durée légale, et le siège avoir ses deux coordonnées ou aucune.',
    titre_en: 'Contradictory settings',
    detail_en:
      'Zones must grow, the end of the hours at 25 % must not come before the legal week, and the head office must have both coordinates or neither.',
  },
  'reglages_paie.closed': {
    kind: 'refused',
    title: 'Réglages d’un mois clôturé',
    detail: 'Des réglages ne changent pas un mois clôturé : donnez-leur effet après le dernier mois clôturé.',
    titre_en: 'Settings of a closed month',
    detail_en: 'Settings do not change a closed month: have them begin after the last closed month.',
  },
});
