import { catalogue } from './entry.ts';

export const RAPPROCHEMENT_ERRORS = catalogue({
  'rapprochement.impossible': {
    kind: 'refused',
    title: 'Comparaison impossible',
    detail: 'Cette connexion n’échange pas d’heures : il n’y a rien à comparer.',
    titre_en: 'Nothing to compare',
    detail_en: 'This connection exchanges no hours: there is nothing to compare.',
  },
  'rapprochement.changed': {
    kind: 'refused',
    title: 'La situation a changé',
    detail: 'Ce jour n’est plus comme vous l’avez vu : relisez-le avant de réparer.',
    titre_en: 'The situation has changed',
    detail_en: 'This day is no longer as you saw it: read it again before repairing.',
  },
  'rapprochement.repairing': {
    kind: 'refused',
    title: 'Réparation déjà demandée',
    detail: 'Une réparation de ce jour est déjà en route : attendez qu’elle soit finie.',
    titre_en: 'Repair already asked for',
    detail_en: 'A repair of this day is already under way: wait until it is done.',
  },
});
