-- A reference held by a connexion ERP (`managed`): nobody removes it by hand, and it keeps what was last received, so that
-- only what the ERP changed is written (the common ancestor of both sides).
alter table chantier_references
  add column managed boolean not null default false,
  add column hash text check (length(hash) <= 64),
  -- The fields of ours last received, as written to the chantier.
  add column recu jsonb,
  add column etat text not null default 'present' check (etat in ('present', 'masque', 'supprime')),
  -- Their status, by its id over there: re-read when a person maps it.
  add column statut_externe text check (length(statut_externe) <= 200),
  -- The code they use, when the chantier could not have it (taken, or not of our form).
  add column code_voulu text check (length(code_voulu) <= 200),
  -- The run that made the chantier, and the version it had when an import last wrote it: whether anybody touched it since.
  add column made_by_run uuid,
  add column imported_version integer;
create index chantier_references_statut on chantier_references (system, statut_externe) where managed;
create index chantier_references_run on chantier_references (made_by_run) where made_by_run is not null;

-- How many chantiers each connexion brought, for the slices that show it.
create view chantiers_relies as
  select r.system, r.external_id, r.chantier_id, r.etat, r.statut_externe, r.made_by_run, c.code, c.nom, c.deleted_at
  from chantier_references r join chantiers c on c.id = r.chantier_id
  where r.managed;
