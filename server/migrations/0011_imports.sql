-- One reading of an ERP.
create table import_runs (
  id uuid primary key,
  version integer not null default 1,
  link_id uuid not null references erp_links on delete cascade,
  genre text not null check (genre in ('apercu', 'initial', 'complet', 'incremental', 'signal')),
  statut text not null check (statut in ('waiting', 'running', 'paused', 'parked', 'cancelled', 'succeeded', 'partial', 'failed')),
  demande text not null check (demande in ('automatique', 'manuelle')),
  demande_par uuid,
  -- Pages, then what they no longer showed, then the end.
  etape text not null default 'lecture' check (etape in ('lecture', 'absents', 'fin')),
  -- The hub process that works on it (platform/jobs/presence.ts); who sees it dead takes the run over.
  process_id bigint,
  -- How often in a row its process died without a page kept: a page that kills is not tried for ever.
  reprises integer not null default 0,
  -- How often in a row what changed was read again from its beginning without a record that was new to the run.
  relectures integer not null default 0,
  -- Saved in the transaction of each page: what a run that was cut goes on from.
  cursor jsonb,
  watermark jsonb,
  annonces integer,
  pages integer not null default 0,
  read integer not null default 0,
  created integer not null default 0,
  updated integer not null default 0,
  linked integer not null default 0,
  unchanged integer not null default 0,
  skipped integer not null default 0,
  set_aside integer not null default 0,
  to_map integer not null default 0,
  hidden integer not null default 0,
  gone integer not null default 0,
  essais integer not null default 0,
  prochain_essai_at timestamptz(3),
  probleme jsonb,
  question jsonb,
  reponse text check (reponse in ('confirmer', 'ignorer')),
  created_at timestamptz(3) not null,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  annule_at timestamptz(3),
  updated_at timestamptz(3) not null default now(),
  changed_xid xid8 not null default pg_current_xact_id()
);
create index import_runs_link on import_runs (link_id, created_at desc, id desc);
create index import_runs_created on import_runs (created_at desc, id desc);
-- Runs of one connexion never overlap, across processes; and nobody waits twice for the same reading.
create unique index import_runs_one_running on import_runs (link_id) where statut = 'running';
create unique index import_runs_one_open on import_runs (link_id, genre) where statut in ('waiting', 'running', 'paused', 'parked');
create trigger import_runs_changed before update on import_runs for each row execute function mark_changed();

-- Only what is worth looking at; created and updated chantiers are in the history of facts (view evenements_import).
-- An aperçu, which writes no fact, has all of its lines here.
create table import_lines (
  id uuid primary key,
  run_id uuid not null references import_runs on delete cascade,
  external_id text check (length(external_id) <= 200),
  libelle text not null check (length(libelle) <= 300),
  chantier_id uuid,
  chantier_code text check (length(chantier_code) <= 50),
  action text not null,
  raison text check (length(raison) <= 500),
  champs text[] not null default '{}',
  at timestamptz(3) not null,
  -- Put aside then, and read well since.
  reglee_at timestamptz(3)
);
create index import_lines_run on import_lines (run_id, id);
create index import_lines_aside on import_lines (external_id) where action = 'set_aside' and reglee_at is null;

-- What a complete reading has seen so far: what it does not show at its end may be gone. Emptied when the run ends.
create table import_seen (
  run_id uuid not null references import_runs on delete cascade,
  external_id text not null,
  primary key (run_id, external_id)
);

-- What the ERP pointed at. One row per hint of theirs, so that a repeated one does nothing twice.
create table import_hints (
  link_id uuid not null references erp_links on delete cascade,
  hint_id text not null check (length(hint_id) between 1 and 200),
  external_id text not null check (length(external_id) between 1 and 200),
  etat text not null default 'waiting' check (etat in ('waiting', 'done', 'given_up')),
  received_at timestamptz(3) not null,
  essais integer not null default 0,
  prochain_essai_at timestamptz(3) not null,
  primary key (link_id, hint_id)
);
create index import_hints_waiting on import_hints (link_id, prochain_essai_at) where etat = 'waiting';
create index import_hints_received on import_hints (received_at);

-- For the slice that shows connexions: what is under way, and what could not be taken in since the last reading of everything.
create view imports_ouverts as
  select link_id, id, genre, statut from import_runs where statut in ('waiting', 'running', 'paused', 'parked');
create view fiches_mises_de_cote as
  select distinct r.link_id, coalesce(l.external_id, l.id::text) as external_id
  from import_runs r join import_lines l on l.run_id = r.id
  where l.action = 'set_aside' and l.reglee_at is null and r.genre <> 'apercu' and r.annule_at is null
    and r.created_at >= coalesce((
      select max(d.created_at) from import_runs d
      where d.link_id = r.link_id and d.genre in ('initial', 'complet') and d.statut in ('succeeded', 'partial')), '-infinity');
