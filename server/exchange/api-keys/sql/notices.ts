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
