import type { Temporal } from 'temporal-polyfill';
import { many } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { Known } from './activity.ts';

export type Ending = Known & { noticed_days: number | null };

/** Keys that end before that instant and are not told of their end yet, locked. A replaced key only has its end to tell. */
export const takeEnding = (unit: Unit, before: Temporal.Instant) =>
  many<Ending>(unit.sql`
    select id, personne_id, nom, expires_at, last_used_at, noticed_days from api_keys
    where revoked_at is null and noticed_days is distinct from 0
      and (expires_at <= ${unit.now.toString()} or (superseded_at is null and expires_at <= ${before.toString()}))
    order by id for no key update`);

export const saveNoticed = (unit: Unit, noticed: readonly { id: string; days: number }[]) => unit.sql`
  update api_keys k set noticed_days = n.days
  from jsonb_to_recordset(${unit.sql.json([...noticed])}) as n(id uuid, days integer) where k.id = n.id`;

/** Keys in service, as old as that and without a use since, that nobody was told of: told from now on. */
export const takeUnused = (unit: Unit, before: Temporal.Instant) =>
  many<Known>(unit.sql`
    with unused as (
      select id from api_keys
      where unused_told_at is null and created_at <= ${before.toString()}
        and coalesce(last_used_at <= ${before.toString()}, true) and superseded_at is null and revoked_at is null
        and disabled_at is null and suspended_at is null and expires_at > ${unit.now.toString()}
      order by id for no key update
    ), told as (
      update api_keys k set unused_told_at = ${unit.now.toString()} from unused where k.id = unused.id
      returning k.id, k.personne_id, k.nom, k.expires_at, k.last_used_at
    ) select * from told order by id`);
