-- The base itself: who it is, and the history of facts.

-- The identity of this database; a restore gives a new one, so that cursors of the old one answer 410.
create table hub_base (
  seul boolean primary key default true check (seul),
  id uuid not null default gen_random_uuid(),
  key_fingerprint text,
  created_at timestamptz(3) not null default now()
);
insert into hub_base default values;

-- Outbox and history at once. actor_id is a pseudonym: no reference, so the history outlives the person.
create table events (
  id uuid primary key,
  type text not null check (length(type) <= 100),
  data jsonb not null,
  occurred_at timestamptz(3) not null,
  actor_kind text not null,
  actor_id uuid,
  credential_id uuid,
  request_id text,
  changed_xid xid8 not null default pg_current_xact_id()
);
create index events_changed on events (changed_xid, id);

-- Each changed row says which transaction changed it: the order that a synchronisation can trust (settled.md 20).
create function mark_changed() returns trigger language plpgsql as $$
begin
  new.changed_xid := pg_current_xact_id();
  new.version := old.version + 1;
  new.updated_at := now();
  return new;
end $$;
