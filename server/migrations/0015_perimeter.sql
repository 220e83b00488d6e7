-- The perimeter of a key bound to some chantiers, and what a reader in the order of change must be told is gone.

-- `seulement`: the chantiers that a key is bound to, null for all of its owner's. Still inlined by the planner.
drop function chantiers_visibles(uuid, boolean);
create function chantiers_visibles(qui uuid, voit_tout boolean, seulement uuid[] default null)
returns setof chantiers language sql stable as $$
  select c.* from chantiers c
  where c.deleted_at is null
    and (seulement is null or c.id = any(seulement))
    and (voit_tout or exists (select 1 from chantier_personnes cp where cp.chantier_id = c.id and cp.personne_id = qui))
$$;

-- Who no longer is in a team, and since when: for him the chantier is gone.
create table chantier_sorties (
  chantier_id uuid not null references chantiers on delete cascade,
  personne_id uuid not null references personnes on delete cascade,
  sorti_at timestamptz(3) not null default now(),
  changed_xid xid8 not null default pg_current_xact_id(),
  primary key (personne_id, chantier_id)
);
create index chantier_sorties_sorti on chantier_sorties (sorti_at);

-- Not for a person or a chantier that is deleted for good: nobody is left to be told, or nothing to tell of.
create function note_sorties() returns trigger language plpgsql as $$
begin
  insert into chantier_sorties (chantier_id, personne_id)
  select o.chantier_id, o.personne_id
  from anciens o join personnes p on p.id = o.personne_id join chantiers c on c.id = o.chantier_id
  on conflict (personne_id, chantier_id) do update set sorti_at = now(), changed_xid = pg_current_xact_id();
  return null;
end $$;
create trigger chantier_personnes_sorties after delete on chantier_personnes
  referencing old table as anciens for each statement execute function note_sorties();

create function forget_sorties() returns trigger language plpgsql as $$
begin
  delete from chantier_sorties s using nouveaux n where s.chantier_id = n.chantier_id and s.personne_id = n.personne_id;
  return null;
end $$;
create trigger chantier_personnes_entrees after insert on chantier_personnes
  referencing new table as nouveaux for each statement execute function forget_sorties();

-- What left the sight of a caller: deleted chantiers of his, and those whose team he left. Same arguments as chantiers_visibles.
create function chantiers_disparus(qui uuid, voit_tout boolean, seulement uuid[] default null)
returns table (id uuid, deleted_at timestamptz, changed_xid xid8) language sql stable as $$
  select c.id, c.deleted_at, c.changed_xid from chantiers c
  where c.deleted_at is not null
    and (seulement is null or c.id = any(seulement))
    and (voit_tout or exists (select 1 from chantier_personnes cp where cp.chantier_id = c.id and cp.personne_id = qui))
  union all
  select s.chantier_id, s.sorti_at, s.changed_xid from chantier_sorties s
  where not voit_tout and s.personne_id = qui and (seulement is null or s.chantier_id = any(seulement))
$$;
create index chantiers_supprimes on chantiers (changed_xid, id) where deleted_at is not null;

-- Names under which connexions ERP bring chantiers: nobody else claims an id there.
create view erp_links_systems as select system from erp_links where deleted_at is null;
