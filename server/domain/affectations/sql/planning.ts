// The board of a week, in one statement.
import type { ReadPlanning } from '#contract/affectation.ts';
import { ajouterJours, feriesDe, lundiDe } from '#contract/calendrier.ts';
import type { Fragment, Sql } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import { affectationJson, withNames } from './affectations.ts';

/** Public holidays from `debut` to `fin`, with and without those of Alsace-Moselle. */
export function feriesEntre(debut: string, fin: string, alsace_moselle: boolean): { jour: string; nom: string }[] {
  const first = Number(debut.slice(0, 4));
  return Array.from({ length: Number(fin.slice(0, 4)) - first + 1 }, (_, n) => first + n)
    .flatMap(year => [...feriesDe(year, alsace_moselle)])
    .map(([jour, nom]) => ({ jour, nom }))
    .filter(({ jour }) => jour >= debut && jour <= fin);
}

type Asked = ReadPlanning & { debut: string; fin: string };

/** People whom `acteur` may plan or see: at work in that week, or with something on it. */
const gens = (sql: Sql, { debut, fin, personne_id, chantier_id }: Asked): Fragment => sql`
  select p.id, p.nom, p.prenom, p.type_personne, p.metiers, coalesce(p.horaire, r.horaire) as horaire
  from personnes_au_travail p cross join reglage r
  where (acteur.voit_tout or acteur.role = 'conducteur' or p.id = acteur.personne_id
      or (acteur.role = 'chef_chantier' and p.id in (select e.personne_id from encadres(acteur.personne_id) e)))
    ${personne_id ? sql`and p.id = ${personne_id}` : sql``}
    and (p.id in (select v.personne_id from posees v)
      ${chantier_id ? sql`or p.id in (select e.personne_id from chantier_equipes e where e.chantier_id = ${chantier_id})` : sql`or true`})
    and ((p.active and coalesce(p.date_entree, ${debut}) <= ${fin} and coalesce(p.date_sortie, ${fin}) >= ${debut})
      or p.id in (select v.personne_id from posees v)
      or exists (select from absences_vivantes ab where ab.personne_id = p.id and ab.debut <= ${fin} and ab.fin >= ${debut}))`;

/** Time that is taken on those days by what is not shown: chantiers the reader does not see, or left out by his filter. */
const ailleurs = (sql: Sql, { debut, fin }: Asked): Fragment => sql`
  select a.personne_id, a.jour,
    least(sum(coalesce(a.minutes_prevues, g.horaire[extract(isodow from a.jour)::integer])), 1440)::integer as minutes
  from affectations a join gens g on g.id = a.personne_id
  where a.jour between ${debut} and ${fin} and a.deleted_at is null and a.id not in (select v.id from posees v)
  group by a.personne_id, a.jour`;

const absences = (sql: Sql, { debut, fin }: Asked): Fragment => sql`
  select ab.id, ab.personne_id, ab.debut, ab.fin, ab.moment,
    case when motif_lisible(ab.personne_id, acteur.personne_id, acteur.role, acteur.gestionnaire_paie, acteur.scopes)
      then ab.motif end as motif
  from absences_vivantes ab
  where ab.debut <= ${fin} and ab.fin >= ${debut} and ab.personne_id in (select g.id from gens g)`;

const chantiers = (sql: Sql, { chantier_id }: Asked): Fragment => sql`
  select c.id, c.code, c.nom, c.couleur, c.statut
  from chantiers_visibles(acteur.personne_id, acteur.voit_tout, acteur.chantiers) c
  where (c.statut in ('ouvert', 'en_cours') or c.id in (select v.chantier_id from posees v))
    ${chantier_id ? sql`and c.id = ${chantier_id}` : sql``}`;

const list = (sql: Sql, rows: Fragment, order: Fragment): Fragment =>
  sql`(select coalesce(json_agg(row_to_json(l) order by ${order}), '[]') from (${rows}) l)`;

export function readPlanning({ sql }: ReadAt, query: ReadPlanning): Fragment {
  const debut = lundiDe(query.semaine);
  const asked = { ...query, debut, fin: ajouterJours(debut, 6) };
  const { fin, chantier_id, personne_id } = asked;
  return sql`
    with reglage as materialized (
      select (r.lu ->> 'alsace_moselle')::boolean as alsace_moselle,
        array(select jsonb_array_elements_text(r.lu -> 'horaire'))::integer[] as horaire
      from (select reglages_au(${debut}) as lu) r
    ), posees as materialized (
      select a.* from affectations_visibles(acteur.personne_id, acteur.role, acteur.voit_tout) a
      where a.jour between ${debut} and ${fin}
        ${chantier_id ? sql`and a.chantier_id = ${chantier_id}` : sql``}
        ${personne_id ? sql`and a.personne_id = ${personne_id}` : sql``}
    ), gens as materialized (${gens(sql, asked)})
    select json_build_object(
      'semaine', ${query.semaine}::text, 'debut', ${debut}::text, 'fin', ${fin}::text,
      'feries', (select case when r.alsace_moselle then ${sql.json(feriesEntre(debut, fin, true))}::jsonb
                             else ${sql.json(feriesEntre(debut, fin, false))}::jsonb end from reglage r),
      'peut_planifier', acteur.role in ('administrateur', 'conducteur')
        and (acteur.scopes is null or acteur.scopes && '{write,planning:write,planning:*}'::text[]),
      'personnes', ${list(sql, sql`select * from gens`, sql`l.nom, l.prenom, l.id`)},
      'chantiers', ${list(sql, chantiers(sql, asked), sql`l.code, l.id`)},
      'affectations', (select coalesce(json_agg(${affectationJson(sql)} order by a.jour, a.debut nulls first, c.code, a.id), '[]')
                       from posees a ${withNames(sql)}),
      'absences', ${list(sql, absences(sql, asked), sql`l.debut, l.id`)},
      'ailleurs', ${list(sql, ailleurs(sql, asked), sql`l.jour, l.personne_id`)})::text as body, null::integer as version`;
}
