-- A reference held by a connexion ERP (`managed`): nobody removes it by hand, and it keeps what was last received, so that
-- only what the ERP changed is written (the common ancestor of both sides).
alter table chantier_references
  add column managed boolean not null default false,
  -- Of the record last taken in. Null: something in it could not be taken, and is tried again at each reading.
  add column hash text check (length(hash) <= 64),
  -- The fields of ours last received, those without a value left out.
  add column recu jsonb,
  -- Names of these fields: what a person does not change here.
  add column champs text[] not null default '{}',
  add column etat text not null default 'present' check (etat in ('present', 'masque', 'supprime')),
  -- Their status, by its id over there: re-read when a person maps it.
  add column statut_externe text check (length(statut_externe) <= 200),
  -- The code they use, when the chantier could not have it (taken, or not of our form).
  add column code_voulu text check (length(code_voulu) <= 200),
  -- The import that made the chantier, or else joined one of ours; what it then wrote over (`avant`).
  add column made_by_run uuid,
  add column linked_by_run uuid,
  add column avant jsonb,
  -- The version that the chantier had when an import last wrote it and nobody else had since: whether anybody touched it.
  add column imported_version integer;
create index chantier_references_statut on chantier_references (system, statut_externe) where managed;
create index chantier_references_run on chantier_references (made_by_run) where made_by_run is not null;
create index chantier_references_linked on chantier_references (linked_by_run) where linked_by_run is not null;

-- The highest automatic code is looked for at each page: without this, by reading all of them.
create index chantiers_code_automatique on chantiers (code collate "C") where code ~ '^[A-Z][0-9]{3}$';

-- What each connexion brought, for the slices that import and show it.
create view chantiers_relies as
  select r.system, r.external_id, r.chantier_id, r.etat, r.statut_externe, r.code_voulu, r.made_by_run, c.code, c.nom, c.deleted_at
  from chantier_references r join chantiers c on c.id = r.chantier_id
  where r.managed;

-- Whether a first import can be taken back, with what came after it: what this connexion made has served for nothing since.
create function import_annulable(of_system text) returns boolean language sql stable as $$
  select not exists (
    select from chantier_references r join chantiers c on c.id = r.chantier_id
    where r.system = of_system and r.managed and r.made_by_run is not null
      and (c.version <> r.imported_version or exists (select from chantier_personnes cp where cp.chantier_id = c.id)))
$$;
