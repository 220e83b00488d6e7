import { catalogue } from './entry.ts';

export const MAPPING_ERRORS = catalogue({
  'mapping.not_found': {
    kind: 'not_found',
    title: 'Valeur inconnue',
    detail: 'Cette valeur de l’ERP n’existe pas ici.',
    titre_en: 'Unknown value',
    detail_en: 'This value of the ERP does not exist here.',
  },
  'personne_erp.not_found': {
    kind: 'not_found',
    title: 'Personne de l’ERP inconnue',
    detail: 'Cette personne de l’ERP n’existe pas ici, ou sa connexion a été retirée.',
    titre_en: 'Unknown person of the ERP',
    detail_en: 'This person of the ERP does not exist here, or its connection was removed.',
  },
  'personne_erp.taken': {
    kind: 'refused',
    title: 'Personne déjà reliée',
    detail: 'Cette personne est déjà reliée à quelqu’un d’autre sur cette connexion : déliez d’abord l’autre.',
    titre_en: 'Person already linked',
    detail_en: 'This person is already linked to somebody else on this connection: unlink the other one first.',
  },
});
