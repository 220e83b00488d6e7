// How an absence is said. The reason is not for everybody: without it, « Absent ». Pure.

import type { Absence } from '#contract/absence.ts';
import { joursEntre } from '#contract/calendrier.ts';
import { formatDay } from '#contract/dates.ts';
import { MOMENTS_ABSENCE, MOTIFS_ABSENCE } from '#contract/values.ts';

export const motifWord = ({ motif }: Pick<Absence, 'motif'>): string => (motif ? MOTIFS_ABSENCE[motif] : 'Absent');

/** `Le 23 nov. 2026 (matin)`, `Du 23 nov. 2026 au 4 déc. 2026`. */
export function spanWord({ debut, fin, moment }: Pick<Absence, 'debut' | 'fin' | 'moment'>): string {
  if (debut !== fin) return `Du ${formatDay(debut)} au ${formatDay(fin)}`;
  const half = moment === 'journee' ? '' : ` (${MOMENTS_ABSENCE[moment].toLowerCase()})`;
  return `Le ${formatDay(debut)}${half}`;
}

/** Calendar days, halves counted as such: `½ j`, `1 j`, `12 j`. */
export const lengthWord = ({ debut, fin, moment }: Pick<Absence, 'debut' | 'fin' | 'moment'>): string =>
  moment === 'journee' ? `${joursEntre(debut, fin) + 1}\u00a0j` : '½\u00a0j';
