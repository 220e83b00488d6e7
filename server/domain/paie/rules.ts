// Decisions on what people write: pure, no database, no clock.
import type { ReglagesPaie, Rubrique } from '#contract/paie.ts';

/** Minutes in a day, hundredths of a day: what a day can hold of each unit; pieces are bounded by `une_par_jour`. */
const IN_A_DAY = { nombre: 100_000_000, minutes: 1440, jours: 100, centimes: 100_000_000 } as const;

export const quantityFits = (
  { unite, une_par_jour }: Pick<Rubrique, 'unite' | 'une_par_jour'>,
  quantite: number,
): boolean => quantite <= (unite === 'nombre' && une_par_jour ? 1 : IN_A_DAY[unite]);

export function reglagesFit({
  zones_km,
  seuil_semaine,
  seuil_majoration_2,
  siege_latitude,
  siege_longitude,
  nuit_debut,
  nuit_fin,
}: ReglagesPaie): boolean {
  const grow = zones_km.every((km, n) => n === 0 || km > zones_km[n - 1]!);
  const placed = (siege_latitude === null) === (siege_longitude === null);
  return grow && placed && seuil_semaine <= seuil_majoration_2 && nuit_debut !== nuit_fin;
}
