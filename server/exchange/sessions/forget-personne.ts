import type { Unit } from '#platform/unit.ts';
import { deleteCompte } from './sql/comptes.ts';
import { deleteLiensOf } from './sql/liens.ts';
import { deleteSessionsOf } from './sql/sessions.ts';

/** Nothing he holds opens anything any more, and where he came from is forgotten. */
export async function forgetPersonne(unit: Unit, personne_id: string): Promise<void> {
  await deleteSessionsOf(unit, personne_id);
  await deleteLiensOf(unit, personne_id);
  await deleteCompte(unit, personne_id);
}
