// A schedule and what waits, in words. Pure.
import { formatDay, formatWholeDay } from '#contract/dates.ts';
import type { ReglagesEnvoi } from '#contract/export.ts';
import { formatCount, formatMinutes } from '../../../lib/format.ts';
import { sayPeriod } from '../../../ui/erp/envoi/words.ts';
import { coverOf, type Schedule } from './next-turn.ts';

export const WEEKDAYS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'] as const;

/** `Chaque lundi à 06:00`. */
export function saySchedule({ frequence, jour, heure }: Schedule): string {
  if (frequence === 'quotidien') return `Chaque jour à ${heure}`;
  if (frequence === 'hebdomadaire') return `Chaque ${WEEKDAYS[jour - 1] ?? 'lundi'} à ${heure}`;
  return `Le ${jour === 1 ? '1er' : jour} de chaque mois à ${heure}`;
}

/** `lundi 30 novembre à 06:00 : Semaine 48 (23–29 nov.)`. */
export function sayTurn(schedule: Schedule, due: { jour: string; heure: string }): string {
  return `${formatWholeDay(due.jour)} à ${due.heure} : ${sayPeriod(coverOf(schedule, due))}`;
}

/** `12 journées validées, 84 h, depuis le 2 nov. 2026`; empty when nothing waits. */
export function sayBacklog({ jours, minutes, premier }: ReglagesEnvoi['arriere']): string {
  if (jours === 0) return '';
  const since = premier ? `, depuis le ${formatDay(premier)}` : '';
  return `${formatCount(jours, 'journée validée', 'journées validées')}, ${formatMinutes(minutes)}${since}`;
}

/** The access opens no hours: what to do, in one sentence. */
export const NO_HOURS =
  'Ce compte n’ouvre pas les feuilles d’heures : demandez à l’éditeur une formule qui les comprend, ou donnez ce droit au compte de la clé.';
