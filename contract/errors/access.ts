// Who asks, with what right, and how often.
import { catalogue } from './entry.ts';

export const ACCESS_ERRORS = catalogue({
  'authorization.ambiguous': {
    kind: 'invalid',
    title: 'Deux identifications',
    detail: 'Un seul en-tête Authorization est admis par demande.',
    titre_en: 'Two credentials',
    detail_en: 'Only one Authorization header is accepted per request.',
  },
  unauthenticated: {
    kind: 'unauthenticated',
    title: 'Identification nécessaire',
    detail: 'Connectez-vous, ou donnez une clé API ou un jeton valides dans l’en-tête Authorization.',
    titre_en: 'Authentication required',
    detail_en: 'Sign in, or give a valid API key or token in the Authorization header.',
  },
  'csrf.refused': {
    kind: 'forbidden',
    title: 'Origine refusée',
    detail: 'Cette demande ne vient pas de l’application : rechargez la page et recommencez.',
    titre_en: 'Origin refused',
    detail_en: 'This request does not come from the application: reload the page and try again.',
  },
  'https.required': {
    kind: 'forbidden',
    title: 'HTTPS nécessaire',
    detail: 'Depuis un autre poste, le hub ne répond qu’en HTTPS : un secret ne doit pas circuler en clair.',
    titre_en: 'HTTPS required',
    detail_en: 'From another machine the hub answers over HTTPS only: a secret must not travel in clear.',
  },
  insufficient_scope: {
    kind: 'forbidden',
    title: 'Droit manquant sur la clé',
    detail: 'Cette clé n’a pas le droit demandé par cette route : créez une clé qui le porte.',
    titre_en: 'Scope missing on the key',
    detail_en: 'This key does not have the scope that this route asks for: create a key that carries it.',
  },
  account_only: {
    kind: 'forbidden',
    title: 'Réservé à une personne connectée',
    detail: 'Une clé API ne peut pas appeler cette route : connectez-vous ou utilisez un jeton d’accès (JWT).',
    titre_en: 'For signed-in people only',
    detail_en: 'An API key cannot call this route: sign in, or use an access token (JWT).',
  },
  'sign_in.too_old': {
    kind: 'forbidden',
    title: 'Connexion trop ancienne',
    detail: 'Par sécurité, reconnectez-vous avant cette action sensible : votre connexion date de plus de 12 h.',
    titre_en: 'Sign-in too old',
    detail_en: 'For safety, sign in again before this sensitive action: you signed in more than 12 h ago.',
  },
  'role.insufficient': {
    kind: 'forbidden',
    title: 'Droit insuffisant',
    detail: 'Votre rôle ne permet pas cette action. Un administrateur peut la faire ou changer votre rôle.',
    titre_en: 'Insufficient rights',
    detail_en: 'Your role does not allow this action. An administrator can do it, or change your role.',
  },
  'quota.exceeded': {
    kind: 'too_many',
    title: 'Quota atteint',
    detail: 'Cette clé a fait toutes les demandes permises pour l’instant : attendez les secondes de Retry-After.',
    titre_en: 'Quota used up',
    detail_en: 'This key has made all the requests that it may make for now: wait for the seconds of Retry-After.',
  },
  too_many: {
    kind: 'too_many',
    title: 'Trop de demandes',
    detail: 'Attendez le nombre de secondes indiqué par l’en-tête Retry-After.',
    titre_en: 'Too many requests',
    detail_en: 'Wait for the number of seconds given by the Retry-After header.',
  },
});
