// Every statement on liens.
import type { MotifLien } from '#contract/values.ts';
import { maybeOne } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';

export type Lien = { personne_id: string; motif: MotifLien; expires_at: string };

export const findLien = (unit: Unit, secret_hash: Buffer): Promise<Lien | null> =>
  maybeOne<Lien>(unit.sql`
    select personne_id, motif, expires_at from liens
    where secret_hash = ${secret_hash} and used_at is null and expires_at > ${unit.now.toString()}`);

/** True once for each link, whoever comes second. */
export async function takeLien(unit: Unit, secret_hash: Buffer): Promise<boolean> {
  const taken = await unit.sql`
    update liens set used_at = ${unit.now.toString()}
    where secret_hash = ${secret_hash} and used_at is null and expires_at > ${unit.now.toString()} returning 1`;
  return taken.length === 1;
}

export const insertLien = (unit: Unit, lien: Lien & { secret_hash: Buffer }) =>
  unit.sql`
    insert into liens (secret_hash, personne_id, motif, created_by, created_at, expires_at)
    values (${lien.secret_hash}, ${lien.personne_id}, ${lien.motif}, ${unit.actor.personne_id}, ${unit.now.toString()},
            ${lien.expires_at})`;

/** Those not used yet open nothing any more; `made_before` spares the younger ones. */
export const deleteLiens = (unit: Unit, personne_id: string, made_before: string | null = null) =>
  unit.sql`
    delete from liens where personne_id = ${personne_id} and used_at is null
      and (${made_before}::timestamptz is null or created_at < ${made_before})`;

/** In two statements for any number: those not used yet of these people open nothing any more, these do. */
export async function replaceLiens(unit: Unit, liens: readonly (Lien & { secret_hash: Buffer })[]): Promise<void> {
  const { sql } = unit;
  const rows = liens.map(lien => ({
    ...lien,
    created_by: unit.actor.personne_id,
    created_at: unit.now.toString(),
  }));
  await sql`delete from liens where personne_id = any(${liens.map(lien => lien.personne_id)}::uuid[]) and used_at is null`;
  await sql`insert into liens ${sql(rows as unknown as Record<string, never>[])}`;
}

/** Used or not. */
export const deleteLiensOf = (unit: Unit, personne_id: string) =>
  unit.sql`delete from liens where personne_id = ${personne_id}`;

export const deleteOldLiens = (unit: Unit, before: string) => unit.sql`delete from liens where expires_at < ${before}`;
