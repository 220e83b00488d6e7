// Every statement on the trail. Rows are added, never changed: the database refuses anything else.
import type { ListEvenementsAudit } from '#contract/audit.ts';
import type { Fragment, Sql, Transaction } from '#platform/db/sql.ts';
import { instant, many, maybeOne } from '#platform/db/sql.ts';
import type { ListAt, ReadAt } from '#platform/http/route.ts';
import { jsonRows, selectPage } from '#platform/reads/statement.ts';
import type { Unit } from '#platform/unit.ts';
import { GENESIS, type Link } from './chain.ts';

export type Head = { n: number; hash: string };

/** The end of the chain, held until this unit is committed: rows follow each other in the order of commits. */
export async function takeHead(unit: Unit): Promise<Head> {
  await unit.sql`select pg_advisory_xact_lock(hashtextextended('audit_trail', 0))`;
  return (await findHead(unit.sql)) ?? { n: 0, hash: GENESIS };
}

export const findHead = (sql: Sql | Transaction): Promise<Head | null> =>
  maybeOne<Head>(
    sql`select n::float8 as n, encode(hash, 'hex') as hash from audit_trail order by audit_trail.n desc limit 1`,
  );

/** The pseudonyms of these people, drawn at random the first time. */
export async function pseudonymsOf(unit: Unit, personne_ids: readonly string[]): Promise<Map<string, string>> {
  if (personne_ids.length === 0) return new Map();
  await unit.sql`
    insert into audit_actors (personne_id)
    select p.id from personnes_nommees p where p.id = any(${[...personne_ids]}::uuid[]) order by p.id
    on conflict (personne_id) do nothing`;
  const rows = await many<{ id: string; personne_id: string }>(unit.sql`
    select id, personne_id from audit_actors where personne_id = any(${[...personne_ids]}::uuid[])`);
  return new Map(rows.map(row => [row.personne_id, row.id]));
}

export type NewDetails = { n: number; personne_id: string | null; salt: Buffer; data: object };

export async function insertLinks(
  unit: Unit,
  links: readonly (Link & { hash: string })[],
  details: readonly NewDetails[],
) {
  const { sql } = unit;
  const bytes = (hex: string | null) => (hex === null ? null : Buffer.from(hex, 'hex'));
  const rows = links.map(link => ({
    ...link,
    data: sql.json(link.data as never),
    details_hash: bytes(link.details_hash),
    prev_hash: bytes(link.prev_hash),
    hash: bytes(link.hash),
  }));
  await sql`insert into audit_trail ${sql(rows as unknown as Record<string, never>[])}`;
  if (details.length === 0) return;
  const beside = details.map(row => ({ ...row, data: sql.json(row.data as never) }));
  await sql`insert into audit_details ${sql(beside as unknown as Record<string, never>[])}`;
}

type Since = { type: string; subject_id: string; since: string };

/** The motifs already written of a subject by rows of this type since that instant. */
export const motifsSince = async (unit: Unit, { type, subject_id, since }: Since): Promise<string[]> =>
  (
    await many<{ motif: string }>(unit.sql`
      select distinct t.data->>'motif' as motif from audit_trail t
      where t.subject_id = ${subject_id} and t.type = ${type} and t.at > ${since} and t.data ? 'motif'`)
  ).map(row => row.motif);

type Asked = { subject_id: string; limit: number /** Whether the caller may read it. */; visible: Fragment };

/** The person behind the pseudonym, while he is known. */
const personBehind = (sql: Sql, pseudonym: Fragment): Fragment => sql`
  (select json_build_object('id', p.id, 'nom', p.nom, 'prenom', p.prenom)
   from audit_actors a join personnes_nommees p on p.id = a.personne_id where a.id = ${pseudonym})`;

/** Rows keep their place whatever is added; the index audit_trail_place has it. */
const inOrder = (sql: Sql, direction: 'asc' | 'desc') =>
  ({ key: sql`lpad(t.n::text, 19, '0') collate "C"`, type: 'text', direction }) as const;

/**
 * The trail of one subject, newest first, as contract/audit.ts writes it; no row when it is not the caller's to read. Where
 * somebody else acted from (an administrateur, whoever reports a leak) is not its owner's business.
 */
export function selectTrail(at: ListAt, { subject_id, limit, visible }: Asked): Fragment {
  const { sql, after } = at;
  const page = selectPage(sql, {
    item: sql`
      json_build_object('n', t.n, 'at', ${instant(sql, sql`t.at`)}, 'type', t.type, 'par', t.actor_kind,
        'acteur', ${personBehind(sql, sql`t.actor`)}, 'data', t.data,
        'details', (select case when t.actor = t.concerne then d.data else d.data - 'ip' - 'agent' end
                    from audit_details d where d.n = t.n))`,
    from: sql`audit_trail t`,
    id: sql`t.id`,
    where: sql`t.subject_id = ${subject_id}`,
    order: inOrder(sql, 'desc'),
    limit,
    after,
  });
  return sql`select trail.* from (${page}) trail where ${visible}`;
}

/** What the trail tells of a person: what he did, and what was done to what is his. */
export const heldTrail = ({ sql }: ReadAt, personne_id: string): Record<string, Fragment> => ({
  audit_trail: jsonRows(
    sql,
    sql`select t.n, t.at, t.type, t.actor_kind, t.actor = a.id as par_elle, t.subject_kind, t.subject_id, t.data,
          case when d.personne_id = ${personne_id} then d.data end as details
        from audit_actors a join audit_trail t on a.id in (t.actor, t.concerne) left join audit_details d on d.n = t.n
        where a.personne_id = ${personne_id} order by t.n desc limit 5000`,
  ),
});

/** Nobody is behind his pseudonym any more, and what could say who it was is gone: the chain stays, whole. */
export async function forgetTrail(unit: Unit, personne_id: string): Promise<void> {
  await unit.sql`
    delete from audit_details d using audit_trail t
    where t.n = d.n and (d.personne_id = ${personne_id}
      or t.actor = (select a.id from audit_actors a where a.personne_id = ${personne_id}))`;
  await unit.sql`update audit_actors set personne_id = null where personne_id = ${personne_id}`;
}

/** The trail of everything, for who watches over the hub: each row with what its hash covers. */
export function selectEvents({ sql, after }: ListAt, query: ListEvenementsAudit): Fragment {
  const { type, subject_id, since, sort, limit } = query;
  return selectPage(sql, {
    item: sql`
      json_build_object('n', t.n, 'id', t.id, 'at', ${instant(sql, sql`t.at`)}, 'type', t.type, 'par', t.actor_kind,
        'acteur_id', t.actor, 'acteur', ${personBehind(sql, sql`t.actor`)},
        'sujet', json_build_object('genre', t.subject_kind, 'id', t.subject_id),
        'concerne_id', t.concerne, 'concerne', ${personBehind(sql, sql`t.concerne`)}, 'data', t.data,
        'details', (select d.data from audit_details d where d.n = t.n), 'details_hash', encode(t.details_hash, 'hex'),
        'prev_hash', encode(t.prev_hash, 'hex'), 'hash', encode(t.hash, 'hex'))`,
    from: sql`audit_trail t`,
    id: sql`t.id`,
    where: sql`true
      ${type ? sql`and t.type = ${type}` : sql``}
      ${subject_id ? sql`and t.subject_id = ${subject_id}` : sql``}
      ${since ? sql`and t.at >= ${since}` : sql``}`,
    order: inOrder(sql, sort === 'n' ? 'asc' : 'desc'),
    limit,
    after,
  });
}

export type Row = Link & { hash: string; details: unknown; salt: Buffer | null };

/** The whole chain from its first row, a thousand at a time. */
export const readChain = (sql: Sql): AsyncIterable<Row[]> =>
  sql<Row[]>`
  select t.n::float8 as n, t.id, ${instant(sql, sql`t.at`)} as at, t.type, t.actor_kind, t.actor, t.subject_kind, t.subject_id,
         t.concerne, t.data, encode(t.details_hash, 'hex') as details_hash, encode(t.prev_hash, 'hex') as prev_hash,
         encode(t.hash, 'hex') as hash, d.data as details, d.salt
  from audit_trail t left join audit_details d on d.n = t.n order by t.n`.cursor(1000) as unknown as AsyncIterable<
    Row[]
  >;
