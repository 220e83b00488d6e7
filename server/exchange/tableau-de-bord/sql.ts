import { ajouterJours, lundiAvant, semaineDe } from '#contract/calendrier.ts';
import { type Fragment, instant, type Sql } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';

export type Base = 'embarquee' | 'externe';

/** Who counts on the first screen of whoever reads it: see contract/tableau-de-bord.ts. */
const posees = (sql: Sql, jour: string): Fragment => sql`
  select a.personne_id, a.chantier_id
  from affectations_visibles(acteur.personne_id, acteur.role, acteur.voit_tout) a where a.jour = ${jour}`;

const aujourdHui = (sql: Sql, jour: string): Fragment => sql`
  select json_build_object('jour', ${jour}::text, 'semaine', ${semaineDe(jour)}::text,
    'personnes', (select count(distinct p.personne_id) from (${posees(sql, jour)}) p),
    'absents', (select count(distinct ab.personne_id)
      from absences_visibles(acteur.personne_id, acteur.role, acteur.voit_tout) ab
      where ${jour}::date between ab.debut and ab.fin and ab.moment = 'journee'),
    'chantiers', (select coalesce(json_agg(row_to_json(l) order by l.nom, l.id), '[]') from (
      select c.id, c.code, c.nom, c.couleur, count(distinct p.personne_id)::integer as personnes
      from (${posees(sql, jour)}) p join chantiers_nommes c on c.id = p.chantier_id
      group by c.id, c.code, c.nom, c.couleur order by c.nom, c.id limit 200) l))`;

const maSemaine = (sql: Sql, jour: string): Fragment => sql`
  select json_build_object('minutes', coalesce(sum(v.minutes), 0),
    'aujourd_hui', coalesce(sum(v.minutes) filter (where v.jour = ${jour}), 0),
    'attendues', (select sum(h.minutes) from personnes_au_travail p,
      unnest(coalesce(p.horaire, array(select jsonb_array_elements_text(reglages_au(${jour}) -> 'horaire'))::integer[])) as h(minutes)
      where p.id = acteur.personne_id))
  from pointages_vivants v
  where v.personne_id = acteur.personne_id and v.jour between ${lundiAvant(jour)} and ${ajouterJours(lundiAvant(jour), 6)}`;

/** One's own hours are validated by somebody else. */
const aValider = (sql: Sql): Fragment => sql`
  select coalesce(json_agg(json_build_object('semaine', l.semaine, 'personnes', l.personnes) order by l.semaine), '[]')
  from (
    select to_char(h.jour, 'IYYY-"W"IW') as semaine, count(distinct h.personne_id)::integer as personnes
    from pointages_visibles(acteur.personne_id, acteur.role, acteur.voit_tout) h
    where h.statut = 'soumis' and h.personne_id <> acteur.personne_id
      and (acteur.voit_tout or vise_chantier(acteur.personne_id, acteur.role, h.chantier_id))
    group by 1 order by 1 desc limit 60) l`;

/** The last day on which somebody was to work there: on a Monday, Friday. */
const manquants = (sql: Sql, jour: string): Fragment => sql`
  with prevus as (
    select a.personne_id, a.jour from affectations_vivantes a join meneurs m on m.chantier_id = a.chantier_id
    where m.personne_id = acteur.personne_id and a.jour between ${ajouterJours(jour, -7)} and ${ajouterJours(jour, -1)}
  ), veille as (select max(jour) as jour from prevus)
  select json_build_object('jour', (select v.jour::text from veille v), 'personnes', (
    select coalesce(json_agg(json_build_object('id', g.id, 'nom', g.nom, 'prenom', g.prenom) order by g.nom, g.prenom, g.id), '[]')
    from (
      select p.id, p.nom, p.prenom from personnes_au_travail p
      where p.id in (select r.personne_id from prevus r, veille v where r.jour = v.jour)
        and not exists (select from pointages_vivants h, veille v where h.personne_id = p.id and h.jour = v.jour)
        and not exists (select from absences_jours ab, veille v
          where ab.personne_id = p.id and ab.jour = v.jour and ab.moment = 'journee')
      order by p.nom, p.prenom, p.id limit 100) g))`;

const parisDay = (now: ReadAt['now']): string => now.toZonedDateTimeISO('Europe/Paris').toPlainDate().toString();

export const readTableauDeBord = ({ sql, now }: ReadAt, base: Base): Fragment => sql`
  select json_build_object(
    'chantiers', (
      select json_build_object(
        'ouvert', count(*) filter (where c.statut = 'ouvert'), 'en_cours', count(*) filter (where c.statut = 'en_cours'),
        'receptionne', count(*) filter (where c.statut = 'receptionne'), 'ferme', count(*) filter (where c.statut = 'ferme'))
      from chantiers_visibles(acteur.personne_id, acteur.voit_tout, acteur.chantiers) c),
    'personnes_actives', case when acteur.role <> 'compagnon' or acteur.gestionnaire_paie
      then (select count(*) from personnes_actives) end,
    'aujourd_hui', (${aujourdHui(sql, parisDay(now))}),
    'ma_semaine', case when acteur.role in ('compagnon', 'chef_chantier') then (${maSemaine(sql, parisDay(now))}) end,
    'a_valider', case when acteur.voit_tout or acteur.role = 'conducteur' then (${aValider(sql)}) end,
    'manquants', case when acteur.role = 'chef_chantier' then (${manquants(sql, parisDay(now))}) end,
    'sauvegarde', case when acteur.role = 'administrateur' then (
      select json_build_object('derniere_reussie_at', ${instant(sql, sql`s.reussie_at`)},
                               'derniere_echouee_at', ${instant(sql, sql`s.echouee_at`)}, 'base', ${base}::text)
      from sauvegardes_dernieres s) end
  )::text as body, null::integer as version`;
