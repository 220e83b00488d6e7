import type { ApiKey, ApiKeyCreated, RotateApiKey } from '#contract/api-key.ts';
import { apiKeyPreview, newApiKey } from '#platform/api-key-format.ts';
import { refused } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { hashToken } from '#platform/tokens.ts';
import type { Unit } from '#platform/unit.ts';
import { noteKey, rightsOf } from './note-key.ts';
import { endOfOverlap, MAX_OVERLAPPING, renewedExpiry } from './rules.ts';
import { countOverlapping, insertKey, saveKey, takeOwnKey, takeTurn } from './sql/keys.ts';

type Target = { id: string; max_days: number };

/**
 * A new secret with the same rights; the old one serves until the end of the overlap, never past its own. The new key
 * takes the place of the old one among the ten: an overlap is no eleventh. Suspended and disabled keys are not renewed:
 * that would be a way around.
 */
export async function rotateKey(unit: Unit, { id, max_days }: Target, asked: RotateApiKey): Promise<ApiKeyCreated> {
  const { personne_id } = unit.actor;
  if (!personne_id) throw refused('account_only');
  await takeTurn(unit, personne_id);
  const old = await takeOwnKey(unit, { id, personne_id });
  if (!old) throw refused('api_key.not_found');
  if (old.superseded_at || !['active', 'expire_bientot'].includes(old.statut)) throw refused('api_key.not_in_service');
  const end = endOfOverlap(unit.now, asked.chevauchement_secondes, old.expires_at).toString();
  if (asked.chevauchement_secondes > 0 && (await countOverlapping(unit, old.lineage_id)) >= MAX_OVERLAPPING)
    throw refused('api_key.overlap_full');
  const secret = newApiKey();
  const key = await insertKey(unit, {
    ...rightsKept(old),
    id: newId(),
    personne_id,
    secret_hash: hashToken(secret),
    apercu: apiKeyPreview(secret),
    created_at: unit.now.toString(),
    expires_at: renewedExpiry(unit.now, old, max_days).toString(),
  });
  const replaced = await saveKey(unit, id, { superseded_at: unit.now.toString(), expires_at: end });
  await tell(unit, { personne_id, key, replaced });
  return { ...key, secret };
}

const rightsKept = ({
  nom,
  description,
  scopes,
  chantiers,
  cidrs,
  rate_limit_per_hour,
  rate_limit_max,
  lineage_id,
}: ApiKey) => ({
  nom,
  description,
  scopes,
  chantiers,
  cidrs,
  rate_limit_per_hour,
  rate_limit_max,
  lineage_id,
});

type Rotated = { personne_id: string; key: ApiKey; replaced: ApiKey };

async function tell(unit: Unit, { personne_id, key, replaced }: Rotated): Promise<void> {
  const fact = { personne_id, nom: key.nom };
  const { id: remplacee_par, expires_at, scopes } = key;
  const sert_jusqu_a = replaced.expires_at;
  await unit.publish('api_key.created', { ...fact, api_key_id: key.id, scopes, expires_at });
  await unit.publish('api_key.rotated', { ...fact, api_key_id: replaced.id, remplacee_par, sert_jusqu_a });
  unit.security('authn_token_created', { 'hub.api_key_id': key.id, 'hub.replaces': replaced.id, 'hub.scopes': scopes });
  await noteKey(unit, 'api_key.created', {
    key: { ...key, personne_id },
    data: { ...rightsOf(key), remplace: replaced.id },
  });
  await noteKey(unit, 'api_key.rotated', {
    key: { ...replaced, personne_id },
    data: { remplacee_par, sert_jusqu_a, last_used_at: replaced.last_used_at },
  });
}
