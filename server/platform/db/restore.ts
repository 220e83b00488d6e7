// The way back: into an empty base only, checked whole before the first row is written.

import type { Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { StartRefused } from '../start-refused.ts';
import { listTables, prepareSession } from './backup.ts';
import { type Header, readBackup, type Table } from './backup-file.ts';
import { one, type Sql, type Transaction } from './sql.ts';

export type Restored = { created_at: string; migration: number; tables: number; rows: number };
type Migrate = (sql: Sql, options?: { upTo?: number }) => Promise<number>;

/**
 * Restores a backup into an empty base, then migrates it to the present. The base gets a new identity (cursors of the
 * old one answer 410) and each row the restoring transaction's id. A restore that was killed can be started again.
 * `latest` is the last migration this hub knows; `settle` puts right what was under way when the backup was made. Throws StartRefused: damaged file, base not empty, newer hub's backup.
 */
export async function restoreBackup(work: {
  sql: Sql;
  path: string;
  migrate: Migrate;
  latest: number;
  settle?: (sql: Sql) => Promise<unknown>;
}): Promise<Restored> {
  const { header, rows } = await verify(work.path);
  if (header.migration > work.latest) {
    throw new StartRefused(
      `La sauvegarde vient d’une version plus récente du hub (migration ${header.migration}, celle-ci s’arrête à ${work.latest}) : installez cette version-là. Rien n’a été écrit.`,
    );
  }
  await refuseUnlessEmpty(work.sql);
  // Present from before the first table to the commit of the last row: a killed restore is told from a base in use.
  await work.sql`create table if not exists hub_restauration (started_at timestamptz not null default now())`;
  await work.migrate(work.sql, { upTo: header.migration });
  await work.sql.begin(async tx => {
    await prepareSession(tx);
    await refuseOtherTables(tx, header);
    const links = await dropLinks(tx);
    await tx`truncate ${tx.unsafe(header.tables.map(table => `"${table.name}"`).join(', '))}`;
    await copyAll(tx, work.path);
    for (const link of links) await tx.unsafe(link);
    for (const { name, last_value } of header.sequences)
      await tx`select setval(${`public."${name}"`}::regclass, ${last_value}::bigint)`;
    await tx`update hub_base set id = gen_random_uuid()`;
    await tx`drop table hub_restauration`;
  });
  await work.sql`analyze`;
  const migration = await work.migrate(work.sql);
  await work.settle?.(work.sql);
  return { created_at: header.created_at, migration, tables: header.tables.length, rows };
}

/** A hub that wrote into such a base would lose it all to the next try of the restore. Throws StartRefused. */
export async function refuseHalfRestored(sql: Sql): Promise<void> {
  const { half } = await one<{ half: boolean }>(sql`select to_regclass('public.hub_restauration') is not null as half`);
  if (!half) return;
  throw new StartRefused(
    'Une restauration de cette base est en cours ou a été interrompue : attendez sa fin, ou relancez-la (npm run restore -- FICHIER).',
  );
}

/** Reads to the very last byte: a backup is good only when its reader ended without a word. */
async function verify(path: string): Promise<{ header: Header; rows: number }> {
  let header: Header | null = null;
  let rows = 0;
  for await (const piece of readBackup(path)) {
    if (piece.kind === 'header') header = piece.header;
    if (piece.kind === 'end') rows = piece.rows;
  }
  if (header === null) throw new Error('readBackup ended without a header');
  return { header, rows };
}

async function refuseUnlessEmpty(sql: Sql): Promise<void> {
  const tables = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;
  if (tables.length === 0 || tables.some(table => table.name === 'hub_restauration')) return;
  throw new StartRefused(
    'La base n’est pas vide : une restauration demande une base neuve (autre DATABASE_URL ou autre DATA_DIR). Rien n’a été écrit.',
  );
}

async function refuseOtherTables(tx: Transaction, header: Header): Promise<void> {
  const here = (await listTables(tx)).filter(table => table.name !== 'hub_restauration');
  const shape = (tables: Table[]) => JSON.stringify(tables.map(table => [table.name, [...table.columns].sort()]));
  if (shape(here) !== shape(header.tables)) {
    throw new StartRefused(
      'Les tables de la sauvegarde ne sont pas celles de cette version du hub : restaurez avec la version qui l’a écrite.',
    );
  }
}

/**
 * Takes the foreign keys and triggers away, and says how to put them back: no order of tables is then needed, nor the
 * superuser's session_replication_role, which managed databases do not give. Putting a key back checks every row.
 */
async function dropLinks(tx: Transaction): Promise<string[]> {
  const links = await tx<{ away: string; back: string }[]>`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as away,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as back
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0
    union all
    select format('alter table %s disable trigger %I', tgrelid::regclass, tgname), format('alter table %s enable trigger %I', tgrelid::regclass, tgname)
    from pg_trigger join pg_class c on c.oid = tgrelid
    where not tgisinternal and tgenabled = 'O' and c.relnamespace = 'public'::regnamespace`;
  for (const { away } of links) await tx.unsafe(away);
  return links.map(({ back }) => back);
}

async function copyAll(tx: Transaction, path: string): Promise<void> {
  let copy: Copy | null = null;
  for await (const piece of readBackup(path)) {
    if (piece.kind === 'table') copy = await openCopy(tx, piece.table);
    if (piece.kind === 'rows') await copy?.write(piece.chunk);
    if (piece.kind === 'end_of_table') await copy?.close();
  }
}

type Copy = { write(chunk: Buffer): Promise<void>; close(): Promise<void> };

async function openCopy(tx: Transaction, table: Table): Promise<Copy> {
  const stream: Writable = await tx`copy ${tx(table.name)} (${tx(table.columns)}) from stdin`.writable();
  let failure: Error | null = null;
  stream.on('error', error => {
    failure = error;
  });
  return {
    write: chunk =>
      new Promise((done, fail) => stream.write(chunk, error => (error ? fail(failure ?? error) : done()))),
    close: async () => {
      stream.end();
      await turn();
      if (failure !== null) throw failure;
      // postgres.js tells nobody of an error that comes after the last byte, and its stream then never finishes: but
      // the transaction has failed, and its next statement says so.
      await tx`select 1`;
    },
  };
}
