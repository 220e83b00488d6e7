// What a person reads about a comparison or a repair that did not go through.
import type { Probleme } from '#contract/erp-link.ts';
import type { Upstream } from '#platform/upstream.ts';

const PHRASES: Record<Probleme['mot'], (erp: string) => string> = {
  unavailable: erp => `${erp} ne répond pas : la comparaison reprendra toute seule.`,
  busy: erp => `${erp} a demandé d’attendre : la comparaison reprendra toute seule.`,
  denied: erp => `${erp} refuse l’accès : reconnectez la connexion, puis comparez de nouveau.`,
  rights: erp => `${erp} ne permet pas à ce compte de lire les heures : vérifiez là-bas la formule et les droits.`,
  address: erp =>
    `Le hub ne joint plus l’adresse de ${erp} : elle n’est pas publique. L’exploitant l’ouvre par OUTBOUND_ALLOW.`,
  strange: erp => `${erp} a donné une réponse que le hub ne sait pas lire : le journal du hub dit laquelle.`,
  internal: () =>
    'Le hub s’est trompé en comparant : l’erreur est dans son journal. Comparez de nouveau, ou prévenez le support.',
};

/** A reading in doubt is a reading not answered; what they refuse of a reading is strange. */
export function motOf(is: Upstream | null): Probleme['mot'] {
  if (is === null) return 'internal';
  if (is.word === 'denied') return is.why === 'credentials' ? 'denied' : is.why;
  if (is.word === 'doubtful') return 'unavailable';
  return is.word === 'unavailable' || is.word === 'busy' ? is.word : 'strange';
}

export const problemeOf = (is: Upstream | null, erp: string): Probleme => ({
  mot: motOf(is),
  phrase: PHRASES[motOf(is)](erp),
});

export const reasons = {
  nothing: 'Rien à réparer : regardé de nouveau, tout y est.',
  closed: (ferme: string): string => `Rien n’a été changé dans l’ERP. ${ferme}`,
};
