// Every statement on api_keys. The hash of the secret goes in and never comes out.
import type { ApiKey } from '#contract/api-key.ts';
import { type Fragment, instant, maybeOne, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { Use } from '#platform/http/collect-uses.ts';
import type { ReadAt } from '#platform/http/route.ts';
import type { Unit } from '#platform/unit.ts';
import { EXPIRES_SOON_DAYS } from './rules.ts';

type At = { sql: Sql | Transaction; now: { toString(): string } };

/** The key `k` as the contract writes it, at that instant. */
const keyJson = ({ sql, now }: At): Fragment => sql`
  (select row_to_json(f) from (select
    k.id, k.nom, k.description, k.apercu, k.scopes,
    case when k.revoked_at is not null then 'revoquee'
         when k.expires_at <= ${now.toString()} then 'expiree'
         when k.expires_at <= ${now.toString()}::timestamptz + ${EXPIRES_SOON_DAYS} * interval '1 day' then 'expire_bientot'
         else 'active' end as statut,
    ${instant(sql, sql`k.expires_at`)} as expires_at, ${instant(sql, sql`k.created_at`)} as created_at,
    ${instant(sql, sql`k.last_used_at`)} as last_used_at, ${instant(sql, sql`k.revoked_at`)} as revoked_at
  ) f)`;

/** The caller's own keys: those that may still serve first, so that no number of old ones can hide one. */
export const listKeys = (at: ReadAt): Fragment => at.sql`
  select json_build_object('items', coalesce(json_agg(mine.key order by mine.n), '[]'))::text as body, null::integer as version
  from (select ${keyJson(at)} as key, row_number() over (order by k.revoked_at is not null, k.created_at desc, k.id desc) as n
        from api_keys k where k.personne_id = acteur.personne_id
        order by n limit 1000) mine`;

/** The columns of `acteur` (platform/http/access.ts), read with the data of each request: revocation is instant. */
export const selectActeur = ({ sql, now }: At, secret_hash: Buffer): Fragment => sql`
  select 'api_key' as kind, k.id as credential_id, p.id as personne_id, p.role, p.gestionnaire_paie,
         (p.role = 'administrateur' or p.gestionnaire_paie) as voit_tout, k.scopes, null::timestamptz as signed_in_at
  from api_keys k join personnes_actives p on p.id = k.personne_id
  where k.secret_hash = ${secret_hash} and k.revoked_at is null and k.expires_at > ${now.toString()}`;

/** Whoever creates a key of this person holds the turn until he commits. */
export const takeTurn = (unit: Unit, personne_id: string) =>
  unit.sql`select pg_advisory_xact_lock(hashtextextended(${`api_keys ${personne_id}`}, 0))`;

export async function countActive(unit: Unit, personne_id: string): Promise<number> {
  const row = await one<{ n: number }>(unit.sql`
    select count(*)::integer as n from api_keys
    where personne_id = ${personne_id} and revoked_at is null and expires_at > ${unit.now.toString()}`);
  return row.n;
}

export type NewKey = {
  id: string;
  personne_id: string;
  secret_hash: Buffer;
  apercu: string;
  nom: string;
  description: string | null;
  scopes: string[];
  created_at: string;
  expires_at: string;
};

export async function insertKey(unit: Unit, key: NewKey): Promise<ApiKey> {
  await unit.sql`insert into api_keys ${unit.sql(key)}`;
  const row = await one<{ key: ApiKey }>(
    unit.sql`select ${keyJson(unit)} as key from api_keys k where k.id = ${key.id}`,
  );
  return row.key;
}

/** Locked, if it belongs to this person. */
export const takeKey = (unit: Unit, { id, personne_id }: { id: string; personne_id: string | null }) =>
  maybeOne<{ id: string; nom: string; revoked_at: string | null }>(unit.sql`
    select id, nom, revoked_at from api_keys where id = ${id} and personne_id = ${personne_id} for update`);

export const saveRevocation = (unit: Unit, id: string) =>
  unit.sql`update api_keys set revoked_at = ${unit.now.toString()} where id = ${id}`;

/** Only forward: another process may have written a later use. Locked in the order of ids, so two processes never deadlock. */
export const saveUses = (unit: Unit, uses: readonly Use[]) => unit.sql`
  with uses as (
    select * from jsonb_to_recordset(${unit.sql.json([...uses])}) as u(id uuid, at timestamptz, ip text, agent text)
  ), locked as (
    select k.id from api_keys k where k.id in (select uses.id from uses) order by k.id for no key update
  )
  update api_keys k set last_used_at = uses.at, last_used_ip = uses.ip, last_used_agent = uses.agent
  from uses join locked on locked.id = uses.id
  where k.id = uses.id and (k.last_used_at is null or k.last_used_at < uses.at)`;
