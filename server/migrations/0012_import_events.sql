-- What each import made true, for the slice that shows imports: the history of facts is its list of lines.
create view evenements_import as
  select e.id, e.run_id, e.type, e.occurred_at as at,
         coalesce(e.data->'chantier'->>'id', e.data->>'chantier_id')::uuid as chantier_id,
         coalesce(e.data->'chantier'->>'code', e.data->>'code') as code,
         e.data->'chantier'->>'nom' as nom,
         e.data->'changed' as changed,
         e.data->'chantier'->'references' as refs
  from events e
  where e.run_id is not null and e.type like 'chantier.%';
