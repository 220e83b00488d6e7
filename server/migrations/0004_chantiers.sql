create table chantiers (
  id uuid primary key,
  version integer not null default 1,
  code text not null check (code ~ '^([A-Z][0-9]{3}|[0-9]{4}-[A-Z0-9_-]{1,45})$'),
  nom text collate "fr-x-icu" not null check (length(nom) between 3 and 255),
  statut text not null default 'ouvert' check (statut in ('ouvert', 'en_cours', 'receptionne', 'ferme')),
  description text check (length(description) <= 5000),
  adresse text check (length(adresse) <= 500),
  commune_insee text check (commune_insee ~ '^[0-9][0-9AB][0-9]{3}$'),
  commune text,
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  couleur text not null check (couleur ~ '^#[0-9A-Fa-f]{6}$'),
  maitre_ouvrage text check (length(maitre_ouvrage) <= 200),
  type_travaux text check (type_travaux in ('construction_neuve', 'renovation', 'renovation_energetique')),
  batiment_plus_2ans boolean,
  usage_habitation boolean,
  date_debut date,
  date_fin date,
  minutes_estimees integer check (minutes_estimees >= 0),
  contacts jsonb not null default '[]',
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  deleted_at timestamptz(3),
  changed_xid xid8 not null default pg_current_xact_id(),
  constraint chantiers_dates check (date_fin >= date_debut),
  constraint chantiers_position check ((latitude is null) = (longitude is null))
);
-- A deleted chantier gives its code back.
create unique index chantiers_code_key on chantiers (code) where deleted_at is null;
create index chantiers_nom on chantiers (nom, id);
create index chantiers_changed on chantiers (changed_xid, id);
create trigger chantiers_changed before update on chantiers for each row execute function mark_changed();

-- Who works there, and as what: the perimeter of everybody but the administrateur.
create table chantier_personnes (
  chantier_id uuid not null references chantiers on delete cascade,
  personne_id uuid not null references personnes on delete cascade,
  role_chantier text not null check (role_chantier in ('conducteur', 'chef', 'ouvrier')),
  primary key (chantier_id, personne_id)
);
create index chantier_personnes_personne on chantier_personnes (personne_id);

-- A person who is deleted leaves his teams by the cascade: those chantiers have changed. (A team that is composed marks
-- its chantier itself; depth 0 is such a plain statement.)
create function mark_left_chantier() returns trigger language plpgsql as $$
begin
  update chantiers set id = id where id = old.chantier_id;
  return null;
end $$;
create trigger chantier_personnes_left after delete on chantier_personnes
  for each row when (pg_trigger_depth() > 0) execute function mark_left_chantier();

-- The id of a chantier in another system (an ERP link, or an integrator's own).
create table chantier_references (
  chantier_id uuid not null references chantiers on delete cascade,
  system text not null check (system ~ '^[a-z][a-z0-9_-]{0,39}$'),
  external_id text not null check (length(external_id) between 1 and 200),
  primary key (chantier_id, system),
  constraint chantier_references_external_key unique (system, external_id)
);

-- The perimeter, in one place, for every slice (settled.md 24). Inlined by the planner.
create function chantiers_visibles(qui uuid, voit_tout boolean) returns setof chantiers language sql stable as $$
  select c.* from chantiers c
  where c.deleted_at is null
    and (voit_tout or exists (select 1 from chantier_personnes cp where cp.chantier_id = c.id and cp.personne_id = qui))
$$;

-- The communes of France (source: Etalab, découpage administratif), loaded at start when their edition changed.
create table communes (
  code_insee text primary key,
  nom text not null,
  departement text not null,
  codes_postaux text[] not null,
  population integer not null,
  recherche text not null,
  edition text not null
);
create index communes_recherche on communes (recherche text_pattern_ops);
