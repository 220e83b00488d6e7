-- How people prove who they are. Everything here goes with the person.

create table comptes (
  personne_id uuid primary key references personnes on delete cascade,
  password_hash text,
  password_changed_at timestamptz(3),
  -- Sealed with the hub's key (platform/secrets.ts); null = no second factor.
  totp_secret text,
  totp_pending text,
  -- The last accepted time step: a code serves once (RFC 6238 §5.2).
  totp_last_step bigint
);

-- One row per signed-in browser (kind session) or API user (kind jwt). Only the hash of the secret is kept.
create table sessions (
  id uuid primary key,
  personne_id uuid not null references personnes on delete cascade,
  kind text not null check (kind in ('session', 'jwt')),
  secret_hash bytea,
  ip text,
  agent text,
  signed_in_at timestamptz(3) not null,
  seen_at timestamptz(3) not null,
  -- Absolute end; a browser session also ends after 30 minutes without use (api-platform.md §6).
  expires_at timestamptz(3) not null,
  ended_at timestamptz(3),
  constraint sessions_secret_key unique (secret_hash)
);
create index sessions_personne on sessions (personne_id);

-- Being deactivated ends everything open, whoever does it: coming back means signing in again.
create function end_sessions() returns trigger language plpgsql as $$
begin
  update sessions set ended_at = now() where personne_id = new.id and ended_at is null;
  return null;
end $$;
create trigger personnes_deactivated after update of active on personnes
  for each row when (old.active and not new.active) execute function end_sessions();

-- Refresh tokens of a jwt session: each serves once; a second use of an old one ends the session.
create table refresh_tokens (
  secret_hash bytea primary key,
  session_id uuid not null references sessions on delete cascade,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3),
  -- The answer to its use was lost and asked for once more, within the grace.
  graced_at timestamptz(3)
);
create index refresh_tokens_session on refresh_tokens (session_id);

-- One-time links that an administrateur hands over.
create table liens (
  secret_hash bytea primary key,
  personne_id uuid not null references personnes on delete cascade,
  motif text not null check (motif in ('premiere_connexion', 'invitation', 'mot_de_passe_oublie')),
  created_by uuid,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3)
);
create index liens_personne on liens (personne_id);
