// How reads are asked: one statement with who asks, its JSON built by PostgreSQL.
import { type Fragment, instant, type Sql } from '../db/sql.ts';

type Acteur = Record<string, unknown>;
/** `changed`: the last transaction that changed what a read is made of (the route's `change`). */
export type ReadState = { acteur: Acteur; changed: string | null };
export type ReadRow = ReadState & {
  /** JSON as PostgreSQL built it, never decoded: it goes to the wire as it came. Null: nothing found. */
  body: Buffer | null;
  /** Of what is shown; as text (`7-<hex>`) when it moves without the version that a change asks for. */
  version: number | string | null;
  last: [key: string, id: string] | null;
  more: boolean;
  /** What is gone, in the order of change; null where it was not asked for. */
  deleted: { id: string; deleted_at: string }[] | null;
  /** No older transaction is still open: whatever comes later carries a higher number than `changed`. */
  settled: boolean;
};

/** The rows of a statement as one JSON array, in its order. */
export const jsonRows = (sql: Sql, rows: Fragment): Fragment =>
  sql`coalesce((select jsonb_agg(to_jsonb(r)) from (${rows}) r), '[]')`;

type Asking = { names: string[]; acteur: (name: Fragment) => Fragment; change: Fragment };

/** By the credential's name: who asks, and what he would read has changed when. Absent: the credential is not good. */
export async function readStates(sql: Sql, { names, acteur, change }: Asking): Promise<Map<string, ReadState>> {
  const rows = await sql<({ name: string } & ReadState)[]>`
    select asked.name, row_to_json(acteur) as acteur, (${change})::text as changed
    from unnest(${names}::text[]) asked(name) cross join lateral (${acteur(sql`asked.name`)}) acteur`;
  return new Map(rows.map(row => [row.name, row]));
}

type Reading = { acteur: Fragment; change: Fragment | null; statement: Fragment; paged: boolean };

/**
 * Who asks and what he reads, in one statement; null when the credential is not good. `raw` spares decoding 30 kB of JSON
 * to text and encoding it again.
 */
export async function readOnce(sql: Sql, { acteur, change, statement, paged }: Reading): Promise<ReadRow | null> {
  const found = paged ? sql`'last', lu.last, 'more', lu.more, 'deleted', lu.deleted` : sql`'version', lu.version`;
  const [row] = (await sql`
    with acteur as materialized (${acteur}),
         etat as materialized (select (${change ?? sql`null::xid8`}) as changed)
    select row_to_json(acteur),
           json_build_object('changed', etat.changed::text, ${found},
             'settled', coalesce(etat.changed < pg_snapshot_xmin(pg_current_snapshot()), false)),
           lu.body
    from acteur cross join etat left join lateral (${statement}) lu on true`.raw()) as unknown as (Buffer | null)[][];
  if (!row) return null;
  const [who, about, body] = row;
  const facts = JSON.parse(String(about)) as Partial<Omit<ReadRow, 'acteur' | 'body'>>;
  return {
    acteur: JSON.parse(String(who)) as Acteur,
    body: body ?? null,
    version: facts.version ?? null,
    last: facts.last ?? null,
    more: facts.more === true,
    deleted: facts.deleted ?? null,
    changed: facts.changed ?? null,
    settled: facts.settled === true,
  };
}

/**
 * `key` is a text expression (with its collation), a date, or an xid8 for the order of change: rows of transactions still open
 * may not be overtaken by a reader, so that order only shows what lies below every open one (settled.md 20).
 */
export type Order = { key: Fragment; type: 'text' | 'date' | 'xid8'; direction: 'asc' | 'desc' };
type PageSql = {
  /** Gives the row as JSON. */
  item: Fragment;
  /** The table or function after `from`, whose alias has a column `id`. */
  from: Fragment;
  id: Fragment;
  where: Fragment;
  order: Order;
  limit: number;
  after: { key: string; id: string } | null;
  /** In the order of change: a function whose columns `id`, `deleted_at` and `changed_xid` say what is gone. */
  gone?: Fragment | null;
};

/**
 * One page in one statement, its JSON built by PostgreSQL (half the hub's CPU of a list of 50, stack.md §3).
 * Columns: `body` (a JSON array), `last` (key and id of the last row), `more`, `deleted` (null without `gone`).
 */
export function selectPage(sql: Sql, { gone, ...page }: PageSql): Fragment {
  const { limit, order } = page;
  const direction = order.direction === 'asc' ? sql`asc` : sql`desc`;
  const rows = gone
    ? sql`((${selectRows(sql, page)}) union all (${selectGone(sql, page, gone)}))`
    : sql`(${selectRows(sql, page)})`;
  const deleted = gone
    ? sql`coalesce(json_agg(json_build_object('id', page.id, 'deleted_at', page.gone) order by page.n)
            filter (where page.n <= ${limit} and page.item is null), '[]')`
    : sql`null::json`;
  return sql`
    select '[' || coalesce(string_agg(page.item, ',' order by page.n) filter (where page.n <= ${limit}), '') || ']' as body,
           (array_agg(json_build_array(page.place, page.id) order by page.n desc) filter (where page.n <= ${limit}))[1] as last,
           coalesce(max(page.n) > ${limit}, false) as more, ${deleted} as deleted
    from (
      select row_number() over (order by r.key ${direction}, r.id ${direction}) as n, r.item, r.key::text as place, r.id, r.gone
      from ${rows} r
    ) page where page.n <= ${limit} + 1`;
}

/** One more than asked for, to know whether there are more. */
function selectRows(sql: Sql, { item, from, id, where, order, limit, after }: PageSql): Fragment {
  const direction = order.direction === 'asc' ? sql`asc` : sql`desc`;
  const comparison = order.direction === 'asc' ? sql`>` : sql`<`;
  const cast = { text: sql`text`, date: sql`date`, xid8: sql`xid8` }[order.type];
  const rest = after ? sql`and (${order.key}, ${id}) ${comparison} (${after.key}::${cast}, ${after.id}::uuid)` : sql``;
  const settled = order.type === 'xid8' ? sql`and ${order.key} < pg_snapshot_xmin(pg_current_snapshot())` : sql``;
  return sql`
    select (${item})::text as item, ${order.key} as key, ${id} as id, null::text as gone
    from ${from} where ${where} ${rest} ${settled}
    order by ${order.key} ${direction}, ${id} ${direction} limit ${limit} + 1`;
}

function selectGone(sql: Sql, { limit, after }: PageSql, gone: Fragment): Fragment {
  const rest = after ? sql`and (d.changed_xid, d.id) > (${after.key}::xid8, ${after.id}::uuid)` : sql``;
  return sql`
    select null::text as item, d.changed_xid as key, d.id as id, ${instant(sql, sql`d.deleted_at`)} as gone
    from ${gone} d where d.changed_xid < pg_snapshot_xmin(pg_current_snapshot()) ${rest}
    order by d.changed_xid, d.id limit ${limit} + 1`;
}
