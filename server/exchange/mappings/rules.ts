import { CreatePersonne } from '#contract/personne.ts';
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

/** Reading people again when the ERP is silent: 30 s, a minute, two…, an hour at most; then the next day, or a person. */
export const MAX_ESSAIS = 8;
export const waitOf = (essais: number): number => Math.min(30 * 2 ** essais, 3600);

type Looks = { matricule: string | null; email: string | null };
const fits = (field: keyof Looks, value: string | null): boolean =>
  CreatePersonne.shape[field].safeParse(value).success;

/** What of theirs can be written here; what cannot is left out, and said. */
export function takenOver({ matricule, email }: Looks): Looks & { sans: ('sans_email' | 'sans_matricule')[] } {
  const kept = {
    matricule: fits('matricule', matricule) ? matricule : null,
    email: fits('email', email) ? email : null,
  };
  return {
    ...kept,
    sans: [
      ...(email !== null && kept.email === null ? (['sans_email'] as const) : []),
      ...(matricule !== null && kept.matricule === null ? (['sans_matricule'] as const) : []),
    ],
  };
}

export type Semblance = { personne_id: string; par: 'matricule' | 'email' | 'nom'; prise: boolean };
export type Sort =
  | { action: 'reliee'; personne_id: string }
  | { action: 'creee' }
  | { action: 'mise_de_cote'; raison: 'plusieurs' | 'prise' | 'homonyme' };

/** What becomes of somebody of theirs, from whom he resembles here: matricule and e-mail link him, a name only stops. */
export function sortOf(semblances: readonly Semblance[]): Sort {
  const sure = semblances.filter(({ par }) => par !== 'nom');
  const ids = new Set(sure.map(({ personne_id }) => personne_id));
  if (ids.size > 1) return { action: 'mise_de_cote', raison: 'plusieurs' };
  const [one] = sure;
  if (one) {
    return one.prise ? { action: 'mise_de_cote', raison: 'prise' } : { action: 'reliee', personne_id: one.personne_id };
  }
  return semblances.some(({ prise }) => !prise) ? { action: 'mise_de_cote', raison: 'homonyme' } : { action: 'creee' };
}
