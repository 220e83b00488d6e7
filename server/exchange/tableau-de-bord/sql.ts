import { type Fragment, instant } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';

export type Base = 'embarquee' | 'externe';

export const readTableauDeBord = ({ sql }: ReadAt, base: Base): Fragment => sql`
  select json_build_object(
    'chantiers', (
      select json_build_object(
        'ouvert', count(*) filter (where c.statut = 'ouvert'), 'en_cours', count(*) filter (where c.statut = 'en_cours'),
        'receptionne', count(*) filter (where c.statut = 'receptionne'), 'ferme', count(*) filter (where c.statut = 'ferme'))
      from chantiers_visibles(acteur.personne_id, acteur.voit_tout, acteur.chantiers) c),
    'personnes_actives', case when acteur.role <> 'compagnon' or acteur.gestionnaire_paie
      then (select count(*) from personnes_actives) end,
    'sauvegarde', case when acteur.role = 'administrateur' then (
      select json_build_object('derniere_reussie_at', ${instant(sql, sql`s.reussie_at`)},
                               'derniere_echouee_at', ${instant(sql, sql`s.echouee_at`)}, 'base', ${base}::text)
      from sauvegardes_dernieres s) end
  )::text as body, null::integer as version`;
