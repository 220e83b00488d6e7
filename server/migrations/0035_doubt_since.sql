-- When the last answer was given up, or its process found dead: from then on a doubt ripens. The try may be much older.
alter table export_lignes add column doute_at timestamptz(3);
-- The live lines of a pointage are looked for by it, by the key that binds both and by the connexion that takes it over.
create index export_lignes_lien on export_lignes (pointage_vivant, link_id) where pointage_vivant is not null;
