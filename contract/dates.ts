// How days, weeks and months are written in French: on screens, on paper, in sentences. Pure; days are `2026-11-23`, without a
// time zone; instants are milliseconds, told in Paris. The first of a month is « 1er », which no `Intl` formatter writes.
import { joursDe } from './calendrier.ts';

const NBSP = '\u00a0';
type Options = Intl.DateTimeFormatOptions;

/** Parts of a date never break over two lines. */
function written(options: Options, timeZone = 'UTC'): (at_ms: number) => string {
  const format = new Intl.DateTimeFormat('fr-FR', { timeZone, ...options });
  return at =>
    format
      .formatToParts(at)
      .map(({ type, value }) => (type === 'day' && Number(value) === 1 ? '1er' : value))
      .join('')
      .replaceAll(' ', NBSP);
}
const ofDay = (options: Options) => {
  const say = written(options);
  return (jour: string): string => {
    const at = Date.parse(`${jour}T00:00:00Z`);
    return Number.isNaN(at) ? jour : say(at);
  };
};

const SHORT: Options = { day: 'numeric', month: 'short', year: 'numeric' };
/** `23 nov. 2026`, `1er sept. 2026` */
export const formatDay = ofDay(SHORT);
/** The same, of an instant: the day it is in Paris. */
export const formatDayInParis = written(SHORT, 'Europe/Paris');
/** `23 novembre 2026` */
export const formatLongDate = ofDay({ day: 'numeric', month: 'long', year: 'numeric' });
const longDateInParis = written({ day: 'numeric', month: 'long', year: 'numeric' }, 'Europe/Paris');
const clock = written({ hour: '2-digit', minute: '2-digit' }, 'Europe/Paris');
/** `23 novembre 2026 à 09:15` */
export const formatLongInstant = (at_ms: number): string => `${longDateInParis(at_ms)} à ${clock(at_ms)}`;
/** `23 novembre` */
export const formatLongDayMonth = ofDay({ day: 'numeric', month: 'long' });
/** `23 nov.` */
export const formatDayMonth = ofDay({ day: 'numeric', month: 'short' });
/** `lun. 23` */
export const formatShortDay = ofDay({ weekday: 'short', day: 'numeric' });
/** `lundi` */
export const formatWeekday = ofDay({ weekday: 'long' });
/** `lundi 23 novembre`; a narrow column breaks it after the weekday, not inside of the month. */
export const formatWholeDay = (jour: string): string => `${formatWeekday(jour)} ${formatLongDayMonth(jour)}`;
/** `lun.` */
export const formatShortWeekday = ofDay({ weekday: 'short' });
/** `23`, `1er` */
export const formatDayNumber = ofDay({ day: 'numeric' });

const monthYear = ofDay({ month: 'long', year: 'numeric' });
/** `novembre 2026`, of `2026-11` */
export const formatMonth = (mois: string): string => monthYear(`${mois}-01`);
/** `d’octobre 2026`, `de novembre 2026` */
export function formatOfMonth(mois: string): string {
  const words = formatMonth(mois);
  return /^[aéo]/.test(words) ? `d’${words}` : `de ${words}`;
}

/** `23–29 nov.`, `30 nov.–6 déc.` */
export function formatSpan(from: string, to: string): string {
  const sameMonth = from.slice(0, 7) === to.slice(0, 7);
  return `${sameMonth ? formatDayNumber(from) : formatDayMonth(from)}–${formatDayMonth(to)}`;
}

/** Inside a sentence: `semaine 48 (23–29 nov.)`. */
export function sayWeek(semaine: string): string {
  const days = joursDe(semaine);
  return `semaine${NBSP}${Number(semaine.slice(6))} (${formatSpan(days[0]!, days[6]!)})`;
}
/** `Semaine 48 (23–29 nov.)` */
export const formatWeek = (semaine: string): string => sayWeek(semaine).replace(/^s/, 'S');
