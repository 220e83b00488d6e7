-- Variables de paie, their rubriques, the dated settings, and corrections of closed periods.
create table reglages_paie (
  effet_du date primary key,
  reglages jsonb not null,
  modifie_at timestamptz(3) not null,
  modifie_par uuid references personnes on delete set null,
  changed_xid xid8 not null default pg_current_xact_id()
);

create table rubriques (
  code text primary key check (code ~ '^[a-z][a-z0-9_]{1,39}$'),
  version integer not null default 1,
  libelle text not null check (length(libelle) between 1 and 100),
  groupe text not null check (groupe in ('heures', 'indemnites', 'primes', 'absences', 'autres')),
  unite text not null check (unite in ('nombre', 'minutes', 'jours', 'centimes')),
  portee text not null check (portee in ('jour', 'affectation')),
  une_par_jour boolean not null,
  automatique boolean not null,
  active boolean not null default true,
  code_paie text check (length(code_paie) <= 50),
  rang integer not null,
  updated_at timestamptz(3) not null default now(),
  changed_xid xid8 not null default pg_current_xact_id()
);
create trigger rubriques_changed before update on rubriques for each row execute function mark_changed();

create table variables_paie (
  id uuid primary key,
  version integer not null default 1,
  personne_id uuid not null references personnes on delete restrict,
  jour date not null,
  rubrique text not null references rubriques,
  -- Whole numbers in the unit of the rubrique: pieces, minutes, hundredths of a day, cents.
  quantite integer not null check (quantite between 0 and 100000000),
  zone text check (zone in ('1A', '1B', '2', '3', '4', '5')),
  chantier_id uuid references chantiers on delete restrict,
  origine text not null check (origine in ('auto', 'main')),
  commentaire text check (length(commentaire) <= 500),
  saisie_par uuid references personnes on delete set null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  deleted_at timestamptz(3),
  changed_xid xid8 not null default pg_current_xact_id()
);
create index variables_paie_jour on variables_paie (jour, personne_id) where deleted_at is null;
create index variables_paie_personne on variables_paie (personne_id, jour) where deleted_at is null;
create index variables_paie_changed on variables_paie (changed_xid, id);
create trigger variables_paie_changed before update on variables_paie for each row execute function mark_changed();

create table regularisations (
  id uuid primary key,
  at timestamptz(3) not null,
  personne_id uuid not null references personnes on delete restrict,
  chantier_id uuid references chantiers on delete restrict,
  jour date not null,
  mois_origine text not null,
  -- The open period that carries it.
  mois text not null,
  rubrique text not null references rubriques,
  quantite integer not null,
  motif text not null check (length(motif) between 1 and 500),
  auteur_id uuid references personnes on delete set null
);
create index regularisations_mois on regularisations (mois, personne_id);
