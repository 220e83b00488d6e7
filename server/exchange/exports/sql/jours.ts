// Which days of which people are due on a connexion, with all that laying them down needs: one statement for a page of them.
import { type Fragment, many, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';

/** A line of the day in force in the ledger. */
export type Vivante = {
  id: string;
  cle: string;
  etat: 'unmapped' | 'to_send' | 'sent' | 'refused';
  empreinte: string;
  personne_externe: string | null;
  external_id: string | null;
  ignoree: boolean;
};
export type Pointee = {
  id: string;
  chantier_id: string;
  chantier: string;
  minutes: number;
  plages: { debut: string; fin: string }[];
  zone: string | null;
  panier: boolean | null;
};
export type DueDay = {
  personne_id: string;
  jour: string;
  empreinte: string;
  /** Who he is over there; null: to be mapped. */
  personne_externe: string | null;
  /** The pay period is closed and something of this day is over there already. */
  fige: boolean;
  lignes: Pointee[];
  vivantes: Vivante[];
  horaire: { debut: string; pause_debut: string; pause_minutes: number };
};

export type Span = { link_id: string; au: string; chantiers: string[] | null };
export type Place = { jour: string; personne_id: string };

/** Whether the line `y` never left its connexion, which is retired: nothing of it is anywhere, nor will be by itself. */
const leftBehind = (sql: Sql | Transaction): Fragment => sql`
  (y.external_id is null and y.etat in ('unmapped', 'to_send', 'refused') and y.ignoree_at is null
    and exists (select from connexions_retirees k where k.id = y.link_id))`;

/** Hours `p` of a day on chantiers `l` of one connexion. */
const pointees = (sql: Sql | Transaction): Fragment => sql`
  jsonb_agg(ligne_a_poser(p.id, p.chantier_id, l.external_id, p.minutes, p.plages, p.zone, p.panier) order by p.id)
    filter (where l.external_id is not null)`;

/**
 * Whether the day `d` (jour, personne_id) may leave as it was laid down: wholly validated, the same hours, and lines for nobody
 * but who he is over there by now; or only what is there twice is to go. The view is asked by chantier: it is worked out whole
 * otherwise.
 */
export const isFresh = (sql: Sql | Transaction, link_id: string, d: Fragment): Fragment => sql`
  (not exists (
    select from export_lignes y where y.link_id = ${link_id} and y.jour = ${d}.jour and y.personne_id = ${d}.personne_id
      and (y.etat = 'to_send' or (y.retrait = 'to_remove' and not exists (
        select from export_lignes o where o.id = y.remplace_id and o.etat <> 'superseded'))))
  or exists (
    select from export_jours e
      join personnes_au_travail q on q.id = e.personne_id and q.type_personne in ('employe', 'interimaire')
      left join personnes_reliees m on m.link_id = e.link_id and m.personne_id = e.personne_id
      cross join lateral (
        select coalesce(bool_and(p.statut = 'valide'), true) as valide, coalesce(${pointees(sql)}, '[]') as lignes
        from pointages_vivants p cross join lateral (
          select (select v.external_id from chantiers_lies_erp v where v.chantier_id = p.chantier_id and v.link_id = e.link_id) as external_id) l
        where p.jour = e.jour and p.personne_id = e.personne_id) c
    where e.link_id = ${link_id} and e.jour = ${d}.jour and e.personne_id = ${d}.personne_id and c.valide
      and e.empreinte = empreinte_jour(m.external_id, c.lignes)
      and not exists (select from export_lignes y where y.link_id = e.link_id and y.jour = e.jour and y.personne_id = e.personne_id
        and y.etat = 'to_send' and (m.external_id is null or y.personne_externe is distinct from m.external_id))))`;

/**
 * The days of a connexion that are wholly validated and differ from what was last laid down. A day with a line in doubt, or an
 * hour that another connexion still holds, waits: whatever it would become depends on that.
 */
const due = (sql: Sql | Transaction, { link_id, au, chantiers }: Span, after: Place | null): Fragment => sql`
  with lies as materialized (select v.chantier_id, v.external_id from chantiers_lies_erp v where v.link_id = ${link_id}
  ), depuis as materialized (
    select g.depuis from export_reglages g where g.link_id = ${link_id}
  ), pointes as (
    select p.personne_id, p.jour, bool_and(p.statut = 'valide') as valide, count(l.chantier_id) as ici,
      ${pointees(sql)} as lignes
    from pointages_vivants p left join lies l on l.chantier_id = p.chantier_id
    where p.jour <= ${au} ${after ? sql`and (p.jour, p.personne_id) > (${after.jour}::date, ${after.personne_id}::uuid)` : sql``}
      and (p.jour >= (select d.depuis from depuis d)
        or exists (select from export_jours x where x.link_id = ${link_id} and x.jour = p.jour and x.personne_id = p.personne_id))
    group by p.jour, p.personne_id
  ), jours as (
    select coalesce(p.personne_id, e.personne_id) as personne_id, coalesce(p.jour, e.jour) as jour,
      coalesce(p.lignes, '[]') as lignes, e.empreinte as posee
    from pointes p full join (
      select x.personne_id, x.jour, x.empreinte from export_jours x
      where x.link_id = ${link_id} and x.jour <= ${au}
        ${after ? sql`and (x.jour, x.personne_id) > (${after.jour}::date, ${after.personne_id}::uuid)` : sql``}
    ) e on e.jour = p.jour and e.personne_id = p.personne_id
    where coalesce(p.valide, true) and (p.ici > 0 or e.empreinte is not null)
  ), compares as (
    select j.*, m.external_id as personne_externe, empreinte_jour(m.external_id, j.lignes) as empreinte
    from jours j join personnes_au_travail q on q.id = j.personne_id and q.type_personne in ('employe', 'interimaire')
    left join personnes_reliees m on m.link_id = ${link_id} and m.personne_id = j.personne_id
  )
  select d.* from compares d
  where d.posee is distinct from d.empreinte
    ${
      chantiers
        ? sql`and (exists (select from jsonb_array_elements(d.lignes) l where (l ->> 'chantier_id')::uuid = any(${chantiers}::uuid[]))
            or exists (select from export_lignes y where y.link_id = ${link_id} and y.jour = d.jour and y.personne_id = d.personne_id
              and y.etat <> 'superseded' and y.chantier_id = any(${chantiers}::uuid[])))`
        : sql``
    }
    and not exists (select from export_lignes y where y.link_id = ${link_id} and y.jour = d.jour and y.personne_id = d.personne_id
      and (y.etat in ('sending', 'doubtful') or y.retrait in ('removing', 'doubtful')))
    and not exists (select from jsonb_array_elements(d.lignes) l
      join export_lignes y on y.pointage_vivant = (l ->> 'id')::uuid and y.link_id <> ${link_id} and not ${leftBehind(sql)})`;

/** In their order. */
export const listDueDays = (unit: Unit, { after, limit, ...span }: Span & { after: Place | null; limit: number }) => {
  const { sql } = unit;
  return many<DueDay>(sql`
    select d.personne_id, d.jour, d.empreinte, d.personne_externe, d.lignes,
      exists (select from mois_clotures k where k.mois = to_char(d.jour, 'YYYY-MM'))
        and exists (select from export_lignes y where y.link_id = ${span.link_id} and y.jour = d.jour
          and y.personne_id = d.personne_id and (y.minutes_la_bas is not null or y.raison_code = 'periode_cloturee')) as fige,
      coalesce((select jsonb_agg(jsonb_build_object('id', y.id, 'cle', y.cle, 'etat', y.etat, 'empreinte', y.empreinte,
          'personne_externe', y.personne_externe, 'external_id', y.external_id, 'ignoree', y.ignoree_at is not null) order by y.numero)
        from export_lignes y where y.link_id = ${span.link_id} and y.jour = d.jour and y.personne_id = d.personne_id
          and y.etat <> 'superseded'), '[]') as vivantes,
      (select jsonb_build_object('debut', r ->> 'debut_journee', 'pause_debut', r ->> 'pause_debut',
          'pause_minutes', (r ->> 'pause_minutes')::integer) from reglages_au(d.jour) r) as horaire
    from (select * from (${due(sql, span, after)}) q order by q.jour, q.personne_id limit ${limit}) d
    order by d.jour, d.personne_id`);
};

/** What would leave if sending were switched on: days never laid down, before `avant`. */
export const countBacklog = (unit: Unit, { link_id, avant }: { link_id: string; avant: string }) =>
  one<{ jours: number; minutes: number; premier: string | null }>(
    unit.sql`${backlog(unit.sql, link_id, unit.sql`${avant}::date`)}`,
  );

export const backlog = (sql: Sql | Transaction, link_id: string, avant: Fragment): Fragment => sql`
  select count(*)::integer as jours, coalesce(sum(j.minutes), 0)::integer as minutes, min(j.jour)::text as premier
  from (
    select p.personne_id, p.jour, sum(p.minutes) filter (where l.chantier_id is not null) as minutes
    from pointages_vivants p
      join personnes_au_travail q on q.id = p.personne_id and q.type_personne in ('employe', 'interimaire')
      left join chantiers_lies_erp l on l.chantier_id = p.chantier_id and l.link_id = ${link_id}
    where p.jour < ${avant}
      and not exists (select from export_jours e where e.link_id = ${link_id} and e.jour = p.jour and e.personne_id = p.personne_id)
    group by p.personne_id, p.jour
    having bool_and(p.statut = 'valide') and count(l.chantier_id) > 0
  ) j`;

/** One statement for all of them. */
export const saveDays = (
  unit: Unit,
  link_id: string,
  days: readonly Pick<DueDay, 'personne_id' | 'jour' | 'empreinte'>[],
) => {
  const rows = days.map(({ personne_id, jour, empreinte }) => ({ personne_id, jour, empreinte }));
  return unit.sql`
    insert into export_jours (link_id, personne_id, jour, empreinte)
    select ${link_id}, d.personne_id, d.jour, d.empreinte
    from jsonb_to_recordset(${unit.sql.json(rows)}) as d(personne_id uuid, jour date, empreinte text)
    on conflict (link_id, jour, personne_id) do update set empreinte = excluded.empreinte`;
};

/** These hours are this connexion's from now on; those that another one held have no live line there any more. */
export async function claimPointages({ sql }: Unit, link_id: string, pointages: readonly string[]): Promise<void> {
  const ids = sql`${[...pointages]}::uuid[]`;
  await sql`
    update export_lignes y set etat = 'superseded', geste_par = null
    where y.pointage_vivant = any(${ids}) and y.link_id <> ${link_id} and ${leftBehind(sql)}`;
  await sql`
    insert into pointage_liens (pointage_id, link_id) select unnest(${ids}), ${link_id}
    on conflict (pointage_id) do update set link_id = excluded.link_id where pointage_liens.link_id <> excluded.link_id`;
}

/** Has the days of these people laid down anew at the next run, whatever they hold. */
export const forgetDays = (unit: Unit, link_id: string, days: readonly Place[]) => unit.sql`
  update export_jours e set empreinte = repeat('0', 32)
  from jsonb_to_recordset(${unit.sql.json(days.map(day => ({ ...day })))}) as d(jour date, personne_id uuid)
  where e.link_id = ${link_id} and e.jour = d.jour and e.personne_id = d.personne_id`;
