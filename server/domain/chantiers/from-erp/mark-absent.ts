import type { Unit } from '#platform/unit.ts';
import type { Marked } from './types.ts';

/** Gone over there: the chantier is deleted here (softly), its reference kept as `supprime` so that it can come back. */
export async function markGone(_unit: Unit, _system: string, _external_ids: string[]): Promise<Marked[]> {
  throw new Error('being written');
}

/** Still there, but our account may no longer see it: nothing changes but the word beside its reference. */
export async function markHidden(_unit: Unit, _system: string, _external_ids: string[]): Promise<Marked[]> {
  throw new Error('being written');
}

/** How many chantiers of this system are present. What is absent from a reading: view `chantiers_relies`. */
export async function countPresent(_unit: Unit, _system: string): Promise<number> {
  throw new Error('being written');
}
