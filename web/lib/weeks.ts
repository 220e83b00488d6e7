// Weeks and days of work as people say them. Pure; days are those of the contract (`2026-11-23`), without a time zone.
import { ajouterJours, joursDe, lundiDe, semaineDe } from '#contract/calendrier.ts';

const NBSP = '\u00a0';
const in_ = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('fr-FR', { timeZone: 'UTC', ...options });
const weekday = in_({ weekday: 'long' });
const shortWeekday = in_({ weekday: 'short' });
const dayMonth = in_({ day: 'numeric', month: 'short' });
const dayLongMonth = in_({ day: 'numeric', month: 'long' });
const at = (jour: string) => Date.parse(`${jour}T00:00:00Z`);
const tied = (text: string) => text.replaceAll(' ', NBSP);

/** `lundi`. */
export const formatWeekday = (jour: string): string => weekday.format(at(jour));
/** `lun.` */
export const formatShortWeekday = (jour: string): string => shortWeekday.format(at(jour));
/** `23 nov.` */
export const formatDayMonth = (jour: string): string => tied(dayMonth.format(at(jour)));
/** `lundi 23 novembre`; a narrow column breaks it after the weekday, not inside of the month. */
export const formatWholeDay = (jour: string): string => `${formatWeekday(jour)} ${tied(dayLongMonth.format(at(jour)))}`;

/** `23–29 nov.`, `30 nov.–6 déc.` */
export function formatSpan(from: string, to: string): string {
  const sameMonth = from.slice(0, 7) === to.slice(0, 7);
  return `${sameMonth ? String(Number(from.slice(8))) : formatDayMonth(from)}–${formatDayMonth(to)}`;
}

/** `Semaine 48 (23–29 nov.)`. */
export function formatWeek(semaine: string): string {
  const days = joursDe(semaine);
  return `Semaine${NBSP}${Number(semaine.slice(6))} (${formatSpan(days[0]!, days[6]!)})`;
}

/** `weeks` later; negative: before. */
export const weekAfter = (semaine: string, weeks: number): string =>
  semaineDe(ajouterJours(lundiDe(semaine), 7 * weeks));
