// Statements on api_keys as their owner knows them. The hash of the secret goes in and never comes out.
import type { ApiKey } from '#contract/api-key.ts';
import { type Fragment, instant, maybeOne, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import type { Unit } from '#platform/unit.ts';
import { EXPIRES_SOON_DAYS } from '../rules.ts';

type At = { sql: Sql | Transaction; now: { toString(): string } };

/** The word of a key `k` at that instant: what is final first, then what keeps it from serving. */
export const statutOf = ({ sql, now }: At): Fragment => sql`
  case when k.revoked_at is not null then 'revoquee'
       when k.expires_at <= ${now.toString()} then 'expiree'
       when k.suspended_at is not null then 'suspendue'
       when k.disabled_at is not null then 'desactivee'
       when k.expires_at <= ${now.toString()}::timestamptz + ${EXPIRES_SOON_DAYS} * interval '1 day' then 'expire_bientot'
       else 'active' end`;

/** The key `k` as the contract writes it, at that instant. */
function keyJson(at: At): Fragment {
  const { sql } = at;
  return sql`
    (select row_to_json(f) from (select
      k.id, k.version, k.nom, k.description, k.apercu, k.scopes, k.chantiers, k.cidrs, k.rate_limit_per_hour, k.rate_limit_max,
      ${statutOf(at)} as statut,
      ${instant(sql, sql`k.expires_at`)} as expires_at, ${instant(sql, sql`k.created_at`)} as created_at,
      ${instant(sql, sql`k.first_used_at`)} as first_used_at, ${instant(sql, sql`k.last_used_at`)} as last_used_at,
      k.last_used_ip, k.last_used_agent,
      ${instant(sql, sql`k.disabled_at`)} as disabled_at, ${instant(sql, sql`k.suspended_at`)} as suspended_at,
      k.suspended_motif, ${instant(sql, sql`k.superseded_at`)} as superseded_at, k.lineage_id,
      ${instant(sql, sql`k.revoked_at`)} as revoked_at
    ) f)`;
}

/** The caller's own keys: those that may still serve first, so that no number of old ones can hide one. */
export const listKeys = (at: ReadAt, max_days: number): Fragment => at.sql`
  select json_build_object('items', coalesce(json_agg(mine.key order by mine.n), '[]'), 'max_jours', ${max_days}::integer)::text
           as body, null::integer as version
  from (select ${keyJson(at)} as key, row_number() over (order by k.revoked_at is not null, k.created_at desc, k.id desc) as n
        from api_keys k where k.personne_id = acteur.personne_id
        order by n limit 1000) mine`;

export const readKey = (at: ReadAt, id: string): Fragment => at.sql`
  select ${keyJson(at)}::text as body, k.version from api_keys k where k.id = ${id} and k.personne_id = acteur.personne_id`;

/** Whether this key is the caller's own. */
export const isOwn = ({ sql }: ReadAt, id: string): Fragment =>
  sql`exists (select 1 from api_keys k where k.id = ${id} and k.personne_id = acteur.personne_id)`;

/** Whoever creates a key of this person holds the turn until he commits. */
export const takeTurn = (unit: Unit, personne_id: string) =>
  unit.sql`select pg_advisory_xact_lock(hashtextextended(${`api_keys ${personne_id}`}, 0))`;

/** Those of a rotation's overlap are no key more. */
export async function countActive(unit: Unit, personne_id: string): Promise<number> {
  const row = await one<{ n: number }>(unit.sql`
    select count(*)::integer as n from api_keys
    where personne_id = ${personne_id} and revoked_at is null and superseded_at is null and expires_at > ${unit.now.toString()}`);
  return row.n;
}

/** Replaced keys of a lineage that still serve. */
export async function countOverlapping(unit: Unit, lineage_id: string): Promise<number> {
  const row = await one<{ n: number }>(unit.sql`
    select count(*)::integer as n from api_keys
    where lineage_id = ${lineage_id} and superseded_at is not null and revoked_at is null and expires_at > ${unit.now.toString()}`);
  return row.n;
}

export type NewKey = Pick<
  ApiKey,
  | 'id'
  | 'apercu'
  | 'nom'
  | 'description'
  | 'scopes'
  | 'chantiers'
  | 'cidrs'
  | 'rate_limit_per_hour'
  | 'rate_limit_max'
  | 'lineage_id'
  | 'created_at'
  | 'expires_at'
> & { personne_id: string; secret_hash: Buffer };

export async function insertKey(unit: Unit, key: NewKey): Promise<ApiKey> {
  await unit.sql`insert into api_keys ${unit.sql(key as unknown as Record<string, never>)}`;
  return await getKey(unit, key.id);
}

export async function getKey(unit: Unit, id: string): Promise<ApiKey> {
  const row = await one<{ key: ApiKey }>(unit.sql`select ${keyJson(unit)} as key from api_keys k where k.id = ${id}`);
  return row.key;
}

/** Locked, if it belongs to this person. */
export async function takeOwnKey(
  unit: Unit,
  { id, personne_id }: { id: string; personne_id: string | null },
): Promise<ApiKey | null> {
  const row = await maybeOne(unit.sql`
    select id from api_keys where id = ${id} and personne_id = ${personne_id} for no key update`);
  return row ? await getKey(unit, id) : null;
}

type Columns = Partial<
  Pick<
    ApiKey,
    | 'nom'
    | 'description'
    | 'scopes'
    | 'chantiers'
    | 'cidrs'
    | 'rate_limit_per_hour'
    | 'rate_limit_max'
    | 'expires_at'
    | 'disabled_at'
    | 'suspended_at'
    | 'suspended_motif'
    | 'superseded_at'
    | 'revoked_at'
  >
>;

/** A change that its owner sees: another version. */
export async function saveKey(unit: Unit, id: string, columns: Columns): Promise<ApiKey> {
  await unit.sql`update api_keys set ${unit.sql(columns as Record<string, never>)}, version = version + 1 where id = ${id}`;
  return await getKey(unit, id);
}
