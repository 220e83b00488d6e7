// The rows of the grid, those that need somebody first. Pure.
import type { Verdict } from '#contract/values.ts';
import { VERDICT_STATES } from '../../../ui/erp/verdict/words.ts';
import type { Cellule, Ligne } from '../words.ts';

export type Tone = 'vide' | 'calme' | 'attente' | 'surveiller' | 'traiter';
const TONES = { rouge: 'traiter', ambre: 'surveiller', gris: 'attente', vert: 'calme' } as const;
export const toneOf = ({ verdict, minutes, non_validees }: Cellule): Tone => {
  if (verdict !== null) return TONES[VERDICT_STATES[verdict]];
  return minutes > 0 || non_validees > 0 ? 'calme' : 'vide';
};

export const isGap = ({ verdict }: Cellule): boolean => verdict !== null && verdict !== 'egal' && verdict !== 'reporte';
export const keyOf = ({ personne_id, external_id }: Pick<Ligne, 'personne_id' | 'external_id'>): string =>
  personne_id ?? `erp:${external_id ?? ''}`;

export type Groupe = { key: 'voir' | 'partir' | 'egal'; titre: string; lignes: Ligne[] };

const needs = (ligne: Ligne): Groupe['key'] => {
  const tones = ligne.jours.map(toneOf);
  if (tones.some(tone => tone === 'traiter' || tone === 'surveiller')) return 'voir';
  return tones.includes('attente') ? 'partir' : 'egal';
};
const TITRES = { voir: 'À regarder', partir: 'À envoyer', egal: 'Rien à faire' } as const;

/** In each group, people stay in the order of their names: the eye finds them where they were. */
export function groupsOf(lignes: readonly Ligne[], gaps: boolean): Groupe[] {
  const keys: Groupe['key'][] = gaps ? ['voir', 'partir'] : ['voir', 'partir', 'egal'];
  return keys
    .map(key => ({ key, titre: TITRES[key], lignes: lignes.filter(ligne => needs(ligne) === key) }))
    .filter(group => group.lignes.length > 0);
}

/** The first so many people, in their groups. */
export function firstOf(groups: readonly Groupe[], count: number): Groupe[] {
  let left = count;
  return groups.flatMap(group => {
    const lignes = group.lignes.slice(0, left);
    left -= lignes.length;
    return lignes.length > 0 ? [{ ...group, lignes }] : [];
  });
}

export type Total = { minutes: number; minutes_erp: number | null };

/** By day; over there: null as soon as one of them is not known. */
export const dayTotals = (lignes: readonly Ligne[]): Total[] =>
  Array.from({ length: 7 }, (_, rank) => totalOf(lignes.map(({ jours }) => jours[rank]!)));

export function totalOf(parts: readonly Total[]): Total {
  return {
    minutes: parts.reduce((sum, part) => sum + part.minutes, 0),
    minutes_erp: parts.some(({ minutes_erp }) => minutes_erp === null)
      ? null
      : parts.reduce((sum, { minutes_erp }) => sum + (minutes_erp ?? 0), 0),
  };
}

/** Nobody worked, nor has anything over there: two narrow columns. */
export const isWeekendEmpty = (lignes: readonly Ligne[]): boolean =>
  lignes.every(({ jours }) => jours.slice(5).every(day => toneOf(day) === 'vide'));

const countOf = (ligne: Ligne, verdict: Verdict): number => ligne.jours.filter(day => day.verdict === verdict).length;

/** On a phone, where days that are equal stay folded: `5 jours égaux`. */
export function foldedWord(ligne: Ligne): string {
  const equal = countOf(ligne, 'egal');
  if (equal === 0) return ligne.jours.some(isGap) ? '' : 'Rien à comparer';
  return equal === 1 ? '1\u00a0jour égal' : `${equal}\u00a0jours égaux`;
}
