// Whatever prevents the start is told in one French line, exit code 1, and nothing is damaged.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbedded } from '#platform/db/embedded.ts';
import { openDatabase } from '#platform/db/sql.ts';
import { freePort, spawnHub, untilReady } from './hub-process.ts';

const root = mkdtempSync(join(tmpdir(), 'hub-refused-'));
const made = join(root, 'made');
afterAll(() => rmSync(root, { recursive: true, force: true }));

beforeAll(async () => {
  chmodSync(root, 0o755);
  const hub = await spawnHub({ env: { DATA_DIR: made } });
  await untilReady(hub);
  hub.child.kill('SIGTERM');
  await hub.exited;
});

async function refusal(env: Record<string, string>, args: string[] = []): Promise<string> {
  const hub = await spawnHub({ env, args });
  expect(await hub.exited).toBe(1);
  const lines = hub.errors().trim().split('\n');
  expect(lines, hub.errors()).toHaveLength(1);
  return lines[0]!;
}

/** The base that was there still starts, with its own settings. */
async function stillStarts(): Promise<void> {
  const hub = await spawnHub({ env: { DATA_DIR: made } });
  await untilReady(hub);
  hub.child.kill('SIGTERM');
  expect(await hub.exited).toBe(0);
}

test('an unknown setting, a wrong port and an unknown option are refused', async () => {
  expect(await refusal({ HUB_BACKUP_HOURS: '2' })).toContain('HUB_BACKUP_HOURS');
  expect(await refusal({ PORT: '99999' })).toContain('PORT');
  expect(await refusal({}, ['--demonstration'])).toContain('--demo');
});

test('a taken port is named, and the base is stopped cleanly', async () => {
  const port = await freePort();
  const taken = createServer();
  await new Promise<void>(done => taken.listen(port, '::', () => done()));
  expect(await refusal({ DATA_DIR: made, PORT: String(port) })).toContain(String(port));
  await new Promise(done => taken.close(done));
  await stillStarts();
});

test('a missing or foreign encryption key is refused before anything is written with another', async () => {
  const key = join(made, 'encryption-keys');
  renameSync(key, `${key}.away`);
  expect(await refusal({ DATA_DIR: made })).toMatch(/clé/i);
  rmSync(key, { force: true });
  expect(
    await refusal({ DATA_DIR: made, HUB_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}` }),
  ).toMatch(/clé/i);
  renameSync(`${key}.away`, key);
  await stillStarts();
});

async function inMade(statement: string): Promise<void> {
  const server = await startEmbedded({ dir: made });
  const sql = openDatabase({ url: server.url, max: 1 });
  await sql.unsafe(statement);
  await sql.end();
  await server.stop();
}

test('a base in the middle of a restore is refused, and says to restore again', async () => {
  await inMade('create table hub_restauration ()');
  expect(await refusal({ DATA_DIR: made })).toContain('npm run restore');
  await inMade('drop table hub_restauration');
  await stillStarts();
});

test('a key that is no key and a database that does not answer are refused', async () => {
  expect(await refusal({ DATA_DIR: made, HUB_ENCRYPTION_KEYS: 'azerty' })).toContain('HUB_ENCRYPTION_KEYS');
  const port = await freePort();
  expect(await refusal({ DATA_DIR: join(root, 'other'), DATABASE_URL: `postgres://x:y@127.0.0.1:${port}/z` })).toMatch(
    /base/i,
  );
});

test('a data folder that is a file, or of another major version, is refused and left as it was', async () => {
  const file = join(root, 'fichier');
  writeFileSync(file, 'x');
  expect(await refusal({ DATA_DIR: file })).toContain('fichier');
  const old = join(root, 'vieux');
  mkdirSync(old);
  cpSync(made, old, { recursive: true });
  writeFileSync(join(old, 'postgres', 'data', 'PG_VERSION'), '15\n');
  expect(await refusal({ DATA_DIR: old })).toContain('15');
});

/** A disk of its own in memory; false where this user may not mount one. */
function mountDisk(folder: string, megabytes: number): boolean {
  mkdirSync(folder);
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', folder]).status === 0;
}
const mayMount = mountDisk(join(root, 'essai'), 1) && spawnSync('umount', [join(root, 'essai')]).status === 0;

test.skipIf(!mayMount)('a full disk is refused, and its base starts once there is room', async () => {
  const disk = join(root, 'plein');
  mountDisk(disk, 60);
  try {
    expect(await refusal({ DATA_DIR: disk })).toMatch(/le disque est plein/);
    spawnSync('mount', ['-o', 'remount,size=400m', disk]);
    const hub = await spawnHub({ env: { DATA_DIR: disk } });
    await untilReady(hub);
    hub.child.kill('SIGTERM');
    expect(await hub.exited).toBe(0);
  } finally {
    spawnSync('umount', [disk]);
  }
});

test.skipIf(!mayMount)('a read-only disk is refused, empty or with a base on it', async () => {
  const disk = join(root, 'lecture');
  mountDisk(disk, 400);
  try {
    cpSync(made, join(disk, 'base'), { recursive: true, preserveTimestamps: true });
    spawnSync('mount', ['-o', 'remount,ro', disk]);
    expect(await refusal({ DATA_DIR: join(disk, 'neuf') })).toMatch(/lecture seule/);
    expect(await refusal({ DATA_DIR: join(disk, 'base') })).toMatch(/lecture seule/);
  } finally {
    spawnSync('umount', [disk]);
  }
});
