-- Of a conflict: what the field holds today, and whether the value that was not kept may still be taken.
create or replace view conflits_chantiers as
  select v.id, v.chantier_id, v.system, v.champ, v.ici, v.la_bas, v.avant, v.gagnant, v.run_id, v.at,
    to_jsonb(c) -> v.champ as maintenant,
    case
      when c.deleted_at is not null or c.statut not in ('ouvert', 'en_cours') then 'fermee'
      when coalesce(nullif(case v.gagnant when 'app' then v.ici else v.la_bas end, '[]'), 'null')
          is distinct from coalesce(nullif(to_jsonb(c) -> v.champ, '[]'), 'null')
        or exists (select from chantier_conflits n where n.chantier_id = v.chantier_id and n.champ = v.champ and (n.at, n.id) > (v.at, v.id))
        then 'depassee'
      when exists (select from chantier_references r where r.chantier_id = v.chantier_id and r.managed and v.champ = any(r.champs)) then 'erp'
      else 'possible'
    end as reprise
  from chantier_conflits v join chantiers c on c.id = v.chantier_id;

-- Whether the access of a connexion lets hours be written, as the ERP said when it was last tried. Null: not asked since.
alter table erp_links add column heures boolean;
