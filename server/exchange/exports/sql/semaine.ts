// A week of envois: each person, what is validated and what is over there.
import { joursDe } from '#contract/calendrier.ts';
import type { Fragment } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';

type Asked = { semaine: string; link_id?: string | undefined };

export function readSemaine({ sql }: ReadAt, { semaine, link_id }: Asked): Fragment {
  const [du, au] = [joursDe(semaine)[0]!, joursDe(semaine)[6]!];
  const here = link_id ? sql`and x.link_id = ${link_id}` : sql``;
  const voit = (id: Fragment) => sql`export_lisible(acteur.personne_id, acteur.role, acteur.voit_tout, ${id})`;
  return sql`
    with valides as (
      select v.personne_id, sum(v.minutes)::integer as minutes
      from pointages_vivants v join chantiers_lies_erp x on x.chantier_id = v.chantier_id ${here}
        join personnes_au_travail q on q.id = v.personne_id and q.type_personne in ('employe', 'interimaire')
      where v.jour between ${du} and ${au} and v.statut = 'valide' and ${voit(sql`v.chantier_id`)}
      group by v.personne_id
    ), par_etat as (
      select x.personne_id, x.etat, x.ignoree_at is not null as ignoree, count(*)::integer as n
      from export_lignes x
      where x.jour between ${du} and ${au} and x.etat <> 'superseded' and ${voit(sql`x.chantier_id`)} ${here}
      group by x.personne_id, x.etat, x.ignoree_at is not null
    ), etats as (
      select personne_id, sum(n)::integer as lignes, coalesce(sum(n) filter (where ignoree), 0)::integer as ignorees,
        json_object_agg(etat, n) filter (where not ignoree) as par_etat
      from par_etat group by personne_id
    ), la_bas as (
      select x.personne_id, coalesce(sum(x.minutes_la_bas), 0)::integer as minutes
      from export_lignes x
      where x.jour between ${du} and ${au} and ${voit(sql`x.chantier_id`)} ${here}
      group by x.personne_id
    )
    select json_build_object('semaine', ${semaine}::text, 'personnes', coalesce(json_agg(json_build_object(
        'personne_id', p.id, 'personne', p.prenom || ' ' || p.nom, 'minutes_validees', coalesce(v.minutes, 0),
        'minutes_dans_erp', coalesce(b.minutes, 0), 'lignes', coalesce(e.lignes, 0), 'par_etat', coalesce(e.par_etat, '{}'), 'ignorees', coalesce(e.ignorees, 0))
      order by p.nom, p.prenom, p.id), '[]'))::text as body, null::integer as version
    from personnes_nommees p
      left join valides v on v.personne_id = p.id left join etats e on e.personne_id = p.id left join la_bas b on b.personne_id = p.id
    where v.personne_id is not null or e.personne_id is not null or b.minutes > 0`;
}
