// Who was, is and will be where, around today: the planning and the hours of the demonstration say the same.
import { ajouterJours, feriesDe, jourDeSemaine, moisDe } from '#contract/calendrier.ts';
import type { MotifAbsence, RoleChantier } from '#contract/values.ts';
import { PERSONNES } from './company.ts';

export type Membre = { personne_id: string; role_chantier: RoleChantier };
export type Site = { id: string; code: string; membres: Membre[] };
/** `ids` and `sites`: as they were made. `lundi`: of this week. */
export type Scene = { ids: readonly string[]; sites: readonly Site[]; lundi: string; aujourdhui: string };
export type Presence = { rang: number; personne_id: string; chantier_id: string; jour: string };

/** Weeks that have hours, from the Monday of this one. */
export const SEMAINES = [-42, -35, -28, -21, -14, -7, 0];
/** Rank in PERSONNES, days from the Monday of this week, and why; null is still to be said. */
export const ABSENCES: [rank: number, debut: number, fin: number, motif: MotifAbsence | null][] = [
  [23, -35, -31, 'conges_payes'],
  [11, -25, -25, 'absence_justifiee'],
  [15, -20, -18, 'maladie'],
  [13, -7, -3, 'conges_payes'],
  [16, 0, 1, 'maladie'],
  [19, 3, 3, null],
  [21, 7, 11, 'conges_payes'],
  [11, 9, 9, 'formation'],
];

/** Working days of everybody by his horaire, holidays apart. Who is of two teams is on the second site on Thursdays and Fridays. */
export function presences({ ids, sites, lundi }: Scene, semaines: readonly number[]): Presence[] {
  const places = Map.groupBy(
    sites.flatMap(({ id, membres }) =>
      membres
        .filter(({ role_chantier }) => role_chantier !== 'conducteur')
        .map(({ personne_id }) => ({ chantier_id: id, personne_id, rang: ids.indexOf(personne_id) })),
    ),
    ({ rang }) => rang,
  );
  return semaines.flatMap(semaine =>
    [0, 1, 2, 3, 4].flatMap(n => {
      const jour = ajouterJours(lundi, semaine + n);
      if (feriesDe(Number(jour.slice(0, 4)), false).has(jour)) return [];
      return [...places.values()]
        .map(own => ({ ...own[n >= 3 ? own.length - 1 : 0]!, jour }))
        .filter(({ rang }) => minutesOf(rang, jour) > 0);
    }),
  );
}

/** Others than employés work by the hours of the site: eight, seven on Friday. */
export function minutesOf(rang: number, jour: string): number {
  const n = jourDeSemaine(jour) - 1;
  return PERSONNES[rang]!.horaire?.[n] ?? (n === 4 ? 420 : 480);
}

/** Days that somebody is away. */
export const isAway = ({ lundi }: Scene, { rang, jour }: Pick<Presence, 'rang' | 'jour'>): boolean =>
  ABSENCES.some(([who, de, a]) => who === rang && ajouterJours(lundi, de) <= jour && jour <= ajouterJours(lundi, a));

/** The last month that has none of last week's days: its hours are all validated. The weeks above hold its last days at least. */
export const moisAClore = (lundi: string): string => moisDe(ajouterJours(`${moisDe(ajouterJours(lundi, -7))}-01`, -1));
