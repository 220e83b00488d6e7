// A backup is one snapshot of our tables (settled.md 3): the embedded PostgreSQL has no pg_dump, and a managed one may
// be of another version than the pg_dump at hand.
import { createHash } from 'node:crypto';
import { closeSync, createWriteStream, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Temporal } from 'temporal-polyfill';
import { refusalOf, StartRefused } from '../start-refused.ts';
import { countRows, END_OF_TABLE, type Header, type Table } from './backup-file.ts';
import { isAlive } from './embedded-lock.ts';
import { makeFolder } from './make-folder.ts';
import type { Sql, Transaction } from './sql.ts';

export type Backup = { path: string; bytes: number; tables: number; rows: number };

type Progress = { rows: number };

const FILE = /^sauvegarde-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-\d{3}Z\.gz$/;

/**
 * Writes a backup of `sql`'s base into `dir`, whole or not at all, readable by us alone. pg-boss' own schema is left
 * out: what must outlive a restore is in our rows. Throws StartRefused (disk full, no right to write, nothing
 * in the base).
 */
export async function writeBackup(work: { sql: Sql; dir: string; now: Temporal.Instant }): Promise<Backup> {
  const path = join(
    work.dir,
    `sauvegarde-${work.now.round('millisecond').toString({ fractionalSecondDigits: 3 }).replace(/[:.]/g, '-')}.gz`,
  );
  const draft = `${path}.${process.pid}.draft`;
  try {
    makeFolder(work.dir, 0o700);
    const content = await work.sql.begin('isolation level repeatable read read only', async tx => {
      await prepareSession(tx);
      const header = await readHeader(tx, work.now);
      const progress: Progress = { rows: 0 };
      const content = Readable.from(contentOf(tx, header, progress), { objectMode: false });
      const closed = new Promise(done => content.once('close', done));
      const file = createWriteStream(draft, { mode: 0o600, flags: 'wx', flush: true });
      try {
        await pipeline(content, createGzip(), file);
      } finally {
        await closed;
      }
      return { tables: header.tables.length, rows: progress.rows };
    });
    renameSync(draft, path);
    syncFolder(work.dir);
    return { path, bytes: statSync(path).size, ...content };
  } catch (error) {
    rmSync(draft, { force: true });
    throw refusalOf(error, work.dir);
  }
}

/** Keeps the newest `keep` backups of a folder, and removes what killed backups left. Returns what it removed. */
export function pruneBackups(dir: string, keep: number): string[] {
  const names = readdirSync(dir);
  const old = names.filter(name => FILE.test(name)).sort();
  const abandoned = names.filter(name => {
    const [, pid] = /\.gz\.(\d+)\.draft$/.exec(name) ?? [];
    return pid !== undefined && !isAlive(Number(pid));
  });
  const removed = [...old.slice(0, Math.max(0, old.length - keep)), ...abandoned].map(name => join(dir, name));
  for (const path of removed) rmSync(path, { force: true });
  return removed;
}

/** One text form of values whatever the server's settings, and as long as it takes. */
export async function prepareSession(tx: Transaction): Promise<void> {
  await tx.unsafe(`set local statement_timeout = 0; set local lock_timeout = 0; set local datestyle = 'ISO';
    set local intervalstyle = 'postgres'; set local extra_float_digits = 1; set local timezone = 'UTC';
    set local idle_in_transaction_session_timeout = 0; set local search_path = public`);
}

/**
 * Our tables with the columns to carry. Not carried: generated columns, and transaction ids (xid8), which mean nothing
 * in another cluster: a restore gives the rows its own.
 */
export async function listTables(tx: Transaction): Promise<Table[]> {
  const rows = await tx<{ name: string; columns: string[]; ids_without_default: string[] }[]>`
    select c.relname as name,
      array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '' and a.atttypid <> 'xid8'::regtype) as columns,
      coalesce(array_agg(a.attname::text) filter (where a.atttypid = 'xid8'::regtype and not a.atthasdef), '{}') as ids_without_default
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> 'hub_migrations'
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    group by c.relname order by c.relname collate "C"`;
  const unclear = rows.find(row => row.ids_without_default.length > 0);
  if (unclear)
    throw new Error(`${unclear.name}.${unclear.ids_without_default[0]}: a restore would have no value for it`);
  return rows.map(({ name, columns }) => ({ name, columns }));
}

async function readHeader(tx: Transaction, now: Temporal.Instant): Promise<Header> {
  const [{ made } = { made: false }] = await tx<
    { made: boolean }[]
  >`select to_regclass('public.hub_migrations') is not null as made`;
  if (!made) throw new StartRefused('La base est vide : il n’y a rien à sauvegarder.');
  const tables = await listTables(tx);
  const [{ migration } = { migration: 0 }] = await tx<
    { migration: number }[]
  >`select max(number) as migration from hub_migrations`;
  // Sequences are not in the snapshot: read after it, they are never behind its rows.
  const sequences = await tx<{ name: string; last_value: string }[]>`
    select sequencename::text as name, last_value::text from pg_sequences where schemaname = 'public' and last_value is not null order by 1`;
  return {
    format: 'hub-chantier-sauvegarde/1',
    created_at: now.toString(),
    migration,
    tables,
    sequences: [...sequences],
  };
}

async function* contentOf(tx: Transaction, header: Header, progress: Progress): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  const hashed = (chunk: Buffer) => {
    hash.update(chunk);
    return chunk;
  };
  yield hashed(Buffer.from(`${JSON.stringify(header)}\n`));
  for (const table of header.tables) {
    yield hashed(Buffer.from(`COPY ${table.name}\n`));
    for await (const chunk of rowsOf(tx, table)) {
      progress.rows += countRows(chunk);
      yield hashed(chunk);
    }
    yield hashed(Buffer.from(END_OF_TABLE));
  }
  yield Buffer.from(`${JSON.stringify({ rows: progress.rows, sha256: hash.digest('hex') })}\n`);
}

async function* rowsOf(tx: Transaction, table: Table): AsyncGenerator<Buffer> {
  const rows = await tx`copy (select ${tx(table.columns)} from ${tx(table.name)}) to stdout`.readable();
  try {
    for await (const chunk of rows.iterator({ destroyOnReturn: false })) yield chunk as Buffer;
  } finally {
    await freeConnection(rows);
  }
}

/**
 * Given up in the middle (disk full): what the server still sends must be read, or its transaction never ends. And in
 * any case: postgres 3.4.9 pauses its socket when a stream is full until that stream asks for more; one that its last
 * piece filled never asks again, and the next statement would wait for ever.
 */
async function freeConnection(rows: Readable): Promise<void> {
  if (rows.destroyed && !rows.readableEnded) return;
  rows.resume();
  await finished(rows).then(
    () => rows._read(0),
    () => {},
  );
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}
