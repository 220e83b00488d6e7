// Every statement on refresh_tokens.
import { maybeOne } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';

export type RefreshToken = {
  session_id: string;
  personne_id: string;
  used_at: string | null;
  graced_at: string | null;
  expires_at: string;
};

/** Locked with its session, if that is open and its person active. */
export const takeRefreshToken = (unit: Unit, secret_hash: Buffer): Promise<RefreshToken | null> =>
  maybeOne<RefreshToken>(unit.sql`
    select t.session_id, s.personne_id, t.used_at, t.graced_at, t.expires_at
    from refresh_tokens t join sessions s on s.id = t.session_id
    where t.secret_hash = ${secret_hash} and t.expires_at > ${unit.now.toString()}
      and s.kind = 'jwt' and s.ended_at is null and s.expires_at > ${unit.now.toString()}
      and s.personne_id in (select id from personnes_actives)
    for no key update of t, s`);

export const insertRefreshToken = (
  unit: Unit,
  token: { secret_hash: Buffer; session_id: string; expires_at: string },
) =>
  unit.sql`
    insert into refresh_tokens (secret_hash, session_id, created_at, expires_at)
    values (${token.secret_hash}, ${token.session_id}, ${unit.now.toString()}, ${token.expires_at})`;

/** The one just used, and its twin when an answer was lost: whoever goes on with one makes the other an old one. */
export const markUsed = (unit: Unit, session_id: string) =>
  unit.sql`
    update refresh_tokens set used_at = ${unit.now.toString()} where session_id = ${session_id} and used_at is null`;

export const markGraced = (unit: Unit, secret_hash: Buffer) =>
  unit.sql`update refresh_tokens set graced_at = ${unit.now.toString()} where secret_hash = ${secret_hash}`;

export const deleteRefreshTokens = (unit: Unit, before: string) =>
  unit.sql`delete from refresh_tokens where expires_at < ${before}`;
