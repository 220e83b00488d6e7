import { catalogue } from './entry.ts';

export const SAUVEGARDE_ERRORS = catalogue({
  'sauvegarde.running': {
    kind: 'refused',
    title: 'Sauvegarde en cours',
    detail: 'Une sauvegarde est déjà en cours : attendez sa fin.',
    titre_en: 'Backup under way',
    detail_en: 'A backup is already under way: wait for its end.',
  },
});
