// How figures, dates and phones are written for people. Pure; instants are shown in Europe/Paris.
import { formatDayInParis } from '#contract/dates.ts';

const ZONE = 'Europe/Paris';
const NBSP = '\u00a0';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const number = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat('fr-FR', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });

/** Swedish writes a day as ISO 8601 does. */
const isoDay = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE });

/** Date parts never break over two lines. */
const tied = (text: string) => text.replaceAll(' ', NBSP);

export const formatNumber = (value: number): string => number.format(value);

/** A count with its noun: `1 chantier`, `12 chantiers`. French takes the plural from 2 on. */
export const formatCount = (count: number, one: string, many: string): string =>
  `${formatNumber(count)}${NBSP}${Math.abs(count) < 2 ? one : many}`;

/** Minutes as the trade writes them: `7 h 20`, `8 h`, `45 min`. */
export function formatMinutes(minutes: number): string {
  const sign = minutes < 0 ? '−' : '';
  const total = Math.abs(Math.trunc(minutes));
  const hours = Math.floor(total / 60);
  const rest = total % 60;
  if (hours === 0) return `${sign}${rest}${NBSP}min`;
  const start = `${sign}${formatNumber(hours)}${NBSP}h`;
  return rest === 0 ? start : `${start}${NBSP}${String(rest).padStart(2, '0')}`;
}

/** Reads hours as people type them (`7 h 20`, `7h20`, `7:20`, `7,5`, `1 200`) into minutes; null when unreadable. */
export function parseHours(text: string): number | null {
  const bare = text.replace(/[\s\u00a0\u202f]/g, '').toLowerCase();
  const clocked = /^(\d{1,7})(?:h|:)(\d{1,2})(?:min)?$/.exec(bare);
  if (clocked) {
    const minutes = Number(clocked[2]);
    return minutes < 60 ? Number(clocked[1]) * 60 + minutes : null;
  }
  const onlyMinutes = /^(\d{1,7})min$/.exec(bare);
  if (onlyMinutes) return Number(onlyMinutes[1]);
  const decimal = /^(\d{1,7})(?:[.,](\d{1,2}))?h?$/.exec(bare);
  if (!decimal) return null;
  return Math.round(Number(`${decimal[1]}.${decimal[2] ?? '0'}`) * 60);
}

/** An instant, whole: `23 nov. 2026 à 09:15`, Paris time. */
export function formatInstant(iso: string): string {
  const at = Date.parse(iso);
  // Where a column is narrow, the line ends before the hour, never inside it.
  return Number.isNaN(at) ? iso : `${formatDayInParis(at)} ${tied(`à ${clock.format(at)}`)}`;
}

/** The hour of an instant in Paris: `09:15`. */
export function formatTime(iso: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? iso : clock.format(at);
}

/** `il y a 3 min`, `dans 5 h`; beyond a day, the day itself. `now` in milliseconds. */
export function formatRelative(iso: string, now: number): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return iso;
  const distance = Math.abs(now - at);
  if (distance >= DAY_MS) return formatDayInParis(at);
  // Two clocks never agree to the second: what has just been done must not seem to come.
  if (distance < MINUTE_MS) return 'à l’instant';
  const amount = distance < HOUR_MS ? `${Math.floor(distance / MINUTE_MS)} min` : `${Math.floor(distance / HOUR_MS)} h`;
  return tied(at > now ? `dans ${amount}` : `il y a ${amount}`);
}

/** The same inside a sentence: « modifié il y a 3 h », « modifié le 21 nov. 2026 ». */
export const formatSince = (iso: string, now: number): string =>
  formatRelative(iso, now).replace(/^(?=\d)/, `le${NBSP}`);

/** The day of an instant in Paris, as the contract writes days: `2026-11-23`. */
export const parisDay = (at: number): string => isoDay.format(at);

/** `14:05` today, `le 21 nov. 2026 à 14:05` any other day. Paris time; `now` in milliseconds. */
export function formatClock(iso: string, now: number): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return iso;
  return parisDay(at) === parisDay(now) ? clock.format(at) : `le${NBSP}${formatInstant(iso)}`;
}

/** Whole days from `now` (milliseconds) to an instant, rounded up; negative when past. */
export const daysUntil = (iso: string, now: number): number => Math.ceil((Date.parse(iso) - now) / DAY_MS);

/** How long ago, in hours, with its fraction. */
export const hoursSince = (iso: string, now: number): number => (now - Date.parse(iso)) / HOUR_MS;

/** A French number as people read it, `06 12 34 56 78`; any other number stays as it is kept (E.164, or as an ERP writes it). */
export function formatPhone(e164: string): string {
  const french = /^(?:\+33|0)([1-9])(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(e164);
  if (!french) return e164;
  return tied(`0${french[1]} ${french[2]} ${french[3]} ${french[4]} ${french[5]}`);
}

const UNITS = ['octets', 'ko', 'Mo', 'Go', 'To'];

/** Bytes in decimal units: `12,4 Mo`. */
export function formatBytes(octets: number): string {
  let value = octets;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${formatNumber(value)}${NBSP}${UNITS[unit]}`;
}

/** Text ready for a search that ignores accents and case. */
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
