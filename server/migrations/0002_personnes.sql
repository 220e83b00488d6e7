create table personnes (
  id uuid primary key,
  version integer not null default 1,
  nom text collate "fr-x-icu" not null check (length(nom) between 1 and 100),
  prenom text collate "fr-x-icu" not null check (length(prenom) between 1 and 100),
  email text check (length(email) <= 254),
  telephone text check (telephone ~ '^\+[0-9]{6,15}$'),
  role text not null check (role in ('administrateur', 'conducteur', 'chef_chantier', 'compagnon')),
  gestionnaire_paie boolean not null default false,
  type_personne text not null default 'employe' check (type_personne in ('employe', 'interimaire', 'sous_traitant')),
  agence text check (length(agence) <= 150),
  matricule text check (length(matricule) <= 50),
  active boolean not null default true,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  changed_xid xid8 not null default pg_current_xact_id(),
  constraint personnes_email_key unique (email),
  constraint personnes_telephone_key unique (telephone),
  constraint personnes_matricule_key unique (matricule),
  -- An agency belongs to an intérimaire, and only to him.
  constraint personnes_agence check ((type_personne = 'interimaire') = (agence is not null))
);
create index personnes_nom on personnes ((nom || e'\t' || prenom), id);
create index personnes_changed on personnes (changed_xid, id);
create trigger personnes_changed before update on personnes for each row execute function mark_changed();

-- What other slices may know of a person who can act: the rest stays in the personnes slice.
create view personnes_actives as
  select id, nom, prenom, role, gestionnaire_paie from personnes where active;
create view personnes_nommees as
  select id, nom, prenom, active from personnes;
-- The last transaction that changed a person.
create view personnes_changes as
  select changed_xid from personnes order by changed_xid desc limit 1;
