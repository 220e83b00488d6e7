import type { ConservationPersonne } from '#contract/personne.ts';
import { refused } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { getConservation, insertConservation, liftConservation } from '../sql/conservation.ts';
import { takePersonne } from '../sql/personnes.ts';

/** A legal hold: while it stands, what is kept of the person is not anonymised. Null lifts it. Throws personne.not_found. */
export async function retainPersonne(unit: Unit, id: string, motif: string | null): Promise<ConservationPersonne> {
  if (!(await takePersonne(unit, id))) throw refused('personne.not_found');
  const before = await getConservation(unit, id);
  if (before.motif === motif) return before;
  if (before.motif !== null) await liftConservation(unit, id);
  if (motif !== null) await insertConservation(unit, { id: newId(), personne_id: id, motif });
  // Another reason for the same hold is no fact of its own.
  if (before.motif === null) await unit.publish('personne.retained', { personne_id: id });
  if (motif === null) await unit.publish('personne.released', { personne_id: id });
  unit.security(motif === null ? 'hub_personne_released' : 'hub_personne_retained', { 'user.target.id': id });
  return await getConservation(unit, id);
}
