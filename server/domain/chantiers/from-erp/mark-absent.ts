import type { Chantier } from '#contract/chantier.ts';
import type { NewEvent } from '#platform/events/publish.ts';
import type { Unit } from '#platform/unit.ts';
import { factOf } from '../rules.ts';
import { readChantiers } from '../sql/erp-page.ts';
import { type Absent, saveEtat, takePresent } from '../sql/erp-references.ts';
import type { Marked } from './types.ts';

/**
 * Gone over there: the chantier is deleted here (softly), or closed when it has hours (settled.md 32), its reference kept as `supprime` so that it can come back. Those
 * not known as present or hidden are left out of the answer, and nothing happens to them.
 */
export async function markGone(unit: Unit, system: string, external_ids: string[]): Promise<Marked[]> {
  const rows = await takePresent(unit, system, { external_ids, hidden: true });
  if (rows.length === 0) return [];
  await saveEtat(unit, system, { ids: idsOf(rows), etat: 'supprime' });
  const live = rows.filter(row => !row.deleted);
  const closed = live.filter(row => row.heures && row.statut !== 'ferme');
  const there = closed.length > 0 ? await readChantiers(unit, idsOf(closed)) : new Map<string, Chantier>();
  await unit.publishAll([
    ...live
      .filter(row => !row.heures)
      .map(({ chantier_id, code }): NewEvent => ({ type: 'chantier.deleted', data: { chantier_id, code } })),
    ...closed.map(
      ({ chantier_id, statut }): NewEvent => ({
        type: 'chantier.statut_changed',
        data: { chantier: factOf(there.get(chantier_id)!), ancien_statut: statut },
      }),
    ),
  ]);
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
const marked = ({ deleted: _, heures: __, statut: ___, ...row }: Absent): Marked => row;
