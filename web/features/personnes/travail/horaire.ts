// The working time of a week, as people read and write it. Pure.
import { formatMinutes, parseHours } from '../../../lib/format.ts';

export const JOURS = ['Lundi', 'Mardi', 'Mercredi', 'Jeudi', 'Vendredi', 'Samedi', 'Dimanche'] as const;

export const HORAIRE_35 = [420, 420, 420, 420, 420, 0, 0];
export const HORAIRE_39 = [480, 480, 480, 480, 420, 0, 0];
export const HORAIRES: Record<string, number[]> = { '35 h': HORAIRE_35, '39 h': HORAIRE_39 };

/** What is in the seven fields when this is the horaire. */
export const typedOf = (horaire: readonly number[]): string[] =>
  horaire.map(minutes => (minutes === 0 ? '' : formatMinutes(minutes)));

/** The week's total of what is typed; null while a day cannot be read. */
export function totalOf(typed: readonly string[]): number | null {
  const minutes = typed.map(text => (text.trim() === '' ? 0 : parseHours(text)));
  return minutes.some(day => day === null || day > 1440) ? null : minutes.reduce<number>((sum, day) => sum + day!, 0);
}

const sum = (horaire: readonly number[]): number => horaire.reduce((total, day) => total + day, 0);

/** « 35 h par semaine », or what applies without a horaire of his own. */
export const wordsOf = (horaire: readonly number[] | null): string =>
  horaire === null ? 'Horaire collectif' : `${formatMinutes(sum(horaire))} par semaine`;

/** « lundi 8 h, …» of the days that are worked. */
export const daysOf = (horaire: readonly number[]): string =>
  horaire
    .flatMap((minutes, n) => (minutes > 0 ? [`${JOURS[n]!.slice(0, 3).toLowerCase()}. ${formatMinutes(minutes)}`] : []))
    .join(' · ');
