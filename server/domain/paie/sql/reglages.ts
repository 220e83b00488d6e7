// Every statement on reglages_paie. The defaults are those of reglages_par_defaut() (migration 0023).
import type { ReglagesDates, ReglagesPaie } from '#contract/paie.ts';
import { type Fragment, instant, many, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
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

const datesJson = (sql: Sql | Transaction, jour: string): Fragment => sql`
  json_build_object('en_vigueur', reglages_au(${jour}), 'tous', coalesce((
    select json_agg(reglages_au(r.effet_du) || jsonb_build_object(
        'modifie_at', ${instant(sql, sql`r.modifie_at`)},
        'modifie_par', (select trim(p.prenom || ' ' || p.nom) from personnes_au_travail p where p.id = r.modifie_par))
      order by r.effet_du desc)
    from reglages_paie r), '[]'))`;

export const readReglages = ({ sql }: ReadAt, jour: string): Fragment => sql`
  select ${datesJson(sql, jour)}::text as body, null::integer as version`;

export async function getReglages(unit: Unit, jour: string): Promise<ReglagesDates> {
  return (await one<{ reglages: ReglagesDates }>(unit.sql`select ${datesJson(unit.sql, jour)} as reglages`)).reglages;
}

/** The last month that is closed, null when none is. */
export const findLastClosed = async (unit: Unit): Promise<string | null> =>
  (await one<{ mois: string | null }>(unit.sql`select max(mois) as mois from mois_clotures`)).mois;

/** True when there were none of that day yet. */
export const saveReglages = async (unit: Unit, { effet_du, ...reglages }: ReglagesPaie): Promise<boolean> =>
  (
    await one<{ made: boolean }>(unit.sql`
  insert into reglages_paie (effet_du, reglages, modifie_at, modifie_par)
  values (${effet_du}, ${unit.sql.json(reglages)}, ${unit.now.toString()}, ${unit.actor.personne_id})
  on conflict (effet_du) do update set reglages = excluded.reglages, modifie_at = excluded.modifie_at,
    modifie_par = excluded.modifie_par, changed_xid = pg_current_xact_id()
  returning xmax = 0 as made`)
  ).made;
