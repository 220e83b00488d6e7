import type { LotAffectations, ResultatPlanning, UpdateAffectation } from '#contract/affectation.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { changedFields } from './rules.ts';
import type { Row } from './sql/board.ts';
import { takeBoard } from './take-board.ts';
import { type Changement, writeBoard } from './write-board.ts';

/** A whole board in one transaction: created, moved, taken away. */
export async function applyLot(
  unit: Unit,
  { creer, modifier, supprimer, sauter_conflits }: LotAffectations,
): Promise<ResultatPlanning> {
  const named = (list: string) => (one: { id: string; version: number }, rank: number) => ({
    ...one,
    pointer: `/${list}/${rank}`,
  });
  const rows = await takeBoard(unit, [...modifier.map(named('modifier')), ...supprimer.map(named('supprimer'))]);
  return await writeBoard(unit, {
    creer: creer.map(one => ({ ...one, id: newId(), serie_id: null })),
    modifier: modifier.flatMap(({ id, version: _, ...change }) => changementDe(rows.get(id)!, change)),
    supprimer: supprimer.map(({ id }) => rows.get(id)!),
    sauter_conflits,
  });
}

/** Nothing where nothing really changes. */
export function changementDe(avant: Row, change: UpdateAffectation): Changement[] {
  const changed = changedFields(avant, change);
  const apres = { ...avant, ...Object.fromEntries(changed.map(name => [name, change[name]])) };
  return changed.length === 0 ? [] : [{ avant, apres, changed }];
}
