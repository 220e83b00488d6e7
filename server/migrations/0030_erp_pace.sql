-- The pace at which one connexion may call its ERP, shared by all processes: learnt from refusals (429), forgotten after a day
-- without one. Times are Unix milliseconds (exchange/erp-links/pace/rules.ts).
create table erp_link_paces (
  link_id uuid primary key references erp_links on delete cascade,
  interval_ms double precision not null check (interval_ms > 0),
  appris boolean not null,
  libre_ms double precision not null,
  plancher_ms double precision not null,
  depuis_reglage integer not null,
  depuis_refus integer not null,
  refus_ms double precision not null
);
