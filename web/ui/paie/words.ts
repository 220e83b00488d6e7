// How months, weeks and quantities of pay are said and typed. Pure.
import { semaineDe } from '#contract/calendrier.ts';
import type { UniteRubrique } from '#contract/values.ts';
import { formatMinutes, formatNumber, parisDay, parseHours } from '../../lib/format.ts';

const NBSP = '\u00a0';
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const thisMonth = (now = Date.now()): string => parisDay(now).slice(0, 7);

/** The month `n` months after this one, or before it. */
export function moisPlus(mois: string, n: number): string {
  const [year, month] = mois.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month - 1 + n, 1)).toISOString().slice(0, 7);
}

/** The days of a line, week by week. */
export const weeksOf = (jours: readonly string[]): [semaine: string, jours: string[]][] => [
  ...Map.groupBy(jours, semaineDe).entries(),
];

const money = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' });
const tied = (text: string) => text.replace(/[\s\u202f]/g, NBSP);
const hundredths = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2 });

/** `7 h 20`, `3`, `0,5 j`, `1 234,50 €`: a quantity in the unit of its rubrique. */
export function quantiteWords(quantite: number, unite: UniteRubrique): string {
  if (unite === 'minutes') return formatMinutes(quantite);
  if (unite === 'jours') return `${hundredths.format(quantite / 100)}${NBSP}j`;
  if (unite === 'centimes') return tied(money.format(quantite / 100));
  return formatNumber(quantite);
}

/** What the field of a quantity starts with: the same, without its unit where that is written beside it. */
export const quantiteTyped = (quantite: number, unite: UniteRubrique): string =>
  unite === 'minutes' ? formatMinutes(quantite) : quantiteWords(quantite, unite).replace(/[\u00a0]?[j€]$/, '');

/** Reads what was typed, in the whole numbers of the contract; null when it is no quantity of that unit. */
export function parseQuantite(text: string, unite: UniteRubrique): number | null {
  if (unite === 'minutes') return parseHours(text);
  const bare = text.replace(/[\s\u00a0\u202f€j]/g, '').replace(',', '.');
  if (!(unite === 'nombre' ? /^\d{1,6}$/ : /^\d{1,6}(\.\d{1,2})?$/).test(bare)) return null;
  return unite === 'nombre' ? Number(bare) : Math.round(Number(bare) * 100);
}

export const fullName = ({ prenom, nom }: { prenom: string; nom: string }): string => `${prenom} ${nom}`.trim();
