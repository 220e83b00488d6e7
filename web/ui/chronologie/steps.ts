// The steps of a chronologie as they are shown: what repeats is said once, days are told apart. Pure.
import type { EtapeChronologie, GenreEtape } from '#contract/chronologie.ts';
import { EtatLigneEnvoi, EtatRetrait, Verdict } from '#contract/values.ts';
import { parisDay } from '../../lib/format.ts';
import { stateOfGeste } from '../erp/envoi/words.ts';
import { VERDICT_STATES } from '../erp/verdict/words.ts';
import type { State } from '../state-mark.tsx';

export const GENRES: Record<GenreEtape, string> = {
  signal: 'Signal de l’ERP',
  lecture: 'Lecture de l’ERP',
  evenement: 'Événement',
  conflit: 'Changé des deux côtés',
  geste: 'Geste',
  envoi: 'Envoi',
  constat: 'Comparaison',
  reparation: 'Réparation',
};

const RETRAIT = 'retrait_';

/** How it went, where it went well or badly; null: a fact among others. */
export function stateOfEtape({ genre, code }: Pick<EtapeChronologie, 'genre' | 'code'>): State | null {
  if (genre === 'constat') {
    const verdict = Verdict.safeParse(code);
    return verdict.success ? VERDICT_STATES[verdict.data] : null;
  }
  if (genre === 'conflit') return 'ambre';
  if (genre !== 'envoi') return null;
  const retrait = code.startsWith(RETRAIT) ? EtatRetrait.safeParse(code.slice(RETRAIT.length)) : null;
  if (retrait) return retrait.success ? stateOfGeste({ etat: 'superseded', retrait: retrait.data }).state : null;
  const etat = EtatLigneEnvoi.safeParse(code);
  return etat.success ? stateOfGeste({ etat: etat.data, retrait: null }).state : null;
}

/** `fois`: how often in a row; `at` is then the first, `dernier_at` the last. */
export type Etape = EtapeChronologie & { fois: number; dernier_at: string };

const same = (one: EtapeChronologie, other: EtapeChronologie): boolean =>
  one.genre === other.genre &&
  one.titre === other.titre &&
  one.detail === other.detail &&
  one.par === other.par &&
  one.changements.length === 0 &&
  other.changements.length === 0;

/** A night after another, the ERP is found equal: one line says so. */
export function foldEtapes(etapes: readonly EtapeChronologie[]): Etape[] {
  const folded: Etape[] = [];
  for (const etape of etapes) {
    const last = folded.at(-1);
    if (last && same(last, etape)) folded.splice(-1, 1, { ...last, fois: last.fois + 1, dernier_at: etape.at });
    else folded.push({ ...etape, fois: 1, dernier_at: etape.at });
  }
  return folded;
}

/** Days of Paris, in the order of time. */
export function daysOf(etapes: readonly Etape[]): { jour: string; etapes: Etape[] }[] {
  const days: { jour: string; etapes: Etape[] }[] = [];
  for (const etape of etapes) {
    const jour = parisDay(Date.parse(etape.at));
    const last = days.at(-1);
    if (last?.jour === jour) last.etapes.push(etape);
    else days.push({ jour, etapes: [etape] });
  }
  return days;
}
