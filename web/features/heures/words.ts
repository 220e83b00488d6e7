// How days, weeks and hours are said on these pages.
import { joursDe, semaineDe } from '#contract/calendrier.ts';
import type { Plage } from '#contract/temps.ts';
import { ALERTES_HEURES, type CodeAlerte, type StatutPointage } from '#contract/values.ts';
import { parisDay } from '../../lib/format.ts';
import type { State } from '../../ui/state-mark.tsx';

const NBSP = '\u00a0';
const at = (jour: string) => Date.parse(`${jour}T00:00:00Z`);
const written = (options: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat('fr-FR', { timeZone: 'UTC', ...options });
  return (jour: string) => format.format(at(jour)).replaceAll(' ', NBSP);
};

/** `jeu. 26` */
export const shortDay = written({ weekday: 'short', day: 'numeric' });
/** `jeudi 26 novembre` */
export const longDay = written({ weekday: 'long', day: 'numeric', month: 'long' });
const dayAlone = written({ day: 'numeric' });
const dayMonth = written({ day: 'numeric', month: 'short' });

/** `semaine 48 (23–29 nov.)` */
export function weekWords(semaine: string): string {
  const [first, , , , , , last] = joursDe(semaine) as [string, string, string, string, string, string, string];
  const start = first.slice(0, 7) === last.slice(0, 7) ? dayAlone(first) : dayMonth(first);
  return `semaine${NBSP}${Number(semaine.slice(6))} (${start}–${dayMonth(last)})`;
}

export const today = (): string => parisDay(Date.now());
export const thisWeek = (): string => semaineDe(today());

/** Each state of hours has its hue and its shape. */
export const STATES: Record<StatutPointage, State> = {
  brouillon: 'gris',
  soumis: 'ambre',
  valide: 'vert',
  rejete: 'rouge',
};

/** `07:30–12:00, 13:00–16:30` */
export const plageWords = (plages: readonly Plage[]): string =>
  plages.map(({ debut, fin }) => `${debut}–${fin}`).join(', ');

export const alertWords = (codes: readonly CodeAlerte[]): string => codes.map(code => ALERTES_HEURES[code]).join(' · ');

export const fullName = ({ prenom, nom }: { prenom: string; nom: string }): string => `${prenom} ${nom}`;
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
