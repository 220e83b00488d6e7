// Both sides of a cell, each line beside its entry. Pure.
import type { ChronologieQuery } from '#contract/chronologie.ts';
import type { CelluleRapprochement } from '#contract/rapprochement.ts';
import { ETATS_LIGNE_ENVOI, ETATS_RETRAIT } from '#contract/values.ts';

export type Ici = CelluleRapprochement['ici'][number];
export type LaBas = CelluleRapprochement['la_bas'][number];
export type Pair = { key: string; ici: Ici | null; la_bas: LaBas | null };

/** In the order of the day; an entry that is too many, or nobody's, stands alone. */
export function pairsOf({ ici, la_bas }: Pick<CelluleRapprochement, 'ici' | 'la_bas'>): Pair[] {
  const taken = new Set<LaBas>();
  const pairs = ici.map((ligne, rank): Pair => {
    const mine = la_bas.find(
      entry => !entry.en_trop && !taken.has(entry) && entry.ligne_id !== null && entry.ligne_id === ligne.ligne_id,
    );
    if (mine) taken.add(mine);
    return { key: ligne.ligne_id ?? ligne.pointage_id ?? `ici-${rank}`, ici: ligne, la_bas: mine ?? null };
  });
  const alone = la_bas
    .filter(entry => !taken.has(entry))
    .map((entry): Pair => ({ key: entry.external_id, ici: null, la_bas: entry }));
  return [...pairs, ...alone];
}

/** Replaced, on its way out: it no longer counts here. */
export const isLeaving = ({ etat }: Ici): boolean => etat === 'superseded';

export type Difference = { times: boolean; minutes: boolean };
export function differenceOf({ ici, la_bas }: Pair): Difference {
  if (!ici || !la_bas) return { times: false, minutes: false };
  return {
    times: la_bas.debut !== null && ici.debut !== null && (ici.debut !== la_bas.debut || ici.fin !== la_bas.fin),
    minutes: ici.minutes !== la_bas.minutes,
  };
}

const sum = (parts: readonly { minutes: number }[]): number => parts.reduce((total, { minutes }) => total + minutes, 0);
export const totalsOf = ({ ici, la_bas }: Pick<CelluleRapprochement, 'ici' | 'la_bas'>) => ({
  ici: sum(ici.filter(line => !isLeaving(line))),
  la_bas: sum(la_bas),
});

/** Where a line stands, when it is not simply over there. */
export function standsOf({ etat, retrait }: Ici): string {
  if (etat === null) return 'Pas encore partie';
  if (retrait) return ETATS_RETRAIT[retrait];
  return etat === 'sent' ? '' : ETATS_LIGNE_ENVOI[etat];
}

/** What tells the most of it. */
export function subjectOf({ ligne_id, pointage_id }: Ici): ChronologieQuery | null {
  if (ligne_id) return { objet: 'ligne_envoi', id: ligne_id };
  return pointage_id ? { objet: 'pointage', id: pointage_id } : null;
}
