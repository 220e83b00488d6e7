import { apiKeyShape } from '#platform/api-key-format.ts';
import { hashToken } from '#platform/tokens.ts';
import type { Unit } from '#platform/unit.ts';
import { appendAudit, type Entry } from '../../audit/index.ts';
import { type Leaked, revokeByHashes } from '../sql/leaks.ts';

export type Leak = {
  secret: string;
  /** Where it was found, when that is told. */
  url?: string | undefined;
};
type Source = 'signalement' | 'github';

/**
 * Revokes those of these secrets that are keys in force, whoever says so: who holds a secret could do worse with it than end it.
 * Nothing tells the caller which ones they were.
 */
export async function reportLeaked(unit: Unit, leaks: readonly Leak[], source: Source): Promise<void> {
  const found = new Map(
    leaks
      .filter(({ secret }) => apiKeyShape(secret))
      .map(({ secret, url }) => [hashToken(secret).toString('base64'), url]),
  );
  const keys = found.size > 0 ? await revokeByHashes(unit, [...found.keys()]) : [];
  unit.security('hub_key_leak_reported', {
    'hub.source': source,
    'hub.reported': leaks.length,
    'hub.api_key_ids': keys.map(key => key.id),
  });
  for (const key of keys) {
    const fact = { api_key_id: key.id, personne_id: key.personne_id, nom: key.nom };
    await unit.publishAll([
      { type: 'api_key.leaked', data: { ...fact, source } },
      { type: 'api_key.revoked', data: { ...fact, raison: 'fuite' } },
    ]);
    unit.security('authn_token_revoked', { 'hub.api_key_id': key.id, 'hub.reason': 'leaked' });
  }
  await appendAudit(
    unit,
    keys.flatMap(key => entriesOf(key, source, found.get(key.secret_hash))),
  );
}

function entriesOf(key: Leaked, source: Source, url: string | undefined): Entry[] {
  const { id, personne_id, nom, last_used_at } = key;
  const about = { subject: { kind: 'api_key' as const, id }, personne_id };
  return [
    { ...about, type: 'api_key.leaked', data: { source }, details: { nom, ...(url ? { url } : {}) } },
    { ...about, type: 'api_key.revoked', data: { last_used_at, raison: 'fuite' }, details: { nom } },
  ];
}
