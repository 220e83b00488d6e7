// An entry that waits for the network: what it is, and what to do with it once the hub can be asked. Pure.
import type { LotPointages, Pointage, ResultatLotPointages } from '#contract/pointage.ts';

export type ItemLot = LotPointages['items'][number];
export type Lot = Omit<LotPointages, 'atomique'>;
type Refus = ResultatLotPointages['items'][number]['problem'];

/** What the hub has against one line of an entry; `theirs` is what it keeps there. */
export type Differend = { item: ItemLot; theirs: Pointage | null; title: string; detail: string; conflit: boolean };

export type Entree = {
  /** The Idempotency-Key. */
  id: string;
  /** Who typed it: it leaves under no other name. */
  personne_id: string;
  cree_at: string;
  jour: string;
  lot: Lot;
  /** People and chantiers as they were called when it was typed. */
  noms: Record<string, string>;
  etat: 'attente' | 'conflit';
  differends: Differend[];
  essais: number;
};

const same = (one: unknown, two: unknown): boolean => JSON.stringify(one) === JSON.stringify(two);

/** Says what the hub keeps already: a first try may have arrived, and its answer been lost. */
export function sameContent(item: ItemLot, theirs: Pointage): boolean {
  const minutes = item.minutes === undefined || item.minutes === theirs.minutes;
  const plages = item.plages === undefined || same(item.plages, theirs.plages);
  const rest = (['panier', 'zone', 'commentaire'] as const).every(
    field => item[field] === undefined || item[field] === theirs[field],
  );
  return minutes && plages && rest;
}

/**
 * A line that waited, against what the hub keeps now at its place (person, chantier, day): to send, done already, or not ours
 * to overwrite unseen.
 */
export function judge(item: ItemLot, theirs: Pointage | null, soumettre: boolean): 'envoyer' | 'fait' | 'conflit' {
  if (item.supprimer) return theirs === null ? 'fait' : theirs.version === item.version ? 'envoyer' : 'conflit';
  if (theirs === null) return item.version === undefined ? 'envoyer' : 'conflit';
  if (theirs.version === item.version) return 'envoyer';
  const submitted = !soumettre || theirs.statut === 'soumis' || theirs.statut === 'valide';
  return sameContent(item, theirs) && submitted ? 'fait' : 'conflit';
}

export const placeOf = (item: { personne_id: string; chantier_id: string; jour: string }): string =>
  `${item.personne_id} ${item.chantier_id} ${item.jour}`;

const CONFLICTS = [409, 412, 422];

/** What of a lot the hub did not take, with its reason. */
export function refusedOf(lot: Lot, result: ResultatLotPointages, theirs: Map<string, Pointage>): Differend[] {
  return lot.items.flatMap((item, index) => {
    const answer = result.items[index];
    if (!answer || answer.status < 400) return [];
    return [differend(item, theirs.get(placeOf(item)) ?? null, answer)];
  });
}

export function differend(
  item: ItemLot,
  theirs: Pointage | null,
  answer: { status: number; problem: Refus },
): Differend {
  return {
    item,
    theirs,
    title: answer.problem?.title ?? 'Non enregistré',
    detail: answer.problem?.detail ?? 'Le hub n’a pas pris cette ligne.',
    conflit: CONFLICTS.includes(answer.status),
  };
}

export const CHANGED = {
  title: 'Modifié entre-temps',
  detail: 'Ces heures ont changé au hub depuis votre saisie.',
  conflit: true,
} as const;

/** Kept after having seen both: what is sent again names the version that was seen. */
export function againOver({ item, theirs }: Differend): ItemLot {
  const { version: _seen, ...rest } = item;
  return theirs ? { ...rest, version: theirs.version } : rest;
}

/** Absences the hub refused, by their reasons. */
export const refusedAbsences = (lot: Lot, result: ResultatLotPointages): string[] =>
  result.items.slice(lot.items.length).flatMap(({ status, problem }) => {
    return status >= 400 ? [problem?.detail ?? 'Une absence n’a pas été enregistrée.'] : [];
  });
