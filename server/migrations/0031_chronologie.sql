-- What the chronologie of one datum is made of: a door for each table, none of them a new fact.
create index events_chantier on events ((coalesce(data->'chantier'->>'id', data->>'chantier_id'))) where type like 'chantier.%';
create index import_lines_chantier on import_lines (chantier_id) where chantier_id is not null;

create view evenements_chantier as
  select e.id, e.type, e.occurred_at as at, e.run_id, e.actor_kind, e.actor_id, e.data->'chantier' as chantier, e.data->'changed' as changed,
    coalesce(e.data->'chantier'->>'id', e.data->>'chantier_id') as chantier_id
  from events e where e.type like 'chantier.%';
create view lectures_chantier as
  select l.id, l.chantier_id, l.run_id, r.link_id, l.action, l.raison, l.champs, l.at
  from import_lines l join import_runs r on r.id = l.run_id where r.genre <> 'apercu' and l.chantier_id is not null;
create view signaux_recus as select link_id, hint_id, external_id, received_at, etat from import_hints;
create view gestes_pointage as
  select n, pointage_id, at, geste, revision, auteur_id, motif, avant, apres from pointage_changements;
-- Deleted ones too: what was sent of them is told all the same.
create view pointages_nommes as select id, personne_id, chantier_id, jour, deleted_at from pointages;
create view reparations_rapprochement as
  select id, link_id, personne_id, jour, reparation, etat, raison, demande_par, created_at, finished_at, export_id
  from rapprochement_reparations;
