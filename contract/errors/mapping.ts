import { catalogue } from './entry.ts';

export const MAPPING_ERRORS = catalogue({
  'mapping.not_found': {
    kind: 'not_found',
    title: 'Valeur inconnue',
    detail: 'Cette valeur de l’ERP n’existe pas ici.',
    titre_en: 'Unknown value',
    detail_en: 'This value of the ERP does not exist here.',
  },
  'conflit_erp.not_found': {
    kind: 'not_found',
    title: 'Conflit inconnu',
    detail: 'Ce conflit n’existe pas, ou son chantier n’est pas des vôtres.',
    titre_en: 'Unknown conflict',
    detail_en: 'This conflict does not exist, or its site is not one of yours.',
  },
  'conflit_erp.outdated': {
    kind: 'refused',
    title: 'La valeur a changé depuis',
    detail: 'Ce champ a changé depuis ce conflit : ouvrez la fiche du chantier et corrigez-le là.',
    titre_en: 'The value changed since',
    detail_en: 'This field has changed since that conflict: open the site and correct it there.',
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
