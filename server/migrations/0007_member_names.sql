-- A chantier shows the names of its team: when one changes, so does its version, or an ETag would hold for two contents.
create function mark_renamed_member() returns trigger language plpgsql as $$
begin
  update chantiers set id = id
  where deleted_at is null and id in (select chantier_id from chantier_personnes where personne_id = new.id);
  return null;
end $$;
create trigger personnes_renamed after update of nom, prenom on personnes
  for each row when ((old.nom, old.prenom) is distinct from (new.nom, new.prenom)) execute function mark_renamed_member();
