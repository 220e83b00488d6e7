-- When the last answer was given up, or its process found dead: from then on a doubt ripens. The try may be much older.
alter table export_lignes add column doute_at timestamptz(3);
-- The live lines of a pointage are looked for by it, by the key that binds both and by the connexion that takes it over.
create index export_lignes_lien on export_lignes (pointage_vivant, link_id) where pointage_vivant is not null;
-- Few among many, asked for by a page and by each minute's tick.
create index export_lignes_a_voir on export_lignes (jour desc, id desc)
  where (etat in ('refused', 'unmapped', 'doubtful') or retrait in ('refused', 'doubtful')) and ignoree_at is null;
-- As before, and those to be linked: whether anything of a day keeps it from leaving is asked at each day.
drop index export_lignes_attente;
create index export_lignes_attente on export_lignes (link_id, jour, personne_id)
  where etat in ('unmapped', 'to_send', 'sending', 'doubtful') or retrait in ('to_remove', 'removing', 'doubtful') or a_verifier;
-- Whose rows a person's erasure and its end look for.
create index export_lignes_personne on export_lignes (personne_id);
