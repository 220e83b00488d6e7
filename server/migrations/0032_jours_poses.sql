-- What of a person's day would be laid down for an ERP now, and what was last laid down: told once, so that whoever compares sees
-- a day that is to be sent exactly when the next envoi does.
create function ligne_a_poser(id uuid, chantier_id uuid, externe text, minutes integer, plages jsonb, zone text, panier boolean)
returns jsonb language sql stable as $$
  select jsonb_build_object('id', id, 'chantier_id', chantier_id, 'chantier', externe, 'minutes', minutes, 'plages', plages,
    'zone', zone, 'panier', panier)
$$;
create function empreinte_jour(externe text, lignes jsonb) returns text language sql immutable as $$
  select md5(coalesce(externe, '') || lignes::text)
$$;
create view jours_poses as select link_id, personne_id, jour, empreinte from export_jours;

-- The reason is told with it.
create or replace view regularisations_envoi as
  select id, link_id, personne_id, jour, chantier_id, minutes, raison_code, at, reportee_at, raison_phrase from export_regularisations;
