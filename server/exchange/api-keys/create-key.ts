import type { ApiKeyCreated, CreateApiKey } from '#contract/api-key.ts';
import { apiKeyPreview, newApiKey } from '#platform/api-key-format.ts';
import { refused } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { hashToken } from '#platform/tokens.ts';
import type { Unit } from '#platform/unit.ts';
import { expiryOf, MAX_ACTIVE_KEYS } from './rules.ts';
import { countActive, insertKey, takeTurn } from './sql.ts';

/** The only moment when the secret exists on our side: what is kept recognises it and cannot give it back. */
export async function createKey(unit: Unit, input: CreateApiKey): Promise<ApiKeyCreated> {
  const { personne_id } = unit.actor;
  if (!personne_id) throw refused('account_only');
  await takeTurn(unit, personne_id);
  if ((await countActive(unit, personne_id)) >= MAX_ACTIVE_KEYS) throw refused('api_key.limit_reached');
  const secret = newApiKey();
  const key = await insertKey(unit, {
    id: newId(),
    personne_id,
    secret_hash: hashToken(secret),
    apercu: apiKeyPreview(secret),
    nom: input.nom,
    description: input.description,
    scopes: input.scopes,
    created_at: unit.now.toString(),
    expires_at: expiryOf(unit.now, input.expire_dans_jours).toString(),
  });
  const { id, nom, scopes, expires_at } = key;
  await unit.publish('api_key.created', { api_key_id: id, personne_id, nom, scopes, expires_at });
  unit.security('authn_token_created', { 'hub.api_key_id': id, 'hub.scopes': scopes });
  return { ...key, secret };
}
