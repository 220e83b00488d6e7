// What ERPs pointed at: a row per hint of theirs, read again once or twice, then forgotten.
import { many, one } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { ErpHint } from '../../../connectors/connector.ts';

/** How many were new: a hint told again is no news. */
export async function insertHints(unit: Unit, link_id: string, hints: readonly ErpHint[]): Promise<number> {
  const rows = await many(unit.sql`
    insert into import_hints (link_id, hint_id, external_id, received_at, prochain_essai_at)
    select ${link_id}, h.hint_id, h.external_id, ${unit.now.toString()}, ${unit.now.toString()}
    from jsonb_to_recordset(${unit.sql.json(hints as never)}) as h(hint_id text, external_id text)
    on conflict do nothing returning hint_id`);
  return rows.length;
}

/** Counted up to `most` + 1: how many there are beyond does not matter. */
export async function countDueHints(unit: Unit, link_id: string, most: number): Promise<number> {
  const row = await one<{ n: number }>(unit.sql`
    select count(*)::integer as n from (
      select from import_hints
      where link_id = ${link_id} and etat = 'waiting' and prochain_essai_at <= ${unit.now.toString()} limit ${most + 1}) due`);
  return row.n;
}

export type DueObject = { external_id: string; hint_ids: string[]; essais: number };

/** Objects to read again, each with all the hints that name it, oldest first. */
export const listDueObjects = (unit: Unit, link_id: string, limit: number) =>
  many<DueObject>(unit.sql`
    select external_id, array_agg(hint_id) as hint_ids, max(essais) as essais from import_hints
    where link_id = ${link_id} and etat = 'waiting' and prochain_essai_at <= ${unit.now.toString()}
    group by external_id order by min(received_at), external_id limit ${limit}`);

/** One statement for several objects. `again_at` null: no further try. */
export type Settled = { hint_ids: string[]; etat: 'waiting' | 'done' | 'given_up'; again_at: string | null };
export const settleHints = (unit: Unit, link_id: string, settled: readonly Settled[]) => unit.sql`
  update import_hints h
  set etat = s.etat, essais = h.essais + 1, prochain_essai_at = coalesce(s.again_at, h.prochain_essai_at)
  from jsonb_to_recordset(${unit.sql.json(settled as never)}) as s(hint_ids text[], etat text, again_at timestamptz)
  where h.link_id = ${link_id} and h.hint_id = any(s.hint_ids) and h.etat = 'waiting'`;

/** After a reading that failed: the due ones come later, and are left to the reading of changes when they have failed often. */
export const postponeHints = (unit: Unit, link_id: string, until: string) => unit.sql`
  update import_hints
  set essais = essais + 1, prochain_essai_at = ${until}, etat = case when essais >= 3 then 'given_up' else etat end
  where link_id = ${link_id} and etat = 'waiting' and prochain_essai_at <= ${unit.now.toString()}`;

export const settleAllHints = (unit: Unit, link_id: string) =>
  unit.sql`update import_hints set etat = 'done' where link_id = ${link_id} and etat = 'waiting'`;

export const purgeHints = (unit: Unit) =>
  unit.sql`delete from import_hints where received_at < ${unit.now.subtract({ hours: 7 * 24 }).toString()}`;
