-- What the law makes us keep of erased people ends: their hours and pay go to a row that nothing known outside leads to.
alter table personnes
  -- The row that is left then: no name, no agency, an id that was never told of a person.
  add column anonymisee_at timestamptz(3);

-- Who is not to be anonymised, and why: one at a time for a person, the earlier ones kept.
create table conservations_legales (
  id uuid primary key,
  personne_id uuid not null references personnes on delete cascade,
  motif text not null check (length(motif) between 3 and 500),
  posee_at timestamptz(3) not null,
  posee_par uuid references personnes on delete set null,
  levee_at timestamptz(3),
  levee_par uuid references personnes on delete set null
);
create unique index conservations_legales_une on conservations_legales (personne_id) where levee_at is null;
create index conservations_legales_personne on conservations_legales (personne_id);

-- Deleted ones too: a person is told of them, and his last day is looked for among them.
create index pointages_personne on pointages (personne_id, jour);

-- The last month in pay of a person, by its first day: a week belongs to the month in which it ends. Null: he never was in pay.
create function dernier_mois_de_paie(qui uuid) returns date language sql stable as $$
  select date_trunc('month', greatest(
    (select max(p.jour) + 7 - extract(isodow from max(p.jour))::integer from pointages p where p.personne_id = qui),
    (select max(v.jour) from variables_paie v where v.personne_id = qui),
    (select max(a.fin) from absences a where a.personne_id = qui),
    (select max((r.mois || '-01')::date) from regularisations r where r.personne_id = qui)))::date
$$;

-- A document in which each `ancien` id of `noms` has become the `nouveau` one, wherever it stands.
create function renommer_dans(document jsonb, noms jsonb) returns jsonb language plpgsql immutable as $$
declare
  texte text := document::text;
  nom record;
begin
  for nom in select * from jsonb_to_recordset(noms) as n(ancien text, nouveau text) loop
    texte := replace(texte, nom.ancien, nom.nouveau);
  end loop;
  return texte::jsonb;
end $$;

-- What was told of a person, and by him: asked for by the export of his data, his erasure and the end of it.
create index events_personne on events ((data ->> 'personne_id')) where data ->> 'personne_id' is not null;
create index events_acteur on events (actor_id) where actor_id is not null;
