// The hours of an affectation as they are typed: the whole day, a length, or from when to when. Pure.
import { formatMinutes, parseHours } from '../../../lib/format.ts';
import type { Hours } from '../board/changes.ts';

export type HoursDraft = { mode: 'journee' | 'duree' | 'horaires'; duree: string; debut: string; fin: string };
export const WHOLE_DAY: HoursDraft = { mode: 'journee', duree: '', debut: '', fin: '' };
type Timed = Omit<Hours, 'note'>;

export function draftOfHours({ minutes_prevues, debut, fin }: Timed): HoursDraft {
  const duree = minutes_prevues === null ? '' : formatMinutes(minutes_prevues);
  if (debut && fin) return { mode: 'horaires', duree, debut, fin };
  return { ...WHOLE_DAY, mode: minutes_prevues === null ? 'journee' : 'duree', duree };
}

/** What is wrong with them, by field; or the hours. */
export function readHours({
  mode,
  duree,
  debut,
  fin,
}: HoursDraft): { hours: Timed } | { wrong: Record<string, string> } {
  if (mode === 'journee') return { hours: { minutes_prevues: null, debut: null, fin: null } };
  if (mode === 'duree') {
    const minutes = parseHours(duree);
    if (minutes === null || minutes < 1 || minutes > 1440)
      return { wrong: { duree: 'Écrivez une durée, par exemple 7 h 30' } };
    return { hours: { minutes_prevues: minutes, debut: null, fin: null } };
  }
  const clock = /^([01]\d|2[0-3]):[0-5]\d$/;
  const wrong = {
    ...(clock.test(debut) ? {} : { debut: 'Heure de début' }),
    ...(clock.test(fin) ? {} : { fin: 'Heure de fin' }),
  };
  if (Object.keys(wrong).length > 0) return { wrong };
  return { hours: { minutes_prevues: null, debut, fin } };
}
