-- Facts wait here until every listener has had them, and know which import run wrote them; processes say that they live.

-- The default dates what is there already (it was never listened to) without rewriting the table; what comes waits.
alter table events
  add column fanned_at timestamptz(3) default now(),
  add column run_id uuid;
alter table events alter column fanned_at drop default;
create index events_pending on events (changed_xid, id) where fanned_at is null;
create index events_run on events (run_id) where run_id is not null;

-- Whether the hub process of this presence still lives: it holds that lock for as long as it does (decision 0016).
create function process_alive(id bigint) returns boolean language sql stable as $$
  select exists (
    select from pg_locks l
    where l.locktype = 'advisory' and l.granted and l.objsubid = 1
      and l.database = (select d.oid from pg_database d where d.datname = current_database())
      and l.classid = ((id >> 32) & 4294967295)::oid and l.objid = (id & 4294967295)::oid)
$$;

-- How many different jobs used up their tries and were not answered. The queue makes its own schema, later than this file: in
-- plpgsql the statement is read at its first call only.
create function travaux_echoues_nombre() returns integer language plpgsql stable as $$
begin
  if to_regclass('pgboss.job') is null then return 0; end if;
  return (select count(distinct (source_name, data))::integer from pgboss.job where name = 'lettres-mortes' and state = 'created');
end $$;
