// The grid and one of its cells, each one statement.
import { ajouterJours, lundiDe } from '#contract/calendrier.ts';
import type { CelluleQuery, RapprochementRun } from '#contract/rapprochement.ts';
import { type Fragment, instant, maybeOne, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import type { Unit } from '#platform/unit.ts';
import { cellules, type Scope, seesAll, seesAsActeur } from './faits.ts';

type Db = Sql | Transaction;

/** The run `r` as the contract writes it. */
const runJson = (sql: Db): Fragment => sql`json_build_object(
  'id', r.id, 'link_id', r.link_id, 'du', r.du, 'au', r.au, 'statut', r.statut, 'demande', r.demande,
  'demande_par', (select p.prenom || ' ' || p.nom from personnes_nommees p where p.id = r.demande_par),
  'lues', r.lues, 'illisibles', r.illisibles, 'ecarts', r.ecarts, 'probleme', r.probleme,
  'prochain_essai_at', ${instant(sql, sql`r.prochain_essai_at`)}, 'created_at', ${instant(sql, sql`r.created_at`)},
  'finished_at', ${instant(sql, sql`r.finished_at`)})`;

export async function getRun(unit: Unit, id: string): Promise<RapprochementRun> {
  const { sql } = unit;
  return (
    await one<{ run: RapprochementRun }>(
      sql`select ${runJson(sql)} as run from rapprochement_runs r where r.id = ${id}`,
    )
  ).run;
}

const nomme = (sql: Db, id: Fragment): Fragment =>
  sql`(select nullif(trim(qui.prenom || ' ' || qui.nom), '') from personnes_nommees qui where qui.id = ${id})`;

/** The week of a connexion; an empty one when there is none. */
export function readGrid({ sql }: ReadAt, link_id: string, semaine: string): Fragment {
  const du = lundiDe(semaine);
  const au = ajouterJours(du, 6);
  const scope = { link_id, du, au, sees: seesAsActeur(sql) };
  return sql`
    select g.grid::text as body, null::integer as version from (
      with ${cellules(sql, scope)}, gens as (
        select personne_id, externe, sum(minutes)::integer as minutes, sum(minutes_erp)::integer as minutes_erp,
          coalesce(${nomme(sql, sql`personne_id`)}, (select nullif(trim(concat_ws(' ', n.prenom, n.nom)), '') from erp_personnes_nommees n
            where n.link_id = ${link_id} and n.external_id = externe), externe, 'Personne effacée') as personne
        from cellules group by personne_id, externe
        having bool_or(verdict is not null or minutes > 0 or non_validees > 0 or minutes_erp > 0)
        order by personne, personne_id, externe limit 2000
      )
      select json_build_object('link_id', ${link_id}::text, 'semaine', ${semaine}::text,
        'compare_at', (select ${instant(sql, sql`max(c.started_at)`)} from comparaisons c where c.jour <= ${au}::date),
        'run', (select ${runJson(sql)} from rapprochement_runs r where r.link_id = k.id
          order by (r.statut in ('waiting', 'running')) desc, r.created_at desc, r.id desc limit 1),
        'personnes', (select coalesce(json_agg(json_build_object('personne_id', g.personne_id, 'external_id', g.externe,
            'personne', left(g.personne, 210), 'minutes', g.minutes, 'minutes_erp', g.minutes_erp,
            'jours', (select json_agg(json_build_object('jour', d.jour, 'verdict', c.verdict, 'minutes', coalesce(c.minutes, 0),
                'minutes_erp', case when c.jour is null then (select case when m.depart is not null then 0 end from comparaisons m
                  where m.jour = d.jour) else c.minutes_erp end,
                'non_validees', coalesce(c.non_validees, 0), 'reparable', c.reparation is not null and acteur.voit_tout) order by d.jour)
              from (select j::date as jour from generate_series(${du}::date, ${au}::date, interval '1 day') j) d
              left join cellules c on c.jour = d.jour and c.personne_id is not distinct from g.personne_id
                and c.externe is not distinct from g.externe))
          order by g.personne, g.personne_id, g.externe), '[]') from gens g),
        'totaux', (select coalesce(json_object_agg(t.verdict, t.n), '{}') from (
          select verdict, count(*) as n from cellules where verdict is not null group by verdict) t)) as grid
      from (select) un left join connexions k on k.id = ${link_id}) g`;
}

/** Of one person: those `cellules` has of him. */
const his = (sql: Db, { personne_id, external_id }: CelluleQuery, of: Fragment): Fragment =>
  personne_id
    ? sql`${of}.personne_id = ${personne_id}`
    : sql`${of}.externe = ${external_id!} and ${of}.personne_id is null`;

const chantierNomme = (sql: Db, id: Fragment): Fragment =>
  sql`(select left(c.code || ' ' || c.nom, 310) from chantiers_nommes c where c.id = ${id})`;

/** Lines that stand or are on their way out, then what is validated and has none. */
const ici = (sql: Db, { link_id, jour, personne_id }: CelluleQuery, sees: Scope['sees']): Fragment => sql`
  (select coalesce(json_agg(h.une order by h.debut nulls last, h.rang), '[]') from (
    select l.debut, l.numero as rang, json_build_object('ligne_id', l.id, 'marque', l.marque, 'pointage_id', l.pointage_id,
      'chantier', ${chantierNomme(sql, sql`l.chantier_id`)}, 'minutes', l.minutes, 'debut', l.debut, 'fin', l.fin, 'etat', l.etat,
      'retrait', l.retrait, 'verdict', (select f.verdict from faits f where f.ligne_id = l.id and f.verdict <> 'en_trop' limit 1)) as une
    from lignes l where l.personne_id = ${personne_id ?? null} and (l.etat <> 'superseded' or l.retrait <> 'removed')
    union all
    select null, 0, json_build_object('ligne_id', null, 'marque', null, 'pointage_id', p.id,
      'chantier', ${chantierNomme(sql, sql`p.chantier_id`)}, 'minutes', p.minutes, 'debut', null, 'fin', null, 'etat', null,
      'retrait', null, 'verdict', null)
    from pointages_vivants p join chantiers_lies_erp c on c.chantier_id = p.chantier_id and c.link_id = ${link_id}
    where p.personne_id = ${personne_id ?? null} and p.jour = ${jour} and p.statut = 'valide' and ${sees(sql`p.chantier_id`)}
      and not exists (select from lignes l where l.pointage_id = p.id and l.etat <> 'superseded')
    limit 200) h)`;

/** Entries over there: those of our lines, then those that are too many. */
const laBas = (sql: Db, query: CelluleQuery): Fragment => sql`
  (select coalesce(json_agg(h.une order by h.debut nulls last, h.external_id), '[]') from (
    select s.debut, s.external_id, json_build_object('external_id', s.external_id, 'marque', s.marque, 'chantier', coalesce(
        (select left(v.code || ' ' || v.nom, 310) from chantiers_relies v join connexions k on k.system = v.system
          where k.id = s.link_id and v.external_id = s.chantier_externe limit 1), s.chantier_externe),
      'minutes', s.minutes, 'debut', s.debut, 'fin', s.fin, 'ligne_id', u.ligne_id, 'en_trop', u.trop) as une
    from (
      select l.vue as external_id, l.id as ligne_id, false as trop from lignes l
      where l.personne_id = ${query.personne_id ?? null} and l.vue is not null and (l.etat <> 'superseded' or l.retrait <> 'removed')
      union select e.external_id, e.ligne_id, true from en_trop e where ${his(sql, query, sql`e`)}
    ) u join rapprochement_saisies s on s.link_id = ${query.link_id} and s.external_id = u.external_id
    limit 200) h)`;

/** Given to an envoi, and refused there: that is how it ended. */
const lastRepair = (sql: Db, { link_id, jour, personne_id }: CelluleQuery): Fragment => sql`
  (select json_build_object('id', r.id, 'reparation', r.reparation, 'etat', case when x.raison is null then r.etat else 'refused' end,
      'raison', coalesce(r.raison, x.raison), 'export_id', r.export_id, 'par', ${nomme(sql, sql`r.demande_par`)},
      'created_at', ${instant(sql, sql`r.created_at`)}, 'finished_at', ${instant(sql, sql`r.finished_at`)})
    from rapprochement_reparations r left join lateral (
      select max(l.raison_phrase) as raison from lignes l
      where r.etat = 'done' and l.run_id = r.export_id and 'refused' in (l.etat, l.retrait)) x on true
    where r.link_id = ${link_id} and r.personne_id = ${personne_id ?? null} and r.jour = ${jour}
    order by r.created_at desc, r.id desc limit 1)`;

/** As data for `shapeCellule`; nothing of a person or a chantier that who asks does not see. */
export function readCellule({ sql }: ReadAt, query: CelluleQuery): Fragment {
  const { link_id, jour } = query;
  const sees = seesAsActeur(sql);
  return sql`
    select g.cellule::text as body, null::integer as version from (
      with ${cellules(sql, { link_id, du: jour, au: jour, sees })}
      select json_build_object('erp', coalesce(k.kind_nom, 'l’ERP'), 'verdict', c.verdict, 'compare', m.depart is not null,
        'reparation', case when acteur.voit_tout then c.reparation end,
        'raison', (select l.raison_phrase from lignes l where l.personne_id = c.personne_id
          and (l.etat = 'refused' or l.retrait = 'refused') order by l.etat <> 'refused', l.numero limit 1),
        'illisibles', coalesce(m.illisibles, 0),
        'regularisation', (select json_build_object('minutes', g.a_porter, 'raison', g.raison_code) from a_part g
          where g.personne_id = c.personne_id),
        'derniere_reparation', case when acteur.voit_tout then ${lastRepair(sql, query)} end,
        'ici', ${ici(sql, query, sees)}, 'la_bas', ${laBas(sql, query)}) as cellule
      from (select) un left join connexions k on k.id = ${link_id} left join cellules c on ${his(sql, query, sql`c`)}
      left join comparaisons m on m.jour = ${jour}) g`;
}

/** What a repair starts from: as it stands in this unit, everything seen. */
export const findCell = (
  unit: Unit,
  { link_id, jour, personne_id }: { link_id: string; jour: string; personne_id: string },
) =>
  maybeOne<{ verdict: string | null; reparation: string | null }>(unit.sql`
    with ${cellules(unit.sql, { link_id, du: jour, au: jour, sees: seesAll(unit.sql) })}
    select verdict, reparation from cellules where personne_id = ${personne_id}`);
