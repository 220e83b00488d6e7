import { catalogue } from './entry.ts';

export const API_KEY_ERRORS = catalogue({
  'api_key.address_refused': {
    kind: 'forbidden',
    title: 'Adresse non admise',
    detail: 'Cette clé ne sert pas depuis cette adresse : appelez depuis un réseau admis, ou changez sa liste.',
    titre_en: 'Address not allowed',
    detail_en: 'This key may not be used from this address: call from an allowed network, or change its list.',
  },
  'api_key.not_found': {
    kind: 'not_found',
    title: 'Clé inconnue',
    detail: 'Cette clé n’existe pas, ou n’est pas des vôtres.',
    titre_en: 'Unknown key',
    detail_en: 'This key does not exist, or is not one of yours.',
  },
  'api_key.limit_reached': {
    kind: 'refused',
    title: 'Dix clés actives',
    detail: 'Vous avez déjà dix clés actives : révoquez-en une d’abord.',
    titre_en: 'Ten active keys',
    detail_en: 'You already have ten active keys: revoke one first.',
  },
  'api_key.bound': {
    kind: 'forbidden',
    title: 'Clé limitée à des chantiers',
    detail: 'Cette clé ne s’ouvre que sur certains chantiers : elle n’accède à rien qui les dépasse.',
    titre_en: 'Key bound to sites',
    detail_en: 'This key opens some sites only: it has no access to anything beyond them.',
  },
  'api_key.already_revoked': {
    kind: 'refused',
    title: 'Clé déjà révoquée',
    detail: 'Cette clé a déjà été révoquée.',
    titre_en: 'Key already revoked',
    detail_en: 'This key has already been revoked.',
  },
  'api_key.expiry_refused': {
    kind: 'refused',
    title: 'Expiration hors limites',
    detail:
      'Cette date est passée, ou plus lointaine que ce que l’administrateur du hub admet : choisissez plus proche.',
    titre_en: 'Expiry out of bounds',
    detail_en: 'This date is past, or further away than the administrator of the hub allows: choose a nearer one.',
  },
  'api_key.chantier_unknown': {
    kind: 'refused',
    title: 'Chantier hors de votre vue',
    detail: 'Une clé ne s’ouvre que sur des chantiers que vous voyez : retirez celui que vous ne voyez pas.',
    titre_en: 'Site out of your sight',
    detail_en: 'A key opens only sites that you see: remove the one that you do not see.',
  },
  'api_key.cidr_invalid': {
    kind: 'refused',
    title: 'Adresse ou plage illisible',
    detail: 'Écrivez une adresse ou une plage IPv4 ou IPv6, par exemple 203.0.113.0/24 ou 2001:db8::/32.',
    titre_en: 'Unreadable address or network',
    detail_en: 'Write an IPv4 or IPv6 address or network, for example 203.0.113.0/24 or 2001:db8::/32.',
  },
  'api_key.not_in_service': {
    kind: 'refused',
    title: 'Clé hors service',
    detail:
      'Cette clé est révoquée, expirée, remplacée, suspendue ou désactivée : créez-en une autre, ou réactivez-la d’abord.',
    titre_en: 'Key out of service',
    detail_en: 'This key is revoked, expired, replaced, suspended or disabled: create another one, or enable it first.',
  },
  'api_key.overlap_full': {
    kind: 'refused',
    title: 'Rotations trop rapprochées',
    detail: 'Deux secrets remplacés servent encore : révoquez-en un, ou attendez la fin de leur chevauchement.',
    titre_en: 'Rotations too close together',
    detail_en: 'Two replaced secrets still serve: revoke one of them, or wait for the end of their overlap.',
  },
  'api_key.already_suspended': {
    kind: 'refused',
    title: 'Clé déjà suspendue',
    detail: 'Cette clé est déjà suspendue.',
    titre_en: 'Key already suspended',
    detail_en: 'This key is already suspended.',
  },
  'api_key.not_suspended': {
    kind: 'refused',
    title: 'Clé non suspendue',
    detail: 'Cette clé n’est pas suspendue : il n’y a rien à lever.',
    titre_en: 'Key not suspended',
    detail_en: 'This key is not suspended: there is nothing to lift.',
  },
  'api_key.rate_refused': {
    kind: 'refused',
    title: 'Débit au-dessus du plafond',
    detail: 'Cette limite dépasse ce qui est accordé à la clé : un administrateur peut relever son plafond.',
    titre_en: 'Rate above the ceiling',
    detail_en: 'This limit is above what the key was granted: an administrator can raise its ceiling.',
  },
});
