import type { Affectation, UpdateAffectation } from '#contract/affectation.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { changementDe } from './apply-lot.ts';
import { listByIds } from './sql/affectations.ts';
import { takeBoard } from './take-board.ts';
import { writeBoard } from './write-board.ts';

type Target = { id: string; version: number };

/** A chef de chantier notes, on the chantiers he leads; the rest is planned by administrateur and conducteur. */
export async function updateAffectation(unit: Unit, target: Target, input: UpdateAffectation): Promise<Affectation> {
  const rows = await takeBoard(unit, [{ ...target, pointer: '' }]);
  const modifier = changementDe(rows.get(target.id)!, input);
  if (unit.actor.role === 'chef_chantier' && modifier.some(({ changed }) => changed.some(name => name !== 'note'))) {
    throw refused('role.insufficient', { roles: ['administrateur', 'conducteur'] });
  }
  await writeBoard(unit, { creer: [], modifier, supprimer: [], sauter_conflits: false });
  return (await listByIds(unit, [target.id])).get(target.id)!;
}
