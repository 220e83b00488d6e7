// What a person reads about an import: what, why, the next step.
import type { Temporal } from 'temporal-polyfill';
import type { Probleme } from '#contract/erp-link.ts';
import { shortHour as hour } from '#exchange/erp-links/index.ts';

type Said = { erp: string; now: Temporal.Instant };
type At = Said & { at: string };

export const problems = {
  unavailable: ({ erp, at, now }: At): Probleme => ({
    mot: 'unavailable',
    phrase: `${erp} ne répond pas : nouvel essai à ${hour(at, now)}. Rien n’est perdu, la lecture reprendra où elle en est.`,
  }),
  busy: ({ erp, at, now }: At): Probleme => ({
    mot: 'busy',
    phrase: `En pause jusqu’à ${hour(at, now)} : ${erp} a demandé d’attendre. La lecture reprendra toute seule.`,
  }),
  credentials: ({ erp }: Said): Probleme => ({
    mot: 'denied',
    phrase: `${erp} refuse l’accès : reconnectez la connexion, la lecture reprendra où elle en est.`,
  }),
  rights: ({ erp }: Said): Probleme => ({
    mot: 'rights',
    phrase: `${erp} ne permet plus de lire les chantiers : vérifiez la formule et les droits du compte, puis reconnectez.`,
  }),
  strange: ({ erp }: Said): Probleme => ({
    mot: 'strange',
    phrase: `${erp} a donné une réponse que le hub ne sait pas lire. Rien de cette réponse n’a été gardé ; le journal du hub dit laquelle.`,
  }),
  unreadable: ({ erp, unreadable, records }: Said & { unreadable: number; records: number }): Probleme => ({
    mot: 'strange',
    phrase: `${unreadable} fiches sur ${records} reçues de ${erp} sont illisibles : son format a dû changer. Rien de cette page n’a été gardé.`,
  }),
  restarting: ({ erp }: Said): Probleme => ({
    mot: 'unavailable',
    phrase: `${erp} s’interrompt toujours avant la fin des changements : tout est relu à la place, page par page.`,
  }),
  internal: (): Probleme => ({
    mot: 'internal',
    phrase:
      'Le hub s’est trompé en lisant : l’erreur est dans son journal. Relancez la lecture, ou prévenez le support.',
  }),
  deadly: (): Probleme => ({
    mot: 'internal',
    phrase: 'Le hub s’est arrêté plusieurs fois de suite au même endroit de cette lecture : prévenez le support.',
  }),
};

export const reasons = {
  skipped: (day: string): string =>
    `Terminé avant le ${day.split('-').reverse().join('/')}, avant l’historique repris.`,
  toMap: (label: string): string => `Son statut « ${label} » reste à relier à l’un des nôtres.`,
  gone: 'Il n’existe plus dans l’ERP : le chantier a été supprimé ici.',
  hidden: 'Il existe encore dans l’ERP, mais ce compte ne le voit plus : rien n’a changé ici.',
};

/** Cut where our table stops, with a mark that it was. By characters, as PostgreSQL counts: half a pair is no text. */
export function cut(text: string, length: number): string {
  const characters = Array.from(text.toWellFormed());
  return characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`;
}
