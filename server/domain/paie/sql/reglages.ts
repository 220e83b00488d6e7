// Every statement on reglages_paie. The defaults are those of reglages_par_defaut() (migration 0023).
import type { ReglagesPaie } from '#contract/paie.ts';
import { many, one } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';

/** In force on that day, whoever asks. */
export async function reglagesAt(unit: Unit, jour: string): Promise<ReglagesPaie> {
  const row = await one<{ reglages: ReglagesPaie }>(unit.sql`select reglages_au(${jour}) as reglages`);
  return row.reglages;
}

/** All that ever were in force, latest first; the defaults come last. */
export async function listReglages(unit: Unit): Promise<ReglagesPaie[]> {
  const rows = await many<{ reglages: ReglagesPaie }>(unit.sql`
    select d.reglages from (
      select reglages_au(effet_du) as reglages, effet_du from reglages_paie
      union all select reglages_par_defaut(), '-infinity') d
    order by d.effet_du desc`);
  return rows.map(row => row.reglages);
}
