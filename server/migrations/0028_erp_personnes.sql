-- A name to compare by: accents, case, punctuation and the order of the words do not count. Null when nothing is left.
create function nom_plie(nom text, prenom text) returns text language sql immutable parallel safe as $$
  select string_agg(mot, ' ' order by mot collate "C")
  from regexp_split_to_table(
    regexp_replace(normalize(replace(replace(lower(concat_ws(' ', nom, prenom)), 'œ', 'oe'), 'æ', 'ae'), nfd), '[\u0300-\u036f]', '', 'g'),
    '[^a-z0-9]+') as mot
  where mot <> ''
$$;
-- « 00042 » and « 42 » are one matricule.
create function matricule_plie(matricule text) returns text language sql immutable parallel safe as $$
  select nullif(ltrim(upper(trim(matricule)), '0'), '')
$$;

-- The people an ERP knows, and who each of them is here.
create table erp_personnes (
  id uuid primary key,
  version integer not null default 1,
  link_id uuid not null references erp_links on delete cascade,
  external_id text not null check (length(external_id) between 1 and 200),
  nom text collate "fr-x-icu" check (length(nom) <= 100),
  prenom text collate "fr-x-icu" check (length(prenom) <= 100),
  email text check (length(email) <= 254),
  matricule text check (length(matricule) <= 50),
  role text check (length(role) <= 100),
  actif boolean not null,
  -- Since when a reading no longer shows them: the link stays, what was sent under it too.
  disparue_at timestamptz(3),
  personne_id uuid references personnes on delete set null,
  trouve_par text check (trouve_par in ('matricule', 'email', 'nom', 'main', 'import')),
  ignoree boolean not null default false,
  note text check (length(note) <= 500),
  -- A person decided (linked, unlinked, set aside): no reading matches it again by itself.
  decidee_at timestamptz(3),
  -- Said once as to be linked (mapping.missing).
  annoncee_at timestamptz(3),
  -- Who it was here is erased (RGPD): nothing of him is kept, and the next readings write nothing of him either.
  effacee_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  changed_xid xid8 not null default pg_current_xact_id(),
  constraint erp_personnes_external_key unique (link_id, external_id),
  constraint erp_personnes_personne_key unique (link_id, personne_id),
  constraint erp_personnes_trouvee check ((personne_id is null) or trouve_par is not null),
  constraint erp_personnes_ignoree check (not (ignoree and personne_id is not null))
);
create index erp_personnes_personne on erp_personnes (personne_id) where personne_id is not null;
create index erp_personnes_nom on erp_personnes (link_id, (coalesce(nom, '') || e'\t' || coalesce(prenom, '')), id);
create trigger erp_personnes_changed before update on erp_personnes for each row execute function mark_changed();

-- When the people of a connexion were read, and what waits: asked for by a row, so that a lost queue loses nothing.
create table erp_personnes_lectures (
  link_id uuid primary key references erp_links on delete cascade,
  demandee_at timestamptz(3),
  -- The hub process that reads (platform/jobs/presence.ts).
  process_id bigint,
  essais integer not null default 0,
  prochain_essai_at timestamptz(3),
  lue_at timestamptz(3),
  -- Of the last reading: records that could not be read.
  illisibles integer not null default 0,
  probleme jsonb
);

-- Who is whom on each connexion, for the slices that send and compare hours.
create view personnes_reliees as
  select link_id, personne_id, external_id from erp_personnes where personne_id is not null;
-- The people of each ERP as they are called there, for the slices that show what is over there.
create view erp_personnes_nommees as
  select link_id, external_id, personne_id, nom, prenom, ignoree from erp_personnes;
-- What an ERP's people are compared with. Who is erased is nobody any more.
create view personnes_reconnaissables as
  select id, nom, prenom, email, matricule, active, nom_plie(nom, prenom) as nom_plie, matricule_plie(matricule) as matricule_plie
  from personnes where effacee_at is null;
-- Connexions that are no more: one that bears the name of a retired one finds what was decided there.
create view connexions_retirees as select id, system, deleted_at from erp_links where deleted_at is not null;

-- Fields of a chantier that the app holds on this connexion: what the ERP says of them is kept, and never written over ours.
alter table erp_links add column champs_app text[] not null default '{}'
  check (champs_app <@ array['nom', 'adresse', 'maitre_ouvrage', 'date_debut', 'date_fin', 'minutes_estimees', 'contacts']);
create or replace function mark_link_changed() returns trigger language plpgsql as $$
begin
  new.changed_xid := pg_current_xact_id();
  new.updated_at := now();
  if (new.nom, new.etat, new.settings, new.credentials, new.frequence, new.heure, new.historique_mois, new.relier_par_code, new.champs_app)
     is distinct from
     (old.nom, old.etat, old.settings, old.credentials, old.frequence, old.heure, old.historique_mois, old.relier_par_code, old.champs_app) then
    new.version := old.version + 1;
  end if;
  return new;
end $$;

-- Changed on both sides since it was last received, or held here and changed there: both values, what stood between them, who won.
create table chantier_conflits (
  id uuid primary key,
  chantier_id uuid not null references chantiers on delete cascade,
  system text not null,
  champ text not null check (length(champ) <= 40),
  ici jsonb,
  la_bas jsonb,
  avant jsonb,
  gagnant text not null check (gagnant in ('app', 'erp')),
  run_id uuid,
  at timestamptz(3) not null
);
create index chantier_conflits_chantier on chantier_conflits (chantier_id);
create index chantier_conflits_system on chantier_conflits (system, at desc, id desc);
create view conflits_chantiers as
  select id, chantier_id, system, champ, ici, la_bas, avant, gagnant, run_id, at from chantier_conflits;
