-- One comparison of a connexion's hours: everything over there is read, from one day to another.
create table rapprochement_runs (
  id uuid primary key,
  version integer not null default 1,
  link_id uuid not null references erp_links on delete cascade,
  du date not null,
  au date not null check (au >= du),
  statut text not null check (statut in ('waiting', 'running', 'cancelled', 'succeeded', 'failed')),
  demande text not null check (demande in ('automatique', 'manuelle')),
  demande_par uuid references personnes on delete set null,
  -- The hub process that reads (platform/jobs/presence.ts); who sees it dead takes the run over.
  process_id bigint,
  essais integer not null default 0,
  -- How often in a row its process died.
  reprises integer not null default 0,
  prochain_essai_at timestamptz(3),
  -- Every transaction below it had ended when the reading began: a line of the ledger that changed later is not judged by it.
  depart_xid xid8,
  lues integer not null default 0,
  illisibles integer not null default 0,
  ecarts integer not null default 0,
  probleme jsonb,
  created_at timestamptz(3) not null,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  updated_at timestamptz(3) not null default now(),
  changed_xid xid8 not null default pg_current_xact_id()
);
create unique index rapprochement_runs_one_running on rapprochement_runs (link_id) where statut = 'running';
create unique index rapprochement_runs_one_open on rapprochement_runs (link_id, du, au) where statut in ('waiting', 'running');
create index rapprochement_runs_link on rapprochement_runs (link_id, created_at desc, id desc);
create trigger rapprochement_runs_changed before update on rapprochement_runs for each row execute function mark_changed();

-- What stands over there, as it was last read. `numero`: what its mark says of our ledger.
create table rapprochement_saisies (
  link_id uuid not null references erp_links on delete cascade,
  external_id text not null check (length(external_id) between 1 and 200),
  personne_externe text not null check (length(personne_externe) <= 200),
  chantier_externe text check (length(chantier_externe) <= 200),
  marque text check (length(marque) <= 20),
  numero bigint,
  jour date not null,
  minutes integer not null,
  debut text check (length(debut) <= 5),
  fin text check (length(fin) <= 5),
  erp_version text check (length(erp_version) <= 200),
  run_id uuid not null,
  primary key (link_id, external_id)
);
create index rapprochement_saisies_jour on rapprochement_saisies (link_id, jour);
create index rapprochement_saisies_numero on rapprochement_saisies (link_id, numero) where numero is not null;

-- Times or places that somebody of ours let stand as the ERP has them: no difference any more, as long as it stays like that.
create table rapprochement_adoptions (
  ligne_id uuid primary key,
  link_id uuid not null references erp_links on delete cascade,
  external_id text not null check (length(external_id) between 1 and 200),
  jour date not null,
  minutes integer not null,
  debut text check (length(debut) <= 5),
  fin text check (length(fin) <= 5),
  chantier_externe text check (length(chantier_externe) <= 200),
  par uuid references personnes on delete set null,
  at timestamptz(3) not null
);

-- What the comparisons found of a line of the ledger, each time that it was something else. Append-only.
create table rapprochement_constats (
  id bigint generated always as identity primary key,
  ligne_id uuid not null,
  run_id uuid not null,
  at timestamptz(3) not null,
  verdict text not null check (length(verdict) <= 20),
  minutes_erp integer
);
create index rapprochement_constats_ligne on rapprochement_constats (ligne_id, id desc);

-- « Réparer »: what a person saw and agreed to, and what came of it.
create table rapprochement_reparations (
  id uuid primary key,
  link_id uuid not null references erp_links on delete cascade,
  personne_id uuid not null references personnes on delete restrict,
  jour date not null,
  reparation text not null check (reparation in ('envoyer', 'retirer', 'remplacer', 'adopter')),
  etat text not null check (etat in ('waiting', 'running', 'done', 'refused')),
  process_id bigint,
  essais integer not null default 0,
  prochain_essai_at timestamptz(3),
  -- The envoi that carries it out.
  export_id uuid,
  raison text check (length(raison) <= 500),
  demande_par uuid references personnes on delete set null,
  created_at timestamptz(3) not null,
  finished_at timestamptz(3)
);
create unique index rapprochement_reparations_one_open on rapprochement_reparations (link_id, personne_id, jour) where etat in ('waiting', 'running');
create index rapprochement_reparations_open on rapprochement_reparations (link_id) where etat in ('waiting', 'running');
create index rapprochement_reparations_jour on rapprochement_reparations (link_id, personne_id, jour, created_at desc);

create view constats_rapprochement as select ligne_id, run_id, at, id, verdict, minutes_erp from rapprochement_constats;
