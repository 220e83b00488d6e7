-- What planning, hours and pay must know of a person. No birth date and no hourly rate: nobody here needs them.
alter table personnes
  add column metiers text[] not null default '{}' check (cardinality(metiers) <= 10),
  -- Minutes from Monday to Sunday; null: the horaire collectif.
  add column horaire integer[] check (cardinality(horaire) = 7),
  -- Overtime within his own horaire is in his salary already: it is not told to pay a second time.
  add column heures_sup_comprises boolean not null default true,
  add column mineur_jusquau date,
  add column date_entree date,
  add column date_sortie date,
  -- Erased under the RGPD: a row without a name, to which hours still point; who asked for it and why is kept to prove it.
  add column effacee_at timestamptz(3),
  add column effacee_par uuid references personnes on delete set null,
  add column effacement_motif text check (length(effacement_motif) between 3 and 500),
  add constraint personnes_dates check (date_sortie >= date_entree),
  -- Who is erased has no first name any more.
  drop constraint personnes_prenom_check,
  add constraint personnes_prenom_check check (length(prenom) between 1 and 100 or (effacee_at is not null and prenom = ''));

-- What other slices may know of a person who works, or worked.
create view personnes_au_travail as
  select id, nom, prenom, active, role, type_personne, agence, matricule, metiers, horaire, heures_sup_comprises, mineur_jusquau,
    date_entree, date_sortie, effacee_at, changed_xid
  from personnes;
