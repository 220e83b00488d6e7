// Every statement on comptes: how a person proves who he is.
import { many, maybeOne, one } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';

export type Compte = {
  password_hash: string | null;
  password_changed_at: string | null;
  totp_secret: string | null;
  totp_pending: string | null;
};

export const findCompte = (unit: Unit, personne_id: string): Promise<Compte | null> =>
  maybeOne<Compte>(unit.sql`
    select password_hash, password_changed_at, totp_secret, totp_pending from comptes where personne_id = ${personne_id}`);

/** Whether anybody at all could sign in, once in his life. */
export const hasAnyPassword = async (unit: Unit): Promise<boolean> =>
  (await one<{ any: boolean }>(unit.sql`select exists (select 1 from comptes where password_hash is not null) as any`))
    .any;

/** Locked, and made if it is missing: whatever changes how a person signs in goes through here, one at a time. */
export const takeCompte = (unit: Unit, personne_id: string): Promise<Compte> =>
  one<Compte>(unit.sql`
    insert into comptes (personne_id) values (${personne_id})
    on conflict (personne_id) do update set personne_id = excluded.personne_id
    returning password_hash, password_changed_at, totp_secret, totp_pending`);

/** The same for many, in one order for everybody: whether each has a password. */
export async function takeComptes(unit: Unit, personne_ids: readonly string[]): Promise<Map<string, boolean>> {
  const rows = await many<{ personne_id: string; has_password: boolean }>(unit.sql`
    insert into comptes (personne_id)
    select t.id from unnest(${[...personne_ids]}::uuid[]) t(id) order by t.id
    on conflict (personne_id) do update set personne_id = excluded.personne_id
    returning personne_id, password_hash is not null as has_password`);
  return new Map(rows.map(row => [row.personne_id, row.has_password]));
}

export const deleteCompte = (unit: Unit, personne_id: string) =>
  unit.sql`delete from comptes where personne_id = ${personne_id}`;

/** A new password. Call it under `takeCompte`. */
export const savePassword = (unit: Unit, personne_id: string, password_hash: string) =>
  unit.sql`
    update comptes set password_hash = ${password_hash}, password_changed_at = ${unit.now.toString()}
    where personne_id = ${personne_id}`;

/** The same password, hashed with today's parameters. */
export const saveRehash = (unit: Unit, personne_id: string, password_hash: string) =>
  unit.sql`update comptes set password_hash = ${password_hash} where personne_id = ${personne_id}`;

export const saveTotpPending = (unit: Unit, personne_id: string, totp_pending: string) =>
  unit.sql`update comptes set totp_pending = ${totp_pending} where personne_id = ${personne_id}`;

export const activateTotp = (unit: Unit, personne_id: string, step: number) =>
  unit.sql`
    update comptes set totp_secret = totp_pending, totp_pending = null, totp_last_step = ${step}
    where personne_id = ${personne_id}`;

export const removeTotp = (unit: Unit, personne_id: string) =>
  unit.sql`
    update comptes set totp_secret = null, totp_pending = null, totp_last_step = null where personne_id = ${personne_id}`;

/** False when a code of this time step, or of a later one, has already served (RFC 6238 §5.2). */
export async function takeTotpStep(unit: Unit, personne_id: string, step: number): Promise<boolean> {
  const taken = await unit.sql`
    update comptes set totp_last_step = ${step}
    where personne_id = ${personne_id} and (totp_last_step is null or totp_last_step < ${step}) returning 1`;
  return taken.length === 1;
}
