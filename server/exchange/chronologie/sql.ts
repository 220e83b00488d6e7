// The chronologie of one datum in one statement. No row: there is no such thing, or who asks does not see it.
import type { ChronologieQuery, ObjetChronologie } from '#contract/chronologie.ts';
import { type Fragment, instant, type Sql } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';

/** The last ones: what an answer can carry. */
const MAX = 1000;

const sees = (sql: Sql, chantier: Fragment): Fragment =>
  sql`export_lisible(acteur.personne_id, acteur.role, acteur.voit_tout, ${chantier})`;
const nomme = (sql: Sql, id: Fragment): Fragment =>
  sql`(select nullif(trim(qui.prenom || ' ' || qui.nom), '') from personnes_nommees qui where qui.id = ${id})`;
const erp = (sql: Sql, link_id: Fragment): Fragment =>
  sql`(select c.kind_nom from connexions c where c.id = ${link_id})`;
const lien = (sql: Sql, objet: string, id: Fragment): Fragment =>
  sql`case when ${id} is not null then jsonb_build_object('objet', ${objet}::text, 'id', ${id}) end`;

/** Columns of a step: at, rang, genre, code, par, raison, changements, lien, faits (what its title is made of). */
const gestes = (sql: Sql, pointage: Fragment): Fragment => sql`
  select g.at, g.n as rang, 'geste' as genre, g.geste as code, ${nomme(sql, sql`g.auteur_id`)} as par, g.motif as raison,
    (select jsonb_agg(jsonb_build_object('champ', c.champ, 'avant', ${valeur(sql, sql`g.avant`)}, 'apres', ${valeur(sql, sql`g.apres`)}) order by c.n)
      from unnest(array['chantier_id', 'minutes', 'plages', 'panier', 'zone']) with ordinality c(champ, n)
      where g.avant ->> c.champ is distinct from g.apres ->> c.champ) as changements,
    null::jsonb as lien, '{}'::jsonb as faits
  from gestes_pointage g where g.pointage_id = ${pointage}`;

/** A chantier by its name; the rest as it is kept. */
const valeur = (sql: Sql, contenu: Fragment): Fragment => sql`
  case when c.champ = 'chantier_id' then (select n.code || ' ' || n.nom from chantiers_nommes n where n.id = (${contenu} ->> 'chantier_id')::uuid)
    else ${contenu} ->> c.champ end`;

/** What the ledger, the comparisons and the repairs say of these lines. */
const envois = (sql: Sql, lignes: Fragment): Fragment => sql`
  select g.at, g.id, 'envoi', coalesce('retrait_' || g.retrait, g.etat), ${nomme(sql, sql`g.par`)}, g.raison_phrase, null::jsonb,
    ${lien(sql, 'export', sql`g.run_id`)}, jsonb_build_object('marque', l.marque, 'minutes', l.minutes, 'debut', l.debut, 'fin', l.fin,
      'ignoree', g.ignoree, 'erp', ${erp(sql, sql`l.link_id`)})
  from gestes_envoi g join lignes_envoi l on l.id = g.ligne_id where l.id in (${lignes})
  union all
  select c.at, c.id, 'constat', c.verdict, null, null, null, null, jsonb_build_object('marque', l.marque, 'minutes', l.minutes,
    'minutes_erp', c.minutes_erp, 'erp', ${erp(sql, sql`l.link_id`)})
  from constats_rapprochement c join lignes_envoi l on l.id = c.ligne_id where l.id in (${lignes})
  union all
  select r.created_at, 0, 'reparation', r.reparation, ${nomme(sql, sql`r.demande_par`)}, r.raison, null, ${lien(sql, 'export', sql`r.export_id`)},
    jsonb_build_object('etat', r.etat, 'erp', ${erp(sql, sql`r.link_id`)})
  from reparations_rapprochement r
  where exists (select from lignes_envoi l where l.id in (${lignes}) and l.link_id = r.link_id and l.personne_id = r.personne_id and l.jour = r.jour)`;

/** Signals of the ERP, its readings, and the facts they and people made true, each with what it changed. */
const chantier = (sql: Sql, id: string): Fragment => sql`
  select s.received_at as at, 0::bigint as rang, 'signal' as genre, s.etat as code, null::text as par, null::text as raison,
    null::jsonb as changements, null::jsonb as lien, jsonb_build_object('erp', k.kind_nom) as faits
  from chantiers_relies v join connexions k on k.system = v.system
  join signaux_recus s on s.link_id = k.id and s.external_id = v.external_id where v.chantier_id = ${id}
  union all
  select l.at, 1, 'lecture', l.action, null, l.raison, (select jsonb_agg(jsonb_build_object('champ', champ, 'avant', null, 'apres', null))
      from unnest(l.champs) champ), ${lien(sql, 'import', sql`l.run_id`)}, jsonb_build_object('erp', ${erp(sql, sql`l.link_id`)})
  from lectures_chantier l where l.chantier_id = ${id}
  union all
  select e.at, 2, 'evenement', e.type, ${nomme(sql, sql`e.actor_id`)}, null,
    (select jsonb_agg(jsonb_build_object('champ', champ, 'avant', ${simple(sql, sql`e.avant`)}, 'apres', ${simple(sql, sql`e.chantier`)}))
      from jsonb_array_elements_text(case e.type when 'chantier.statut_changed' then '["statut"]'::jsonb else coalesce(e.changed, '[]') end) champ),
    ${lien(sql, 'import', sql`e.run_id`)}, jsonb_build_object('par_erp', e.actor_kind = 'erp_link')
  from (
    select v.*, lag(v.chantier) over (order by v.at, v.id) as avant from evenements_chantier v where v.chantier_id = ${id}
  ) e
  union all
  select v.at, 3, 'conflit', v.gagnant, null, null, jsonb_build_array(jsonb_build_object('champ', v.champ,
      'avant', case when jsonb_typeof(v.ici) <> 'array' then v.ici #>> '{}' end,
      'apres', case when jsonb_typeof(v.la_bas) <> 'array' then v.la_bas #>> '{}' end)), ${lien(sql, 'import', sql`v.run_id`)}, '{}'
  from conflits_chantiers v where v.chantier_id = ${id}`;

/** Lists and objects have no short writing: that they changed is all that is said. */
const simple = (sql: Sql, of: Fragment): Fragment =>
  sql`case when jsonb_typeof(${of} -> champ) in ('string', 'number', 'boolean') then ${of} ->> champ end`;

/** Who may see it, and how it is called. */
const sujets = (sql: Sql, id: string): Record<ObjetChronologie, Fragment> => ({
  chantier: sql`
    select c.code || ' ' || c.nom as titre from chantiers_nommes c
    where c.id = ${id} and (acteur.voit_tout or exists (select from chantiers_visibles(acteur.personne_id, false) v where v.id = c.id))`,
  pointage: sql`
    select concat_ws(' · ', ${nomme(sql, sql`p.personne_id`)}, to_char(p.jour, 'DD/MM/YYYY'), c.code || ' ' || c.nom) as titre
    from pointages_nommes p join chantiers_nommes c on c.id = p.chantier_id where p.id = ${id} and ${sees(sql, sql`p.chantier_id`)}`,
  ligne_envoi: sql`
    select concat_ws(' · ', l.marque, ${nomme(sql, sql`l.personne_id`)}, to_char(l.jour, 'DD/MM/YYYY')) as titre
    from lignes_envoi l where l.id = ${id} and ${sees(sql, sql`l.chantier_id`)}`,
});

/** A line with those it replaced; and the pointage it comes from. */
const etapes = (sql: Sql, id: string): Record<ObjetChronologie, Fragment> => ({
  chantier: chantier(sql, id),
  pointage: sql`
    ${gestes(sql, sql`${id}::uuid`)} union all ${envois(sql, sql`select o.id from lignes_envoi o where o.pointage_id = ${id}`)}`,
  ligne_envoi: sql`
    ${gestes(sql, sql`(select o.pointage_id from lignes_envoi o where o.id = ${id})`)} union all ${envois(
      sql,
      sql`with recursive suite as (
          select o.id, o.remplace_id from lignes_envoi o where o.id = ${id}
          union select o.id, o.remplace_id from lignes_envoi o join suite s on o.id = s.remplace_id
        ) select suite.id from suite`,
    )}`,
});

/** As data for `shapeChronologie`, oldest first. */
export const readChronologie = ({ sql }: ReadAt, { objet, id }: ChronologieQuery): Fragment => sql`
  select json_build_object('objet', ${objet}::text, 'id', ${id}::text, 'titre', left(s.titre, 400), 'etapes', (
    select coalesce(json_agg(json_build_object('at', ${instant(sql, sql`e.at`)}, 'genre', e.genre, 'code', e.code, 'par', e.par,
      'raison', e.raison, 'changements', coalesce(e.changements, '[]'), 'lien', e.lien, 'faits', e.faits) order by e.at, e.rang), '[]')
    from (select * from (${etapes(sql, id)[objet]}) f order by f.at desc, f.rang desc limit ${MAX}) e))::text as body,
    null::integer as version
  from (${sujets(sql, id)[objet]}) s`;
