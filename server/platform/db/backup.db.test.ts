import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pruneBackups, writeBackup } from './backup.ts';
import { type EmbeddedPostgres, startEmbedded } from './embedded.ts';
import { listMigrations, migrate as migrateForReal } from './migrate.ts';
import { refuseHalfRestored, restoreBackup } from './restore.ts';
import { openDatabase, type Sql } from './sql.ts';

const NOW = Temporal.Instant.from('2026-11-23T01:00:00.5Z');
const scratch = mkdtempSync(join(tmpdir(), 'hub-backup-'));
if (process.getuid?.() === 0) chmodSync(scratch, 0o711);
const backups = join(scratch, 'sauvegardes');

let server: EmbeddedPostgres;
let admin: Sql;
let numbered = 0;
const opened: Sql[] = [];

beforeAll(async () => {
  server = await startEmbedded({ dir: scratch, settings: { fsync: 'off' } });
  admin = openDatabase({ url: server.url, max: 1 });
});
afterAll(async () => {
  for (const sql of [...opened, admin]) await sql.end({ timeout: 1 });
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
});

async function emptyBase(): Promise<Sql> {
  numbered += 1;
  await admin.unsafe(`create database essai_${numbered}`);
  const sql = openDatabase({ url: server.url.replace(/hub$/, `essai_${numbered}`), max: 2 });
  opened.push(sql);
  return sql;
}

/** A schema with what our migrations use and what they may use one day: cycles, triggers, every type. */
async function migrate(sql: Sql, { upTo = 2 } = {}): Promise<number> {
  await sql`create table if not exists hub_migrations (number integer primary key, name text not null default '')`;
  const [{ done } = { done: 0 }] = await sql<
    { done: number }[]
  >`select coalesce(max(number), 0) as done from hub_migrations`;
  if (done < 1 && upTo >= 1) await sql.unsafe(FIRST);
  if (done < 2 && upTo >= 2)
    await sql.unsafe(`alter table tout add ajout text not null default 'neuf'; insert into hub_migrations values (2)`);
  return Math.max(done, upTo);
}

const FIRST = `
  create table hub_base (seul boolean primary key default true, id uuid not null default gen_random_uuid());
  insert into hub_base default values;
  create table tout (
    id uuid primary key, texte text collate "fr-x-icu", document jsonb, octets bytea, instant timestamptz(3), jour date,
    entier bigint, vrai boolean, mots text[], nombres integer[], montant numeric(12, 2), reseau inet,
    longueur integer generated always as (length(texte)) stored, changed_xid xid8 not null default pg_current_xact_id(),
    unique (texte));
  create table apres (id integer generated always as identity primary key, chef integer references apres, tout_id uuid references tout);
  alter table tout add premier integer constraint tout_premier references apres on delete set null;
  create table vide (id integer primary key);
  create function trop_tard() returns trigger language plpgsql as $$ begin new.texte := 'trigger'; return new; end $$;
  create trigger tout_trigger before insert or update on tout for each row execute function trop_tard();
  insert into vide values (1);
  insert into hub_migrations values (1)`;

const NASTY = ['tab\there', 'line\nand \\ slash', '\\.', '\\N', '', 'é€😀\u2028', 'cr\r\nlf', 'quote \' " $$'];

async function fill(sql: Sql): Promise<void> {
  await sql`alter table tout disable trigger tout_trigger`;
  for (const [n, texte] of NASTY.entries()) {
    await sql`insert into tout (id, texte, document, octets, instant, jour, entier, vrai, mots, nombres, montant, reseau)
      values (${`00000000-0000-4000-8000-00000000000${n}`}, ${texte}, ${sql.json({ texte, n: [n, null] })}, ${Buffer.from([0, 10, 92, 255, n])},
        ${'2026-03-29T01:30:00.123Z'}, ${'2026-02-28'}, ${'9007199254740993'}, ${n % 2 === 0}, ${[texte, 'NULL', '{}']}, ${[n, -1]}, ${'12345678.90'}, ${'2001:db8::/32'})`;
  }
  await sql`insert into tout (id) values ('00000000-0000-4000-8000-0000000000ff')`;
  await sql`insert into apres (chef, tout_id) values (null, '00000000-0000-4000-8000-000000000001'), (1, null)`;
  await sql`update tout set premier = 1 where texte = ''`;
  await sql`delete from vide`;
  await sql`alter table tout enable trigger tout_trigger`;
}

async function fullBase(): Promise<Sql> {
  const sql = await emptyBase();
  await migrate(sql, { upTo: 1 });
  await fill(sql);
  return sql;
}

const content = (sql: Sql) => sql`
  select id, texte, document, octets, instant, jour, entier, vrai, mots, nombres, montant, reseau::text, longueur, premier from tout order by id`;

test('every value of every type comes back, with sequences, cycles of keys and triggers, under a new identity', async () => {
  const from = await fullBase();
  const to = await emptyBase();
  const backup = await writeBackup({ sql: from, dir: backups, now: NOW });
  expect(backup).toMatchObject({
    path: join(backups, 'sauvegarde-2026-11-23T01-00-00-500Z.gz'),
    tables: 4,
    rows: NASTY.length + 1 + 2 + 1,
  });
  expect([statSync(backup.path).mode & 0o777, statSync(backup.path).size]).toEqual([0o600, backup.bytes]);

  const restored = await restoreBackup({ sql: to, path: backup.path, migrate, latest: 2 });
  expect(restored).toEqual({ created_at: '2026-11-23T01:00:00.5Z', migration: 2, tables: 4, rows: backup.rows });
  expect([...(await content(to))]).toEqual([...(await content(from))]);
  expect([...(await to`select * from apres order by id`)]).toEqual([...(await from`select * from apres order by id`)]);
  expect((await to`select from vide`).length).toBe(0);
  expect([...(await to`select distinct ajout from tout`)]).toEqual([{ ajout: 'neuf' }]);

  expect([...(await to`insert into apres default values returning id`)]).toEqual([{ id: 3 }]);
  await expect(to`insert into apres (chef) values (99)`).rejects.toMatchObject({ code: '23503' });
  expect([...(await to`insert into tout (id) values (gen_random_uuid()) returning texte`)]).toEqual([
    { texte: 'trigger' },
  ]);
  const [base] = await from`select id from hub_base`;
  expect([...(await to`select id <> ${base?.['id'] ?? ''} as other from hub_base`)]).toEqual([{ other: true }]);
});

test('restored rows carry the transaction of the restore, since ids of another cluster mean nothing here', async () => {
  const from = await fullBase();
  for (let n = 0; n < 50; n += 1) await from`update tout set changed_xid = pg_current_xact_id() where texte = ''`;
  const { path } = await writeBackup({ sql: from, dir: backups, now: NOW });
  const to = await emptyBase();
  const [before] = await to<{ xid: string }[]>`select pg_current_xact_id()::text as xid`;
  await restoreBackup({ sql: to, path, migrate, latest: 2 });
  const ids = await to<{ xid: string; past: boolean }[]>`
    select distinct changed_xid::text as xid, changed_xid < pg_snapshot_xmin(pg_current_snapshot()) as past from tout`;
  expect(ids.length).toBe(1);
  expect(ids[0]?.past).toBe(true);
  expect(BigInt(ids[0]?.xid ?? 0)).toBeGreaterThan(BigInt(before?.xid ?? 0));
});

test('one snapshot: what is committed while the backup runs is in no table of it', async () => {
  const from = await fullBase();
  const { path } = await writeBackup({
    sql: new Proxy(from, {
      get: (target, name) =>
        name !== 'begin'
          ? Reflect.get(target, name)
          : (mode: string, work: (tx: unknown) => Promise<unknown>) =>
              target.begin(mode, async tx => {
                await tx`select 1`;
                await from`insert into vide values (7)`;
                return await work(tx);
              }),
    }),
    dir: backups,
    now: NOW,
  });
  expect(gunzipSync(readFileSync(path)).toString()).toContain('COPY vide\n\\.\n');
});

test('a file that was cut, altered, or is something else is refused, and nothing is written', async () => {
  const { path } = await writeBackup({ sql: await fullBase(), dir: backups, now: NOW });
  const whole = readFileSync(path);
  const text = gunzipSync(whole).toString();
  const to = await emptyBase();
  const bad: Record<string, Buffer> = {
    cut: whole.subarray(0, whole.length - 20),
    half: whole.subarray(0, whole.length >> 1),
    flipped: Buffer.from(whole.map((byte, at) => (at === whole.length >> 1 ? byte ^ 1 : byte))),
    altered: gzipSync(text.replace('tab\\there', 'tab\\tthere')),
    'a row less': gzipSync(text.replace(/^.*tab\\there.*\n/m, '')),
    'no end': gzipSync(text.replace(/\n[^\n]*\n$/, '\n')),
    'cut in a table': gzipSync(text.slice(0, text.indexOf('tab\\there'))),
    'more after the end': gzipSync(`${text}{}\n`),
    'a table of another name': gzipSync(text.replace('COPY vide', 'COPY tout')),
    'not gzip': Buffer.from('bonjour'),
    'not a backup': gzipSync('bonjour\n'),
    empty: Buffer.alloc(0),
  };
  for (const [name, bytes] of Object.entries(bad)) {
    const file = join(scratch, 'bad.gz');
    writeFileSync(file, bytes);
    const message = expect.stringMatching(/n’est pas une sauvegarde entière/);
    await expect(restoreBackup({ sql: to, path: file, migrate, latest: 2 }), name).rejects.toMatchObject({
      name: 'StartRefused',
      message,
    });
  }
  await expect(restoreBackup({ sql: to, path: join(scratch, 'absent.gz'), migrate, latest: 2 })).rejects.toThrow(
    /ne se lit pas/,
  );
  await expect(restoreBackup({ sql: to, path, migrate, latest: 0 })).rejects.toThrow(
    /version plus récente.*Rien n’a été écrit/,
  );
  expect((await to`select from pg_class where relnamespace = 'public'::regnamespace`).length).toBe(0);
});

test('a base that holds anything is refused', async () => {
  const from = await fullBase();
  const { path } = await writeBackup({ sql: from, dir: backups, now: NOW });
  await expect(restoreBackup({ sql: from, path, migrate, latest: 2 })).rejects.toThrow(/La base n’est pas vide/);
});

test('a restore that failed half way can be started again, and nothing else', async () => {
  const { path } = await writeBackup({ sql: await fullBase(), dir: backups, now: NOW });
  const to = await emptyBase();
  await refuseHalfRestored(to);
  const stumbling = async (sql: Sql, options: { upTo?: number } = {}) => {
    await migrate(sql, options);
    await sql`alter table tout add constraint essai check (texte <> 'tab\there')`;
    return 1;
  };
  await expect(restoreBackup({ sql: to, path, migrate: stumbling, latest: 2 })).rejects.toThrow();
  expect((await to`select from tout`).length).toBe(0);
  await expect(refuseHalfRestored(to)).rejects.toMatchObject({
    name: 'StartRefused',
    message: expect.stringContaining('npm run restore'),
  });
  await to`alter table tout drop constraint essai`;
  expect((await restoreBackup({ sql: to, path, migrate, latest: 2 })).migration).toBe(2);
  await refuseHalfRestored(to);
});

test('a backup that cannot be written leaves no file and frees its connection', async () => {
  const from = await fullBase();
  const dir = join(scratch, 'occupe');
  mkdirSync(dir);
  writeFileSync(join(dir, `sauvegarde-2026-11-23T01-00-00-500Z.gz.${process.pid}.draft`), '');
  await expect(writeBackup({ sql: from, dir, now: NOW })).rejects.toMatchObject({ name: 'StartRefused' });
  expect(readdirSync(dir)).toEqual([]);
  expect((await from`select 1`).length).toBe(1);
});

test('a server lost in the middle fails the backup instead of hanging it', async () => {
  const from = await fullBase();
  await from`create table gros (octets bytea)`;
  await from`insert into gros select decode(repeat('ab', 100000), 'hex') from generate_series(1, 60)`;
  const work = writeBackup({ sql: from, dir: backups, now: NOW });
  const failed = expect(work).rejects.toThrow();
  await expect
    .poll(
      async () =>
        (
          await admin`
    select pg_terminate_backend(pid) from pg_stat_activity where query like 'copy%' and pid <> pg_backend_pid()`
        ).length,
      { interval: 1 },
    )
    .toBe(1);
  await failed;
});

test('a table that ends with a row larger than what is read at once does not stall the backup', async () => {
  const from = await fullBase();
  await from`create table a_grosse as select repeat('x', 300000) as texte`;
  const dir = join(scratch, 'grosse');
  expect((await writeBackup({ sql: from, dir, now: NOW })).tables).toBe(5);
  expect(readdirSync(dir)).toEqual(['sauvegarde-2026-11-23T01-00-00-500Z.gz']);
});

test('a full pipe in front of the file does not stall what gives a backup up', async () => {
  const from = await fullBase();
  await from`create table a_grosse as select repeat('x', 300000) as texte`;
  const dir = join(scratch, 'grosse-occupee');
  mkdirSync(dir);
  writeFileSync(join(dir, `sauvegarde-2026-11-23T01-00-00-500Z.gz.${process.pid}.draft`), '');
  await expect(writeBackup({ sql: from, dir, now: NOW })).rejects.toMatchObject({ name: 'StartRefused' });
  expect((await from`select 1`).length).toBe(1);
});

test('only the newest backups stay, with files that are not ours, and drafts of dead processes go', () => {
  const dir = join(scratch, 'rotation');
  mkdirSync(dir);
  const names = ['2026-11-20', '2026-11-21', '2026-11-22'].map(day => `sauvegarde-${day}T01-00-00-000Z.gz`);
  const dead = `${names[0]}.${execFileSync('sh', ['-c', 'echo $$']).toString().trim()}.draft`;
  const alive = `${names[0]}.${process.pid}.draft`;
  for (const name of [...names, dead, alive, 'notes.txt']) writeFileSync(join(dir, name), '');
  expect(pruneBackups(dir, 2)).toEqual([names[0], dead].map(name => join(dir, name ?? '')));
  expect(readdirSync(dir).sort()).toEqual(['notes.txt', alive, names[1], names[2]].sort());
});

test("the hub's own schema goes through a backup and comes back the same", async () => {
  const from = await emptyBase();
  await migrateForReal(from);
  const { path, tables } = await writeBackup({ sql: from, dir: backups, now: NOW });
  const to = await emptyBase();
  const latest = listMigrations().at(-1)?.number ?? 0;
  expect(await restoreBackup({ sql: to, path, migrate: migrateForReal, latest })).toMatchObject({
    tables,
    migration: latest,
  });
  const shape = (
    sql: Sql,
  ) => sql`select conrelid::regclass::text as table_name, conname, pg_get_constraintdef(oid) as definition
    from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2`;
  expect([...(await shape(to))]).toEqual([...(await shape(from))]);
});
