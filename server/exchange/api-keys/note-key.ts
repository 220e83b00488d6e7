import type { ApiKey } from '#contract/api-key.ts';
import type { FaitAudit } from '#contract/audit.ts';
import type { Unit } from '#platform/unit.ts';
import { appendAudit, type Entry } from '../audit/index.ts';

type Owned = Pick<ApiKey, 'id' | 'nom'> & { personne_id: string };

/** Into the trail of the key. Last in its unit (see appendAudit). */
export const noteKey = (
  unit: Unit,
  type: FaitAudit,
  noted: { key: Owned } & Partial<Pick<Entry, 'data' | 'details'>>,
) =>
  appendAudit(unit, [
    {
      type,
      subject: { kind: 'api_key', id: noted.key.id },
      personne_id: noted.key.personne_id,
      data: noted.data ?? {},
      details: { nom: noted.key.nom, ...noted.details },
    },
  ]);

/** What a key may do, as its trail remembers it. */
export const rightsOf = (key: ApiKey): Entry['data'] => ({
  scopes: key.scopes,
  chantiers: key.chantiers,
  cidrs: key.cidrs,
  rate_limit_per_hour: key.rate_limit_per_hour,
  expires_at: key.expires_at,
});
