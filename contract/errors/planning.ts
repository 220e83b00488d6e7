import { catalogue } from './entry.ts';

export const PLANNING_ERRORS = catalogue({
  'affectation.not_found': {
    kind: 'not_found',
    title: 'Affectation inconnue',
    detail: 'Cette affectation n’existe pas ou plus, ou n’est pas sur un chantier que vous menez.',
    titre_en: 'Unknown assignment',
    detail_en: 'This assignment does not exist (any more), or is not on a site that you lead.',
  },
  'affectation.horaire_incomplet': {
    kind: 'refused',
    title: 'Horaire incomplet',
    detail: 'Donnez le début et la fin, ou aucun des deux.',
    titre_en: 'Incomplete hours',
    detail_en: 'Give the beginning and the end, or neither.',
  },
  'planning.conflits': {
    kind: 'refused',
    title: 'Planning impossible tel quel',
    detail:
      'Rien n’a été posé : des jours sont bloqués (voir `details.conflits`). Retirez-les, ou demandez de poser le reste avec `sauter_conflits`.',
    titre_en: 'Planning impossible as it is',
    detail_en:
      'Nothing was written: some days are blocked (see `details.conflits`). Leave them out, or ask for the rest to be written with `sauter_conflits`.',
  },
  'planning.aucun_jour': {
    kind: 'refused',
    title: 'Aucun jour à poser',
    detail: 'Entre ces deux dates, aucun jour n’est l’un des jours de la semaine demandés.',
    titre_en: 'No day to plan',
    detail_en: 'Between these two dates, no day is one of the days of the week that were asked for.',
  },
  'planning.trop_grand': {
    kind: 'refused',
    title: 'Trop d’affectations à la fois',
    detail: 'Une demande pose 10 000 affectations au plus : partagez-la.',
    titre_en: 'Too many assignments at once',
    detail_en: 'One request makes 10,000 assignments at most: split it.',
  },
  'absence.not_found': {
    kind: 'not_found',
    title: 'Absence inconnue',
    detail: 'Cette absence n’existe pas ou plus, ou n’est pas de quelqu’un que vous encadrez.',
    titre_en: 'Unknown absence',
    detail_en: 'This absence does not exist (any more), or is not of somebody you lead.',
  },
  'absence.dates_inverted': {
    kind: 'refused',
    title: 'Dates inversées',
    detail: 'La fin d’une absence ne peut pas précéder son début.',
    titre_en: 'Dates the wrong way round',
    detail_en: 'The end of an absence cannot come before its beginning.',
  },
  'absence.trop_longue': {
    kind: 'refused',
    title: 'Absence trop longue',
    detail: 'Une absence dure 366 jours au plus : prolongez-la par une autre.',
    titre_en: 'Absence too long',
    detail_en: 'An absence lasts 366 days at most: prolong it by another one.',
  },
  'absence.demi_journee': {
    kind: 'refused',
    title: 'Demi-journée sur plusieurs jours',
    detail: 'Le matin ou l’après-midi se disent d’un seul jour.',
    titre_en: 'Half a day over several days',
    detail_en: 'Morning or afternoon are said of a single day.',
  },
  'absence.chevauchement': {
    kind: 'refused',
    title: 'Déjà absente',
    detail: 'Cette personne est déjà absente un de ces jours : modifiez l’absence qui existe.',
    titre_en: 'Already absent',
    detail_en: 'This person is already absent on one of these days: change the absence that exists.',
  },
  'absence.tenue': {
    kind: 'forbidden',
    title: 'Absence tenue par la paie',
    detail:
      'Une absence dont le motif est dit ne se change plus que par un administrateur ou le gestionnaire de paie ; avant, aussi par qui l’a saisie.',
    titre_en: 'Absence held by payroll',
    detail_en:
      'An absence whose reason is known is changed by an administrator or the payroll clerk alone; before, also by whoever entered it.',
  },
  'absence.periode_cloturee': {
    kind: 'refused',
    title: 'Période de paie clôturée',
    detail: 'Ces jours sont d’une période clôturée : demandez au gestionnaire de paie.',
    titre_en: 'Pay period closed',
    detail_en: 'These days belong to a closed pay period: ask the payroll clerk.',
  },
});
