create table sauvegardes (
  id uuid primary key,
  statut text not null check (statut in ('en_cours', 'reussie', 'echouee')),
  started_at timestamptz(3) not null,
  finished_at timestamptz(3),
  fichier text check (length(fichier) <= 500),
  octets bigint,
  erreur text check (length(erreur) <= 500)
);
create index sauvegardes_started on sauvegardes (started_at desc);
-- One at a time, whatever the number of processes.
create unique index sauvegardes_une_seule on sauvegardes (statut) where statut = 'en_cours';

-- What the dashboard says of them.
create view sauvegardes_dernieres as
  select max(finished_at) filter (where statut = 'reussie') as reussie_at,
         max(finished_at) filter (where statut = 'echouee') as echouee_at
  from sauvegardes;
