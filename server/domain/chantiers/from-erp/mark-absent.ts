import type { Unit } from '#platform/unit.ts';
import { type Absent, saveEtat, takePresent } from '../sql/erp-references.ts';
import type { Marked } from './types.ts';

/**
 * Gone over there: the chantier is deleted here (softly), its reference kept as `supprime` so that it can come back. Those
 * not known as present or hidden are left out of the answer, and nothing happens to them.
 */
export async function markGone(unit: Unit, system: string, external_ids: string[]): Promise<Marked[]> {
  const rows = await takePresent(unit, system, { external_ids, hidden: true });
  if (rows.length === 0) return [];
  await saveEtat(unit, system, { ids: idsOf(rows), etat: 'supprime' });
  await unit.publishAll(
    rows
      .filter(row => !row.deleted)
      .map(({ chantier_id, code }) => ({ type: 'chantier.deleted', data: { chantier_id, code } })),
  );
  return rows.map(marked);
}

/**
 * Still there, but our account may no longer see it: nothing changes but the word beside its reference, until it is read
 * again. Those that were hidden already are left out of the answer.
 */
export async function markHidden(unit: Unit, system: string, external_ids: string[]): Promise<Marked[]> {
  const rows = await takePresent(unit, system, { external_ids, hidden: false });
  if (rows.length > 0) await saveEtat(unit, system, { ids: idsOf(rows), etat: 'masque' });
  return rows.map(marked);
}

const idsOf = (rows: Absent[]): string[] => rows.map(row => row.chantier_id);
const marked = ({ deleted: _, ...row }: Absent): Marked => row;
