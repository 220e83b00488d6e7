// « Prêt pour la paie ? »: everything a month still lacks, in one statement. Sous-traitants are of no pay and of no relevé.
import { bornesDe, feriesDe } from '#contract/calendrier.ts';
import type { PretPourLaPaie } from '#contract/paie.ts';
import { type Fragment, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import { periodeJson } from './periodes.ts';

const LIGNES_MAX = 500;

/** `aujourdhui`: hours of a day are due once it is over. */
type Asked = { mois: string; aujourdhui: string };

export const readPret = (sql: Sql | Transaction, { mois, aujourdhui }: Asked): Fragment => sql`
  with gens as materialized (
    select id, trim(prenom || ' ' || nom) as nom, type_personne, active, horaire, date_entree, date_sortie
    from personnes_au_travail where type_personne <> 'sous_traitant' and effacee_at is null),
  jours as materialized (${joursDus(sql, { mois, aujourdhui })}),
  heures as materialized (
    select v.personne_id, g.nom, g.type_personne, v.chantier_id, v.jour, v.statut, v.minutes, v.feuille_id,
      to_char(v.jour, 'IYYY-"W"IW') as semaine
    from pointages_vivants v join gens g on g.id = v.personne_id
    where v.jour between ${bornesDe(mois).debut} and ${bornesDe(mois).fin}),
  trouve as materialized (${manquants(sql)} union all ${ofHours(sql)} union all ${ofOthers(sql, mois)}),
  range as (select trouve.*, row_number() over (partition by code order by nom, chantier, semaine) as rang from trouve),
  points as (
    select c.code, c.bloquant, c.rang, count(t.code)::integer as n,
      coalesce(json_agg(json_build_object('personne_id', t.personne_id, 'nom', t.nom, 'chantier_id', t.chantier_id,
          'chantier', t.chantier, 'semaine', t.semaine, 'jours', t.jours, 'minutes', t.minutes) order by t.rang)
        filter (where t.rang <= ${LIGNES_MAX}), '[]') as lignes
    from (values ('jours_manquants', true, 1), ('non_soumis', true, 2), ('non_valides', true, 3), ('rejetes', true, 4),
      ('contestes', true, 5), ('absences_a_preciser', true, 6), ('a_relier', false, 7), ('non_signees', false, 8))
      as c(code, bloquant, rang)
    left join range t on t.code = c.code group by c.code, c.bloquant, c.rang)
  select json_build_object('mois', m.mois, 'periode', ${periodeJson(sql)},
      'pret', not exists (select from points where bloquant and n > 0),
      'personnes', (select count(distinct personne_id) from heures where type_personne = 'employe'),
      'points', (select json_agg(json_build_object('code', code, 'bloquant', bloquant, 'n', n, 'lignes', lignes) order by rang) from points))::text as body,
    null::integer as version
  from (select ${mois}::text as mois) m`;

/** Days that are over, holidays apart, each with the horaire collectif: read once a day, not once a day and person. */
function joursDus(sql: Sql | Transaction, { mois, aujourdhui }: Asked): Fragment {
  const { debut, fin } = bornesDe(mois);
  const year = Number(mois.slice(0, 4));
  const [partout, alsace] = [false, true].map(one => [...feriesDe(year, one).keys()]) as [string[], string[]];
  return sql`
    select d.jour, extract(isodow from d.jour)::integer as rang,
      (r.reglages -> 'horaire' ->> (extract(isodow from d.jour)::integer - 1))::integer as minutes
    from (select d::date as jour from generate_series(${debut}::date, least(${fin}::date, ${aujourdhui}::date - 1), interval '1 day') d) d
    cross join lateral (select reglages_au(d.jour) as reglages offset 0) r
    where not d.jour = any(case when (r.reglages ->> 'alsace_moselle')::boolean then ${alsace}::date[] else ${partout}::date[] end)`;
}

/** Days he was to work by his horaire, between his dates, without hours nor absence: a line for each person. */
const manquants = (sql: Sql | Transaction): Fragment => sql`
  select 'jours_manquants' as code, g.id as personne_id, min(g.nom) as nom, null::uuid as chantier_id, null::text as chantier,
    null::text as semaine, json_agg(j.jour order by j.jour) as jours, null::integer as minutes
  from gens g cross join jours j
  where (g.active or g.date_sortie is not null)
    and j.jour >= coalesce(g.date_entree, j.jour) and j.jour <= coalesce(g.date_sortie, j.jour)
    and coalesce(g.horaire[j.rang], j.minutes) > 0
    and not exists (select from heures h where h.personne_id = g.id and h.jour = j.jour)
    and not exists (select from absences_vivantes a where a.personne_id = g.id and j.jour between a.debut and a.fin)
  group by g.id`;

/** Hours that are not validated, a line for each person and week. */
const ofHours = (sql: Sql | Transaction): Fragment => sql`
  select case statut when 'brouillon' then 'non_soumis' when 'soumis' then 'non_valides' else 'rejetes' end,
    personne_id, nom, null, null, semaine, json_agg(distinct jour), sum(minutes)::integer
  from heures where statut <> 'valide' group by statut, personne_id, nom, semaine`;

/** Weeks contested without an answer or not signed, absences without a reason, chantiers that no connexion holds. */
const ofOthers = (sql: Sql | Transaction, mois: string): Fragment => sql`
  select case when f.contestee_at is not null and f.repondue_at is null then 'contestes' else 'non_signees' end,
    h.personne_id, h.nom, null, null, h.semaine, '[]'::json, sum(h.minutes)::integer
  from heures h join feuilles_signees f on f.id = h.feuille_id
  where (f.contestee_at is not null and f.repondue_at is null) or f.signee_at is null
  group by f.id, f.contestee_at, f.repondue_at, h.personne_id, h.nom, h.semaine
  union all
  select 'absences_a_preciser', g.id, g.nom, null, null, null, json_agg(distinct a.jour), null
  from absences_jours a join gens g on g.id = a.personne_id
  where a.motif is null and a.jour between ${bornesDe(mois).debut} and ${bornesDe(mois).fin} group by g.id, g.nom
  union all
  select 'a_relier', null, null, c.id, c.code || ' – ' || c.nom, null, '[]'::json, sum(h.minutes)::integer
  from heures h join chantiers_situes c on c.id = h.chantier_id
  where exists (select from erp_links_systems)
    and not exists (select from chantiers_relies r where r.chantier_id = c.id and r.etat <> 'supprime')
  group by c.id, c.code, c.nom`;

export const getPret = async (unit: Unit, asked: Asked): Promise<PretPourLaPaie> =>
  JSON.parse((await one<{ body: string }>(readPret(unit.sql, asked))).body) as PretPourLaPaie;
