// Which weeks of whom have something to reckon.
import { many } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { SemaineDe, Since } from '../calcul/types.ts';

/** Those that hold hours, absences or variables from a day on, and after the last closed month. */
export const listSemaines = (unit: Unit, { depuis, personne_id, chantier_id }: Since): Promise<SemaineDe[]> =>
  many<SemaineDe>(unit.sql`
    with debut as (select greatest(${depuis}::date,
      (select max(mois || '-01')::date + interval '1 month' from mois_clotures)::date) as jour)
    select distinct j.personne_id, j.jour - extract(isodow from j.jour)::integer + 1 as debut
    from (
      select personne_id, jour, chantier_id from pointages_vivants
      union all select personne_id, jour, null from absences_jours
      union all select personne_id, jour, chantier_id from variables_paie where deleted_at is null) j, debut
    where j.jour >= debut.jour
      ${personne_id ? unit.sql`and j.personne_id = ${personne_id}` : unit.sql``}
      ${chantier_id ? unit.sql`and j.chantier_id = ${chantier_id}` : unit.sql``}
    order by debut, j.personne_id`);

/** Those of a month, of everybody who has something in it. */
export const listSemainesOf = (unit: Unit, { debut, fin }: { debut: string; fin: string }): Promise<SemaineDe[]> =>
  many<SemaineDe>(unit.sql`
    select distinct j.personne_id, j.jour - extract(isodow from j.jour)::integer + 1 as debut
    from (
      select personne_id, jour from pointages_vivants union all select personne_id, jour from absences_jours
      union all select personne_id, jour from variables_paie where deleted_at is null) j
    where j.jour between ${debut}::date - 6 and ${fin}::date + 6
      and j.jour - extract(isodow from j.jour)::integer + 7 >= ${debut} and j.jour - extract(isodow from j.jour)::integer + 1 <= ${fin}
    order by debut, j.personne_id`);
