import { recomputeVariables } from '#domain/paie/index.ts';
import type { Unit } from '#platform/unit.ts';
import { type Jours, lundisTouches } from './rules.ts';

/** Days of absence count in pay: the weeks that these ones touch are reckoned again, in this unit. */
export async function tellPaie(unit: Unit, personne_id: string, periodes: readonly Jours[]): Promise<void> {
  await recomputeVariables(
    unit,
    lundisTouches(periodes).map(debut => ({ personne_id, debut })),
  );
}
