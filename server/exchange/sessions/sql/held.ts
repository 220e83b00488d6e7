// What proves who a person is, as he may read it: no hash, no secret.
import type { Fragment } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import { jsonRows } from '#platform/reads/statement.ts';

export const heldAccess = ({ sql }: ReadAt, id: string): Record<string, Fragment> => ({
  comptes: jsonRows(
    sql,
    sql`select c.password_changed_at, c.totp_secret is not null as code_de_securite from comptes c where c.personne_id = ${id}`,
  ),
  sessions: jsonRows(
    sql,
    sql`select s.id, s.kind, s.ip, s.agent, s.signed_in_at, s.seen_at, s.expires_at, s.ended_at
        from sessions s where s.personne_id = ${id} order by s.signed_in_at desc limit 5000`,
  ),
  liens: jsonRows(
    sql,
    sql`select l.motif, l.created_at, l.expires_at, l.used_at from liens l where l.personne_id = ${id} order by l.created_at`,
  ),
});
