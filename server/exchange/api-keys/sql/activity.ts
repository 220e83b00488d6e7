import type { Use } from '#platform/http/collect-uses.ts';
import type { Unit } from '#platform/unit.ts';

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
