// What a run leaves to look at, and what it has seen so far.
import { many, one } from '#platform/db/sql.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { cut } from '../messages.ts';

export type NewLine = {
  external_id: string | null;
  libelle: string;
  chantier_id: string | null;
  chantier_code: string | null;
  action: string;
  raison: string | null;
  champs: string[];
};

/** One statement for a page. */
export async function insertLines(unit: Unit, run_id: string, lines: readonly NewLine[]): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map(line => ({
    ...line,
    id: newId(),
    libelle: cut(line.libelle, 300),
    raison: line.raison === null ? null : cut(line.raison, 500),
  }));
  await unit.sql`
    insert into import_lines (id, run_id, external_id, libelle, chantier_id, chantier_code, action, raison, champs, at)
    select l.id, ${run_id}, l.external_id, l.libelle, l.chantier_id, l.chantier_code, l.action, l.raison, l.champs, ${unit.now.toString()}
    from jsonb_to_recordset(${unit.sql.json(rows as never)})
      as l(id uuid, external_id text, libelle text, chantier_id uuid, chantier_code text, action text, raison text, champs text[])`;
}

/** What was put aside once and reads well now, or is no longer there. */
export const settleAside = (unit: Unit, link_id: string, external_ids: readonly string[]) => unit.sql`
  update import_lines l set reglee_at = ${unit.now.toString()}
  from import_runs r
  where r.id = l.run_id and r.link_id = ${link_id} and l.action = 'set_aside' and l.reglee_at is null
    and l.external_id = any(${external_ids as string[]}::text[])`;

/** Those this run had not seen yet: rows move from page to page, and a page may be read twice. */
export async function markSeen(unit: Unit, run_id: string, external_ids: readonly string[]): Promise<Set<string>> {
  if (external_ids.length === 0) return new Set();
  const rows = await many<{ external_id: string }>(unit.sql`
    insert into import_seen (run_id, external_id) select ${run_id}, unnest(${[...new Set(external_ids)]}::text[])
    on conflict do nothing returning external_id`);
  return new Set(rows.map(row => row.external_id));
}

export const forgetSeen = (unit: Unit, run_id: string) => unit.sql`delete from import_seen where run_id = ${run_id}`;

type Sweep = { run_id: string; system: string };

const absent = (unit: Unit, { run_id, system }: Sweep) => unit.sql`
  chantiers_relies c where c.system = ${system} and c.etat = 'present'
  and not exists (select from import_seen s where s.run_id = ${run_id} and s.external_id = c.external_id)`;

/** Chantiers we hold as present over there that this reading did not show. */
export async function countAbsent(unit: Unit, sweep: Sweep): Promise<number> {
  return (await one<{ n: number }>(unit.sql`select count(*)::integer as n from ${absent(unit, sweep)}`)).n;
}

export async function listAbsent(unit: Unit, { limit, ...sweep }: Sweep & { limit: number }): Promise<string[]> {
  const rows = await many<{ external_id: string }>(
    unit.sql`select c.external_id from ${absent(unit, sweep)} order by c.external_id limit ${limit}`,
  );
  return rows.map(row => row.external_id);
}
