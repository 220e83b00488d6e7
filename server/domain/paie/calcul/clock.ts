// Which minutes of a stretch of work fall in the night, on a Sunday or on a public holiday; true on the nights when clocks change.
import { ajouterJours, bornesDePlage, jourDeSemaine, minutesDePlage } from '#contract/calendrier.ts';
import type { Plage } from '#contract/temps.ts';

const DAY = 1440;
const minutesOf = (heure: string): number => Number(heure.slice(0, 2)) * 60 + Number(heure.slice(3));
const heureOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Minutes really worked from `de` to `a`, both on the wall clock from midnight of `jour`, up to the end of the day after. */
function lengthOf(jour: string, de: number, a: number): number {
  if (a <= de) return 0;
  if (de >= DAY) return lengthOf(ajouterJours(jour, 1), de - DAY, a - DAY);
  return minutesDePlage(jour, { debut: heureOf(de), fin: heureOf(a) });
}

const within = (jour: string, plage: Plage, [from, to]: readonly [number, number]): number => {
  const { de, a } = bornesDePlage(plage);
  return lengthOf(jour, Math.max(de, from), Math.min(a, to));
};

/** A night that ends before it begins goes over midnight. */
export function minutesDeNuit(
  jour: string,
  plages: readonly Plage[],
  { nuit_debut, nuit_fin }: { nuit_debut: string; nuit_fin: string },
): number {
  const [debut, fin] = [minutesOf(nuit_debut), minutesOf(nuit_fin)];
  const nights: [number, number][] =
    debut >= fin
      ? [
          [0, fin],
          [debut, DAY + fin],
          [DAY + debut, 2 * DAY],
        ]
      : [
          [debut, fin],
          [DAY + debut, DAY + fin],
        ];
  return plages.reduce(
    (sum, plage) => sum + nights.reduce((inside, night) => inside + within(jour, plage, night), 0),
    0,
  );
}

/** Minutes that fall on days that `isOne` names. Without plages nobody knows the hour: all of them are of their day. */
export function minutesOnDays(
  { jour, minutes, plages }: { jour: string; minutes: number; plages: readonly Plage[] },
  isOne: (jour: string) => boolean,
): number {
  if (plages.length === 0) return isOne(jour) ? minutes : 0;
  const today = isOne(jour) ? 1 : 0;
  const tomorrow = isOne(ajouterJours(jour, 1)) ? 1 : 0;
  return plages.reduce(
    (sum, plage) => sum + today * within(jour, plage, [0, DAY]) + tomorrow * within(jour, plage, [DAY, 2 * DAY]),
    0,
  );
}

export const estDimanche = (jour: string): boolean => jourDeSemaine(jour) === 7;
