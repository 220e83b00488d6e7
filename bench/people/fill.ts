// A company at work, as rows: each table in one INSERT, so that a year of three hundred people takes seconds. What people write
// (hours, planning, absences) is made here as their slices would leave it; variables de paie are left to the rules.
import { ajouterJours, feriesDe } from '#contract/calendrier.ts';
import type { Sql } from '#platform/db/sql.ts';

export type Company = { personnes: number; chantiers: number; semaines: number };

/** The Monday of the last week that has hours (2026-W47); it and the one before wait for their validation. */
export const DERNIER_LUNDI = '2026-11-16';
export const AGENCE = 'Bâti Intérim';

/** `personnes` work; whoever asks is one more. */
export async function fillCompany(sql: Sql, company: Company): Promise<void> {
  await insertPeople(sql, company);
  await insertChantiers(sql, company);
  await insertDays(sql, company);
  await insertAbsences(sql, company);
  await insertHours(sql);
  await sql`drop table journees`;
  await sql`vacuum analyze`;
}

/** Conducteurs, chefs and compagnons, one in ten from an agency; and an administrateur (M0), who has no hours and no site. */
const insertPeople = (sql: Sql, { personnes, chantiers }: Company) => sql`
  insert into personnes (id, nom, prenom, email, role, gestionnaire_paie, type_personne, agence, matricule, date_entree)
  select uuidv7(), 'Durand ' || lpad(n::text, 3, '0'), (array['Camille', 'Léo', 'Inès', 'Marc', 'Zoé'])[1 + n % 5], 'p' || n || '@exemple.fr',
    case when n = 0 then 'administrateur' when n < ${chantiers / 4 + 1} then 'conducteur'
      when n < ${chantiers + chantiers / 4 + 1} then 'chef_chantier' else 'compagnon' end, n = 0,
    case when n % 10 = 9 then 'interimaire' else 'employe' end, case when n % 10 = 9 then ${AGENCE} end, 'M' || n, '2020-01-06'
  from generate_series(0, ${personnes}) n`;

async function insertChantiers(sql: Sql, { chantiers }: Company): Promise<void> {
  await sql`
    insert into chantiers (id, code, nom, statut, couleur, latitude, longitude)
    select uuidv7(), '2026-' || lpad(n::text, 3, '0'), 'Résidence numéro ' || n, 'en_cours', '#1F5FA8', 45.5 + n * 0.005, 6.05
    from generate_series(0, ${chantiers - 1}) n`;
  await sql`
    insert into reglages_paie (effet_du, reglages, modifie_at)
    values ('2020-01-01', reglages_par_defaut() || '{"effet_du": "2020-01-01", "siege_latitude": 45.5, "siege_longitude": 6.05}', now())`;
  await sql`
    with gens as (select id, role, row_number() over (partition by role order by matricule) - 1 as n from personnes),
         lieux as (select id, row_number() over (order by code) - 1 as n, count(*) over () as de from chantiers)
    insert into chantier_personnes (chantier_id, personne_id, role_chantier)
    select l.id, g.id, case g.role when 'conducteur' then 'conducteur' when 'chef_chantier' then 'chef' else 'ouvrier' end
    from lieux l join gens g on g.role <> 'administrateur' and
      case g.role when 'conducteur' then l.n % (select greatest(count(*), 1) from gens where role = 'conducteur') = g.n else g.n % l.de = l.n end`;
}

/** Who is where on which day: five days a week but public holidays, four weeks a site, five weeks of leave a year. */
async function insertDays(sql: Sql, { semaines }: Company): Promise<void> {
  const debut = ajouterJours(DERNIER_LUNDI, -7 * (semaines - 1));
  const feries = [2025, 2026].flatMap(year => [...feriesDe(year, false).keys()]);
  await sql`
    create table journees as
    with gens as (select id, row_number() over (order by matricule) - 1 as n from personnes where matricule <> 'M0'),
         lieux as (select id, row_number() over (order by code) - 1 as n, count(*) over () as de from chantiers)
    select g.id as personne_id, g.n, l.id as chantier_id, s.n as semaine, ${debut}::date + (s.n * 7)::integer as lundi,
      ${debut}::date + (s.n * 7 + d.n)::integer as jour, (s.n + g.n) % 10 = 0 and s.n < ${semaines - 2} as conge
    from gens g cross join generate_series(0, ${semaines - 1}) s(n) cross join generate_series(0, 4) d(n)
    join lieux l on l.n = (g.n + s.n / 4) % l.de
    where not ${debut}::date + (s.n * 7 + d.n)::integer = any(${feries}::date[])`;
}

/** The weeks of leave, and an afternoon of the last week for one in ten. */
const insertAbsences = (sql: Sql, { semaines }: Company) => sql`
  insert into absences (id, personne_id, debut, fin, moment, motif)
  select uuidv7(), personne_id, min(jour), max(jour), 'journee', 'conges_payes' from journees where conge group by personne_id, semaine
  union all
  select uuidv7(), personne_id, jour, jour, 'apres_midi', 'formation' from journees
  where semaine = ${semaines - 1} and n % 10 = 3 and jour = ${ajouterJours(DERNIER_LUNDI, 4)}::date`;

async function insertHours(sql: Sql): Promise<void> {
  await sql`
    insert into affectations (id, personne_id, chantier_id, jour, debut, fin)
    select uuidv7(), personne_id, chantier_id, jour, '08:00', '16:00' from journees where not conge`;
  await sql`
    insert into feuilles_heures (id, personne_id, debut, validee_at)
    select uuidv7(), personne_id, lundi, case when lundi < ${DERNIER_LUNDI}::date - 7 then now() end
    from journees where not conge group by personne_id, lundi`;
  await sql`
    with faits as (
      select j.*, f.id as feuille_id, j.lundi < ${DERNIER_LUNDI}::date - 7 as fait, 420 + (j.n % 4 * 15)::integer as minutes,
        jsonb_build_array(jsonb_build_object('debut', '08:00', 'fin', '12:00'),
          jsonb_build_object('debut', '13:00', 'fin', to_char(time '16:00' + make_interval(mins => (j.n % 4 * 15)::integer), 'HH24:MI'))) as plages
      from journees j join feuilles_heures f on f.personne_id = j.personne_id and f.debut = j.lundi where not j.conge)
    insert into pointages (id, feuille_id, personne_id, chantier_id, jour, minutes, plages, statut, soumis_at, valide_at,
      valide_revision, valide_minutes, valide_plages)
    select uuidv7(), feuille_id, personne_id, chantier_id, jour, minutes, plages, case when fait then 'valide' else 'soumis' end, now(),
      case when fait then now() end, case when fait then 1 end, case when fait then minutes end, case when fait then plages end
    from faits`;
  await sql`
    insert into pointage_changements (id, pointage_id, at, geste, revision, auteur_id, apres)
    select uuidv7(), id, created_at, 'saisi', 1, personne_id,
      jsonb_build_object('minutes', minutes, 'plages', plages, 'panier', null, 'zone', null, 'commentaire', null, 'chantier_id', chantier_id)
    from pointages`;
}
