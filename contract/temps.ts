// Hours of the day, weeks and months as the trade counts them. Local to Europe/Paris; never an instant, never a float.
import { z } from 'zod';

/** `07:30`, Europe/Paris. */
export const HeureLocale = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .meta({ id: 'HeureLocale', example: '07:30' });

/** Worked without a break, from `debut` to `fin`; a `fin` that is not after `debut` is of the next day (`00:00`: midnight). */
export const Plage = z.strictObject({ debut: HeureLocale, fin: HeureLocale }).meta({ id: 'Plage' });
export type Plage = z.infer<typeof Plage>;

/** Weeks in an ISO year: 53 when it begins on a Thursday, or on a Wednesday in a leap year (ISO 8601). */
function weeksIn(year: number): number {
  const first = new Date(Date.UTC(year, 0, 1)).getUTCDay();
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  return first === 4 || (first === 3 && leap) ? 53 : 52;
}

/** An ISO week: `2026-W48` begins on Monday 2026-11-23. */
export const Semaine = z
  .string()
  .regex(/^(19|20|21)\d{2}-W(0[1-9]|[1-4]\d|5[0-3])$/)
  .refine(
    semaine => Number(semaine.slice(6)) <= weeksIn(Number(semaine.slice(0, 4))),
    'Cette année n’a que 52 semaines',
  )
  .meta({ id: 'Semaine', example: '2026-W48' });
export type Semaine = z.infer<typeof Semaine>;

/** A calendar month, that of a pay period: `2026-11`. */
export const Mois = z
  .string()
  .regex(/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/)
  .meta({ id: 'Mois', example: '2026-11' });
export type Mois = z.infer<typeof Mois>;

/** Minutes of work in a day; 0 is no work. */
export const MinutesJour = z.int().min(0).max(1440);

/** Monday first, seven of them: the minutes a person is to work each day. */
export const HoraireSemaine = z
  .array(MinutesJour)
  .length(7)
  .meta({ id: 'HoraireSemaine', example: [420, 420, 420, 420, 420, 0, 0] });
