-- Variables de paie, their rubriques, the dated settings, and corrections of closed periods.
create table reglages_paie (
  effet_du date primary key,
  reglages jsonb not null,
  modifie_at timestamptz(3) not null,
  modifie_par uuid references personnes on delete set null,
  changed_xid xid8 not null default pg_current_xact_id()
);

create table rubriques (
  code text primary key check (code ~ '^[a-z][a-z0-9_]{1,39}$'),
  version integer not null default 1,
  libelle text not null check (length(libelle) between 1 and 100),
  groupe text not null check (groupe in ('heures', 'indemnites', 'primes', 'absences', 'autres')),
  unite text not null check (unite in ('nombre', 'minutes', 'jours', 'centimes')),
  portee text not null check (portee in ('jour', 'affectation')),
  une_par_jour boolean not null,
  automatique boolean not null,
  active boolean not null default true,
  code_paie text check (length(code_paie) <= 50),
  rang integer not null,
  updated_at timestamptz(3) not null default now(),
  changed_xid xid8 not null default pg_current_xact_id()
);
create trigger rubriques_changed before update on rubriques for each row execute function mark_changed();

create table variables_paie (
  id uuid primary key,
  version integer not null default 1,
  personne_id uuid not null references personnes on delete restrict,
  jour date not null,
  rubrique text not null references rubriques,
  -- Whole numbers in the unit of the rubrique: pieces, minutes, hundredths of a day, cents.
  quantite integer not null check (quantite between 0 and 100000000),
  zone text check (zone in ('1A', '1B', '2', '3', '4', '5')),
  chantier_id uuid references chantiers on delete restrict,
  origine text not null check (origine in ('auto', 'main')),
  commentaire text check (length(commentaire) <= 500),
  saisie_par uuid references personnes on delete set null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  deleted_at timestamptz(3),
  changed_xid xid8 not null default pg_current_xact_id()
);
create index variables_paie_jour on variables_paie (jour, id) where deleted_at is null;
create index variables_paie_personne on variables_paie (personne_id, jour) where deleted_at is null;
create index variables_paie_changed on variables_paie (changed_xid, id);
create index variables_paie_supprimees on variables_paie (changed_xid, id) where deleted_at is not null;
create trigger variables_paie_changed before update on variables_paie for each row execute function mark_changed();

create table regularisations (
  id uuid primary key,
  at timestamptz(3) not null,
  personne_id uuid not null references personnes on delete restrict,
  chantier_id uuid references chantiers on delete restrict,
  jour date not null,
  mois_origine text not null,
  -- The open period that carries it.
  mois text not null,
  rubrique text not null references rubriques,
  quantite integer not null,
  motif text not null check (length(motif) between 1 and 500),
  auteur_id uuid references personnes on delete set null
);
create index regularisations_mois on regularisations (mois, personne_id);
create index regularisations_jour on regularisations (personne_id, jour);

-- Read by the month, the planning's screens and the ERP's days.
create view variables_vivantes as
  select id, personne_id, jour, rubrique, quantite, zone, chantier_id, origine from variables_paie where deleted_at is null;
create view rubriques_de_paie as select code, libelle, groupe, unite, code_paie, active, rang from rubriques;
create view regularisations_portees as select personne_id, jour, mois_origine, mois, rubrique, quantite, motif from regularisations;
-- Deleted ones too: hours and corrections outlive a chantier.
create view chantiers_situes as select id, code, nom, latitude, longitude from chantiers;
create view mois_clotures as select mois from periodes_paie where etat = 'cloturee';

-- The month that carries what corrects a closed one: the first after it that is open.
create function mois_ouvert_apres(origine text) returns text language sql stable as $$
  select to_char(m, 'YYYY-MM')
  from generate_series((origine || '-01')::timestamp + interval '1 month', (origine || '-01')::timestamp + interval '240 months', interval '1 month') m
  where not exists (select from periodes_paie p where p.etat = 'cloturee' and p.mois = to_char(m, 'YYYY-MM'))
  order by m limit 1
$$;

-- What holds until the company says otherwise. The source of each figure: docs/paie.md.
create function reglages_par_defaut() returns jsonb language sql immutable as $$
  select '{
    "effet_du": "1900-01-01",
    "horaire": [420, 420, 420, 420, 420, 0, 0],
    "debut_journee": "08:00", "pause_debut": "12:00", "pause_minutes": 60,
    "seuil_semaine": 2100, "seuil_majoration_2": 2580, "conges_dans_seuil": true, "semaine_a_cheval": "fin",
    "alsace_moselle": false,
    "siege_latitude": null, "siege_longitude": null, "zones_km": [5, 10, 20, 30, 40, 50],
    "panier_minutes": 300, "nuit_debut": "21:00", "nuit_fin": "06:00",
    "jour_max": 600, "semaine_max": 2880, "moyenne_max": 2640, "repos_jour": 660, "repos_semaine": 2100,
    "mineur_jour_max": 480, "mineur_semaine_max": 2100,
    "valider_les_siennes": false
  }'::jsonb
$$;

-- In force on a day: the last ones that began by then, over the defaults (so that a setting born later has its own).
create function reglages_au(au date) returns jsonb language sql stable as $$
  select reglages_par_defaut() || coalesce(
    (select r.reglages || jsonb_build_object('effet_du', r.effet_du) from reglages_paie r
     where r.effet_du <= au order by r.effet_du desc limit 1), '{}')
$$;

-- The zone of a place, as the crow flies from the siège (haversine, mean radius of the earth, to the metre); a bound belongs to
-- the nearer zone. Null: no siège, no position, or farther than the last zone.
create function zone_a_vol_doiseau(reglages jsonb, latitude double precision, longitude double precision)
returns text language sql immutable as $$
  select (array['1A', '1B', '2', '3', '4', '5'])[z.n]
  from (select (reglages ->> 'siege_latitude')::double precision as lat, (reglages ->> 'siege_longitude')::double precision as lon) s
  cross join lateral (select round(2 * 6371008.8 * asin(least(1, sqrt(
      power(sin(radians(latitude - s.lat) / 2), 2)
      + cos(radians(s.lat)) * cos(radians(latitude)) * power(sin(radians(longitude - s.lon) / 2), 2))))) as metres) d
  cross join lateral jsonb_array_elements_text(reglages -> 'zones_km') with ordinality as z(km, n)
  where d.metres <= z.km::double precision * 1000
  order by z.n limit 1
$$;

-- The catalogue (domain.md: hours, indemnités, primes, absences). No amount here: pay has the rates, and the code that it knows
-- each of them by is the company's to give (code_paie).
insert into rubriques (rang, code, libelle, groupe, unite, portee, une_par_jour, automatique) values
  (10, 'heures_normales', 'Heures normales', 'heures', 'minutes', 'jour', true, true),
  (11, 'heures_complementaires', 'Heures complémentaires', 'heures', 'minutes', 'jour', true, true),
  (12, 'heures_sup_25', 'Heures supplémentaires à 25 %', 'heures', 'minutes', 'jour', true, true),
  (13, 'heures_sup_50', 'Heures supplémentaires à 50 %', 'heures', 'minutes', 'jour', true, true),
  (14, 'heures_nuit', 'Heures de nuit', 'heures', 'minutes', 'jour', true, true),
  (15, 'heures_dimanche', 'Heures du dimanche', 'heures', 'minutes', 'jour', true, true),
  (16, 'heures_ferie', 'Heures d’un jour férié', 'heures', 'minutes', 'jour', true, true),
  (17, 'heures_intemperies', 'Heures d’intempéries', 'heures', 'minutes', 'jour', true, false),
  (20, 'panier_repas', 'Panier repas', 'indemnites', 'nombre', 'jour', true, true),
  (21, 'indemnite_trajet', 'Indemnité de trajet', 'indemnites', 'nombre', 'jour', true, true),
  (22, 'indemnite_transport', 'Indemnité de transport', 'indemnites', 'nombre', 'jour', true, true),
  (23, 'grand_deplacement', 'Grand déplacement', 'indemnites', 'nombre', 'jour', true, false),
  (30, 'prime_salissure', 'Prime de salissure', 'primes', 'nombre', 'affectation', true, false),
  (31, 'prime_outillage', 'Prime d’outillage', 'primes', 'nombre', 'jour', true, false),
  (32, 'prime_exceptionnelle', 'Prime exceptionnelle', 'primes', 'centimes', 'jour', false, false),
  (40, 'conges_payes', 'Congés payés', 'absences', 'jours', 'jour', true, true),
  (41, 'rtt', 'RTT', 'absences', 'jours', 'jour', true, true),
  (42, 'maladie', 'Maladie', 'absences', 'jours', 'jour', true, true),
  (43, 'accident_travail', 'Accident du travail', 'absences', 'jours', 'jour', true, true),
  (44, 'absence_justifiee', 'Absence justifiée', 'absences', 'jours', 'jour', true, true),
  (45, 'absence_injustifiee', 'Absence injustifiée', 'absences', 'jours', 'jour', true, true),
  (50, 'formation', 'Formation', 'autres', 'jours', 'jour', true, true);
