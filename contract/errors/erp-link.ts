// Connections to an ERP, and the signals that come from there.
import { catalogue } from './entry.ts';

export const ERP_LINK_ERRORS = catalogue({
  'connector.unknown': {
    kind: 'refused',
    title: 'ERP inconnu',
    detail: 'Le hub ne sait pas parler à cet ERP : choisissez-en un de la liste des connecteurs.',
    titre_en: 'Unknown ERP',
    detail_en: 'The hub cannot talk to this ERP: choose one from the list of connectors.',
  },
  'erp_link.not_found': {
    kind: 'not_found',
    title: 'Connexion inconnue',
    detail: 'Cette connexion ERP n’existe pas, ou a été retirée.',
    titre_en: 'Unknown connection',
    detail_en: 'This ERP connection does not exist, or was removed.',
  },
  'erp_link.already_connected': {
    kind: 'refused',
    title: 'Compte déjà connecté',
    detail: 'Ce compte de l’ERP est déjà connecté : ouvrez cette connexion, ou retirez-la d’abord.',
    titre_en: 'Account already connected',
    detail_en: 'This ERP account is already connected: open that connection, or remove it first.',
  },
  'erp_link.denied': {
    kind: 'refused',
    title: 'L’ERP refuse cet accès',
    detail: 'La clé est inconnue ou révoquée chez l’ERP : copiez-en une nouvelle depuis ses réglages.',
    titre_en: 'The ERP refuses this access',
    detail_en: 'The key is unknown or revoked at the ERP: copy a new one from its settings.',
  },
  'erp_link.rights': {
    kind: 'refused',
    title: 'Droit manquant chez l’ERP',
    detail: 'L’accès est bon, mais ce compte n’ouvre pas ces données : vérifiez la formule et les droits chez l’ERP.',
    titre_en: 'Right missing at the ERP',
    detail_en:
      'The access is good, but this account does not open these data: check the plan and the rights at the ERP.',
  },
  'erp_link.unavailable': {
    kind: 'unavailable',
    title: 'L’ERP ne répond pas',
    detail: 'Vérifiez l’adresse, puis réessayez : rien n’a été enregistré.',
    titre_en: 'The ERP does not answer',
    detail_en: 'Check the address, then try again: nothing was saved.',
  },
  'erp_link.busy': {
    kind: 'unavailable',
    title: 'L’ERP demande d’attendre',
    detail: 'Trop de demandes chez l’ERP : réessayez dans une minute. Rien n’a été enregistré.',
    titre_en: 'The ERP asks to wait',
    detail_en: 'Too many requests at the ERP: try again in a minute. Nothing was saved.',
  },
  'erp_link.strange': {
    kind: 'refused',
    title: 'Réponse inattendue',
    detail: 'Ce qui répond à cette adresse ne ressemble pas à cet ERP : vérifiez l’adresse. Rien n’a été enregistré.',
    titre_en: 'Unexpected answer',
    detail_en: 'What answers at this address does not look like this ERP: check the address. Nothing was saved.',
  },
  'erp_link.address_refused': {
    kind: 'refused',
    title: 'Adresse refusée',
    detail: 'Le hub ne joint pas les adresses privées : l’exploitant peut l’ouvrir par OUTBOUND_ALLOW.',
    titre_en: 'Address of the ERP refused',
    detail_en: 'The hub does not reach private addresses: the operator can open it with OUTBOUND_ALLOW.',
  },
  'erp_link.not_ready': {
    kind: 'refused',
    title: 'Connexion arrêtée',
    detail: 'Cette connexion est en pause ou à reconnecter : remettez-la en route d’abord.',
    titre_en: 'Connection stopped',
    detail_en: 'This connection is paused or has to be reconnected: start it again first.',
  },
  'hook.refused': {
    kind: 'unauthenticated',
    title: 'Signal refusé',
    detail: 'La signature de ce signal est absente, fausse ou trop ancienne.',
    titre_en: 'Signal refused',
    detail_en: 'The signature of this signal is missing, wrong or too old.',
  },
});
