-- Keys of people for machines. The secret is never kept: its SHA-256 is enough to recognise it.
create table api_keys (
  id uuid primary key,
  personne_id uuid not null references personnes on delete cascade,
  secret_hash bytea not null,
  apercu text not null check (length(apercu) <= 20),
  nom text not null check (length(nom) between 1 and 100),
  description text check (length(description) <= 500),
  scopes text[] not null check (cardinality(scopes) between 1 and 50),
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  last_used_at timestamptz(3),
  last_used_ip text,
  last_used_agent text,
  revoked_at timestamptz(3),
  constraint api_keys_secret_key unique (secret_hash)
);
create index api_keys_personne on api_keys (personne_id);
