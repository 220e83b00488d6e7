// What both sides changed of a chantier, newest first; of the chantiers that who asks sees.
import type { ConflitErp, ListConflitsErp } from '#contract/mapping.ts';
import { type Fragment, instant, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { ListAt } from '#platform/http/route.ts';
import { selectPage } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';

const FROM = (sql: Sql | Transaction) =>
  sql`conflits_chantiers v join connexions k on k.system = v.system join chantiers_nommes c on c.id = v.chantier_id`;

function conflitJson(sql: Sql | Transaction): Fragment {
  /** People to call by their names; the rest as it is kept. */
  const said = (value: Fragment) => sql`left(case jsonb_typeof(${value}) when 'null' then null
    when 'array' then (select nullif(string_agg(un ->> 'nom', ', '), '') from jsonb_array_elements(${value}) un) else ${value} #>> '{}' end, 500)`;
  return sql`json_build_object('id', v.id, 'link_id', k.id, 'chantier_id', v.chantier_id, 'chantier', left(c.code || ' ' || c.nom, 310),
    'champ', v.champ, 'ici', ${said(sql`v.ici`)}, 'la_bas', ${said(sql`v.la_bas`)}, 'avant', ${said(sql`v.avant`)}, 'gagnant', v.gagnant,
    'maintenant', ${said(sql`v.maintenant`)}, 'reprise', v.reprise, 'at', ${instant(sql, sql`v.at`)})`;
}

/** As it stands in this transaction, whoever asks. */
export async function getConflit(unit: Unit, id: string): Promise<ConflitErp> {
  const { sql } = unit;
  return (
    await one<{ conflit: ConflitErp }>(sql`select ${conflitJson(sql)} as conflit from ${FROM(sql)} where v.id = ${id}`)
  ).conflit;
}

export function listConflits({ sql, after }: ListAt, { link_id, chantier_id, limit }: ListConflitsErp): Fragment {
  return selectPage(sql, {
    item: conflitJson(sql),
    from: FROM(sql),
    id: sql`v.id`,
    where: sql`(acteur.voit_tout or exists (select from chantiers_visibles(acteur.personne_id, false) s where s.id = v.chantier_id))
      ${link_id ? sql`and k.id = ${link_id}` : sql``} ${chantier_id ? sql`and v.chantier_id = ${chantier_id}` : sql``}`,
    order: { key: sql`to_char(v.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS')`, type: 'text', direction: 'desc' },
    limit,
    after,
  });
}
