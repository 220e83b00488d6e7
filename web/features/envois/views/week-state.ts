// Where a person's week stands between the hub and the ERP, in one state and its words. Pure.
import type { SemaineEnvois } from '#contract/export.ts';
import type { EtatLigneEnvoi } from '#contract/values.ts';
import { formatCount, formatMinutes } from '../../../lib/format.ts';
import type { State } from '../../../ui/state-mark.tsx';

export type PersonWeek = SemaineEnvois['personnes'][number];
type WeekState = { state: State; word: string; rank: number };

/** Worst first: what somebody must do, what the hub will do by itself, what is done. */
export function stateOfWeek({ par_etat, ignorees, minutes_validees, minutes_dans_erp }: PersonWeek): WeekState {
  const has = (etat: EtatLigneEnvoi) => (par_etat[etat] ?? 0) > 0;
  if (has('refused')) return { state: 'rouge', word: 'Refusé', rank: 0 };
  if (has('unmapped')) return { state: 'ambre', word: 'À relier', rank: 1 };
  if (has('doubtful')) return { state: 'ambre', word: 'En doute', rank: 2 };
  if (has('to_send') || has('sending')) return { state: 'gris', word: 'À envoyer', rank: 3 };
  if (minutes_dans_erp === minutes_validees) return { state: 'vert', word: 'Dans l’ERP', rank: 6 };
  if (minutes_dans_erp < minutes_validees && ignorees > 0) return { state: 'gris', word: 'Ignoré', rank: 5 };
  return minutes_dans_erp < minutes_validees
    ? { state: 'gris', word: 'Pas encore parti', rank: 4 }
    : { state: 'ambre', word: 'En trop dans l’ERP', rank: 5 };
}

export const needsLook = (week: PersonWeek): boolean => {
  const { state } = stateOfWeek(week);
  return state === 'rouge' || state === 'ambre';
};
export const isNotThere = (week: PersonWeek): boolean => stateOfWeek(week).state !== 'vert';

const SAID: [EtatLigneEnvoi, one: string, many: string][] = [
  ['refused', 'refusée', 'refusées'],
  ['unmapped', 'à relier', 'à relier'],
  ['doubtful', 'en doute', 'en doute'],
  ['to_send', 'à envoyer', 'à envoyer'],
  ['sending', 'en cours', 'en cours'],
  ['sent', 'dans l’ERP', 'dans l’ERP'],
];
/** `2 refusées · 8 dans l’ERP`. */
export const sayStates = ({ par_etat, ignorees }: PersonWeek): string =>
  [
    ...SAID.map(([etat, one, many]) => [par_etat[etat] ?? 0, one, many] as const),
    [ignorees, 'ignorée', 'ignorées'] as const,
  ]
    .flatMap(([count, one, many]) => (count > 0 ? [formatCount(count, one, many)] : []))
    .join(' · ');

/** What is to be done first, then by name as the hub gives them. */
export const worstFirst = (weeks: readonly PersonWeek[]): PersonWeek[] =>
  weeks.toSorted((a, b) => stateOfWeek(a).rank - stateOfWeek(b).rank);

/** `312 h dans l’ERP sur 340 h validées · 3 personnes à regarder`. */
export function sayWeek(weeks: readonly PersonWeek[]): string {
  if (weeks.length === 0) return 'Rien de validé cette semaine';
  const sum = (of: (week: PersonWeek) => number) => weeks.reduce((total, week) => total + of(week), 0);
  const look = weeks.filter(needsLook).length;
  return [
    `${formatMinutes(sum(week => week.minutes_dans_erp))} dans l’ERP sur ${formatMinutes(sum(week => week.minutes_validees))} validées`,
    ...(look > 0 ? [`${formatCount(look, 'personne', 'personnes')} à regarder`] : []),
  ].join(' · ');
}
