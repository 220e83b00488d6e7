-- What leaves for an ERP: when, what each run did, and the ledger, one line per unit that the ERP stores.

-- The connexion a chantier came from: the one that made it, else the oldest that knows it.
create view chantiers_lies_erp as
  select distinct on (r.chantier_id) r.chantier_id, l.id as link_id, r.external_id
  from chantier_references r join erp_links l on l.system = r.system and l.deleted_at is null
  where r.managed
  order by r.chantier_id, (r.made_by_run is not null) desc, l.created_at, l.id;
-- Retired ones too: what was sent through them is not undone.
create view connexions_connues as select id, nom, kind_nom, simulateur, pas_avant, deleted_at from erp_links;
create view connexions_traits as
  select id as link_id, traits || observed as traits from erp_links where deleted_at is null;

create table export_reglages (
  link_id uuid primary key references erp_links on delete cascade,
  version integer not null default 1,
  actif boolean not null,
  frequence text not null check (frequence in ('quotidien', 'hebdomadaire', 'mensuel')),
  jour integer not null check (jour between 1 and 28),
  heure text not null check (heure ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  -- The first day that leaves, Europe/Paris.
  depuis date not null,
  -- What was due before was not missed.
  actif_depuis timestamptz(3),
  horaires_acceptes_at timestamptz(3),
  horaires_acceptes_par uuid references personnes on delete set null,
  updated_at timestamptz(3) not null default now(),
  changed_xid xid8 not null default pg_current_xact_id()
);
create trigger export_reglages_changed before update on export_reglages for each row execute function mark_changed();

create table export_runs (
  id uuid primary key,
  version integer not null default 1,
  link_id uuid not null references erp_links on delete cascade,
  objet text not null check (objet in ('heures')),
  periode text not null check (length(periode) <= 30),
  du date not null,
  au date not null check (au >= du),
  statut text not null check (statut in ('waiting', 'running', 'paused', 'parked', 'cancelled', 'succeeded', 'partial', 'failed')),
  demande text not null check (demande in ('automatique', 'manuelle')),
  demande_par uuid references personnes on delete set null,
  -- Asked for by its hour; once for a period. The others: a person, or somebody who was just linked.
  planifie boolean not null default false,
  -- Whole days that touch one of these; null: all.
  chantiers uuid[],
  -- The hub process that works on it (platform/jobs/presence.ts); who sees it dead takes the run over.
  process_id bigint,
  -- How often in a row its process died without anything said in between.
  reprises integer not null default 0,
  essais integer not null default 0,
  prochain_essai_at timestamptz(3),
  probleme jsonb,
  -- As it ended; while it is open, its lines are counted.
  compte jsonb,
  created_at timestamptz(3) not null,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  updated_at timestamptz(3) not null default now(),
  changed_xid xid8 not null default pg_current_xact_id()
);
create index export_runs_link on export_runs (link_id, created_at desc, id desc);
create index export_runs_created on export_runs (created_at desc, id desc);
-- Runs of one connexion never overlap, across processes; a period leaves by itself once; nobody waits twice for the same run.
create unique index export_runs_one_running on export_runs (link_id) where statut = 'running';
create unique index export_runs_one_planned on export_runs (link_id, objet, periode) where planifie;
create unique index export_runs_one_open on export_runs (link_id, objet, du, au, (coalesce(chantiers, '{00000000-0000-0000-0000-000000000000}')))
  where statut in ('waiting', 'running', 'paused', 'parked');
create trigger export_runs_changed before update on export_runs for each row execute function mark_changed();

-- An hour goes to one connexion, never to two: the live lines of a pointage point here.
create table pointage_liens (
  pointage_id uuid primary key references pointages on delete restrict,
  link_id uuid not null references erp_links on delete restrict,
  constraint pointage_liens_paire unique (pointage_id, link_id)
);
create index pointage_liens_link on pointage_liens (link_id);

-- What of a person's day was last laid down, so that an unchanged day costs nothing.
create table export_jours (
  link_id uuid not null references erp_links on delete restrict,
  personne_id uuid not null references personnes on delete restrict,
  jour date not null,
  empreinte text not null check (length(empreinte) = 32),
  primary key (link_id, jour, personne_id)
);

-- `HC-` and the number in base 36: what the customer reads in his ERP.
create function marque_de(numero bigint) returns text language plpgsql immutable strict as $$
declare
  reste bigint := numero;
  texte text := '';
begin
  loop
    texte := substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', (reste % 36)::integer + 1, 1) || texte;
    reste := reste / 36;
    exit when reste = 0;
  end loop;
  return 'HC-' || texte;
end $$;

create table export_lignes (
  id uuid primary key,
  numero bigint generated always as identity unique,
  version integer not null default 1,
  link_id uuid not null references erp_links on delete restrict,
  -- The last run that had it in hand.
  run_id uuid references export_runs on delete set null,
  personne_id uuid not null references personnes on delete restrict,
  jour date not null,
  -- Of the unit within the day (connectors/connector.ts): what a correction replaces.
  cle text not null check (length(cle) between 1 and 200),
  pointage_id uuid references pointages on delete restrict,
  chantier_id uuid references chantiers on delete restrict,
  chantier_externe text check (length(chantier_externe) <= 200),
  personne_externe text check (length(personne_externe) <= 200),
  minutes integer not null check (minutes between 0 and 1440),
  jour_erp date not null,
  debut text check (length(debut) <= 5),
  fin text check (length(fin) <= 5),
  indicatif boolean not null default false,
  contenu jsonb not null check (length(contenu::text) <= 4096),
  -- Of what is written over there: the same content is left alone.
  empreinte text not null check (length(empreinte) = 32),
  rattrapage boolean not null default false,
  etat text not null check (etat in ('unmapped', 'to_send', 'sending', 'sent', 'doubtful', 'refused', 'superseded')),
  retrait text check (retrait in ('to_remove', 'removing', 'doubtful', 'removed', 'refused')),
  raison_code text check (length(raison_code) <= 40),
  raison_phrase text check (length(raison_phrase) <= 500),
  external_id text check (length(external_id) <= 200),
  erp_version text check (length(erp_version) <= 200),
  -- What stands over there under external_id, as last answered: while a correction waits, the old figure. Null: nothing.
  minutes_la_bas integer,
  remplace_id uuid references export_lignes on delete restrict,
  -- How often it was tried; an answer counts for the try it belongs to.
  essais integer not null default 0,
  tente_at timestamptz(3),
  envoye_at timestamptz(3),
  -- Looked for once more after it was sent again: the first one may have come late.
  a_verifier boolean not null default false,
  ignoree_at timestamptz(3),
  ignoree_par uuid references personnes on delete set null,
  ignoree_note text check (length(ignoree_note) <= 500),
  -- Who moved it last; null: the hub.
  geste_par uuid references personnes on delete set null,
  marque text generated always as (marque_de(numero)) stored,
  pointage_vivant uuid generated always as (case when etat <> 'superseded' then pointage_id end) stored,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null default now(),
  changed_xid xid8 not null default pg_current_xact_id(),
  constraint export_lignes_retrait check (retrait is null or etat = 'superseded'),
  constraint export_lignes_dans_lerp check (etat <> 'sent' or (external_id is not null and minutes_la_bas is not null)),
  -- Every line that is not over there says why.
  constraint export_lignes_raison check (etat not in ('refused', 'unmapped') or raison_code is not null),
  -- Whichever moves first, a pointage and its lines end a transaction on the same connexion.
  constraint export_lignes_lien foreign key (pointage_vivant, link_id)
    references pointage_liens (pointage_id, link_id) deferrable initially deferred
);
-- A unit of a day has one live line.
create unique index export_lignes_vivante on export_lignes (link_id, jour, personne_id, cle) where etat <> 'superseded';
create index export_lignes_attente on export_lignes (link_id, jour, personne_id)
  where etat in ('to_send', 'sending', 'doubtful') or retrait in ('to_remove', 'removing', 'doubtful') or a_verifier;
create index export_lignes_run on export_lignes (run_id);
create index export_lignes_jour on export_lignes (jour, personne_id);
create index export_lignes_pointage on export_lignes (pointage_id);
create index export_lignes_externe on export_lignes (link_id, external_id) where external_id is not null;
create index export_lignes_ordre on export_lignes (jour desc, id desc);
create trigger export_lignes_changed before update on export_lignes for each row execute function mark_changed();

-- Every state a line went through. Append-only.
create table export_gestes (
  id bigint generated always as identity primary key,
  ligne_id uuid not null references export_lignes on delete restrict,
  at timestamptz(3) not null default clock_timestamp(),
  etat text not null,
  retrait text,
  raison_code text,
  raison_phrase text,
  ignoree boolean not null,
  run_id uuid,
  par uuid references personnes on delete set null
);
create index export_gestes_ligne on export_gestes (ligne_id, id);
create index export_gestes_run on export_gestes (run_id, ligne_id);

create function note_lignes_nees() returns trigger language plpgsql as $$
begin
  insert into export_gestes (ligne_id, etat, retrait, raison_code, raison_phrase, ignoree, run_id, par)
  select n.id, n.etat, n.retrait, n.raison_code, n.raison_phrase, n.ignoree_at is not null, n.run_id, n.geste_par
  from nouvelles n order by n.numero;
  return null;
end $$;
create trigger export_lignes_nees after insert on export_lignes
  referencing new table as nouvelles for each statement execute function note_lignes_nees();

create function note_lignes_changees() returns trigger language plpgsql as $$
begin
  insert into export_gestes (ligne_id, etat, retrait, raison_code, raison_phrase, ignoree, run_id, par)
  select n.id, n.etat, n.retrait, n.raison_code, n.raison_phrase, n.ignoree_at is not null, n.run_id, n.geste_par
  from nouvelles n join anciennes o on o.id = n.id
  where (n.etat, n.retrait, n.raison_code, n.raison_phrase, n.ignoree_at is null)
    is distinct from (o.etat, o.retrait, o.raison_code, o.raison_phrase, o.ignoree_at is null)
  order by n.numero;
  return null;
end $$;
create trigger export_lignes_changees after update on export_lignes
  referencing old table as anciennes new table as nouvelles for each statement execute function note_lignes_changees();

create function refuse_geste() returns trigger language plpgsql as $$
begin
  -- Who did it may be forgotten, with his row; what was done may not.
  if tg_op = 'UPDATE' and new.par is null and (to_jsonb(new) - 'par') = (to_jsonb(old) - 'par') then return new; end if;
  raise exception 'export_gestes is append-only' using errcode = 'restrict_violation';
end $$;
create trigger export_gestes_append_only before update or delete on export_gestes for each row execute function refuse_geste();
create trigger export_gestes_kept before truncate on export_gestes for each statement execute function refuse_geste();

-- Corrections that the ERP takes no more in their place: ± minutes beside what it contains (settled.md 37).
create table export_regularisations (
  id uuid primary key,
  version integer not null default 1,
  link_id uuid not null references erp_links on delete restrict,
  run_id uuid references export_runs on delete set null,
  personne_id uuid not null references personnes on delete restrict,
  jour date not null,
  chantier_id uuid references chantiers on delete restrict,
  minutes integer not null check (minutes <> 0),
  raison_code text not null check (length(raison_code) <= 40),
  raison_phrase text not null check (length(raison_phrase) <= 500),
  at timestamptz(3) not null,
  reportee_at timestamptz(3),
  reportee_par uuid references personnes on delete set null,
  reportee_note text check (length(reportee_note) <= 500),
  updated_at timestamptz(3) not null default now(),
  changed_xid xid8 not null default pg_current_xact_id()
);
create index export_regularisations_jour on export_regularisations (link_id, personne_id, jour);
create index export_regularisations_ordre on export_regularisations (at desc, id desc);
create trigger export_regularisations_changed before update on export_regularisations for each row execute function mark_changed();

-- Who reads which lines and corrections: all, for whoever `voit_tout`; a conducteur, those of the chantiers he leads.
create function export_lisible(qui uuid, son_role text, voit_tout boolean, chantier uuid) returns boolean language sql stable as $$
  select voit_tout or (son_role = 'conducteur' and exists (
    select from chantier_personnes cp
    where cp.chantier_id = chantier and cp.personne_id = qui and cp.role_chantier in ('conducteur', 'chef')))
$$;

-- For the slices that compare, tell and show: the ledger as it stands, what was said of it, what runs.
create view lignes_envoi as
  select id, numero, marque, link_id, run_id, personne_id, jour, cle, pointage_id, chantier_id, chantier_externe, personne_externe,
    minutes, jour_erp, debut, fin, indicatif, etat, retrait, raison_code, raison_phrase, external_id, erp_version, minutes_la_bas,
    remplace_id, rattrapage, essais, tente_at, envoye_at, ignoree_at, created_at, updated_at, changed_xid
  from export_lignes;
create view gestes_envoi as
  select id, ligne_id, at, etat, retrait, raison_code, raison_phrase, ignoree, run_id, par from export_gestes;
create view regularisations_envoi as
  select id, link_id, personne_id, jour, chantier_id, minutes, raison_code, at, reportee_at from export_regularisations;
create view envois_ouverts as
  select link_id, id, objet, statut, demande from export_runs where statut in ('waiting', 'running', 'paused', 'parked');
create view envois_regles as
  select link_id, actif, depuis, frequence, jour, heure from export_reglages;
