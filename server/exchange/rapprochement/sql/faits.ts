// What each line of the ledger, each entry over there and each validated day says of a person's day: the facts that a cell is
// made of, judged by the last reading and by the ledger as it stands now. One fragment for the grid, the cell and the jobs.
import type { Fragment, Sql, Transaction } from '#platform/db/sql.ts';

/** `sees`: whether who asks sees what happened on this chantier (null: on none that is ours). */
export type Scope = {
  link_id: string;
  du: string;
  au: string;
  sees: (chantier: Fragment) => Fragment;
};
type Db = Sql | Transaction;

/** Everything: for jobs, and for whoever `voit_tout`. */
export const seesAll =
  (sql: Db): Scope['sees'] =>
  () =>
    sql`true`;
export const seesAsActeur =
  (sql: Db): Scope['sees'] =>
  chantier =>
    sql`export_lisible(acteur.personne_id, acteur.role, acteur.voit_tout, ${chantier})`;

/** The gravest first: a cell says the gravest of its facts. */
export const SEVERITY = [
  ...['manquant', 'modifie', 'en_trop', 'en_doute', 'refuse', 'a_relier', 'regularise', 'a_envoyer', 'reporte', 'egal'],
] as const;

/** The last reading of each day. A line of the ledger that changed since it began is not judged by it. */
const comparaisons = (sql: Db, { link_id, du, au }: Scope): Fragment => sql`
  comparaisons as materialized (
    select j::date as jour, r.depart, r.started_at, r.illisibles
    from generate_series(${du}::date, ${au}::date + 1, interval '1 day') j
    left join lateral (
      select c.depart, c.started_at, c.illisibles from rapprochement_runs c
      where c.link_id = ${link_id} and c.statut = 'succeeded' and j::date between c.du and c.au
      order by c.started_at desc, c.id desc limit 1) r on true)`;

/** Lines of these days with the entry that is theirs: by its id over there, else by our mark. */
const lignes = (sql: Db, { link_id, du, au, sees }: Scope): Fragment => sql`
  lignes as materialized (
    select l.*, coalesce(pg_visible_in_snapshot(l.changed_xid, c.depart), false) as verifiee, s.external_id as vue, s.minutes as vues,
      coalesce(c.illisibles, 0) > 0 as incomplete,
      s.external_id is distinct from l.external_id as autre_id,
      (s.minutes = l.minutes and s.jour = l.jour_erp and s.personne_externe = l.personne_externe
        and coalesce(s.chantier_externe = l.chantier_externe, true)
        and coalesce(s.debut = l.debut, true) and coalesce(s.fin = l.fin, true)) as pareille,
      (s.minutes = l.minutes and s.jour = l.jour_erp and s.personne_externe = l.personne_externe
        and coalesce(s.chantier_externe = l.chantier_externe, true)) as memes_minutes,
      exists (select from rapprochement_adoptions a where a.ligne_id = l.id and a.external_id = s.external_id
        and (a.jour, a.minutes) = (s.jour, s.minutes) and (a.debut, a.fin, a.chantier_externe)
          is not distinct from (s.debut, s.fin, s.chantier_externe)) as adoptee
    from lignes_envoi l
    left join comparaisons c on c.jour = l.jour_erp
    left join lateral (
      select e.* from rapprochement_saisies e
      where e.link_id = l.link_id and (e.external_id = l.external_id or e.numero = l.numero)
      order by (e.external_id = l.external_id) desc nulls last, e.external_id limit 1) s on true
    where l.link_id = ${link_id} and l.jour between ${du} and ${au} and ${sees(sql`l.chantier_id`)})`;

/**
 * Entries of these days that no live line of ours answers for: typed over there, doubled, or left behind. `nous`: ours by its
 * line; nobody else's is ever touched.
 */
const enTrop = (sql: Db, { link_id, du, au, sees }: Scope): Fragment => sql`
  en_trop as materialized (
    select o.* from (
      select s.*, l.id as ligne_id, l.id is not null as nous, p.personne_id,
        case when p.personne_id is null then s.personne_externe end as externe,
        case when s.jour = l.jour_erp then l.jour else s.jour end as jour_ici, v.chantier_id
      from rapprochement_saisies s
      left join lateral (
        select e.* from lignes_envoi e where e.link_id = s.link_id and (e.external_id = s.external_id or e.numero = s.numero)
        order by (e.external_id = s.external_id) desc nulls last, (e.etat <> 'superseded') desc, e.numero desc limit 1) l on true
      left join personnes_reliees p on p.link_id = s.link_id and p.external_id = s.personne_externe
      left join connexions k on k.id = s.link_id
      left join chantiers_relies v on v.system = k.system and v.external_id = s.chantier_externe
      left join comparaisons c on c.jour = s.jour
      left join envois_regles r on r.link_id = s.link_id
      where s.link_id = ${link_id} and s.jour between ${du} and ${au}::date + 1
        and case
          when l.id is null then r.depuis <= s.jour and not exists (
            select from erp_personnes_nommees n where n.link_id = s.link_id and n.external_id = s.personne_externe and n.ignoree)
          when l.etat = 'superseded' then coalesce(l.retrait, 'removed') = 'removed' and pg_visible_in_snapshot(l.changed_xid, c.depart)
          else pg_visible_in_snapshot(l.changed_xid, c.depart) and s.external_id <> coalesce(
            (select e.external_id from rapprochement_saisies e where e.link_id = l.link_id and e.external_id = l.external_id),
            (select min(e.external_id) from rapprochement_saisies e where e.link_id = l.link_id and e.numero = l.numero)) end) o
    where o.jour_ici between ${du} and ${au} and ${sees(sql`o.chantier_id`)})`;

/** What is validated here, per person and day, on chantiers of this connexion. What left counts whoever he has become. */
const valides = (sql: Db, { link_id, du, au, sees }: Scope): Fragment => sql`
  valides as materialized (
    select v.personne_id, v.jour, sum(v.vaut)::integer as minutes, sum(v.attend)::integer as non_validees
    from (
      select p.personne_id, p.jour, case when p.statut = 'valide' then p.minutes else coalesce(p.valide_minutes, 0) end as vaut,
        case when p.statut = 'valide' then 0 else p.minutes end as attend
      from pointages_vivants p join chantiers_lies_erp c on c.chantier_id = p.chantier_id and c.link_id = ${link_id}
      join personnes_au_travail t on t.id = p.personne_id
      where p.jour between ${du} and ${au} and ${sees(sql`p.chantier_id`)} and (t.type_personne in ('employe', 'interimaire')
        or exists (select from lignes l where l.pointage_id = p.id and l.etat <> 'superseded'))) v
    group by v.personne_id, v.jour)`;

/**
 * Days that the next envoi lays down, anew or for the first time, as it tells them: wholly validated, and another fingerprint than
 * what was laid down. Whoever asks learns of those where he sees something.
 */
const dus = (sql: Db, { link_id, du, au }: Scope): Fragment => sql`
  dus as materialized (
    select coalesce(p.personne_id, e.personne_id) as personne_id, coalesce(p.jour, e.jour) as jour, m.external_id is not null as reliee
    from (
      select p.personne_id, p.jour, bool_and(p.statut = 'valide') as toute, count(c.chantier_id) as ici,
        jsonb_agg(ligne_a_poser(p.id, p.chantier_id, c.external_id, p.minutes, p.plages, p.zone, p.panier) order by p.id)
          filter (where c.chantier_id is not null) as lignes
      from pointages_vivants p left join chantiers_lies_erp c on c.chantier_id = p.chantier_id and c.link_id = ${link_id}
      where p.jour between ${du} and ${au} group by p.personne_id, p.jour
    ) p
    full join (select j.* from jours_poses j where j.link_id = ${link_id} and j.jour between ${du} and ${au}) e
      on e.personne_id = p.personne_id and e.jour = p.jour
    join envois_regles r on r.link_id = ${link_id}
    join personnes_au_travail t on t.id = coalesce(p.personne_id, e.personne_id) and t.type_personne in ('employe', 'interimaire')
    left join personnes_reliees m on m.link_id = ${link_id} and m.personne_id = t.id
    where coalesce(p.toute, true) and (e.empreinte is not null or (p.ici > 0 and r.depuis <= p.jour))
      and e.empreinte is distinct from empreinte_jour(m.external_id, coalesce(p.lignes, '[]'))
      and (exists (select from valides v where v.personne_id = t.id and v.jour = coalesce(p.jour, e.jour))
        or exists (select from lignes l where l.personne_id = t.id and l.jour = coalesce(p.jour, e.jour) and l.etat <> 'superseded')))`;

/**
 * Days of which something is told beside what the ERP contains (settled.md 37): `a_porter` of it is still to be carried over. What
 * was told and taken back, unlocked since, is over.
 */
const aPart = (sql: Db, { link_id, du, au, sees }: Scope): Fragment => sql`
  a_part as materialized (
    select e.personne_id, e.jour, bool_or(e.a_porter <> 0) as attend, sum(e.a_porter)::integer as a_porter, max(e.raison_code) as raison_code
    from (
      select r.personne_id, r.jour, r.chantier_id, sum(r.minutes) as ecart,
        coalesce(sum(r.minutes) filter (where r.reportee_at is null), 0) as a_porter, max(r.raison_code) as raison_code
      from regularisations_envoi r
      where r.link_id = ${link_id} and r.jour between ${du} and ${au} and ${sees(sql`r.chantier_id`)}
      group by r.personne_id, r.jour, r.chantier_id) e
    where e.ecart <> 0 or e.a_porter <> 0
    group by e.personne_id, e.jour)`;

/** Columns: personne_id, externe, jour, verdict, minutes_erp, ligne_id, external_id, reparation. */
export const faits = (sql: Db, scope: Scope): Fragment => sql`
  ${comparaisons(sql, scope)}, ${lignes(sql, scope)}, ${enTrop(sql, scope)}, ${valides(sql, scope)}, ${dus(sql, scope)}, ${aPart(sql, scope)},
  faits as materialized (
    select f.*, case f.verdict when 'manquant' then 'envoyer'
        when 'modifie' then case when f.adoptable then 'adopter' else 'remplacer' end end as reparation
    from (
      select l.personne_id, null::text as externe, l.jour, l.id as ligne_id, l.vue as external_id, l.verifiee,
        l.memes_minutes and not (l.pareille and not l.autre_id) as adoptable,
        case
          when l.etat = 'superseded' then case when l.retrait in ('to_remove', 'removing') then 'a_envoyer'
            when l.retrait = 'doubtful' then 'en_doute' when l.retrait = 'refused' and g.jour is null then 'refuse' end
          when l.etat in ('to_send', 'sending') then 'a_envoyer'
          when l.etat = 'unmapped' then case when exists (select from personnes_reliees p
            where p.link_id = l.link_id and p.personne_id = l.personne_id) then 'a_envoyer' else 'a_relier' end
          when l.etat = 'doubtful' then 'en_doute'
          when l.etat = 'refused' then case when g.jour is null or l.raison_code not in ('verrouille', 'chantier_ferme', 'periode_cloturee')
            then 'refuse' end
          when not l.verifiee then 'egal'
          when l.vue is null then case when l.incomplete then 'en_doute' else 'manquant' end
          when l.adoptee or (l.pareille and not l.autre_id) then 'egal'
          else 'modifie' end as verdict,
        case when l.verifiee and l.etat <> 'superseded' then coalesce(l.vues, 0)
          when l.etat <> 'superseded' or l.retrait in ('to_remove', 'removing', 'doubtful', 'refused') then coalesce(l.minutes_la_bas, 0)
          else 0 end as minutes_erp
      from lignes l left join a_part g on g.personne_id = l.personne_id and g.jour = l.jour
    ) f
    union all
    select e.personne_id, e.externe, e.jour_ici, e.ligne_id, e.external_id, true, false, 'en_trop', e.minutes,
      case when e.nous then 'retirer' end
    from en_trop e
    union all
    select d.personne_id, null, d.jour, null, null, false, false, case when d.reliee then 'a_envoyer' else 'a_relier' end, 0, null
    from dus d
    union all
    select g.personne_id, null, g.jour, null, null, false, false, case when g.attend then 'regularise' else 'reporte' end, 0, null
    from a_part g)`;

/**
 * Per person and day: its verdict, what stands over there, what can be done of the gravest of its facts. Replacing covers letting
 * stand.
 */
export const cellules = (sql: Db, scope: Scope): Fragment => {
  const gravest = sql`array_position(${[...SEVERITY]}::text[], f.verdict)`;
  return sql`
  ${faits(sql, scope)}, cellules as materialized (
    select coalesce(f.personne_id, v.personne_id) as personne_id, f.externe, coalesce(f.jour, v.jour) as jour,
      (array_agg(f.verdict order by ${gravest}))[1] as verdict,
      (array_agg(f.reparation order by ${gravest}, (f.reparation = 'remplacer') desc nulls last, f.reparation))[1] as reparation,
      coalesce(max(v.minutes), 0) as minutes, coalesce(max(v.non_validees), 0) as non_validees,
      case when bool_or(c.depart is not null) then coalesce(sum(f.minutes_erp), 0)::integer end as minutes_erp
    from faits f full join valides v on v.personne_id = f.personne_id and v.jour = f.jour
    left join comparaisons c on c.jour = coalesce(f.jour, v.jour)
    group by 1, 2, 3)`;
};
