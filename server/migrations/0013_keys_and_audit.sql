-- What a key may be bound to, its switches and its lineage; and the trail of what happened to it.

alter table api_keys
  add column version integer not null default 1,
  -- Null: every chantier of its owner.
  add column chantiers uuid[] check (cardinality(chantiers) between 1 and 100),
  -- Empty: from anywhere. IPv4 and IPv6 networks in canonical writing.
  add column cidrs text[] not null default '{}' check (cardinality(cidrs) <= 50),
  add column rate_limit_per_hour integer not null default 1000,
  -- What its owner may not go above; an administrateur moves it.
  add column rate_limit_max integer not null default 1000 check (rate_limit_max between 1 and 1000000),
  add column disabled_at timestamptz(3),
  add column suspended_at timestamptz(3),
  add column suspended_motif text check (length(suspended_motif) <= 500),
  -- Keys that followed each other by rotation share the id of the first.
  add column lineage_id uuid,
  add column superseded_at timestamptz(3),
  add column first_used_at timestamptz(3),
  -- The shortest notice of expiry already given, in days; 0: that it has expired.
  add column noticed_days integer,
  add constraint api_keys_rate_limit check (rate_limit_per_hour between 1 and rate_limit_max),
  add constraint api_keys_suspended check ((suspended_at is null) = (suspended_motif is null));
update api_keys set lineage_id = id, first_used_at = last_used_at;
alter table api_keys alter column lineage_id set not null;
create index api_keys_lineage on api_keys (lineage_id);

-- How often a key was let in or refused, by day of Paris; goes with the key.
create table api_key_usage (
  api_key_id uuid not null references api_keys on delete cascade,
  jour date not null,
  -- 'accepted', or why it was refused.
  issue text not null,
  n bigint not null,
  primary key (api_key_id, jour, issue)
);

-- Who is behind a pseudonym. Emptied by the erasure of the person; the pseudonym and the chain stay.
create table audit_actors (
  id uuid primary key default gen_random_uuid(),
  personne_id uuid references personnes on delete set null,
  constraint audit_actors_personne_key unique (personne_id)
);

-- Each row carries the hash of the one before: a row changed, removed or slipped in is seen (npm run audit:verify).
create table audit_trail (
  n bigint primary key,
  id uuid not null default gen_random_uuid(),
  at timestamptz(3) not null,
  type text not null check (length(type) <= 100),
  actor_kind text not null,
  actor uuid references audit_actors,
  subject_kind text not null,
  subject_id uuid not null,
  -- Whose thing it is: the trail of a person outlives what he owned.
  concerne uuid references audit_actors,
  data jsonb not null,
  details_hash bytea,
  prev_hash bytea not null,
  hash bytea not null
);
create index audit_trail_subject on audit_trail (subject_id, n);

-- What may have to be forgotten (addresses, free text): outside of the chain, which knows its salted hash alone.
create table audit_details (
  n bigint primary key references audit_trail,
  personne_id uuid references personnes on delete cascade,
  salt bytea not null,
  data jsonb not null
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger audit_trail_append_only before update or delete or truncate on audit_trail
  for each statement execute function refuse_change();
