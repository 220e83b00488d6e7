// When it is the turn of a schedule next, and what leaves then. Pure; days and hours are those of Paris.
import { ajouterJours, bornesDe, lundiAvant, moisDe } from '#contract/calendrier.ts';
import type { ReglagesEnvoi } from '#contract/export.ts';
import { type PeriodeEnvoi, periodeDueA } from '#contract/periode-envoi.ts';
import { parisDay } from '../../../lib/format.ts';

export type Schedule = Pick<ReglagesEnvoi, 'frequence' | 'jour' | 'heure'>;
type Clock = { jour: string; heure: string };

const hour = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', hour: '2-digit', minute: '2-digit' });
/** An instant on the clock of Paris; in milliseconds. */
export const clockOf = (at: number): Clock => ({ jour: parisDay(at), heure: hour.format(at) });

const isAfter = (one: Clock, other: Clock): boolean => `${one.jour}T${one.heure}` > `${other.jour}T${other.heure}`;

function turns({ frequence, jour }: Schedule, today: string): string[] {
  if (frequence === 'quotidien') return [today, ajouterJours(today, 1)];
  if (frequence === 'hebdomadaire') {
    const day = ajouterJours(lundiAvant(today), jour - 1);
    return [day, ajouterJours(day, 7)];
  }
  const next = moisDe(ajouterJours(bornesDe(moisDe(today)).fin, 1));
  return [moisDe(today), next].map(mois => `${mois}-${String(jour).padStart(2, '0')}`);
}

export function nextTurn(schedule: Schedule, now: Clock): Clock {
  const due = turns(schedule, now.jour).map(jour => ({ jour, heure: schedule.heure }));
  return due.find(one => isAfter(one, now)) ?? due[1]!;
}

export const coverOf = (schedule: Schedule, due: Clock): PeriodeEnvoi => periodeDueA(schedule, due);
