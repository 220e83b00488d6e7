// Affectations as they are read.
import type { Affectation, ListAffectations } from '#contract/affectation.ts';
import { type Fragment, instant, many, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { ListAt, ReadAt } from '#platform/http/route.ts';
import { type Order, selectPage } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';

/** Who asks, where no read has him at hand. */
export const asking = ({ sql, actor }: Unit): Fragment => sql`(
  select ${actor.personne_id}::uuid as personne_id, ${actor.role}::text as role, ${actor.voit_tout}::boolean as voit_tout)`;

/** Of the affectation `a`: the note is for those who plan there, and for the person. */
const noteLisible = (sql: Sql | Transaction): Fragment => sql`
  case when acteur.role = 'administrateur' or a.personne_id = acteur.personne_id
      or (acteur.role in ('conducteur', 'chef_chantier')
        and exists (select from meneurs m where m.chantier_id = a.chantier_id and m.personne_id = acteur.personne_id))
    then a.note end`;

/** The affectation `a` of the person `p` on the chantier `c`, as the contract writes it to `acteur`. */
export const affectationJson = (sql: Sql | Transaction): Fragment => sql`
  (select row_to_json(f) from (select
    a.id, a.version, a.personne_id, p.nom, p.prenom, a.chantier_id, c.code as chantier_code, c.nom as chantier_nom, c.couleur,
    a.jour, a.minutes_prevues, to_char(a.debut, 'HH24:MI') as debut, to_char(a.fin, 'HH24:MI') as fin, ${noteLisible(sql)} as note,
    a.serie_id, ${instant(sql, sql`a.created_at`)} as created_at, ${instant(sql, sql`a.updated_at`)} as updated_at
  ) f)`;

export const withNames = (sql: Sql | Transaction): Fragment => sql`
  join personnes_nommees p on p.id = a.personne_id join chantiers_nommes c on c.id = a.chantier_id`;

const visibles = (sql: Sql): Fragment =>
  sql`affectations_visibles(acteur.personne_id, acteur.role, acteur.voit_tout) a`;

/** As text that sorts like the days do: the index affectations_ordre. */
const orders = (sql: Sql): Record<string, Order> => {
  const key = sql`lpad((a.jour - date '1900-01-01')::text, 6, '0')`;
  return {
    jour: { key, type: 'text', direction: 'asc' },
    '-jour': { key, type: 'text', direction: 'desc' },
    changed: { key: sql`a.changed_xid`, type: 'xid8', direction: 'asc' },
  };
};

export function listAffectations({ sql, after }: ListAt, query: ListAffectations): Fragment {
  const { personne_id, chantier_id, du, au, updated_since, include_deleted } = query;
  const gone = sql`affectations_disparues(acteur.personne_id, acteur.role, acteur.voit_tout)`;
  return selectPage(sql, {
    item: affectationJson(sql),
    from: sql`${visibles(sql)} ${withNames(sql)}`,
    gone: include_deleted !== 'true' ? null : sinceOf(sql, gone, updated_since),
    id: sql`a.id`,
    where: sql`true
      ${updated_since ? sql`and a.updated_at >= ${updated_since}` : sql``}
      ${personne_id ? sql`and a.personne_id = ${personne_id}` : sql``}
      ${chantier_id ? sql`and a.chantier_id = ${chantier_id}` : sql``}
      ${du ? sql`and a.jour >= ${du}` : sql``}
      ${au ? sql`and a.jour <= ${au}` : sql``}`,
    order: orders(sql)[query.sort]!,
    limit: query.limit,
    after,
  });
}

const sinceOf = (sql: Sql, gone: Fragment, since: string | undefined): Fragment =>
  since ? sql`(select * from ${gone} g where g.deleted_at >= ${since})` : gone;

/** Names show here that move without the version: the ETag is of what is shown. */
export const readAffectation = ({ sql }: ReadAt, id: string): Fragment => sql`
  select f.body, f.version || '-' || md5(f.body) as version
  from (select ${affectationJson(sql)}::text as body, a.version from ${visibles(sql)} ${withNames(sql)} where a.id = ${id}) f`;

/** As they stand in this transaction, by id. */
export async function listByIds(unit: Unit, ids: readonly string[]): Promise<Map<string, Affectation>> {
  if (ids.length === 0) return new Map();
  const rows = await many<{ affectation: Affectation }>(unit.sql`
    select ${affectationJson(unit.sql)} as affectation
    from affectations a ${withNames(unit.sql)} cross join ${asking(unit)} acteur where a.id = any(${[...ids]}::uuid[])`);
  return new Map(rows.map(({ affectation }) => [affectation.id, affectation]));
}
