// Keys as an administrateur sees them on somebody's account, and who calls with one.
import type { ApiKey, CleDePersonne } from '#contract/api-key.ts';
import { type Fragment, instant, maybeOne, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import type { Unit } from '#platform/unit.ts';
import { getKey, statutOf } from './keys.ts';

type At = { sql: Sql | Transaction; now: { toString(): string } };

function keyJson(at: At): Fragment {
  const { sql } = at;
  return sql`
    (select row_to_json(f) from (select
      k.id, k.version, k.nom, right(k.apercu, 4) as fin, ${statutOf(at)} as statut, k.scopes, k.rate_limit_per_hour,
      k.rate_limit_max, ${instant(sql, sql`k.created_at`)} as created_at, ${instant(sql, sql`k.expires_at`)} as expires_at,
      ${instant(sql, sql`k.last_used_at`)} as last_used_at, ${instant(sql, sql`k.suspended_at`)} as suspended_at, k.suspended_motif
    ) f)`;
}

/** No row when nobody has this id. */
export const listKeysOf = (at: ReadAt, personne_id: string): Fragment => at.sql`
  select json_build_object('items', coalesce((
           select json_agg(theirs.key order by theirs.n)
           from (select ${keyJson(at)} as key,
                        row_number() over (order by k.revoked_at is not null, k.created_at desc, k.id desc) as n
                 from api_keys k where k.personne_id = p.id order by n limit 1000) theirs), '[]'))::text as body,
         null::integer as version
  from personnes_nommees p where p.id = ${personne_id}`;

export type OwnedKey = ApiKey & { personne_id: string };

/** Locked, whoever owns it. */
export async function takeAnyKey(unit: Unit, id: string): Promise<OwnedKey | null> {
  const row = await maybeOne<{ personne_id: string }>(
    unit.sql`select personne_id from api_keys where id = ${id} for no key update`,
  );
  return row ? { ...(await getKey(unit, id)), personne_id: row.personne_id } : null;
}

export async function getKeyOfPersonne(unit: Unit, id: string): Promise<CleDePersonne> {
  const row = await one<{ key: CleDePersonne }>(
    unit.sql`select ${keyJson(unit)} as key from api_keys k where k.id = ${id}`,
  );
  return row.key;
}

/** Who calls, by whatever credential. */
export const readMe = ({ sql }: ReadAt): Fragment => sql`
  select json_build_object(
    'moyen', acteur.kind,
    'personne', json_build_object('id', p.id, 'nom', p.nom, 'prenom', p.prenom, 'role', p.role, 'gestionnaire_paie', p.gestionnaire_paie),
    'cle', (select json_build_object('id', k.id, 'nom', k.nom, 'scopes', k.scopes, 'chantiers', k.chantiers, 'cidrs', k.cidrs,
              'rate_limit_per_hour', k.rate_limit_per_hour, 'expires_at', ${instant(sql, sql`k.expires_at`)},
              'superseded_at', ${instant(sql, sql`k.superseded_at`)})
            from api_keys k where acteur.kind = 'api_key' and k.id = acteur.credential_id))::text as body,
    null::integer as version
  from personnes_actives p where p.id = acteur.personne_id`;
