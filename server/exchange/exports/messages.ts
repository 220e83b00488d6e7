// What a person reads about an envoi and its lines: what, why, the next step.
import type { Temporal } from 'temporal-polyfill';
import type { Probleme } from '#contract/erp-link.ts';
import { shortHour } from '#exchange/erp-links/index.ts';

type Said = { erp: string; now: Temporal.Instant };
type At = Said & { at: string };

export const problems = {
  unavailable: ({ erp, at, now }: At): Probleme => ({
    mot: 'unavailable',
    phrase: `${erp} ne répond pas : nouvel essai à ${shortHour(at, now)}. Rien n’est perdu, l’envoi reprendra où il en est.`,
  }),
  busy: ({ erp, at, now }: At): Probleme => ({
    mot: 'busy',
    phrase: `En pause jusqu’à ${shortHour(at, now)} : ${erp} a demandé d’attendre. L’envoi reprendra tout seul.`,
  }),
  credentials: ({ erp }: Said): Probleme => ({
    mot: 'denied',
    phrase: `${erp} refuse l’accès : reconnectez la connexion, l’envoi reprendra où il en est.`,
  }),
  rights: ({ erp }: Said): Probleme => ({
    mot: 'rights',
    phrase: `${erp} ne permet pas d’écrire les heures : vérifiez la formule et les droits du compte, puis reprenez la connexion.`,
  }),
  strange: ({ erp }: Said): Probleme => ({
    mot: 'strange',
    phrase: `${erp} a donné une réponse que le hub ne sait pas lire : l’envoi s’est arrêté là. Le journal du hub dit laquelle.`,
  }),
  internal: (): Probleme => ({
    mot: 'internal',
    phrase:
      'Le hub s’est trompé en envoyant : l’erreur est dans son journal. Relancez l’envoi, ou prévenez le support.',
  }),
  deadly: (): Probleme => ({
    mot: 'internal',
    phrase: 'Le hub s’est arrêté plusieurs fois de suite au même endroit de cet envoi : prévenez le support.',
  }),
};

export const reasons = {
  unmapped: (erp: string): string => `Reliez cette personne à son compte dans ${erp} : la ligne partira d’elle-même.`,
  closed: (jour: string): string =>
    `Le mois de paie ${jour.slice(5, 7)}/${jour.slice(0, 4)} est clôturé : l’écart est à reporter en régularisation.`,
};
