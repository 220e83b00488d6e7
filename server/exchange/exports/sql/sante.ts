// How the sending of hours fares on a connexion, from its runs. Those that had nothing to send say nothing of the ERP, nor do
// those that a person gave up.
import { type Fragment, instant } from '#platform/db/sql.ts';
import type { ReadAt } from '#platform/http/route.ts';

/** With `depart` and `maintenant`, from which `prochain_at` is worked out (rules.ts). Days are those of Paris. */
export const readSante = ({ sql, now }: ReadAt, id: string): Fragment => sql`
  with finis as (
    select r.statut, r.finished_at, (r.finished_at at time zone 'Europe/Paris')::date as jour,
      (r.compte ->> 'sent')::integer + (r.compte ->> 'removed')::integer > 0 as ecrit
    from export_runs r
    where r.link_id = ${id} and r.finished_at <= ${now.toString()}
      and (r.statut = 'failed' or (r.statut in ('succeeded', 'partial') and (r.compte ->> 'lignes')::integer > 0))
  ), jours as (
    select f.jour, count(*) filter (where f.statut = 'succeeded')::integer as reussis,
      count(*) filter (where f.statut = 'partial')::integer as partiels, count(*) filter (where f.statut = 'failed')::integer as echoues
    from finis f where f.jour > (${now.toString()}::timestamptz at time zone 'Europe/Paris')::date - 30 group by f.jour
  )
  select json_build_object('link_id', c.id,
      'derniere_reussite_at', (select ${instant(sql, sql`max(f.finished_at)`)} from finis f where f.statut <> 'failed' and f.ecrit),
      'echecs_de_suite', (select count(*)::integer from finis f where f.statut = 'failed'
        and f.finished_at > coalesce((select max(b.finished_at) from finis b where b.statut <> 'failed'), '-infinity')),
      'envoi_en_cours', (select o.id from envois_ouverts o where o.link_id = c.id order by (o.statut = 'running') desc, o.id limit 1),
      'jours', (select coalesce(json_agg(row_to_json(j) order by j.jour), '[]') from jours j),
      'depart', case when g.actif then json_build_object('frequence', g.frequence, 'jour', g.jour, 'heure', g.heure) end,
      'maintenant', ${now.toString()}::text)::text as body, null::integer as version
  from connexions c left join export_reglages g on g.link_id = c.id where c.id = ${id}`;
