// Every statement on periodes_paie. A month without a row is open, at version 0.
import type { PeriodePaie } from '#contract/paie.ts';
import { type Fragment, instant, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { Renommee } from '#platform/feature.ts';
import type { ReadAt } from '#platform/http/route.ts';
import type { Unit } from '#platform/unit.ts';

const nameOf = (sql: Sql | Transaction, id: Fragment): Fragment => sql`
  (select trim(q.prenom || ' ' || q.nom) from personnes_au_travail q where q.id = ${id})`;

/** The period of the month `m.mois`, a text; whoever closed or opened it by his name of today. */
export const periodeJson = (sql: Sql | Transaction): Fragment => sql`
  (select json_build_object('mois', m.mois, 'version', coalesce(p.version, 0), 'debut', m.mois || '-01',
      'fin', to_char((m.mois || '-01')::date + interval '1 month' - interval '1 day', 'YYYY-MM-DD'),
      'etat', coalesce(p.etat, 'ouverte'), 'cloturee_at', ${instant(sql, sql`p.cloturee_at`)},
      'cloturee_par', ${nameOf(sql, sql`p.cloturee_par`)},
      'reouvertures', coalesce((select json_agg(json_build_object('at', r ->> 'at', 'par', ${nameOf(sql, sql`(r ->> 'par')::uuid`)},
          'motif', r ->> 'motif') order by r ->> 'at') from jsonb_array_elements(p.reouvertures) r), '[]'))
    from (select m.mois) un left join periodes_paie p on p.mois = un.mois)`;

/** Two years and the month to come, the latest first. */
export const readPeriodes = ({ sql, now }: ReadAt): Fragment => sql`
  select json_build_object('items', json_agg(${periodeJson(sql)} order by m.mois desc))::text as body, null::integer as version
  from (select to_char(g, 'YYYY-MM') as mois
    from generate_series(date_trunc('month', ${now.toString()}::timestamptz at time zone 'Europe/Paris') - interval '24 months',
      date_trunc('month', ${now.toString()}::timestamptz at time zone 'Europe/Paris') + interval '1 month', interval '1 month') g) m`;

export async function getPeriode(unit: Unit, mois: string): Promise<PeriodePaie> {
  const row = await one<{ periode: PeriodePaie }>(
    unit.sql`select ${periodeJson(unit.sql)} as periode from (select ${mois}::text as mois) m`,
  );
  return row.periode;
}

/** With the figures that pay is told. */
export const markClosed = (unit: Unit, mois: string, photo: unknown) => unit.sql`
  insert into periodes_paie (mois, etat, cloturee_at, cloturee_par, photo)
  values (${mois}, 'cloturee', ${unit.now.toString()}, ${unit.actor.personne_id}, ${unit.sql.json(photo as never)})
  on conflict (mois) do update set etat = 'cloturee', cloturee_at = excluded.cloturee_at, cloturee_par = excluded.cloturee_par,
    photo = excluded.photo`;

export const markOpened = (unit: Unit, mois: string, motif: string) => unit.sql`
  update periodes_paie set etat = 'ouverte', cloturee_at = null, cloturee_par = null, photo = null,
    reouvertures = reouvertures || ${unit.sql.json([{ at: unit.now.toString({ smallestUnit: 'millisecond' }), par: unit.actor.personne_id, motif }])}
  where mois = ${mois}`;

/** A photo names people by their ids. */
export const renameInPhotos = async ({ sql }: Unit, noms: readonly Renommee[]): Promise<void> => {
  await sql`
    update periodes_paie set photo = renommer_dans(photo, ${sql.json([...noms])})
    where photo::text ~ ${noms.map(({ ancien }) => ancien).join('|')}`;
};

/** What a closed month was told to pay, null while it is open: a row `p` of one column `photo`. */
export const photoOf = (sql: Sql | Transaction, mois: string): Fragment => sql`
  (select (select photo from periodes_paie where mois = ${mois} and etat = 'cloturee') as photo)`;
