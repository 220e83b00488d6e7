// Signing in and what keeps one signed in.
import { catalogue } from './entry.ts';

export const SESSION_ERRORS = catalogue({
  'sign_in.refused': {
    kind: 'unauthenticated',
    title: 'Connexion refusée',
    detail: 'Identifiant ou mot de passe incorrect. Après un oubli, un administrateur peut vous remettre un lien.',
    titre_en: 'Sign-in refused',
    detail_en: 'Wrong identifier or password. If you forgot it, an administrator can give you a link.',
  },
  'sign_in.totp_required': {
    kind: 'unauthenticated',
    title: 'Code de sécurité nécessaire',
    detail: 'Saisissez le code à 6 chiffres de votre application d’authentification.',
    titre_en: 'Security code required',
    detail_en: 'Enter the 6-digit code of your authenticator application.',
  },
  'sign_in.totp_refused': {
    kind: 'unauthenticated',
    title: 'Code de sécurité refusé',
    detail: 'Ce code n’est pas le bon, ou a déjà servi : attendez le suivant.',
    titre_en: 'Security code refused',
    detail_en: 'This code is not the right one, or was used already: wait for the next one.',
  },
  'refresh.refused': {
    kind: 'unauthenticated',
    title: 'Jeton de renouvellement refusé',
    detail: 'Ce jeton est inconnu, expiré ou déjà utilisé : identifiez-vous de nouveau.',
    titre_en: 'Refresh token refused',
    detail_en: 'This token is unknown, expired or already used: sign in again.',
  },
  'lien.refused': {
    kind: 'gone',
    title: 'Lien expiré ou déjà utilisé',
    detail: 'Demandez un nouveau lien à un administrateur.',
    titre_en: 'Link expired or already used',
    detail_en: 'Ask an administrator for a new link.',
  },
  'password.too_short': {
    kind: 'refused',
    title: 'Mot de passe trop court',
    detail: 'Choisissez au moins 10 caractères ; une phrase convient.',
    titre_en: 'Password too short',
    detail_en: 'Choose at least 10 characters; a sentence will do.',
  },
  'password.too_common': {
    kind: 'refused',
    title: 'Mot de passe trop courant',
    detail: 'Ce mot de passe figure parmi les plus utilisés : choisissez-en un autre.',
    titre_en: 'Password too common',
    detail_en: 'This password is among the most used ones: choose another.',
  },
  'password.personal': {
    kind: 'refused',
    title: 'Mot de passe trop proche de vous',
    detail: 'Le mot de passe ne doit pas être votre nom, votre e-mail ou votre téléphone.',
    titre_en: 'Password too close to you',
    detail_en: 'The password must not be your name, your e-mail or your telephone number.',
  },
  'totp.already_active': {
    kind: 'refused',
    title: 'Déjà activé',
    detail: 'Le code de sécurité est déjà activé sur ce compte.',
    titre_en: 'Already active',
    detail_en: 'The security code is already active on this account.',
  },
  'totp.not_started': {
    kind: 'refused',
    title: 'Rien à confirmer',
    detail: 'Commencez par demander un code de sécurité.',
    titre_en: 'Nothing to confirm',
    detail_en: 'Start by asking for a security code.',
  },
  'session.not_found': {
    kind: 'not_found',
    title: 'Session inconnue',
    detail: 'Cette session est déjà terminée.',
    titre_en: 'Unknown session',
    detail_en: 'This session is already over.',
  },
});
