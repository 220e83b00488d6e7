// Hours beyond the week, by their place in it: hour 36 to hour 43, and after (C. trav. L.3121-27 to L.3121-36). Pure.
import type { ReglagesPaie } from '#contract/paie.ts';

export type Week = {
  /** Minutes worked from Monday to Sunday. */
  travaillees: readonly number[];
  /** Minutes of paid leave that week, by his own horaire. */
  conges: number;
  /** Minutes of his horaire in a week; 0 when nobody said. */
  horaire: number;
  /** What his horaire has beyond the legal week is in his salary already. */
  comprises: boolean;
};
type Thresholds = Pick<ReglagesPaie, 'seuil_semaine' | 'seuil_majoration_2' | 'conges_dans_seuil'>;

export type Overtime = {
  /** What is left of each day once the rest is told apart. */
  normales: number[];
  complementaires: number;
  sup_25: number;
  sup_50: number;
};

const between = (total: number, from: number, to: number): number => Math.max(0, Math.min(total, to) - from);

/**
 * Every minute worked is told once: normales + complementaires + sup_25 + sup_50 = travaillees. Paid leave pushes the hours that
 * were worked upwards (Cass. soc. 10 Sept. 2025, n° 23-14.455) and is never paid as one of them.
 */
export function splitWeek(week: Week, { seuil_semaine, seuil_majoration_2, conges_dans_seuil }: Thresholds): Overtime {
  const worked = week.travaillees.reduce((sum, minutes) => sum + minutes, 0);
  const total = worked + (conges_dans_seuil ? week.conges : 0);
  const partial = week.horaire > 0 && week.horaire < seuil_semaine;
  const start = week.comprises ? Math.max(seuil_semaine, week.horaire) : seuil_semaine;
  const second = Math.max(seuil_majoration_2, start);
  // The hours that were worked are the last of the week: leave fills it from below.
  const sup_50 = Math.min(worked, Math.max(0, total - second));
  const sup_25 = Math.min(worked - sup_50, between(total, start, second));
  const beyond = sup_50 + sup_25;
  const complementaires = partial ? Math.min(worked - beyond, between(total, week.horaire, seuil_semaine)) : 0;
  return {
    normales: withoutLast(week.travaillees, beyond + complementaires),
    complementaires,
    sup_25,
    sup_50,
  };
}

/** Taken from the end of the week: what was worked before a Thursday does not change by what is worked on it. */
function withoutLast(days: readonly number[], minutes: number): number[] {
  let rest = minutes;
  return days
    .toReversed()
    .map(worked => {
      const taken = Math.min(worked, rest);
      rest -= taken;
      return worked - taken;
    })
    .toReversed();
}
