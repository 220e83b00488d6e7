// Statements on idempotency_keys.
import { maybeOne } from '../../db/sql.ts';
import type { Unit } from '../../unit.ts';

/** For how long an answer is given again. */
export const KEPT_HOURS = 24;

export type Stored = { status: number; corps: string | null; entetes: Record<string, string> };
type Key = { personne_id: string; cle: string };

/**
 * False while another transaction works under this key. It is a lock of the transaction: PostgreSQL lets go of it with the
 * connection, so a process that dies leaves nothing behind.
 */
export async function takeTurn(unit: Unit, { personne_id, cle }: Key): Promise<boolean> {
  const row = await maybeOne<{ taken: boolean }>(unit.sql`
    select pg_try_advisory_xact_lock(hashtextextended(${`idempotency ${personne_id} ${cle}`}, 0)) as taken`);
  return row?.taken === true;
}

const oldest = (unit: Unit): string => unit.now.subtract({ hours: KEPT_HOURS }).toString();

export const findAnswer = (unit: Unit, { personne_id, cle }: Key) =>
  maybeOne<Stored & { empreinte: Buffer }>(unit.sql`
    select empreinte, status, corps, entetes from idempotency_keys
    where personne_id = ${personne_id} and cle = ${cle} and created_at > ${oldest(unit)}`);

export async function saveAnswer(unit: Unit, key: Key, answer: Stored & { empreinte: Buffer }): Promise<void> {
  const { sql } = unit;
  const row = { ...key, ...answer, entetes: sql.json(answer.entetes) as never, created_at: unit.now.toString() };
  // The place may be held by an answer that is too old to be given again.
  await sql`
    insert into idempotency_keys ${sql(row)}
    on conflict (personne_id, cle) do update set empreinte = excluded.empreinte, status = excluded.status,
      corps = excluded.corps, entetes = excluded.entetes, created_at = excluded.created_at`;
}

/** An answer repeats what it was about: those to this person, and those that speak of him. */
export const deleteAnswersAbout = (unit: Unit, personne_id: string) =>
  unit.sql`delete from idempotency_keys where personne_id = ${personne_id} or corps like ${`%${personne_id}%`}`;

export const deleteOldAnswers = (unit: Unit) =>
  unit.sql`delete from idempotency_keys where created_at <= ${oldest(unit)}`;
