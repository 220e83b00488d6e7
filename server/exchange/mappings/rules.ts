import type { StatutChantier } from '#contract/values.ts';

/**
 * Words of a label that suggest one of our statuses, most telling first: « travaux soldés » is over. « Réceptionné » is
 * nobody's guess: it is a legal act that starts guarantees (Code civil, art. 1792-6).
 */
const WORDS: [StatutChantier | null, RegExp][] = [
  [null, /reception/],
  ['ferme', /termine|solde|clos|clotur|archiv|factur|perdu|annul|abandon|fini/],
  ['ouvert', /signe|planifier|planifie|a faire|prepar|devis|chiffr|attente|a venir|a demarrer/],
  ['en_cours', /en cours|travaux|chantier/],
];

const plain = (label: string): string => label.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** What the label suggests, for a person to confirm; null when it says nothing we may guess. */
export function suggestStatut(label: string): StatutChantier | null {
  const words = plain(label);
  return WORDS.find(([, told]) => told.test(words))?.[0] ?? null;
}
