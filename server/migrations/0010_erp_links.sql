-- Our settings and credentials for one account of one ERP, and how it fares. Credentials are sealed (platform/secrets.ts).
create table erp_links (
  id uuid primary key,
  version integer not null default 1,
  kind text not null check (kind ~ '^[a-z][a-z0-9_-]{0,39}$'),
  -- The ERP's own name, as its connector told it when the connexion was made.
  kind_nom text not null check (length(kind_nom) between 1 and 100),
  nom text not null check (length(nom) between 1 and 100),
  system text not null check (system ~ '^[a-z][a-z0-9_-]{0,39}$'),
  simulateur boolean not null,
  compte text check (length(compte) <= 200),
  etat text not null default 'active' check (etat in ('active', 'en_pause', 'a_reconnecter', 'a_verifier')),
  probleme jsonb,
  settings jsonb not null,
  credentials text not null,
  -- Names the account (keyed hash of kind, settings and credentials): it is connected once. Null once retired.
  empreinte text constraint erp_links_empreinte_key unique check (length(empreinte) = 64),
  signaux boolean not null default false,
  frequence text not null default 'temps_reel' check (frequence in ('temps_reel', 'quotidien')),
  heure text not null default '05:00' check (heure ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  historique_mois integer not null default 24 check (historique_mois between 1 and 120),
  relier_par_code boolean not null default false,
  -- What their answers taught about them (Partial<Traits>).
  observed jsonb not null default '{}',
  -- The connector's own, as it was when a session was last opened.
  traits jsonb not null,
  -- Where the next incremental reading starts; null before the first complete one.
  watermark jsonb,
  premier_import_at timestamptz(3),
  derniere_reussite_at timestamptz(3),
  derniere_complete_at timestamptz(3),
  dernier_essai_at timestamptz(3),
  prochaine_lecture_at timestamptz(3),
  prochain_essai_at timestamptz(3),
  -- Since when `probleme` holds.
  probleme_depuis timestamptz(3),
  -- Said once to people, and its return once.
  probleme_annonce boolean not null default false,
  -- One pacing point for all processes: no call before this instant.
  pas_avant timestamptz(3),
  dernier_signal_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  deleted_at timestamptz(3),
  changed_xid xid8 not null default pg_current_xact_id()
);
create unique index erp_links_system_key on erp_links (system) where deleted_at is null;

-- Health moves each minute: the version is that of what a person sets, or an open form would always come too late.
create function mark_link_changed() returns trigger language plpgsql as $$
begin
  new.changed_xid := pg_current_xact_id();
  new.updated_at := now();
  if (new.nom, new.etat, new.settings, new.credentials, new.frequence, new.heure, new.historique_mois, new.relier_par_code)
     is distinct from
     (old.nom, old.etat, old.settings, old.credentials, old.frequence, old.heure, old.historique_mois, old.relier_par_code) then
    new.version := old.version + 1;
  end if;
  return new;
end $$;
create trigger erp_links_changed before update on erp_links for each row execute function mark_link_changed();

-- Outcomes per day, for the thirty small bars of a connexion. `jour` in Europe/Paris.
create table erp_link_jours (
  link_id uuid not null references erp_links on delete cascade,
  jour date not null,
  reussis integer not null default 0,
  partiels integer not null default 0,
  echoues integer not null default 0,
  primary key (link_id, jour)
);

-- Ways in which their answers differ from what we expect, each said once.
create table erp_ecarts (
  link_id uuid not null references erp_links on delete cascade,
  gravite text not null check (gravite in ('anodin', 'fiche')),
  chemin text not null check (length(chemin) <= 200),
  constat text not null check (length(constat) <= 500),
  premier_at timestamptz(3) not null,
  primary key (link_id, chemin, gravite)
);

create table mappings (
  id uuid primary key,
  version integer not null default 1,
  link_id uuid not null references erp_links on delete cascade,
  noun text not null check (noun in ('statut')),
  external_id text not null check (length(external_id) between 1 and 200),
  libelle text not null check (length(libelle) between 1 and 200),
  valeur text check (length(valeur) <= 100),
  -- What the label suggests: shown to whoever decides, never applied by itself.
  proposition text check (length(proposition) <= 100),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  changed_xid xid8 not null default pg_current_xact_id(),
  constraint mappings_external_key unique (link_id, noun, external_id)
);
create trigger mappings_changed before update on mappings for each row execute function mark_changed();

-- Connexions for other slices: never their credentials.
create view connexions as
  select id, kind, kind_nom, nom, system, simulateur, etat, probleme, probleme_depuis, frequence, heure, derniere_reussite_at, pas_avant
  from erp_links where deleted_at is null;
-- What remains to be mapped, per connexion.
create view valeurs_a_relier as
  select m.link_id, m.noun, m.external_id, m.libelle
  from mappings m join erp_links l on l.id = m.link_id
  where m.valeur is null and l.deleted_at is null;
