// What keys did, written in batches. Rows are locked in the order of ids, so two processes never deadlock.
import type { RefusCle } from '#contract/values.ts';
import { type Fragment, many } from '#platform/db/sql.ts';
import type { Use } from '#platform/http/collect-uses.ts';
import type { ReadAt } from '#platform/http/route.ts';
import type { Unit } from '#platform/unit.ts';
import { USAGE_DAYS } from '../rules.ts';

export type Known = { id: string; personne_id: string; nom: string; expires_at: string; last_used_at: string | null };

/** Those that were never used before. A last use only goes forward: another process may have written a later one. */
export const saveUses = (unit: Unit, uses: readonly Use[]) =>
  many<Known>(unit.sql`
    with uses as (
      select * from jsonb_to_recordset(${unit.sql.json([...uses])}) as u(id uuid, at timestamptz, ip text, agent text)
    ), locked as (
      select k.id, k.last_used_at, k.first_used_at from api_keys k where k.id in (select uses.id from uses)
      order by k.id for no key update
    ), saved as (
      update api_keys k set
        first_used_at = coalesce(locked.first_used_at, uses.at),
        last_used_at = greatest(locked.last_used_at, uses.at),
        last_used_ip = case when locked.last_used_at >= uses.at then k.last_used_ip else uses.ip end,
        last_used_agent = case when locked.last_used_at >= uses.at then k.last_used_agent else uses.agent end
      from uses join locked on locked.id = uses.id where k.id = uses.id
      returning k.id, k.personne_id, k.nom, k.expires_at, k.last_used_at, locked.first_used_at is null as first
    )
    select id, personne_id, nom, expires_at, last_used_at from saved where first order by id`);

export type Counted = { id: string; at: string; issue: 'accepted' | RefusCle; n: number };

/** Added to the day of Paris each falls on; keys that are gone are let go. */
export const addUsage = (unit: Unit, counted: readonly Counted[]) => unit.sql`
  insert into api_key_usage (api_key_id, jour, issue, n)
  select c.id, (c.at at time zone 'Europe/Paris')::date, c.issue, sum(c.n)
  from jsonb_to_recordset(${unit.sql.json([...counted])}) as c(id uuid, at timestamptz, issue text, n bigint)
  join api_keys k on k.id = c.id
  group by 1, 2, 3 order by 1, 2, 3
  on conflict (api_key_id, jour, issue) do update set n = api_key_usage.n + excluded.n`;

export type Refused = Known & { secret_hash: string; motif: RefusCle | null };

/** The keys that have these ids or these hashes (base64), locked; `motif`: why they open nothing now, null when they do. */
export const takeRefused = (unit: Unit, { ids, hashes }: { ids: readonly string[]; hashes: readonly string[] }) =>
  many<Refused>(unit.sql`
    select k.id, k.personne_id, k.nom, k.expires_at, k.last_used_at, encode(k.secret_hash, 'base64') as secret_hash,
           case when k.revoked_at is not null then 'revoked' when k.expires_at <= ${unit.now.toString()} then 'expired'
                when k.suspended_at is not null then 'suspended' when k.disabled_at is not null then 'disabled'
                when not exists (select 1 from personnes_actives p where p.id = k.personne_id) then 'owner' end as motif
    from api_keys k
    where k.id = any(${[...ids]}::uuid[])
       or k.secret_hash in (select decode(h, 'base64') from unnest(${[...hashes]}::text[]) h)
    order by k.id for no key update`);

/** The days of the last month when something happened, newest first; no row for somebody else's key. */
export const readUsage = ({ sql, now }: ReadAt, id: string): Fragment => sql`
  select json_build_object('items', coalesce((
    select json_agg(d.item order by d.jour desc) from (
      select u.jour, json_build_object('jour', u.jour, 'acceptees', coalesce(sum(u.n) filter (where u.issue = 'accepted'), 0),
        'refusees', coalesce(json_agg(json_build_object('motif', u.issue, 'n', u.n) order by u.issue)
                               filter (where u.issue <> 'accepted'), '[]')) as item
      from api_key_usage u
      where u.api_key_id = k.id and u.jour > (${now.toString()}::timestamptz at time zone 'Europe/Paris')::date - ${USAGE_DAYS}::integer
      group by u.jour) d), '[]'))::text as body, null::integer as version
  from api_keys k where k.id = ${id} and k.personne_id = acteur.personne_id`;
