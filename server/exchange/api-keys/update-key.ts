import type { ApiKey, UpdateApiKey } from '#contract/api-key.ts';
import { checkVersion, refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { checkBounds } from './check-bounds.ts';
import { noteKey, rightsOf } from './note-key.ts';
import { saveKey, takeOwnKey } from './sql/keys.ts';

/** The owner's own changes; a key that has ended, or was replaced, stays as it is. A change that changes nothing is none. */
export async function updateKey(
  unit: Unit,
  target: { id: string; version: number },
  asked: UpdateApiKey,
): Promise<ApiKey> {
  const { personne_id } = unit.actor;
  const before = await takeOwnKey(unit, { id: target.id, personne_id });
  if (!before || !personne_id) throw refused('api_key.not_found');
  checkVersion(before, target.version);
  if (before.revoked_at || before.superseded_at || before.statut === 'expiree') throw refused('api_key.not_in_service');
  const { desactivee, ...rest } = asked;
  const columns = changesOf(before, await checkBounds(unit, rest, before.rate_limit_max));
  const switched = desactivee !== undefined && desactivee !== (before.disabled_at !== null);
  if (Object.keys(columns).length === 0 && !switched) return before;
  const disabled_at = switched ? (desactivee ? unit.now.toString() : null) : before.disabled_at;
  const key = await saveKey(unit, before.id, { ...columns, disabled_at });
  await tell(unit, { ...key, personne_id }, { changed: Object.keys(columns), switched });
  return key;
}

function changesOf(before: ApiKey, asked: Partial<ApiKey>): Partial<ApiKey> {
  const same = (name: keyof ApiKey) => JSON.stringify(before[name]) === JSON.stringify(asked[name]);
  return Object.fromEntries(Object.entries(asked).filter(([name]) => !same(name as keyof ApiKey)));
}

type Changed = { changed: string[]; switched: boolean };

async function tell(unit: Unit, key: ApiKey & { personne_id: string }, { changed, switched }: Changed): Promise<void> {
  const { id, personne_id, nom } = key;
  const fact = { api_key_id: id, personne_id, nom };
  const turned = key.disabled_at ? 'api_key.disabled' : 'api_key.enabled';
  if (changed.length > 0) await unit.publish('api_key.updated', { ...fact, changed });
  if (switched) await unit.publish(key.disabled_at ? 'api_key.disabled' : 'api_key.enabled', fact);
  unit.security('authz_change', { 'hub.api_key_id': id, 'hub.changed': [...changed, ...(switched ? [turned] : [])] });
  if (changed.length > 0) await noteKey(unit, 'api_key.updated', { key, data: { changed, ...rightsOf(key) } });
  if (switched) await noteKey(unit, turned, { key });
}
