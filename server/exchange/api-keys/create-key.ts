import { type ApiKeyCreated, DEFAULT_RATE_PER_HOUR, type NewApiKey } from '#contract/api-key.ts';
import { apiKeyPreview, newApiKey } from '#platform/api-key-format.ts';
import { refused } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { hashToken } from '#platform/tokens.ts';
import type { Unit } from '#platform/unit.ts';
import { checkBounds } from './check-bounds.ts';
import { noteKey, rightsOf } from './note-key.ts';
import { expiryOf, MAX_ACTIVE_KEYS } from './rules.ts';
import { countActive, insertKey, takeTurn } from './sql/keys.ts';

/**
 * The only moment when the secret exists on our side: what is kept recognises it and cannot give it back.
 * `max_days`: the longest life the hub's administrator allows.
 */
export async function createKey(unit: Unit, input: NewApiKey, max_days: number): Promise<ApiKeyCreated> {
  const { personne_id } = unit.actor;
  if (!personne_id) throw refused('account_only');
  const { expire_dans_jours, expire_le, ...asked } = input;
  const expires_at = expiryOf(unit.now, { expire_dans_jours, expire_le }, max_days)?.toString();
  if (!expires_at) throw refused('api_key.expiry_refused', { max_jours: max_days });
  const bounds = await checkBounds(unit, asked, DEFAULT_RATE_PER_HOUR);
  await takeTurn(unit, personne_id);
  if ((await countActive(unit, personne_id)) >= MAX_ACTIVE_KEYS) throw refused('api_key.limit_reached');
  const id = newId();
  const secret = newApiKey();
  const key = await insertKey(unit, {
    ...asked,
    ...bounds,
    rate_limit_max: DEFAULT_RATE_PER_HOUR,
    id,
    lineage_id: id,
    personne_id,
    secret_hash: hashToken(secret),
    apercu: apiKeyPreview(secret),
    created_at: unit.now.toString(),
    expires_at,
  });
  const { nom, scopes } = key;
  await unit.publish('api_key.created', { api_key_id: id, personne_id, nom, scopes, expires_at: key.expires_at });
  unit.security('authn_token_created', { 'hub.api_key_id': id, 'hub.scopes': scopes });
  await noteKey(unit, 'api_key.created', { key: { ...key, personne_id }, data: rightsOf(key) });
  return { ...key, secret };
}
