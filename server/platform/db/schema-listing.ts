// The schema as PostgreSQL holds it, written the same whatever its version (15 to 18): docs/generated/schema.sql shows
// in a diff what a migration really did. To read, not to run.
import type { Sql } from './sql.ts';

type Part = { kind: 'table' | 'view' | 'function'; name: string; head: string; lines: string[]; after: string[] };

/** Everything in schema public that is not an extension's: tables with all that hangs on them, views, functions. */
export async function listSchema(sql: Sql): Promise<string> {
  const parts = await sql<Part[]>`
    select * from (${tables(sql)} union all ${views(sql)} union all ${functions(sql)}) parts
    order by kind collate "C", name collate "C"`;
  return `${parts.map(write).join('\n\n')}\n`;
}

function write({ kind, head, lines, after }: Part): string {
  const body = kind === 'table' ? `${head} (\n${lines.map(line => `  ${line}`).join(',\n')}\n);` : head;
  return [body, ...after].join('\n');
}

const ours = (sql: Sql, catalogue: 'pg_class' | 'pg_proc', oid: string) =>
  sql`not exists (select from pg_depend d where d.classid = ${catalogue}::regclass and d.objid = ${sql(oid)} and d.deptype = 'e')`;

const tables = (sql: Sql) => sql`
  select 'table' as kind, c.relname::text as name, format('create table %I', c.relname) as head,
    (select coalesce(array_agg(line order by sort, line collate "C"), '{}') from (
      select a.attnum::int as sort, concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
        (select format('collate %I', l.collname) from pg_collation l
          join pg_type t on t.oid = a.atttypid where l.oid = a.attcollation and l.oid <> t.typcollation),
        case when a.attnotnull then 'not null' end,
        case when a.attidentity <> '' then 'generated as identity' end,
        case when a.attgenerated <> '' then format('generated always as (%s)', pg_get_expr(e.adbin, e.adrelid))
          when e.oid is not null then format('default %s', pg_get_expr(e.adbin, e.adrelid)) end) as line
      from pg_attribute a left join pg_attrdef e on e.adrelid = a.attrelid and e.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      union all
      -- From version 18 on a NOT NULL is also a constraint ('n'): it is said with its column.
      select 10000, format('constraint %I %s', o.conname, pg_get_constraintdef(o.oid))
      from pg_constraint o where o.conrelid = c.oid and o.contype <> 'n') described) as lines,
    (select coalesce(array_agg(line order by line collate "C"), '{}') from (
      select pg_get_indexdef(i.indexrelid) || ';' as line from pg_index i
      where i.indrelid = c.oid and not exists (select from pg_constraint o where o.conindid = i.indexrelid and o.conrelid = c.oid)
      union all
      select pg_get_triggerdef(t.oid) || ';' from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) hung) as after
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and ${ours(sql, 'pg_class', 'c.oid')}`;

const views = (sql: Sql) => sql`
  select 'view', c.relname::text, format('create view %I as%s%s', c.relname, chr(10), pg_get_viewdef(c.oid)), '{}'::text[], '{}'::text[]
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm') and ${ours(sql, 'pg_class', 'c.oid')}`;

const functions = (sql: Sql) => sql`
  select 'function', format('%s(%s)', p.proname, pg_get_function_identity_arguments(p.oid)),
    rtrim(replace(pg_get_functiondef(p.oid), 'CREATE OR REPLACE FUNCTION public.', 'create function '), chr(10)) || ';', '{}'::text[], '{}'::text[]
  from pg_proc p
  where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p') and ${ours(sql, 'pg_proc', 'p.oid')}`;
