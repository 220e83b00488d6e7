-- Absences and affectations: who is not there, and who is where, by the day.
create table absences (
  id uuid primary key,
  version integer not null default 1,
  personne_id uuid not null references personnes on delete restrict,
  debut date not null,
  fin date not null,
  moment text not null default 'journee' check (moment in ('journee', 'matin', 'apres_midi')),
  -- Null: nobody has said it yet.
  motif text check (motif in
    ('conges_payes', 'rtt', 'maladie', 'accident_travail', 'formation', 'absence_justifiee', 'absence_injustifiee')),
  commentaire text check (length(commentaire) <= 500),
  saisie_par uuid references personnes on delete set null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  deleted_at timestamptz(3),
  changed_xid xid8 not null default pg_current_xact_id(),
  constraint absences_jours check (fin >= debut and fin - debut <= 366),
  constraint absences_demi check (moment = 'journee' or debut = fin)
);
create index absences_personne on absences (personne_id, fin) where deleted_at is null;
create index absences_changed on absences (changed_xid, id);
create trigger absences_changed before update on absences for each row execute function mark_changed();

-- One row per day and person: what planning, hours and pay read.
create view absences_jours as
  select a.id as absence_id, a.personne_id, j.jour::date as jour, a.moment, a.motif, a.changed_xid
  from absences a cross join lateral generate_series(a.debut, a.fin, interval '1 day') as j(jour)
  where a.deleted_at is null;
create view absences_vivantes as
  select id, personne_id, debut, fin, moment, motif, changed_xid from absences where deleted_at is null;

create table affectations (
  id uuid primary key,
  version integer not null default 1,
  personne_id uuid not null references personnes on delete restrict,
  chantier_id uuid not null references chantiers on delete cascade,
  jour date not null,
  minutes_prevues integer check (minutes_prevues between 1 and 1440),
  debut time(0),
  fin time(0),
  note text check (length(note) <= 500),
  serie_id uuid,
  posee_par uuid references personnes on delete set null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  deleted_at timestamptz(3),
  changed_xid xid8 not null default pg_current_xact_id(),
  constraint affectations_horaire check ((debut is null) = (fin is null))
);
create unique index affectations_une_par_jour on affectations (personne_id, jour, chantier_id) where deleted_at is null;
create index affectations_jour on affectations (jour) where deleted_at is null;
create index affectations_chantier on affectations (chantier_id, jour) where deleted_at is null;
create index affectations_serie on affectations (serie_id) where serie_id is not null;
create index affectations_changed on affectations (changed_xid, id);
create trigger affectations_changed before update on affectations for each row execute function mark_changed();

create view affectations_vivantes as
  select id, personne_id, chantier_id, jour, minutes_prevues, debut, fin, note, changed_xid
  from affectations where deleted_at is null;
