-- Pointages (a person, a chantier, a day), every content they ever had, and the feuilles of a week.
create table feuilles_heures (
  id uuid primary key,
  version integer not null default 1,
  personne_id uuid not null references personnes on delete restrict,
  -- The Monday of the ISO week.
  debut date not null check (extract(isodow from debut) = 1),
  -- All of its pointages are validated since; told once by feuille_heures.validated.
  validee_at timestamptz(3),
  signee_at timestamptz(3),
  signee_par uuid references personnes on delete set null,
  signee_appareil text check (length(signee_appareil) <= 200),
  -- SHA-256 of the lines that were signed, as hexadecimal: other lines make the signature void.
  signee_empreinte text check (signee_empreinte ~ '^[0-9a-f]{64}$'),
  signature_refus text check (length(signature_refus) <= 500),
  contestee_at timestamptz(3),
  contestation text check (length(contestation) <= 500),
  contestation_reponse text check (length(contestation_reponse) <= 500),
  repondue_at timestamptz(3),
  repondue_par uuid references personnes on delete set null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  changed_xid xid8 not null default pg_current_xact_id(),
  constraint feuilles_heures_une unique (personne_id, debut),
  constraint feuilles_heures_signature check ((signee_at is null) = (signee_empreinte is null)),
  constraint feuilles_heures_contestation check ((contestee_at is null) = (contestation is null))
);
create index feuilles_heures_debut on feuilles_heures (debut);
create index feuilles_heures_changed on feuilles_heures (changed_xid, id);
create trigger feuilles_heures_changed before update on feuilles_heures for each row execute function mark_changed();

-- The hours of a person outlive his account: RESTRICT (settled.md 28). A chantier with hours is not deleted for good either.
create table pointages (
  id uuid primary key,
  version integer not null default 1,
  feuille_id uuid not null references feuilles_heures on delete restrict,
  personne_id uuid not null references personnes on delete restrict,
  chantier_id uuid not null references chantiers on delete restrict,
  jour date not null,
  minutes integer not null check (minutes between 1 and 1440),
  -- [{debut, fin}], local times; their sum is `minutes` when there are any.
  plages jsonb not null default '[]' check (jsonb_array_length(plages) <= 8),
  panier boolean,
  zone text check (zone in ('1A', '1B', '2', '3', '4', '5')),
  commentaire text check (length(commentaire) <= 500),
  statut text not null default 'brouillon' check (statut in ('brouillon', 'soumis', 'valide', 'rejete')),
  revision integer not null default 1 check (revision >= 1),
  origine text not null default 'saisie' check (origine in ('planning', 'saisie', 'equipe', 'api')),
  affectation_id uuid references affectations on delete set null,
  saisi_par uuid references personnes on delete set null,
  soumis_at timestamptz(3),
  valide_at timestamptz(3),
  valide_par uuid references personnes on delete set null,
  motif_rejet text check (length(motif_rejet) <= 500),
  -- The last content that was validated: it stands (for the ERP, for pay) while a correction waits.
  valide_revision integer,
  valide_minutes integer,
  valide_plages jsonb,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  deleted_at timestamptz(3),
  changed_xid xid8 not null default pg_current_xact_id(),
  constraint pointages_rejet check ((statut = 'rejete') = (motif_rejet is not null)),
  constraint pointages_valide check ((valide_revision is null) = (valide_minutes is null)),
  constraint pointages_statut_valide check (statut <> 'valide' or valide_revision = revision)
);
create unique index pointages_un_par_jour on pointages (personne_id, jour, chantier_id) where deleted_at is null;
create index pointages_jour on pointages (jour, personne_id) where deleted_at is null;
create index pointages_chantier on pointages (chantier_id, jour) where deleted_at is null;
create index pointages_feuille on pointages (feuille_id);
create index pointages_changed on pointages (changed_xid, id);
create trigger pointages_changed before update on pointages for each row execute function mark_changed();

-- Every gesture, with what was before and after: what the compagnon is shown. Append-only; its reasons are emptied by an erasure alone.
create table pointage_changements (
  id uuid primary key,
  n bigint generated always as identity,
  pointage_id uuid not null references pointages on delete restrict,
  at timestamptz(3) not null,
  geste text not null check (geste in ('saisi', 'modifie', 'soumis', 'valide', 'rejete', 'corrige', 'supprime')),
  revision integer not null,
  auteur_id uuid references personnes on delete set null,
  motif text check (length(motif) <= 500),
  avant jsonb,
  apres jsonb
);
create index pointage_changements_pointage on pointage_changements (pointage_id, n);

-- Pay periods: a month without a row is open.
create table periodes_paie (
  mois text primary key check (mois ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  version integer not null default 1,
  etat text not null check (etat in ('ouverte', 'cloturee')),
  cloturee_at timestamptz(3),
  cloturee_par uuid references personnes on delete set null,
  reouvertures jsonb not null default '[]',
  -- The figures of the month as they were closed, people by their ids: what pay was told, whatever changes afterwards.
  photo jsonb,
  updated_at timestamptz(3) not null default now(),
  changed_xid xid8 not null default pg_current_xact_id(),
  constraint periodes_paie_photo check (etat <> 'cloturee' or photo is not null)
);
create trigger periodes_paie_changed before update on periodes_paie for each row execute function mark_changed();

create function jour_cloture(jour date) returns boolean language sql stable as $$
  select exists (select from periodes_paie p where p.etat = 'cloturee' and p.mois = to_char(jour, 'YYYY-MM'))
$$;

-- Who reads which hours: his own; those of the chantiers he leads (conducteur or chef there); all, for whoever `voit_tout`.
-- `seulement`: the chantiers that a key is bound to, null for all of its owner's.
create function pointages_visibles(qui uuid, son_role text, voit_tout boolean, seulement uuid[] default null)
returns setof pointages language sql stable as $$
  select p.* from pointages p
  where p.deleted_at is null
    and (seulement is null or p.chantier_id = any(seulement))
    and (voit_tout or p.personne_id = qui
      or (son_role in ('conducteur', 'chef_chantier') and exists (
        select from chantier_personnes cp
        where cp.chantier_id = p.chantier_id and cp.personne_id = qui and cp.role_chantier in ('conducteur', 'chef'))))
$$;

-- What pay and the ERP read: the content that counts, the one being corrected apart.
create view pointages_vivants as
  select id, feuille_id, personne_id, chantier_id, jour, minutes, plages, panier, zone, statut, revision, valide_revision,
    valide_minutes, valide_plages, changed_xid
  from pointages where deleted_at is null;
create view feuilles_signees as
  select id, personne_id, debut, validee_at, signee_at, signee_empreinte, signature_refus, contestee_at, repondue_at, changed_xid
  from feuilles_heures;
