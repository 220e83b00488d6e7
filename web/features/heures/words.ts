// How days, weeks and hours are said on these pages.
import { semaineDe } from '#contract/calendrier.ts';
import type { Plage } from '#contract/temps.ts';
import { ALERTES_HEURES, type CodeAlerte, type StatutPointage } from '#contract/values.ts';
import { parisDay } from '../../lib/format.ts';
import type { State } from '../../ui/state-mark.tsx';

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
