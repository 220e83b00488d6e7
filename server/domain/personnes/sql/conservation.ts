// How long what is left of a person is kept: legal holds, and the end of it (decision 0036).
import type { ConservationPersonne } from '#contract/personne.ts';
import { type Fragment, instant, many, one, type Sql, type Transaction } from '#platform/db/sql.ts';
import type { Renommee } from '#platform/feature.ts';
import type { ReadAt } from '#platform/http/route.ts';
import { jsonRows } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';

const conservationJson = (sql: Sql | Transaction, id: string): Fragment => sql`
  (select json_build_object('motif', c.motif, 'posee_at', ${instant(sql, sql`c.posee_at`)}, 'posee_par', c.posee_par)
   from (select) un left join conservations_legales c on c.personne_id = ${id} and c.levee_at is null)`;

export const readConservation = ({ sql }: ReadAt, id: string): Fragment => sql`
  select ${conservationJson(sql, id)}::text as body, null::integer as version from personnes p where p.id = ${id}`;

export async function getConservation({ sql }: Unit, id: string): Promise<ConservationPersonne> {
  const row = await one<{ held: ConservationPersonne }>(sql`select ${conservationJson(sql, id)} as held`);
  return row.held;
}

export const heldConservations = ({ sql }: ReadAt, id: string): Record<string, Fragment> => ({
  conservations_legales: jsonRows(
    sql,
    sql`select c.motif, c.posee_at, c.levee_at from conservations_legales c where c.personne_id = ${id} order by c.posee_at`,
  ),
});

export const insertConservation = (unit: Unit, row: { id: string; personne_id: string; motif: string }) => unit.sql`
  insert into conservations_legales (id, personne_id, motif, posee_at, posee_par)
  values (${row.id}, ${row.personne_id}, ${row.motif}, ${unit.now.toString()}, ${unit.actor.personne_id}::uuid)`;

export const liftConservation = (unit: Unit, personne_id: string) => unit.sql`
  update conservations_legales set levee_at = ${unit.now.toString()}, levee_par = ${unit.actor.personne_id}::uuid
  where personne_id = ${personne_id} and levee_at is null`;

/** In no order that would tell who becomes whom: erased people whose last month in pay (their erasure, for whom there is none) ended before this day, and whom nothing holds back. */
export const listAnonymisables = async (unit: Unit, avant: string, limit: number): Promise<string[]> =>
  (
    await many<{ id: string }>(unit.sql`
      select p.id from personnes p
      where p.effacee_at is not null and p.anonymisee_at is null
        and coalesce(dernier_mois_de_paie(p.id), date_trunc('month', p.effacee_at)::date) + interval '1 month' <= ${avant}::date
        and not exists (select from conservations_legales c where c.personne_id = p.id and c.levee_at is null)
      order by random() limit ${limit} for update of p skip locked`)
  ).map(({ id }) => id);

/** The rows that take their place: what kind of hours they are, and nothing else. */
export const insertAnonymes = ({ sql, now }: Unit, noms: readonly Renommee[]) => sql`
  insert into personnes (id, nom, prenom, role, active, type_personne, agence, heures_sup_comprises, effacee_at, anonymisee_at)
  select n.nouveau, 'Personne anonyme', '', 'compagnon', false, p.type_personne,
    case when p.type_personne = 'interimaire' then 'Agence effacée' end, p.heures_sup_comprises, ${now.toString()}, ${now.toString()}
  from jsonb_to_recordset(${sql.json([...noms])}) as n(ancien uuid, nouveau uuid) join personnes p on p.id = n.ancien`;

/** Whatever still says that they wrote something says nothing any more (SET NULL). */
export const deletePersonnes = ({ sql }: Unit, ids: readonly string[]) =>
  sql`delete from personnes where id = any(${[...ids]}::uuid[])`;
