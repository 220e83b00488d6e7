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
-- Held at the end of each statement: a block moves by a day at once. `lieu` says too who sees which chantier.
alter table affectations add constraint affectations_une_par_jour
  exclude using btree (personne_id with =, jour with =, chantier_id with =) where (deleted_at is null) deferrable initially immediate;
create index affectations_lieu on affectations (personne_id, chantier_id) where deleted_at is null;
create index affectations_jour on affectations (jour) where deleted_at is null;
create index affectations_chantier on affectations (chantier_id, jour) where deleted_at is null;
create index affectations_serie on affectations (serie_id) where serie_id is not null;
create index affectations_changed on affectations (changed_xid, id);
-- Who sets changed_xid by himself moves the row in the order of change, and neither its version nor its date.
create trigger affectations_changed before update on affectations for each row
  when (new.changed_xid is not distinct from old.changed_xid) execute function mark_changed();

create view affectations_vivantes as
  select id, personne_id, chantier_id, jour, minutes_prevues, debut, fin, note, changed_xid
  from affectations where deleted_at is null;

-- What planning may know of a chantier.
create view chantiers_nommes as select id, code, nom, couleur, statut, deleted_at from chantiers;

-- Who leads a chantier, if he is conducteur or chef by his role.
create view meneurs as
  select chantier_id, personne_id from chantier_personnes where role_chantier in ('conducteur', 'chef');

-- The people of the chantiers that somebody leads: of their teams, or affected there.
create function encadres(qui uuid) returns table (personne_id uuid) language sql stable as $$
  select e.personne_id from meneurs m join chantier_personnes e on e.chantier_id = m.chantier_id where m.personne_id = qui
  union
  select a.personne_id from meneurs m join affectations a on a.chantier_id = m.chantier_id and a.deleted_at is null
  where m.personne_id = qui
$$;

-- Who reads which affectations: his own; those of the chantiers he leads; all, for whoever `voit_tout`.
create function affectations_visibles(qui uuid, son_role text, voit_tout boolean) returns setof affectations language sql stable as $$
  select a.* from affectations a
  where a.deleted_at is null and (voit_tout or a.personne_id = qui or (son_role in ('conducteur', 'chef_chantier')
      and exists (select from meneurs m where m.chantier_id = a.chantier_id and m.personne_id = qui)))
$$;

-- Who reads which absences; their motif is another matter.
create function absences_visibles(qui uuid, son_role text, voit_tout boolean) returns setof absences language sql stable as $$
  select a.* from absences a
  where a.deleted_at is null
    and (voit_tout or son_role = 'conducteur' or a.personne_id = qui
      or (son_role = 'chef_chantier' and a.personne_id in (select e.personne_id from encadres(qui) e)))
$$;

-- Why somebody is absent is read by administrateur, gestionnaire de paie and himself; through a key, only where the key opens
-- the variables de paie too, and never by the person himself without that. `portees` is null for a person.
create function motif_lisible(sujet uuid, qui uuid, son_role text, paie boolean, portees text[]) returns boolean language sql immutable as $$
  select (portees is null or portees && '{variables-paie:read,variables-paie:write,variables-paie:*}'::text[])
    and (son_role = 'administrateur' or paie or sujet = qui)
$$;

-- Sight of chantiers: by a team, or by an affectation there, past or to come.
create or replace function chantiers_visibles(qui uuid, voit_tout boolean, seulement uuid[] default null)
returns setof chantiers language sql stable as $$
  select c.* from chantiers c
  where c.deleted_at is null
    and (seulement is null or c.id = any(seulement))
    and (voit_tout
      or exists (select 1 from chantier_personnes cp where cp.chantier_id = c.id and cp.personne_id = qui)
      or exists (select 1 from affectations a where a.chantier_id = c.id and a.personne_id = qui and a.deleted_at is null))
$$;

-- Where somebody may change things: his teams. To be sent to work on a chantier gives no right over it.
create function chantiers_tenus(qui uuid, tous boolean, seulement uuid[] default null)
returns setof chantiers language sql stable as $$
  select c.* from chantiers c
  where c.deleted_at is null
    and (seulement is null or c.id = any(seulement))
    and (tous or exists (select 1 from chantier_personnes cp where cp.chantier_id = c.id and cp.personne_id = qui))
$$;

create or replace function chantiers_disparus(qui uuid, voit_tout boolean, seulement uuid[] default null)
returns table (id uuid, deleted_at timestamptz, changed_xid xid8) language sql stable as $$
  select c.id, c.deleted_at, c.changed_xid from chantiers c
  where c.deleted_at is not null
    and (seulement is null or c.id = any(seulement))
    and (voit_tout
      or exists (select 1 from chantier_personnes cp where cp.chantier_id = c.id and cp.personne_id = qui)
      or exists (select 1 from affectations a where a.chantier_id = c.id and a.personne_id = qui and a.deleted_at is null))
  union all
  select s.chantier_id, s.sorti_at, s.changed_xid from chantier_sorties s
  where not voit_tout and s.personne_id = qui and (seulement is null or s.chantier_id = any(seulement))
$$;

-- A chantier that somebody begins or ceases to see moves in the order of change; it has not changed itself.
drop trigger chantiers_changed on chantiers;
create trigger chantiers_changed before update on chantiers for each row
  when (new.changed_xid is not distinct from old.changed_xid) execute function mark_changed();

-- Who leaves a team while he is still affected there goes on seeing the chantier.
create or replace function note_sorties() returns trigger language plpgsql as $$
begin
  insert into chantier_sorties (chantier_id, personne_id)
  select o.chantier_id, o.personne_id
  from anciens o join personnes p on p.id = o.personne_id join chantiers c on c.id = o.chantier_id
  where not exists (
    select from affectations a where a.chantier_id = o.chantier_id and a.personne_id = o.personne_id and a.deleted_at is null)
  on conflict (personne_id, chantier_id) do update set sorti_at = now(), changed_xid = pg_current_xact_id();
  return null;
end $$;

-- Pairs (person, chantier) of which the first affectation came or the last one went, where no team says it already.
create function note_vues(paires jsonb) returns void language plpgsql as $$
begin
  with mouvements as (
    select m.chantier_id, m.personne_id, m.n as ecart,
      (select count(*) from affectations a
       where a.chantier_id = m.chantier_id and a.personne_id = m.personne_id and a.deleted_at is null) as reste
    from jsonb_to_recordset(paires) as m(chantier_id uuid, personne_id uuid, n integer)
    where not exists (
      select from chantier_personnes cp where cp.chantier_id = m.chantier_id and cp.personne_id = m.personne_id)
  ), vues as (
    select * from mouvements where (reste = ecart and ecart > 0) or (reste = 0 and ecart < 0)
  ), revenus as (
    delete from chantier_sorties s using vues v
    where v.ecart > 0 and s.chantier_id = v.chantier_id and s.personne_id = v.personne_id
  ), partis as (
    insert into chantier_sorties (chantier_id, personne_id) select v.chantier_id, v.personne_id from vues v where v.ecart < 0
    on conflict (personne_id, chantier_id) do update set sorti_at = now(), changed_xid = pg_current_xact_id()
  )
  update chantiers c set changed_xid = pg_current_xact_id()
  where c.id in (select v.chantier_id from vues v) and c.changed_xid <> pg_current_xact_id();
end $$;

create function note_affectations_posees() returns trigger language plpgsql as $$
begin
  perform note_vues(coalesce(jsonb_agg(p), '[]')) from (
    select chantier_id, personne_id, count(*) as n from nouvelles where deleted_at is null group by chantier_id, personne_id) p;
  return null;
end $$;
create trigger affectations_posees after insert on affectations
  referencing new table as nouvelles for each statement execute function note_affectations_posees();

-- Affectations that were moved, by the place they left: for whoever saw them there alone, they are gone.
create table affectation_sorties (
  affectation_id uuid not null references affectations on delete cascade,
  personne_id uuid not null references personnes on delete cascade,
  chantier_id uuid not null references chantiers on delete cascade,
  sorti_at timestamptz(3) not null default now(),
  changed_xid xid8 not null default pg_current_xact_id(),
  primary key (affectation_id, personne_id, chantier_id)
);
create index affectation_sorties_changed on affectation_sorties (changed_xid, affectation_id);
create index affectation_sorties_sorti on affectation_sorties (sorti_at);

create function note_affectations_changees() returns trigger language plpgsql as $$
begin
  perform note_vues(coalesce(jsonb_agg(p), '[]')) from (
    select m.chantier_id, m.personne_id, sum(m.n) as n from (
      select chantier_id, personne_id, 1 as n from nouvelles where deleted_at is null
      union all
      select chantier_id, personne_id, -1 from anciennes where deleted_at is null) m
    group by m.chantier_id, m.personne_id having sum(m.n) <> 0) p;
  insert into affectation_sorties (affectation_id, personne_id, chantier_id)
  select o.id, o.personne_id, o.chantier_id from anciennes o join nouvelles n on n.id = o.id
  where o.deleted_at is null and n.deleted_at is null and (o.personne_id, o.chantier_id) <> (n.personne_id, n.chantier_id)
  on conflict (affectation_id, personne_id, chantier_id) do update set sorti_at = now(), changed_xid = pg_current_xact_id();
  return null;
end $$;
create trigger affectations_changees after update on affectations
  referencing old table as anciennes new table as nouvelles for each statement execute function note_affectations_changees();

-- Who led a chantier no longer: its affectations are gone for him, but his own.
create table equipe_sorties (
  chantier_id uuid not null references chantiers on delete cascade,
  personne_id uuid not null references personnes on delete cascade,
  sorti_at timestamptz(3) not null default now(),
  changed_xid xid8 not null default pg_current_xact_id(),
  primary key (personne_id, chantier_id)
);
create index equipe_sorties_sorti on equipe_sorties (sorti_at);

create function note_meneurs_partis() returns trigger language plpgsql as $$
begin
  insert into equipe_sorties (chantier_id, personne_id)
  select o.chantier_id, o.personne_id
  from anciens o join personnes p on p.id = o.personne_id join chantiers c on c.id = o.chantier_id
  where o.role_chantier in ('conducteur', 'chef')
  on conflict (personne_id, chantier_id) do update set sorti_at = now(), changed_xid = pg_current_xact_id();
  return null;
end $$;
create trigger chantier_personnes_meneurs_partis after delete on chantier_personnes
  referencing old table as anciens for each statement execute function note_meneurs_partis();

-- A team is composed anew by leaving and entering in one transaction: who led before has read all that.
create function note_meneurs_venus() returns trigger language plpgsql as $$
begin
  with venus as (
    select n.chantier_id, n.personne_id from nouveaux n where n.role_chantier in ('conducteur', 'chef')
  ), restes as (
    delete from equipe_sorties s using venus v where s.chantier_id = v.chantier_id and s.personne_id = v.personne_id
    returning s.chantier_id, s.personne_id, s.changed_xid
  )
  update affectations a set changed_xid = pg_current_xact_id()
  where a.deleted_at is null and a.changed_xid <> pg_current_xact_id() and a.chantier_id in (
    select v.chantier_id from venus v where not exists (
      select from restes r where r.chantier_id = v.chantier_id and r.personne_id = v.personne_id and r.changed_xid = pg_current_xact_id()));
  return null;
end $$;
create trigger chantier_personnes_meneurs_venus after insert on chantier_personnes
  referencing new table as nouveaux for each statement execute function note_meneurs_venus();

-- What left the sight of a caller: deleted affectations of his, those that were moved away, those of a chantier he led.
create function affectations_disparues(qui uuid, son_role text, voit_tout boolean)
returns table (id uuid, deleted_at timestamptz, changed_xid xid8) language sql stable as $$
  select a.id, a.deleted_at, a.changed_xid from affectations a
  where a.deleted_at is not null and (voit_tout or a.personne_id = qui or (son_role in ('conducteur', 'chef_chantier')
      and exists (select from meneurs m where m.chantier_id = a.chantier_id and m.personne_id = qui)))
  union all
  select s.affectation_id, s.sorti_at, s.changed_xid from affectation_sorties s
  where not voit_tout and (s.personne_id = qui or (son_role in ('conducteur', 'chef_chantier')
      and exists (select from meneurs m where m.chantier_id = s.chantier_id and m.personne_id = qui)))
    and not exists (select from affectations_visibles(qui, son_role, voit_tout) v where v.id = s.affectation_id)
  union all
  select a.id, s.sorti_at, s.changed_xid from equipe_sorties s join affectations a on a.chantier_id = s.chantier_id
  where not voit_tout and s.personne_id = qui and a.personne_id <> qui
$$;
create index affectations_supprimees on affectations (changed_xid, id) where deleted_at is not null;

create function absences_disparues(qui uuid, son_role text, voit_tout boolean)
returns table (id uuid, deleted_at timestamptz, changed_xid xid8) language sql stable as $$
  select a.id, a.deleted_at, a.changed_xid from absences a
  where a.deleted_at is not null
    and (voit_tout or son_role = 'conducteur' or a.personne_id = qui
      or (son_role = 'chef_chantier' and a.personne_id in (select e.personne_id from encadres(qui) e)))
$$;

-- Text that sorts like the days do: lists page on it.
create index affectations_ordre on affectations (lpad((jour - date '1900-01-01')::text, 6, '0'), id) where deleted_at is null;
create index absences_ordre on absences (lpad((debut - date '1900-01-01')::text, 6, '0'), id) where deleted_at is null;

-- Who is in which team, whatever he is there.
create view chantier_equipes as select chantier_id, personne_id from chantier_personnes;
