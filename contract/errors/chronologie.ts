import { catalogue } from './entry.ts';

export const CHRONOLOGIE_ERRORS = catalogue({
  'chronologie.not_found': {
    kind: 'not_found',
    title: 'Rien à raconter',
    detail: 'Ce chantier, ce pointage ou cette ligne n’existe pas ici, ou ne vous est pas visible.',
    titre_en: 'Nothing to tell',
    detail_en: 'This chantier, entry or line does not exist here, or is not visible to you.',
  },
});
