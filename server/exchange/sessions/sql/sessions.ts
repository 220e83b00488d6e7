// Every statement on sessions. Hashes go in and never come out.
import type { Session } from '#contract/session.ts';
import { type Fragment, instant, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { Acteur } from '#platform/http/access.ts';
import type { Use } from '#platform/http/collect-uses.ts';
import type { ReadAt } from '#platform/http/route.ts';
import type { Unit } from '#platform/unit.ts';
import { idleSince, type SessionKind } from '../rules.ts';

type At = { sql: Sql | Transaction; now: ReadAt['now'] };

/** Whether the session `s` is open at that instant, its person apart. */
const isOpen = ({ sql, now }: At): Fragment => sql`
  s.ended_at is null and s.expires_at > ${now.toString()}
  and (s.kind = 'jwt' or s.seen_at > ${idleSince(now).toString()})`;

/** The columns of `acteur` (platform/http/access.ts): a deactivated person is nobody from his next request on. */
const acteur = ({ sql, now }: At, which: Fragment): Fragment => sql`
  select s.kind, s.id as credential_id, p.id as personne_id, p.role, p.gestionnaire_paie,
         (p.role = 'administrateur' or p.gestionnaire_paie) as voit_tout, null::text[] as scopes,
         null::uuid[] as chantiers, null::text[] as cidrs, null::integer as limite, s.signed_in_at
  from sessions s join personnes_actives p on p.id = s.personne_id
  where ${which} and ${isOpen({ sql, now })}`;

/** By the hash of the cookie's secret, in base64. */
export const selectByCookie: Acteur = (at, name) =>
  acteur(at, at.sql`s.secret_hash = decode(${name}, 'base64') and s.kind = 'session'`);

/** By the ids of the session and of its person, with a space between them. */
export const selectByToken: Acteur = (at, name) =>
  acteur(
    at,
    at.sql`s.id = split_part(${name}, ' ', 1)::uuid and s.personne_id = split_part(${name}, ' ', 2)::uuid and s.kind = 'jwt'`,
  );

/** The session `s` of the person `p` as the contract writes it. */
const sessionJson = (sql: Sql | Transaction, demo: boolean): Fragment => sql`
  json_build_object(
    'personne', json_build_object('id', p.id, 'nom', p.nom, 'prenom', p.prenom, 'role', p.role,
                                  'gestionnaire_paie', p.gestionnaire_paie),
    'totp_active', exists (select 1 from comptes c where c.personne_id = p.id and c.totp_secret is not null),
    'demo', ${demo}::boolean,
    'signed_in_at', ${instant(sql, sql`s.signed_in_at`)}, 'expires_at', ${instant(sql, sql`s.expires_at`)})`;

export const readSession = ({ sql }: ReadAt, demo: boolean): Fragment => sql`
  select ${sessionJson(sql, demo)}::text as body, null::integer as version
  from sessions s join personnes_actives p on p.id = s.personne_id where s.id = acteur.credential_id`;

export async function getSession(unit: Unit, id: string, demo: boolean): Promise<Session> {
  const row = await one<{ session: Session }>(unit.sql`
    select ${sessionJson(unit.sql, demo)} as session
    from sessions s join personnes_actives p on p.id = s.personne_id where s.id = ${id}`);
  return row.session;
}

/** The caller's own, those used last first. */
export const listOpenSessions = (at: ReadAt): Fragment => at.sql`
  select json_build_object('items', coalesce(json_agg(o.item order by o.n), '[]'))::text as body, null::integer as version
  from (select row_number() over (order by s.seen_at desc, s.id) as n,
               json_build_object('id', s.id, 'kind', s.kind, 'current', s.id = acteur.credential_id, 'ip', s.ip,
                 'agent', s.agent, 'signed_in_at', ${instant(at.sql, at.sql`s.signed_in_at`)},
                 'seen_at', ${instant(at.sql, at.sql`s.seen_at`)}) as item
        from sessions s where s.personne_id = acteur.personne_id and ${isOpen(at)}
        order by n limit 100) o`;

export type NewSession = {
  id: string;
  personne_id: string;
  kind: SessionKind;
  secret_hash: Buffer | null;
  ip: string;
  agent: string;
  expires_at: string;
};

/** False when the person is no longer active. */
export async function insertSession(unit: Unit, session: NewSession): Promise<boolean> {
  const { id, personne_id, kind, secret_hash, ip, agent, expires_at } = session;
  const now = unit.now.toString();
  const inserted = await unit.sql`
    insert into sessions (id, personne_id, kind, secret_hash, ip, agent, signed_in_at, seen_at, expires_at)
    select ${id}, p.id, ${kind}, ${secret_hash}, ${ip}, ${agent}, ${now}, ${now}, ${expires_at}
    from personnes_actives p where p.id = ${personne_id} returning 1`;
  return inserted.length === 1;
}

/** False when this person has no such open session. */
export async function endSession(
  unit: Unit,
  { id, personne_id }: { id: string; personne_id: string },
): Promise<boolean> {
  const ended = await unit.sql`
    update sessions s set ended_at = ${unit.now.toString()}
    where s.id = ${id} and s.personne_id = ${personne_id} and ${isOpen(unit)} returning 1`;
  return ended.length === 1;
}

/** Every session of the person, browsers and API; `except` stays open. */
export const endSessions = (unit: Unit, personne_id: string, except: string | null = null) =>
  unit.sql`
    update sessions set ended_at = ${unit.now.toString()}
    where personne_id = ${personne_id} and ended_at is null and id is distinct from ${except}::uuid`;

/** Only forward: another process may have written a later one. What is being ended or written elsewhere is left alone. */
export const saveSights = (unit: Unit, sights: readonly Use[]) => unit.sql`
  with sights as (
    select * from jsonb_to_recordset(${unit.sql.json([...sights])}) as v(id uuid, at timestamptz, ip text, agent text)
  ), free as (
    select s.id from sessions s where s.id in (select sights.id from sights) for no key update skip locked
  )
  update sessions s set seen_at = sights.at, ip = sights.ip, agent = sights.agent
  from sights join free on free.id = sights.id
  where s.id = sights.id and s.seen_at < sights.at`;

/** Their refresh tokens go with them. */
export const deleteSessionsOf = (unit: Unit, personne_id: string) =>
  unit.sql`delete from sessions where personne_id = ${personne_id}`;

export const deleteSessions = (unit: Unit, before: string) =>
  unit.sql`delete from sessions where expires_at < ${before} or ended_at < ${before}`;
