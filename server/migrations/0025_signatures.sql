-- Every signature of a feuille, refused ones too: the one that hours changed under stays readable when it is signed again.
create table feuille_signatures (
  id uuid primary key,
  feuille_id uuid not null references feuilles_heures on delete restrict,
  at timestamptz(3) not null,
  par uuid references personnes on delete set null,
  appareil text check (length(appareil) <= 200),
  empreinte text not null check (empreinte ~ '^[0-9a-f]{64}$'),
  refus text check (length(refus) <= 500)
);
create index feuille_signatures_feuille on feuille_signatures (feuille_id, at);

insert into feuille_signatures (id, feuille_id, at, par, appareil, empreinte, refus)
select gen_random_uuid(), id, signee_at, signee_par, signee_appareil, signee_empreinte, signature_refus
from feuilles_heures where signee_at is not null;

-- As before, and what was said with each signature.
create or replace function oublier_paroles_heures(sujet uuid) returns void language plpgsql as $$
begin
  update pointage_changements c set motif = null, avant = c.avant - 'commentaire', apres = c.apres - 'commentaire'
  from pointages p where p.id = c.pointage_id and p.personne_id = sujet;
  update pointages set commentaire = null, motif_rejet = case when statut = 'rejete' then 'Effacé' end
  where personne_id = sujet and (commentaire is not null or motif_rejet is not null);
  update feuilles_heures set contestation = case when contestee_at is not null then 'Effacé' end, contestation_reponse = null,
    signature_refus = case when signature_refus is not null then 'Effacé' end, signee_appareil = null
  where personne_id = sujet;
  update feuille_signatures s set refus = case when s.refus is not null then 'Effacé' end, appareil = null
  from feuilles_heures f where f.id = s.feuille_id and f.personne_id = sujet;
end $$;
