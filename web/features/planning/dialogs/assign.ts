// What the dialog of an assignment asks of the hub. Pure.
import type { CreateAffectations, Planning } from '#contract/affectation.ts';
import { jourDeSemaine, joursDe } from '#contract/calendrier.ts';
import { type HoursDraft, readHours } from './hours.ts';

export type AssignDraft = {
  chantier_id: string | null;
  jours: string[];
  hours: HoursDraft;
  jusquau: string;
  note: string;
};

export const daysOf = ({ semaine, feries }: Planning): { jour: string; ferie: string | undefined }[] =>
  joursDe(semaine).map(jour => ({ jour, ferie: feries.find(one => one.jour === jour)?.nom }));

/** Monday to Friday, public holidays apart. */
export const usualDays = (planning: Planning): string[] =>
  daysOf(planning)
    .filter(({ jour, ferie }) => !ferie && jourDeSemaine(jour) <= 5)
    .map(({ jour }) => jour);

export function readAssign(
  { chantier_id, jours, hours, jusquau, note }: AssignDraft,
  personne_ids: string[],
): { body: CreateAffectations } | { wrong: Record<string, string> } {
  const days = jours.toSorted();
  const [du] = days;
  const last = days.at(-1);
  const read = readHours(hours);
  const wrong = {
    ...(chantier_id ? {} : { chantier_id: 'Choisissez un chantier' }),
    ...(du ? {} : { jours: 'Choisissez au moins un jour' }),
    ...(jusquau && last && jusquau < last ? { jusquau: 'Avant le dernier jour choisi' } : {}),
    ...('wrong' in read ? read.wrong : {}),
  };
  if (!chantier_id || !du || !last || !('hours' in read) || Object.keys(wrong).length > 0) return { wrong };
  return {
    body: {
      personne_ids,
      chantier_id,
      du,
      au: jusquau || last,
      jours_semaine: days.map(jourDeSemaine),
      ...read.hours,
      note: note.trim() || null,
      // What can be placed is placed, what cannot is told: nobody starts a week again for one absence.
      sauter_conflits: true,
    },
  };
}
