// The month in pay: as it is while it is open, as it was once it is closed.
import { bornesDe } from '#contract/calendrier.ts';
import { type Fragment, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import type { Unit } from '#platform/unit.ts';
import { photoOf } from './periodes.ts';

/**
 * The figures now, people by their ids alone (a photo of them outlives an erasure): employés with hours, variables or corrections.
 * `minutes` counts what was entered last unless it was rejected, `minutes_validees` what was validated last.
 */
function figures(sql: Sql | Transaction, mois: string): Fragment {
  const { debut, fin } = bornesDe(mois);
  return sql`
    (with lignes as (
      select personne_id, rubrique, quantite::bigint as quantite from variables_vivantes where jour between ${debut} and ${fin}
      union all select personne_id, rubrique, quantite from regularisations_portees where mois = ${mois}),
    sommes as (select personne_id, rubrique, sum(quantite) as n from lignes group by personne_id, rubrique),
    totaux as (select personne_id, jsonb_object_agg(rubrique, n) as totaux from sommes group by personne_id),
    heures as (
      select personne_id, sum(case when statut = 'rejete' then coalesce(valide_minutes, 0) else minutes end) as minutes,
        sum(coalesce(valide_minutes, 0)) as minutes_validees
      from pointages_vivants where jour between ${debut} and ${fin} group by personne_id)
    select jsonb_build_object(
      'personnes', coalesce((select jsonb_agg(jsonb_build_object('personne_id', q.id, 'minutes', coalesce(h.minutes, 0),
          'minutes_validees', coalesce(h.minutes_validees, 0), 'totaux', coalesce(t.totaux, '{}')))
        from personnes_au_travail q left join heures h on h.personne_id = q.id left join totaux t on t.personne_id = q.id
        where (q.type_personne = 'employe' and h.minutes is not null) or t.totaux is not null), '[]'),
      'rubriques', (select jsonb_agg(jsonb_build_object('code', r.code, 'libelle', r.libelle, 'unite', r.unite, 'groupe', r.groupe,
          'code_paie', r.code_paie) order by r.rang)
        from rubriques_de_paie r where r.active or r.code in (select rubrique from sommes)),
      'regularisations', coalesce((select jsonb_agg(to_jsonb(g) order by g.jour, g.rubrique) from (
        select personne_id, jour, mois_origine, rubrique, quantite, motif from regularisations_portees where mois = ${mois}) g), '[]')) as photo)`;
}

export const takePhoto = async (unit: Unit, mois: string): Promise<unknown> =>
  (await one<{ photo: unknown }>(unit.sql`select ${figures(unit.sql, mois)} as photo`)).photo;

/** Names and matricules are those of today: a closed month keeps figures, not people. */
export const readMois = ({ sql }: ReadAt, mois: string): Fragment => sql`
  select json_build_object('mois', ${mois}::text, 'rubriques', f.photo -> 'rubriques', 'regularisations', f.photo -> 'regularisations',
    'personnes', coalesce((select json_agg(json_build_object('personne_id', q.id, 'nom', q.nom, 'prenom', q.prenom,
        'matricule', q.matricule, 'type_personne', q.type_personne, 'minutes', l -> 'minutes', 'minutes_validees', l -> 'minutes_validees',
        'totaux', l -> 'totaux') order by q.nom, q.prenom, q.id)
      from jsonb_array_elements(f.photo -> 'personnes') l join personnes_au_travail q on q.id = (l ->> 'personne_id')::uuid), '[]'))::text as body,
    null::integer as version
  from (select coalesce(p.photo, ${figures(sql, mois)}) as photo from ${photoOf(sql, mois)} p) f`;

/** Of one person, day by day; no row for whom that month says nothing, or whom the caller does not read. */
export function readMoisOf({ sql }: ReadAt, { mois, id }: { mois: string; id: string }): Fragment {
  const { debut, fin } = bornesDe(mois);
  return sql`
    select json_build_object('mois', ${mois}::text, 'nom', q.nom, 'prenom', q.prenom, 'matricule', q.matricule,
      'cloture', p.photo is not null,
      'lignes', coalesce((select json_agg(json_build_object('jour', v.jour, 'rubrique', r.code, 'libelle', r.libelle, 'unite', r.unite,
          'quantite', v.quantite, 'zone', v.zone) order by v.jour, r.rang)
        from variables_vivantes v join rubriques_de_paie r on r.code = v.rubrique
        where v.personne_id = q.id and v.jour between ${debut} and ${fin}), '[]'),
      'regularisations', coalesce((select json_agg(json_build_object('jour', g.jour, 'mois_origine', g.mois_origine, 'libelle', r.libelle,
          'unite', r.unite, 'quantite', g.quantite, 'motif', g.motif) order by g.jour, r.rang)
        from regularisations_portees g join rubriques_de_paie r on r.code = g.rubrique
        where g.personne_id = q.id and g.mois = ${mois}), '[]'))::text as body, null::integer as version
    from personnes_au_travail q cross join ${photoOf(sql, mois)} p
    where q.id = ${id} and (acteur.voit_tout or q.id = acteur.personne_id)
      and (exists (select from variables_vivantes v where v.personne_id = q.id and v.jour between ${debut} and ${fin})
        or exists (select from regularisations_portees g where g.personne_id = q.id and g.mois = ${mois}))`;
}
