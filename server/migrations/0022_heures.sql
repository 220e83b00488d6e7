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
create index pointages_supprimes on pointages (changed_xid, id) where deleted_at is not null;
-- Who sets changed_xid by himself moves the row in the order of change, and neither its version nor its date.
create trigger pointages_changed before update on pointages for each row
  when (new.changed_xid is not distinct from old.changed_xid) execute function mark_changed();

-- Pointages that were moved, by the chantier they left: for whoever saw them there alone, they are gone.
create table pointage_sorties (
  pointage_id uuid not null references pointages on delete cascade,
  chantier_id uuid not null references chantiers on delete cascade,
  sorti_at timestamptz(3) not null default now(),
  changed_xid xid8 not null default pg_current_xact_id(),
  primary key (pointage_id, chantier_id)
);
create index pointage_sorties_changed on pointage_sorties (changed_xid, pointage_id);

create function note_pointages_deplaces() returns trigger language plpgsql as $$
begin
  insert into pointage_sorties (pointage_id, chantier_id)
  select o.id, o.chantier_id from anciens o join nouveaux n on n.id = o.id where o.chantier_id <> n.chantier_id
  on conflict (pointage_id, chantier_id) do update set sorti_at = now(), changed_xid = pg_current_xact_id();
  return null;
end $$;
create trigger pointages_deplaces after update on pointages
  referencing old table as anciens new table as nouveaux for each statement execute function note_pointages_deplaces();

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

create function refuse_changement() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    -- Words and who wrote them may be forgotten; what was done, when and to which hours may not.
    if (new.id, new.n, new.pointage_id, new.at, new.geste, new.revision) = (old.id, old.n, old.pointage_id, old.at, old.geste, old.revision)
      and (new.motif is null or new.motif = old.motif) and (new.auteur_id is null or new.auteur_id = old.auteur_id)
      and (new.avant - 'commentaire') is not distinct from (old.avant - 'commentaire')
      and (new.apres - 'commentaire') is not distinct from (old.apres - 'commentaire')
      and coalesce(new.avant ->> 'commentaire', old.avant ->> 'commentaire') is not distinct from old.avant ->> 'commentaire'
      and coalesce(new.apres ->> 'commentaire', old.apres ->> 'commentaire') is not distinct from old.apres ->> 'commentaire'
    then
      return new;
    end if;
  end if;
  raise exception 'pointage_changements is append-only' using errcode = 'restrict_violation';
end $$;
create trigger pointage_changements_append_only before update or delete on pointage_changements
  for each row execute function refuse_changement();
create trigger pointage_changements_kept before truncate on pointage_changements
  for each statement execute function refuse_changement();

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

-- Who leads a chantier: conducteur or chef there, and by his role. Who validates there: its conducteur.
create function mene_chantier(qui uuid, son_role text, chantier uuid) returns boolean language sql stable as $$
  select son_role in ('conducteur', 'chef_chantier') and exists (
    select from chantier_personnes cp
    where cp.chantier_id = chantier and cp.personne_id = qui and cp.role_chantier in ('conducteur', 'chef'))
$$;
create function vise_chantier(qui uuid, son_role text, chantier uuid) returns boolean language sql stable as $$
  select son_role = 'conducteur' and exists (
    select from chantier_personnes cp
    where cp.chantier_id = chantier and cp.personne_id = qui and cp.role_chantier = 'conducteur')
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

-- What left the sight of a caller: deleted pointages of his, and those that were moved away. Same arguments as pointages_visibles.
create function pointages_disparus(qui uuid, son_role text, voit_tout boolean, seulement uuid[] default null)
returns table (id uuid, deleted_at timestamptz, changed_xid xid8) language sql stable as $$
  select p.id, p.deleted_at, p.changed_xid from pointages p
  where p.deleted_at is not null and (seulement is null or p.chantier_id = any(seulement))
    and (voit_tout or p.personne_id = qui or mene_chantier(qui, son_role, p.chantier_id))
  union all
  select p.id, s.sorti_at, s.changed_xid from pointage_sorties s join pointages p on p.id = s.pointage_id
  where p.deleted_at is null and p.chantier_id <> s.chantier_id
    and (seulement is null or s.chantier_id = any(seulement))
    and case when seulement is not null then not p.chantier_id = any(seulement) or not (voit_tout or p.personne_id = qui or mene_chantier(qui, son_role, p.chantier_id))
      else not voit_tout and p.personne_id <> qui and not mene_chantier(qui, son_role, p.chantier_id) end
    and (voit_tout or p.personne_id = qui or mene_chantier(qui, son_role, s.chantier_id))
  union all
  select p.id, s.sorti_at, s.changed_xid from equipe_sorties s join pointages p on p.chantier_id = s.chantier_id
  where not voit_tout and s.personne_id = qui and p.personne_id <> qui and (seulement is null or s.chantier_id = any(seulement))
$$;

-- Who begins to lead a chantier sees its pointages from then on: they move in the order of change, unchanged.
create function note_meneurs_des_heures() returns trigger language plpgsql as $$
begin
  update pointages p set changed_xid = pg_current_xact_id()
  from (select distinct chantier_id from nouveaux where role_chantier in ('conducteur', 'chef')) n
  where p.chantier_id = n.chantier_id and p.deleted_at is null and p.changed_xid <> pg_current_xact_id();
  return null;
end $$;

create trigger chantier_personnes_heures after insert on chantier_personnes
  referencing new table as nouveaux for each statement execute function note_meneurs_des_heures();

-- What hours may know of a chantier, deleted ones too: hours outlive it.
create view chantiers_pointes as
  select id, code, nom, couleur, statut, latitude, longitude, deleted_at from chantiers;
-- Who is of which chantier.
create view equipes as select chantier_id, personne_id, role_chantier from chantier_personnes;
create view chantiers_changes as select changed_xid from chantiers order by changed_xid desc limit 1;

-- What the slice of chantiers asks: a chantier with hours is not deleted, and is received once all of them are validated.
create view chantiers_avec_heures as select distinct chantier_id from pointages where deleted_at is null;
create view chantiers_non_valides as select distinct chantier_id from pointages where deleted_at is null and statut <> 'valide';

-- The lines of a week that its signature signs: SHA-256, as hexadecimal. Null when nothing is entered.
create function feuille_empreinte(feuille uuid) returns text language sql stable as $$
  select encode(sha256(convert_to(string_agg(
    concat_ws('|', p.personne_id, p.jour, p.chantier_id, p.minutes, p.plages::text, coalesce(p.panier::text, ''), coalesce(p.zone, '')),
    e'\n' order by p.jour, p.chantier_id), 'UTF8')), 'hex')
  from pointages p where p.feuille_id = feuille and p.deleted_at is null
$$;

-- Whether somebody reads the week of a person, as far as he sees it: his own; everybody's, for whoever `voit_tout`; that of the people
-- of the chantiers he leads (their team, their planning of that week, their hours of that week).
create function semaine_lisible(qui uuid, son_role text, voit_tout boolean, sujet uuid, lundi date) returns boolean language sql stable as $$
  select voit_tout or sujet = qui or (son_role in ('conducteur', 'chef_chantier') and exists (
    select from chantier_personnes m where m.personne_id = qui and m.role_chantier in ('conducteur', 'chef') and (
      exists (select from chantier_personnes e where e.chantier_id = m.chantier_id and e.personne_id = sujet)
      or exists (select from affectations_vivantes a
        where a.chantier_id = m.chantier_id and a.personne_id = sujet and a.jour between lundi and lundi + 6)
      or exists (select from pointages p where p.chantier_id = m.chantier_id and p.personne_id = sujet
        and p.deleted_at is null and p.jour between lundi and lundi + 6))))
$$;

-- Words about somebody's hours, by him or by others, are forgotten with him (RGPD); the hours stay (domain.md: 6 years).
create function oublier_paroles_heures(sujet uuid) returns void language plpgsql as $$
begin
  update pointage_changements c set motif = null, avant = c.avant - 'commentaire', apres = c.apres - 'commentaire'
  from pointages p where p.id = c.pointage_id and p.personne_id = sujet;
  update pointages set commentaire = null, motif_rejet = case when statut = 'rejete' then 'Effacé' end
  where personne_id = sujet and (commentaire is not null or motif_rejet is not null);
  update feuilles_heures set contestation = case when contestee_at is not null then 'Effacé' end, contestation_reponse = null,
    signature_refus = case when signature_refus is not null then 'Effacé' end, signee_appareil = null
  where personne_id = sujet;
end $$;

-- What pay and the ERP read: the content that counts, the one being corrected apart.
create view pointages_vivants as
  select id, feuille_id, personne_id, chantier_id, jour, minutes, plages, panier, zone, statut, revision, valide_revision,
    valide_minutes, valide_plages, changed_xid
  from pointages where deleted_at is null;
create view feuilles_signees as
  select id, personne_id, debut, validee_at, signee_at, signee_empreinte, signature_refus, contestee_at, repondue_at, changed_xid
  from feuilles_heures;
create view periodes_closes as select mois from periodes_paie where etat = 'cloturee';

-- A first import whose chantiers have hours is not taken back.
create or replace function import_annulable(of_system text) returns boolean language sql stable as $$
  select not exists (
    select from chantier_references r join chantiers c on c.id = r.chantier_id
    where r.system = of_system and r.managed and r.made_by_run is not null
      and (c.version <> r.imported_version or exists (select from chantier_personnes cp where cp.chantier_id = c.id)
        or exists (select from pointages p where p.chantier_id = c.id and p.deleted_at is null)))
$$;
