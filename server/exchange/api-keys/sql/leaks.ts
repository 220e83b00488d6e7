import { many } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { Known } from './activity.ts';

export type Leaked = Known & { secret_hash: string };

/** Ends those of these (hashes in base64) that are in force, locked in the order of ids; gives those it ended. */
export const revokeByHashes = (unit: Unit, hashes: readonly string[]) =>
  many<Leaked>(unit.sql`
    with leaked as (
      select k.id from api_keys k
      where k.secret_hash in (select decode(h, 'base64') from unnest(${[...hashes]}::text[]) h)
        and k.revoked_at is null and k.expires_at > ${unit.now.toString()}
      order by k.id for no key update
    ), ended as (
      update api_keys k set revoked_at = ${unit.now.toString()}, version = k.version + 1 from leaked where k.id = leaked.id
      returning k.id, k.personne_id, k.nom, k.expires_at, k.last_used_at, encode(k.secret_hash, 'base64') as secret_hash
    ) select * from ended order by id`);
