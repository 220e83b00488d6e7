// The calendar of work, shared by the hub and its screens: ISO weeks, months, public holidays, and the length of a stretch of
// work on the two nights when clocks change. Pure; days are `2026-11-23`, weeks `2026-W48`, hours of the day are of Europe/Paris.
import type { Plage } from './temps.ts';

const DAY_MS = 86_400_000;
/** Days are few and asked for again and again, twenty thousand times for the week of three hundred people: each is worked out once. */
const KNOWN_MAX = 5000;
function once<K, V>(of: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return key => {
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= KNOWN_MAX) known.clear();
    const made = of(key);
    known.set(key, made);
    return made;
  };
}

const at = once((jour: string): number => Date.parse(`${jour}T00:00:00Z`));
const day = once((ms: number): string => new Date(ms).toISOString().slice(0, 10));

export const ajouterJours = (jour: string, n: number): string => day(at(jour) + n * DAY_MS);
export const joursEntre = (de: string, a: string): number => Math.round((at(a) - at(de)) / DAY_MS);
export const moisDe = (jour: string): string => jour.slice(0, 7);
/** 1 is Monday, 7 Sunday. */
export const jourDeSemaine = (jour: string): number => new Date(at(jour)).getUTCDay() || 7;

export const lundiAvant = (jour: string): string => ajouterJours(jour, 1 - jourDeSemaine(jour));

/** ISO 8601: the week belongs to the year of its Thursday. */
export function semaineDe(jour: string): string {
  const jeudi = ajouterJours(lundiAvant(jour), 3);
  const n = Math.floor(joursEntre(`${jeudi.slice(0, 4)}-01-01`, jeudi) / 7) + 1;
  return `${jeudi.slice(0, 4)}-W${String(n).padStart(2, '0')}`;
}

/** The Monday of a week. */
export function lundiDe(semaine: string): string {
  const premier = lundiAvant(`${semaine.slice(0, 4)}-01-04`);
  return ajouterJours(premier, (Number(semaine.slice(6)) - 1) * 7);
}

export function joursDe(semaine: string): string[] {
  const lundi = lundiDe(semaine);
  return [0, 1, 2, 3, 4, 5, 6].map(n => ajouterJours(lundi, n));
}

/** First and last day of a month. */
export function bornesDe(mois: string): { debut: string; fin: string } {
  const [year, month] = mois.split('-').map(Number) as [number, number];
  return { debut: `${mois}-01`, fin: day(Date.UTC(year, month, 0)) };
}

/** Easter Sunday (Meeus, Gregorian calendar). */
function paques(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return day(Date.UTC(year, Math.floor(f / 31) - 1, (f % 31) + 1));
}

/** Public holidays of a year, by day: the eleven of C. trav. L.3133-1, and the two more of Alsace-Moselle (L.3134-13). */
export function feriesDe(year: number, alsace_moselle: boolean): Map<string, string> {
  const dimanche = paques(year);
  const fixed: [string, string][] = [
    [`${year}-01-01`, 'Jour de l’an'],
    [ajouterJours(dimanche, 1), 'Lundi de Pâques'],
    [`${year}-05-01`, 'Fête du travail'],
    [`${year}-05-08`, 'Victoire de 1945'],
    [ajouterJours(dimanche, 39), 'Ascension'],
    [ajouterJours(dimanche, 50), 'Lundi de Pentecôte'],
    [`${year}-07-14`, 'Fête nationale'],
    [`${year}-08-15`, 'Assomption'],
    [`${year}-11-01`, 'Toussaint'],
    [`${year}-11-11`, 'Armistice de 1918'],
    [`${year}-12-25`, 'Noël'],
  ];
  const local: [string, string][] = [
    [ajouterJours(dimanche, -2), 'Vendredi saint'],
    [`${year}-12-26`, 'Saint-Étienne'],
  ];
  return new Map([...fixed, ...(alsace_moselle ? local : [])].toSorted(([x], [y]) => (x < y ? -1 : 1)));
}

const minutesOf = (heure: string): number => Number(heure.slice(0, 2)) * 60 + Number(heure.slice(3));

/** From midnight of the day on the wall clock; a `fin` that is not after `debut` is of the next day. */
export function bornesDePlage({ debut, fin }: Plage): { de: number; a: number } {
  const de = minutesOf(debut);
  const a = minutesOf(fin);
  return { de, a: a > de ? a : a + 1440 };
}

/** The Sunday on which clocks change in that month: the last one (directive 2000/84/CE). */
function dernierDimanche(year: number, month: number): string {
  const fin = bornesDe(`${year}-${String(month).padStart(2, '0')}`).fin;
  return ajouterJours(fin, -(jourDeSemaine(fin) % 7));
}

const changementsDe = once((annee: string) => ({
  mars: at(dernierDimanche(Number(annee), 3)),
  octobre: at(dernierDimanche(Number(annee), 10)),
}));

/**
 * Minutes really worked from `debut` to `fin`: a stretch over 2:00–3:00 lasts an hour less on the last Sunday of March, an hour
 * more on the last Sunday of October. An hour that occurs twice (or never) is read as the first one (or the one after).
 */
export function minutesDePlage(jour: string, plage: Plage): number {
  const { de, a } = bornesDePlage(plage);
  return minutesEntre(jour, de, a);
}

/** The same between two places of the wall clock, in minutes from midnight of `jour`. */
export function minutesEntre(jour: string, de: number, a: number): number {
  const { mars, octobre } = changementsDe(jour.slice(0, 4));
  const origin = at(jour);
  const over = (sunday: number): boolean => {
    const offset = Math.round((sunday - origin) / DAY_MS) * 1440;
    return de <= offset + 120 && a >= offset + 180;
  };
  return a - de + (over(mars) ? -60 : over(octobre) ? 60 : 0);
}

export const sommeDesPlages = (jour: string, plages: readonly Plage[]): number =>
  plages.reduce((sum, plage) => sum + minutesDePlage(jour, plage), 0);

/** Whether two stretches share a minute; each is of its own day. */
export function plagesSeCroisent(one: { jour: string; plage: Plage }, two: { jour: string; plage: Plage }): boolean {
  const shift = joursEntre(one.jour, two.jour) * 1440;
  const x = bornesDePlage(one.plage);
  const y = bornesDePlage(two.plage);
  return x.de < y.a + shift && y.de + shift < x.a;
}
