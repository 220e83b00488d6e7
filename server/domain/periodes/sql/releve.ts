// The week of an agency's people, for its invoice: what is validated.
import { joursDe } from '#contract/calendrier.ts';
import type { Fragment } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';

export function readReleve({ sql }: ReadAt, { semaine, agence }: { semaine: string; agence: string }): Fragment {
  const [debut, fin] = [joursDe(semaine)[0]!, joursDe(semaine)[6]!];
  return sql`
    select json_build_object('semaine', ${semaine}::text, 'agence', ${agence}::text, 'personnes', coalesce(json_agg(json_build_object(
        'nom', q.nom, 'prenom', q.prenom, 'matricule', q.matricule, 'attente', h.attente, 'jours', h.jours)
      order by q.nom, q.prenom, q.id), '[]'))::text as body, null::integer as version
    from personnes_au_travail q cross join lateral (
      select count(*) filter (where v.statut <> 'valide')::integer as attente,
        json_agg(json_build_object('jour', v.jour, 'chantier', c.code || ' – ' || c.nom, 'minutes', v.valide_minutes)
          order by v.jour, c.code) filter (where v.valide_minutes is not null) as jours
      from pointages_vivants v join chantiers_situes c on c.id = v.chantier_id
      where v.personne_id = q.id and v.jour between ${debut} and ${fin}) h
    where q.type_personne = 'interimaire' and q.agence = ${agence} and h.jours is not null`;
}
