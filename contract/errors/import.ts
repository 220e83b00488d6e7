import { catalogue } from './entry.ts';

export const IMPORT_ERRORS = catalogue({
  'import.not_found': {
    kind: 'not_found',
    title: 'Import inconnu',
    detail: 'Cet import n’existe pas, ou plus.',
    titre_en: 'Unknown import',
    detail_en: 'This import does not exist, or no longer does.',
  },
  'import.first_missing': {
    kind: 'refused',
    title: 'Premier import à faire',
    detail: 'Faites d’abord le premier import de cette connexion.',
    titre_en: 'First import still to do',
    detail_en: 'Run the first import of this connection before this one.',
  },
  'import.already_done': {
    kind: 'refused',
    title: 'Premier import déjà fait',
    detail: 'Le premier import est fait : « Actualiser maintenant » lit ce qui a changé depuis.',
    titre_en: 'First import already done',
    detail_en: 'The first import is done: "Actualiser maintenant" reads what has changed since.',
  },
  'import.not_open': {
    kind: 'refused',
    title: 'Import terminé',
    detail: 'Cet import est terminé, ou n’est pas dans un état qui permet cette action.',
    titre_en: 'Import over',
    detail_en: 'This import is over, or is not in a state that allows this action.',
  },
  'import.no_question': {
    kind: 'refused',
    title: 'Rien à confirmer',
    detail: 'Cet import n’attend pas de réponse.',
    titre_en: 'Import: nothing to confirm',
    detail_en: 'This import is not waiting for an answer.',
  },
  'import.undo_refused': {
    kind: 'refused',
    title: 'Import gardé',
    detail: 'Des chantiers de cet import ont servi depuis (équipe, modification) : il ne peut plus être retiré.',
    titre_en: 'Import kept',
    detail_en: 'Sites of this import were used since (team, change): it can no longer be withdrawn.',
  },
});
