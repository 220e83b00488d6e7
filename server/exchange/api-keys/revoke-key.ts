import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { noteKey } from './note-key.ts';
import { saveKey, takeOwnKey } from './sql/keys.ts';

/** Final. Somebody else's key is as unknown as one that never was, for an administrateur too. */
export async function revokeKey(unit: Unit, id: string): Promise<void> {
  const { personne_id } = unit.actor;
  const key = await takeOwnKey(unit, { id, personne_id });
  if (!key || !personne_id) throw refused('api_key.not_found');
  if (key.revoked_at) throw refused('api_key.already_revoked');
  await saveKey(unit, id, { revoked_at: unit.now.toString() });
  await unit.publish('api_key.revoked', { api_key_id: id, personne_id, nom: key.nom });
  unit.security('authn_token_revoked', { 'hub.api_key_id': id });
  await noteKey(unit, 'api_key.revoked', { key: { ...key, personne_id }, data: { last_used_at: key.last_used_at } });
}
