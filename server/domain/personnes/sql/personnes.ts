// Every statement on personnes.
import type { ListPersonnes, Personne } from '#contract/personne.ts';
import { type Fragment, instant, many, maybeOne, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { ListAt, ReadAt } from '#platform/http/route.ts';
import { type Order, selectPage } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';
import { folded } from '../rules.ts';

/** What only pay and the person himself are told of `p`: his working time, his dates. In one place, for every read. */
const readsPay = (sql: Sql): Fragment =>
  sql`(p.id = acteur.personne_id or acteur.role = 'administrateur' or acteur.gestionnaire_paie)`;

/** The person `p` as the contract writes it; whole, or as far as `pay` (a condition) lets it be. */
export const personneJson = (sql: Sql | Transaction, pay: Fragment = sql`true`): Fragment => sql`
  (select row_to_json(f) from (select
    p.id, p.version, p.nom, p.prenom, p.email, p.telephone, p.role, p.gestionnaire_paie, p.type_personne, p.agence, p.matricule,
    p.metiers, t.horaire, t.heures_sup_comprises, t.mineur_jusquau, t.date_entree, t.date_sortie, p.active,
    ${instant(sql, sql`p.effacee_at`)} as effacee_at, ${instant(sql, sql`p.created_at`)} as created_at, ${instant(sql, sql`p.updated_at`)} as updated_at
    from (select) un
    left join (select p.horaire, p.heures_sup_comprises, p.mineur_jusquau, p.date_entree, p.date_sortie) t on ${pay}
  ) f)`;

/** A tab sorts before any letter or space, so that "Martin Zoé" stays before "Martine Anne". */
const orders = (sql: Sql): Record<string, Order> => ({
  nom: { key: sql`(p.nom || e'\t' || p.prenom)`, type: 'text', direction: 'asc' },
  '-nom': { key: sql`(p.nom || e'\t' || p.prenom)`, type: 'text', direction: 'desc' },
  changed: { key: sql`p.changed_xid`, type: 'xid8', direction: 'asc' },
});

/** Accents and case do not count; a number is found however it is spaced, with or without +33. */
export const foldedSql = (sql: Sql | Transaction, text: Fragment): Fragment =>
  sql`regexp_replace(normalize(lower(${text}), nfd), '[\u0300-\u036f]', '', 'g')`;

function matches(sql: Sql, q: string): Fragment {
  const like = `%${folded(q).replace(/[\\%_]/g, '\\$&')}%`;
  const digits = /^[+\d][\d ().-]+$/.test(q) ? q.replace(/\D/g, '').replace(/^0+/, '') : '';
  return sql`(
    ${foldedSql(sql, sql`concat_ws(' ', p.prenom, p.nom, p.prenom, p.matricule, p.email)`)} like ${like}
    ${digits ? sql`or p.telephone like ${`%${digits}%`}` : sql``})`;
}

export function listPersonnes({ sql, after }: ListAt, query: ListPersonnes): Fragment {
  const { q, role, type_personne, active, metier, updated_since } = query;
  return selectPage(sql, {
    item: personneJson(sql, readsPay(sql)),
    from: sql`personnes p`,
    id: sql`p.id`,
    // Whoever follows the changes is told of an erasure by the row that is left; others have nothing to see in it.
    where: sql`true
      ${query.sort === 'changed' ? sql`` : sql`and p.effacee_at is null`}
      ${updated_since ? sql`and p.updated_at >= ${updated_since}` : sql``}
      ${role ? sql`and p.role = ${role}` : sql``}
      ${type_personne ? sql`and p.type_personne = ${type_personne}` : sql``}
      ${active ? sql`and p.active = ${active === 'true'}` : sql``}
      ${metier ? sql`and exists (select from unnest(p.metiers) m where ${foldedSql(sql, sql`m`)} = ${folded(metier)})` : sql``}
      ${q ? sql`and ${matches(sql, q)}` : sql``}`,
    order: orders(sql)[query.sort]!,
    limit: query.limit,
    after,
  });
}

/** A compagnon reads nobody but himself. The same version reads two ways: its ETag says which. */
export const readPersonne = ({ sql }: ReadAt, id: string): Fragment => sql`
  select ${personneJson(sql, readsPay(sql))}::text as body,
    case when ${readsPay(sql)} then p.version::text else p.version || '-0' end as version from personnes p
  where p.id = ${id}
    and (p.id = acteur.personne_id or acteur.gestionnaire_paie or acteur.role in ('administrateur', 'conducteur', 'chef_chantier'))`;

/** As it stands in this transaction, whoever asks. */
export async function findPersonne(unit: Unit, id: string): Promise<Personne | null> {
  const row = await maybeOne<{ personne: Personne }>(
    unit.sql`select ${personneJson(unit.sql)} as personne from personnes p where p.id = ${id}`,
  );
  return row?.personne ?? null;
}

export async function getPersonne(unit: Unit, id: string): Promise<Personne> {
  const row = await one<{ personne: Personne }>(
    unit.sql`select ${personneJson(unit.sql)} as personne from personnes p where p.id = ${id}`,
  );
  return row.personne;
}

/** Locked for a change. */
export async function takePersonne(unit: Unit, id: string): Promise<Personne | null> {
  const row = await maybeOne(unit.sql`select id from personnes where id = ${id} for no key update`);
  return row ? await getPersonne(unit, id) : null;
}

/** Those of these ids that exist, by name. */
export const findPersonnes = async (unit: Unit, ids: readonly string[]): Promise<Personne[]> =>
  (
    await many<{ personne: Personne }>(unit.sql`
      select ${personneJson(unit.sql)} as personne from personnes p where p.id = any(${[...ids]}::uuid[]) order by p.nom, p.prenom, p.id`)
  ).map(row => row.personne);

/** By the exact e-mail (lower case) or telephone (E.164). Never both at once: an e-mail has an @, a telephone has none. */
export async function findByContact(unit: Unit, contact: string): Promise<Personne | null> {
  const row = await maybeOne<{ personne: Personne }>(unit.sql`
    select ${personneJson(unit.sql)} as personne from personnes p where p.email = ${contact} or p.telephone = ${contact}`);
  return row?.personne ?? null;
}

/** Columns of `personnes` only. */
export type Columns = Partial<Omit<Personne, 'version' | 'created_at' | 'updated_at'>>;

export const insertPersonne = (unit: Unit, columns: Columns) =>
  unit.sql`insert into personnes ${unit.sql(columns as Record<string, never>)}`;

export const savePersonne = (unit: Unit, id: string, columns: Columns) =>
  unit.sql`update personnes set ${unit.sql(columns as Record<string, never>)} where id = ${id}`;

/** Held until the end of the transaction: two administrateurs cannot take each other away at the same moment. */
export const takeAdministrateursTurn = (unit: Unit) =>
  unit.sql`select pg_advisory_xact_lock(hashtextextended('personnes administrateurs', 0))`;

export const listAdministrateurs = async (unit: Unit): Promise<Personne[]> =>
  (
    await many<{ personne: Personne }>(unit.sql`
      select ${personneJson(unit.sql)} as personne from personnes p where p.role = 'administrateur' and p.active order by p.id`)
  ).map(row => row.personne);

export const isEmpty = async (unit: Unit): Promise<boolean> =>
  (await one<{ empty: boolean }>(unit.sql`select not exists (select 1 from personnes) as empty`)).empty;
