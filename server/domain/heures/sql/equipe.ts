import type { ReadEquipe } from '#contract/pointage.ts';
import type { Fragment } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';
import { pointageJson } from './pointages.ts';

/** A day of a chantier for whoever enters its hours, as data for `shapeEquipe`. No row: he does not lead it. */
export const readEquipe = ({ sql }: ReadAt, { chantier_id, jour }: ReadEquipe): Fragment => sql`
  select (json_build_object('chantier_id', c.id, 'chantier_code', c.code, 'chantier_nom', c.nom, 'couleur', c.couleur,
    'cloturee', jour_cloture(${jour}), 'reglages', reglages_au(${jour}),
    'zone', zone_a_vol_doiseau(reglages_au(${jour}), c.latitude, c.longitude),
    'personnes', (select coalesce(json_agg(x order by x.nom, x.prenom, x.personne_id), '[]') from (
      select t.id as personne_id, t.nom, t.prenom, t.type_personne, t.horaire,
        (select ${pointageJson(sql)} from pointages p
          where p.personne_id = t.id and p.chantier_id = c.id and p.jour = ${jour} and p.deleted_at is null) as pointage,
        coalesce((select sum(p.minutes)::integer from pointages p
          where p.personne_id = t.id and p.chantier_id <> c.id and p.jour = ${jour} and p.deleted_at is null), 0) as autres_minutes,
        coalesce((select json_agg(json_build_object('id', a.id, 'chantier_id', a.chantier_id, 'jour', a.jour,
            'minutes_prevues', a.minutes_prevues, 'debut', to_char(a.debut, 'HH24:MI'), 'fin', to_char(a.fin, 'HH24:MI')))
          from affectations_vivantes a where a.personne_id = t.id and a.jour = ${jour}), '[]') as affectations,
        coalesce((select json_agg(b.moment) from absences_jours b where b.personne_id = t.id and b.jour = ${jour}), '[]') as moments,
        exists (select from equipes e where e.chantier_id = c.id and e.personne_id = t.id) as membre
      from personnes_au_travail t
      where t.id in (
        select e.personne_id from equipes e join personnes_au_travail q on q.id = e.personne_id and q.active
        where e.chantier_id = c.id and e.role_chantier <> 'conducteur'
        union select a.personne_id from affectations_vivantes a where a.chantier_id = c.id and a.jour = ${jour}
        union select p.personne_id from pointages p where p.chantier_id = c.id and p.jour = ${jour} and p.deleted_at is null)
      limit 300) x))::text) as body, null as version
  from chantiers_pointes c
  where c.id = ${chantier_id} and c.deleted_at is null
    and (acteur.voit_tout or mene_chantier(acteur.personne_id, acteur.role, c.id))`;
