import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { insertRegularisations, type LigneRegularisation } from './sql/calcul.ts';

/**
 * Lines of the first open month that correct days of closed ones. `recomputeVariables` finds and writes them by itself when hours
 * change, and counts what is there already: this door is for corrections that come from elsewhere.
 */
export async function recordRegularisations(unit: Unit, lines: readonly LigneRegularisation[]): Promise<void> {
  if (lines.length === 0) return;
  await insertRegularisations(
    unit,
    lines.map(line => ({ ...line, id: newId() })),
  );
}
