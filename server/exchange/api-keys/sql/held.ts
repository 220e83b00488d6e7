// The keys of a person for himself and for his erasure.
import type { Fragment } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import { jsonRows } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';

/** Never a secret nor its hash. */
export const heldKeys = ({ sql }: ReadAt, id: string): Record<string, Fragment> => ({
  api_keys: jsonRows(
    sql,
    sql`select k.id, k.nom, k.description, k.apercu, k.scopes, k.chantiers, k.cidrs, k.rate_limit_per_hour, k.created_at,
          k.expires_at, k.first_used_at, k.last_used_at, k.last_used_ip, k.last_used_agent, k.disabled_at, k.suspended_at,
          k.suspended_motif, k.superseded_at, k.revoked_at
        from api_keys k where k.personne_id = ${id} order by k.created_at`,
  ),
});

/** Their use goes with them. */
export const deleteKeysOf = (unit: Unit, personne_id: string) =>
  unit.sql`delete from api_keys where personne_id = ${personne_id}`;
