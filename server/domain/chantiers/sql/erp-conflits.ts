// What both sides changed, and which fields the app holds on a connexion.
import { ERP_FIELDS, type ErpField } from '#contract/chantier-from-erp.ts';
import { maybeOne } from '#platform/db/sql.ts';
import type { Unit } from '#platform/unit.ts';
import type { Conflit, Fields } from '../from-erp/rules.ts';

type Row = Conflit & { id: string; chantier_id: string };

export const insertConflits = (
  unit: Unit,
  { system, run_id }: { system: string; run_id: string },
  rows: readonly Row[],
) => unit.sql`
  insert into chantier_conflits (id, chantier_id, system, champ, ici, la_bas, avant, gagnant, run_id, at)
  select n.id, n.chantier_id, ${system}, n.champ, n.ici, n.la_bas, n.avant, n.gagnant, ${run_id}, ${unit.now.toString()}
  from jsonb_to_recordset(${unit.sql.json(rows as never)}) as n(id uuid, chantier_id uuid, champ text, ici jsonb, la_bas jsonb, avant jsonb,
    gagnant text)`;

type Sides = { chantier_id: string; champ: keyof Fields; kept: unknown; other: unknown; last: boolean };

/** `kept`: the value of whoever won; `last`: nothing else was contradicted on that field since. */
export const findConflit = (unit: Unit, id: string) =>
  maybeOne<Sides>(unit.sql`
    select v.chantier_id, v.champ, case v.gagnant when 'app' then v.ici else v.la_bas end as kept,
      case v.gagnant when 'app' then v.la_bas else v.ici end as other,
      not exists (select from chantier_conflits n where n.chantier_id = v.chantier_id and n.champ = v.champ and (n.at, n.id) > (v.at, v.id)) as last
    from chantier_conflits v where v.id = ${id}`);

/**
 * The app holds these fields from now on. One that it gives back is the ERP's again at the next reading of everything, where its
 * value is taken as if it came for the first time. The chantiers get a new version: what may be changed here differs.
 */
export async function holdFields(
  unit: Unit,
  system: string,
  { held, returned }: { held: readonly ErpField[]; returned: readonly ErpField[] },
): Promise<void> {
  await unit.sql`
    with r as (
      update chantier_references r set recu = r.recu - ${[...returned]}::text[], hash = null,
        champs = array(select f.champ from unnest(${[...ERP_FIELDS]}::text[]) with ordinality f(champ, n)
          where r.recu ? f.champ and f.champ <> all(${[...held, ...returned]}::text[]) order by f.n),
        imported_version = r.imported_version + case when c.version = r.imported_version then 1 else 0 end
      from chantiers c where c.id = r.chantier_id and r.managed and r.system = ${system} returning r.chantier_id)
    update chantiers c set id = c.id from r where c.id = r.chantier_id`;
}
