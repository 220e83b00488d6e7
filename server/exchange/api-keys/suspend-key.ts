import type { CleDePersonne } from '#contract/api-key.ts';
import { checkVersion, refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { noteKey } from './note-key.ts';
import { saveKey } from './sql/keys.ts';
import { getKeyOfPersonne, type OwnedKey, takeAnyKey } from './sql/personnes.ts';

// What an administrateur may do to somebody else's key, in an incident: stop it, let it go on, change its ceiling. He sees
// no secret, changes no right, and the owner is told each time.

async function mustTake(unit: Unit, id: string): Promise<OwnedKey> {
  const key = await takeAnyKey(unit, id);
  if (!key) throw refused('api_key.not_found');
  return key;
}

const factOf = ({ id, personne_id, nom }: OwnedKey) => ({ api_key_id: id, personne_id, nom });

export async function suspendKey(unit: Unit, id: string, motif: string): Promise<CleDePersonne> {
  const key = await mustTake(unit, id);
  if (key.suspended_at) throw refused('api_key.already_suspended');
  if (key.revoked_at || key.statut === 'expiree') throw refused('api_key.not_in_service');
  await saveKey(unit, id, { suspended_at: unit.now.toString(), suspended_motif: motif });
  await unit.publish('api_key.suspended', factOf(key));
  unit.security('authz_admin', { 'hub.api_key_id': id, 'hub.change': 'suspended' });
  const shown = await getKeyOfPersonne(unit, id);
  await noteKey(unit, 'api_key.suspended', {
    key,
    data: { last_used_at: key.last_used_at },
    details: { suspension: motif },
  });
  return shown;
}

export async function reinstateKey(unit: Unit, id: string): Promise<CleDePersonne> {
  const key = await mustTake(unit, id);
  if (!key.suspended_at) throw refused('api_key.not_suspended');
  await saveKey(unit, id, { suspended_at: null, suspended_motif: null });
  await unit.publish('api_key.reinstated', factOf(key));
  unit.security('authz_admin', { 'hub.api_key_id': id, 'hub.change': 'reinstated' });
  const shown = await getKeyOfPersonne(unit, id);
  await noteKey(unit, 'api_key.reinstated', { key });
  return shown;
}

type Target = { id: string; version: number };

/** The new ceiling is also the limit from now on: raising one that nobody uses would help nobody. */
export async function changeLimite(
  unit: Unit,
  { id, version }: Target,
  rate_limit_max: number,
): Promise<CleDePersonne> {
  const key = await mustTake(unit, id);
  checkVersion(key, version);
  if (key.revoked_at || key.statut === 'expiree') throw refused('api_key.not_in_service');
  const limits = { rate_limit_max, rate_limit_per_hour: rate_limit_max };
  await saveKey(unit, id, limits);
  await unit.publish('api_key.updated', { ...factOf(key), changed: Object.keys(limits) });
  unit.security('authz_admin', { 'hub.api_key_id': id, 'hub.change': 'rate_limit', 'hub.rate_limit': rate_limit_max });
  const shown = await getKeyOfPersonne(unit, id);
  await noteKey(unit, 'api_key.updated', { key, data: { changed: Object.keys(limits), ...limits } });
  return shown;
}
