import type { Unit } from '#platform/unit.ts';
import { savePassword, takeCompte } from '../sql/comptes.ts';

/** For accounts made by the hub itself (the demonstration): `password_hash` from platform/passwords.ts. */
export async function setPassword(unit: Unit, personne_id: string, password_hash: string): Promise<void> {
  await takeCompte(unit, personne_id);
  await savePassword(unit, personne_id, password_hash);
}
