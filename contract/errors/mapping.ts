import { catalogue } from './entry.ts';

export const MAPPING_ERRORS = catalogue({
  'mapping.not_found': {
    kind: 'not_found',
    title: 'Valeur inconnue',
    detail: 'Cette valeur de l’ERP n’existe pas ici.',
    titre_en: 'Unknown value',
    detail_en: 'This value of the ERP does not exist here.',
  },
});
