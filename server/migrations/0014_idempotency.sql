-- Answers of requests that carried an Idempotency-Key, written by the transaction that did what they say.
create table idempotency_keys (
  personne_id uuid not null references personnes on delete cascade,
  cle text not null check (length(cle) between 1 and 255),
  -- SHA-256 of method, address, body and perimeter: the same key with anything else is a mistake of the caller.
  empreinte bytea not null,
  status integer not null,
  -- Null: the answer carries a secret, which is told once and never kept.
  corps text,
  entetes jsonb not null,
  created_at timestamptz(3) not null,
  primary key (personne_id, cle)
);
create index idempotency_keys_created on idempotency_keys (created_at);
