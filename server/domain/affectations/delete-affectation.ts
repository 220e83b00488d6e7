import type { Unit } from '#platform/unit.ts';
import { takeSuivantes } from './sql/board.ts';
import { takeBoard } from './take-board.ts';
import { writeBoard } from './write-board.ts';

type Target = { id: string; version: number; suivantes: boolean };

/** `suivantes`: with the later days of the same person that were put down together with it. */
export async function deleteAffectation(unit: Unit, { suivantes, ...target }: Target): Promise<void> {
  const row = (await takeBoard(unit, [{ ...target, pointer: '' }])).get(target.id)!;
  const supprimer = suivantes && row.serie_id ? await takeSuivantes(unit, row) : [row];
  await writeBoard(unit, { creer: [], modifier: [], supprimer, sauter_conflits: false });
}
