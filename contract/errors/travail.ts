import { catalogue } from './entry.ts';

export const TRAVAIL_ERRORS = catalogue({
  'travail.not_found': {
    kind: 'not_found',
    title: 'Travail inconnu',
    detail: 'Ce travail n’est plus parmi ceux qui ont échoué : il a été relancé ou ignoré entre-temps.',
    titre_en: 'Unknown job',
    detail_en: 'This job is no longer among those that failed: it was run again or ignored in the meantime.',
  },
  'travail.retired': {
    kind: 'refused',
    title: 'Travail d’une ancienne version',
    detail: 'Cette version du hub ne connaît plus ce travail : ignorez-le.',
    titre_en: 'Job of an older version',
    detail_en: 'This version of the hub no longer knows this job: ignore it.',
  },
});
