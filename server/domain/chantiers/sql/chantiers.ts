// Every statement on chantiers, chantier_personnes and chantier_references.
import type { ChangeEquipe, Chantier, ListChantiers, Reference } from '#contract/chantier.ts';
import { type Fragment, instant, many, maybeOne, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { ListAt, ReadAt } from '#platform/http/route.ts';
import { type Order, selectPage } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';

/** The chantier `c` as the contract writes it. */
export const chantierJson = (sql: Sql | Transaction): Fragment => sql`
  (select row_to_json(f) from (select
    c.id, c.version, c.code, c.nom, c.statut, c.description, c.adresse, c.commune_insee, c.commune, c.latitude, c.longitude,
    c.couleur, c.maitre_ouvrage, c.type_travaux, c.batiment_plus_2ans, c.usage_habitation, c.date_debut, c.date_fin,
    c.minutes_estimees, c.contacts,
    coalesce((select json_agg(m) from (
        select p.id as personne_id, p.nom, p.prenom, cp.role_chantier
        from chantier_personnes cp join personnes_nommees p on p.id = cp.personne_id
        where cp.chantier_id = c.id order by array_position('{conducteur,chef,ouvrier}', cp.role_chantier), p.nom, p.prenom, p.id) m), '[]') as equipe,
    coalesce(refs.list, '[]') as "references", refs.erp,
    ${instant(sql, sql`c.created_at`)} as created_at, ${instant(sql, sql`c.updated_at`)} as updated_at
    from (
      select json_agg(json_build_object('system', r.system, 'external_id', r.external_id) order by r.system) as list,
        (json_agg(json_build_object('system', r.system, 'external_id', r.external_id, 'etat', r.etat,
          'champs', case r.etat when 'supprime' then '{}' else r.champs end) order by r.system) filter (where r.managed)) -> 0 as erp
      from chantier_references r where r.chantier_id = c.id) refs
  ) f)`;

const orders = (sql: Sql): Record<string, Order> => ({
  code: { key: sql`c.code`, type: 'text', direction: 'asc' },
  '-code': { key: sql`c.code`, type: 'text', direction: 'desc' },
  nom: { key: sql`c.nom`, type: 'text', direction: 'asc' },
  '-nom': { key: sql`c.nom`, type: 'text', direction: 'desc' },
  changed: { key: sql`c.changed_xid`, type: 'xid8', direction: 'asc' },
});

export function listChantiers({ sql, after }: ListAt, query: ListChantiers): Fragment {
  const { q, statut, system, external_id, updated_since, include_deleted } = query;
  const like = q ? `%${q.replace(/[\\%_]/g, '\\$&')}%` : null;
  return selectPage(sql, {
    item: chantierJson(sql),
    from: sql`chantiers_visibles(acteur.personne_id, acteur.voit_tout, acteur.chantiers) c`,
    gone: include_deleted === 'true' ? goneSince(sql, updated_since) : null,
    id: sql`c.id`,
    where: sql`true
      ${updated_since ? sql`and c.updated_at >= ${updated_since}` : sql``}
      ${statut ? sql`and c.statut = ${statut}` : sql``}
      ${like ? sql`and (c.code ilike ${like} or c.nom ilike ${like} or c.adresse ilike ${like} or c.maitre_ouvrage ilike ${like})` : sql``}
      ${
        system || external_id
          ? sql`and exists (select 1 from chantier_references r where r.chantier_id = c.id
              ${system ? sql`and r.system = ${system}` : sql``} ${external_id ? sql`and r.external_id = ${external_id}` : sql``})`
          : sql``
      }`,
    order: orders(sql)[query.sort]!,
    limit: query.limit,
    after,
  });
}

const goneSince = (sql: Sql, since: string | undefined): Fragment =>
  since
    ? sql`(select * from chantiers_disparus(acteur.personne_id, acteur.voit_tout, acteur.chantiers) d where d.deleted_at >= ${since})`
    : sql`chantiers_disparus(acteur.personne_id, acteur.voit_tout, acteur.chantiers)`;

/**
 * The last transaction that changed what a list shows: chantiers (their teams and references mark them as changed) and
 * people (their names, and the rights of whoever asks).
 */
export const lastChange = ({ sql }: ReadAt): Fragment => sql`
  select greatest((select changed_xid from chantiers order by changed_xid desc limit 1), (select changed_xid from personnes_changes))`;

export const readChantier = ({ sql }: ReadAt, id: string): Fragment => sql`
  select ${chantierJson(sql)}::text as body, c.version
  from chantiers_visibles(acteur.personne_id, acteur.voit_tout, acteur.chantiers) c where c.id = ${id}`;

/** As it stands in this transaction, whoever asks. */
export async function getChantier(unit: Unit, id: string): Promise<Chantier> {
  const row = await one<{ chantier: Chantier }>(
    unit.sql`select ${chantierJson(unit.sql)} as chantier from chantiers c where c.id = ${id}`,
  );
  return row.chantier;
}

/** Locked for a change, if it lies in the perimeter where this actor may write: his own, or all for an administrateur; of a bound key, its own. */
export async function takeChantier(unit: Unit, id: string): Promise<Chantier | null> {
  const { personne_id, role, chantiers } = unit.actor;
  const row = await maybeOne(unit.sql`
    select c.id from chantiers c
    where c.id = ${id}
      and c.id in (select v.id from chantiers_tenus(${personne_id}, ${role === 'administrateur'}, ${chantiers}::uuid[]) v)
    for update of c`);
  return row ? await getChantier(unit, id) : null;
}

/**
 * Whoever gives a code holds the turn until he commits: what he reads of the codes after it stays true. Rows to be locked are
 * locked before it.
 */
export const takeCodeTurn = (unit: Unit) => unit.sql`select pg_advisory_xact_lock(hashtext('chantiers.code'))`;

/** The highest automatic code ever given, deleted chantiers included. Call it under `takeCodeTurn`. */
export async function findLastCode(unit: Unit): Promise<string | null> {
  const row = await one<{ code: string | null }>(
    unit.sql`select max(code collate "C") as code from chantiers where code ~ '^[A-Z][0-9]{3}$'`,
  );
  return row.code;
}

/** Every code of the automatic form ever given. Call it under `takeCodeTurn`. */
export const listAutomaticCodes = async (unit: Unit): Promise<Set<string>> =>
  new Set(
    (await many<{ code: string }>(unit.sql`select code from chantiers where code ~ '^[A-Z][0-9]{3}$'`)).map(
      row => row.code,
    ),
  );

export async function countChantiers(unit: Unit): Promise<number> {
  return (await one<{ n: number }>(unit.sql`select count(*)::integer as n from chantiers`)).n;
}

/** Columns of `chantiers` only; `contacts` goes as JSON. */
export type Columns = Record<string, unknown>;

const written = (unit: Unit, columns: Columns): Record<string, never> =>
  ('contacts' in columns ? { ...columns, contacts: unit.sql.json(columns['contacts'] as never) } : columns) as never;

export const insertChantier = (unit: Unit, columns: Columns) =>
  unit.sql`insert into chantiers ${unit.sql(written(unit, columns))}`;

/** With no column it only marks the chantier as changed (its team or references did). */
export const saveChantier = (unit: Unit, id: string, columns: Columns) =>
  Object.keys(columns).length > 0
    ? unit.sql`update chantiers set ${unit.sql(written(unit, columns))} where id = ${id}`
    : unit.sql`update chantiers set id = id where id = ${id}`;

/** All of them; those that an ERP holds are left as they are. */
export async function saveReferences(unit: Unit, id: string, references: Reference[]): Promise<void> {
  await unit.sql`delete from chantier_references where chantier_id = ${id} and not managed`;
  await unit.sql`
    insert into chantier_references (chantier_id, system, external_id)
    select ${id}, r.system, r.external_id from jsonb_to_recordset(${unit.sql.json(references)}) as r(system text, external_id text)
    where not exists (select from chantier_references h where h.chantier_id = ${id} and h.system = r.system and h.managed)`;
}

/** Whether a connexion ERP brings chantiers under one of these names, or will. */
export async function isHeldByErp(unit: Unit, systems: string[]): Promise<boolean> {
  const row = await one<{ held: boolean }>(unit.sql`
    select exists (select from chantier_references where managed and system = any(${systems}::text[]))
        or exists (select from erp_links_systems where system = any(${systems}::text[])) as held`);
  return row.held;
}

/** What its hours allow; asked once the chantier is locked, while nobody can enter more of them. */
export const heuresDe = (unit: Unit, id: string) =>
  one<{ ont: boolean; attendent: boolean }>(unit.sql`
    select exists (select from chantiers_avec_heures where chantier_id = ${id}) as ont,
      exists (select from chantiers_non_valides where chantier_id = ${id}) as attendent`);

/** How many of the proposed members are active people, each counted once. */
export async function countActifs(unit: Unit, membres: ChangeEquipe['membres']): Promise<number> {
  const ids = membres.map(membre => membre.personne_id);
  return (
    await one<{ n: number }>(
      unit.sql`select count(*)::integer as n from personnes_actives where id = any(${ids}::uuid[])`,
    )
  ).n;
}

export async function saveEquipe(unit: Unit, id: string, membres: ChangeEquipe['membres']): Promise<void> {
  await unit.sql`delete from chantier_personnes where chantier_id = ${id}`;
  await unit.sql`
    insert into chantier_personnes (chantier_id, personne_id, role_chantier)
    select ${id}, m.personne_id, m.role_chantier
    from jsonb_to_recordset(${unit.sql.json(membres)}) as m(personne_id uuid, role_chantier text)`;
}
