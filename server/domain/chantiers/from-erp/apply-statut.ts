import type { StatutChantier } from '#contract/values.ts';
import type { Unit } from '#platform/unit.ts';
import { factOf } from '../rules.ts';
import { readChantiers } from '../sql/erp-page.ts';
import { saveMapped, takeMapped } from '../sql/erp-references.ts';

/**
 * A person mapped a status: the chantiers that have it over there take it, those archived there apart. Null unmaps it: they
 * keep the status they have, which is then ours to change. How many chantiers changed status.
 */
export async function applyStatut(
  unit: Unit,
  mapping: { system: string; statut_externe: string; statut: StatutChantier | null },
): Promise<number> {
  const rows = await takeMapped(unit, mapping);
  if (rows.length === 0) return 0;
  await saveMapped(
    unit,
    mapping,
    rows.map(row => row.chantier_id),
  );
  const changed = rows.filter(row => mapping.statut !== null && row.statut !== mapping.statut);
  if (changed.length === 0) return 0;
  const there = await readChantiers(
    unit,
    changed.map(row => row.chantier_id),
  );
  await unit.publishAll(
    changed.map(({ chantier_id, statut }) => ({
      type: 'chantier.statut_changed',
      data: { chantier: factOf(there.get(chantier_id)!), ancien_statut: statut },
    })),
  );
  return changed.length;
}
