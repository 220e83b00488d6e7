import { Temporal } from 'temporal-polyfill';
import { ajouterJours, bornesDe, lundiAvant, moisDe, semaineDe } from '#contract/calendrier.ts';
import type { CompteEnvoi } from '#contract/export.ts';
import { type PeriodeEnvoi, periodeDueA } from '#contract/periode-envoi.ts';
import type { FrequenceEnvoi } from '#contract/values.ts';

const ZONE = 'Europe/Paris';

/** `jour`: ISO day of the week, or day of the month. `heure`: of Paris. */
export type Schedule = { frequence: FrequenceEnvoi; jour: number; heure: string };

export const parisDay = (now: Temporal.Instant): string => now.toZonedDateTimeISO(ZONE).toPlainDate().toString();

const at = (jour: string, heure: string): Temporal.ZonedDateTime =>
  Temporal.PlainDate.from(jour).toZonedDateTime({ timeZone: ZONE, plainTime: Temporal.PlainTime.from(heure) });

/** Its hour on the day `steps` turns after that of `jour`. An hour that summer time skips is the next one that is. */
function turn({ frequence, jour, heure }: Schedule, from: string, steps: number): Temporal.ZonedDateTime {
  if (frequence === 'quotidien') return at(ajouterJours(from, steps), heure);
  if (frequence === 'hebdomadaire') return at(ajouterJours(lundiAvant(from), jour - 1 + 7 * steps), heure);
  const month = Temporal.PlainYearMonth.from(moisDe(from)).add({ months: steps });
  return at(month.toPlainDate({ day: jour }).toString(), heure);
}

const TURNS = [-1, 0, 1];

/** The last time it was its turn. */
export function lastDue(schedule: Schedule, now: Temporal.Instant): Temporal.ZonedDateTime {
  const turns = TURNS.map(steps => turn(schedule, parisDay(now), steps));
  return turns.findLast(due => Temporal.Instant.compare(due.toInstant(), now) <= 0)!;
}

/** The next time it is its turn, RFC 3339. */
export function nextDueAt(schedule: Schedule, now: Temporal.Instant): string {
  const turns = TURNS.map(steps => turn(schedule, parisDay(now), steps).toInstant());
  return turns.find(due => Temporal.Instant.compare(due, now) > 0)!.toString({ smallestUnit: 'millisecond' });
}

export const periodOf = (schedule: Schedule, due: Temporal.ZonedDateTime): PeriodeEnvoi =>
  periodeDueA(schedule, {
    jour: due.toPlainDate().toString(),
    heure: due.toPlainTime().toString({ smallestUnit: 'minute' }),
  });

/** How a period that somebody chose is called: its week or its month if it is one, else its days. */
export function periodeOf(du: string, au: string): string {
  if (du === au) return du;
  if (du === lundiAvant(du) && au === ajouterJours(du, 6)) return semaineDe(du);
  const { debut, fin } = bornesDe(moisDe(du));
  return du === debut && au === fin ? moisDe(du) : `${du} – ${au}`;
}

export const jourFits = ({ frequence, jour }: Schedule): boolean => frequence !== 'hebdomadaire' || jour <= 7;

/** A look-up of a doubt goes this far back before the try: their clock is not ours. */
export const DOUBT_OVERLAP_S = 120;
/** What was sent and is not to be seen may still come: so long after the try it will not. */
export const DOUBT_RIPENS_MS = 60_000;

/** Partial is said to be partial. What a person has set aside for good is no lack. */
export const outcomeOf = (compte: CompteEnvoi): 'succeeded' | 'partial' =>
  compte.refused + compte.unmapped + compte.doubtful > 0 ? 'partial' : 'succeeded';

/** Whether its end is a fact for others: something moved over there, or somebody waits for it. */
export const isWorthTelling = (compte: CompteEnvoi, demande: string): boolean =>
  demande === 'manuelle' || compte.lignes > 0;

/** Codes of what the ERP takes no more in its place: a correction becomes a régularisation (settled.md 37). */
export const FERMES = ['verrouille', 'chantier_ferme', 'periode_cloturee'] as const;
