import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import type { Sauvegarde } from '#contract/sauvegarde.ts';
import { writeBackup } from '#platform/db/backup.ts';
import { listMigrations, migrate } from '#platform/db/migrate.ts';
import { restoreBackup } from '#platform/db/restore.ts';
import { makeLog } from '#platform/log.ts';
import { makeInUnit, SYSTEM } from '#platform/unit.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { testDatabase } from '#testing/db.ts';
import { settleRestored } from './index.ts';
import { runBackup } from './run-backup.ts';
import { insertSauvegarde, recordFailure } from './sql.ts';
import { planDueBackup, startBackup } from './start-backup.ts';

let t: TestApp;
let admin: Caller;

beforeAll(async () => {
  t = await testApp({ jobs: true });
  admin = await t.cookie(await t.person({ role: 'administrateur' }));
});

const list = async () =>
  (await t.request('GET', '/api/v1/sauvegardes', { as: admin })).json<{ items: Sauvegarde[] }>().items;

/** Waits until none is under way, gives the newest. With the clock standing still, one may end before another that began with it. */
async function untilDone(): Promise<Sauvegarde> {
  for (let tries = 0; tries < 400; tries += 1) {
    const all = await list();
    if (all[0] && all.every(item => item.statut !== 'en_cours')) return all[0];
    await wait(25);
  }
  throw new Error('the backup never ended');
}

test('a hub that starts without a backup of the night makes one at once', async () => {
  for (let tries = 0; tries < 400 && (await list()).length === 0; tries += 1) await wait(25);
  expect(await untilDone()).toMatchObject({ statut: 'reussie' });
});

test('of two people who ask at the same time one starts a backup, the other is told; the file is there', async () => {
  const answers = await Promise.all([1, 2].map(() => t.request('POST', '/api/v1/sauvegardes', { as: admin })));
  expect(answers.map(answer => answer.statusCode).toSorted()).toEqual([202, 409]);
  const done = await untilDone();
  expect(done).toMatchObject({ statut: 'reussie', erreur: null });
  expect(existsSync(done.fichier!)).toBe(true);
  expect(done.octets).toBeGreaterThan(100);
  const board = await t.request('GET', '/api/v1/tableau-de-bord', { as: admin });
  expect(board.json().sauvegarde.derniere_reussie_at).toBe(done.finished_at);
});

test('only an administrateur reads backups or their age', async () => {
  const as = await t.cookie(await t.person({ role: 'conducteur', gestionnaire_paie: true }));
  expect((await t.request('GET', '/api/v1/sauvegardes', { as })).statusCode).toBe(403);
  expect((await t.request('GET', '/api/v1/tableau-de-bord', { as })).json().sauvegarde).toBeNull();
});

test('the tick starts nothing while the night’s backup is there, and one backup the next night', async () => {
  const count = async () => (await list()).length;
  const before = await count();
  await t.app.inUnit(SYSTEM, unit => planDueBackup(unit, 2));
  expect(await count()).toBe(before);
  t.clock.advance({ hours: 24 });
  admin = await t.cookie(await t.person({ role: 'administrateur' }));
  await t.app.inUnit(SYSTEM, unit => planDueBackup(unit, 2));
  await t.app.inUnit(SYSTEM, unit => planDueBackup(unit, 2));
  expect((await untilDone()).statut).toBe('reussie');
  expect(await count()).toBe(before + 1);
});

test('a backup that fails says why in its row and leaves no half file', async () => {
  const id = '0199c8f0-6f4a-7000-8000-00000000dead';
  await t.app.inUnit(SYSTEM, unit => insertSauvegarde(unit, id));
  const dir = join(import.meta.filename, 'sauvegardes'); // below a file: no folder can be made there
  const log = makeLog({ level: 'silent' });
  await runBackup({ ...t.app, sql: t.db.sql, clock: () => t.clock.now, log, backup: { dir, keep: 3, hour: 2 } }, id);
  const failed = (await list()).find(item => item.id === id);
  expect(failed).toMatchObject({ statut: 'echouee', fichier: null });
  expect(failed?.erreur).toBeTruthy();
  expect(existsSync(dir)).toBe(false);
});

test('a backup stays good when old ones cannot be cleared away', async () => {
  const id = '0199c8f0-6f4a-7000-8000-00000000feed';
  await t.app.inUnit(SYSTEM, unit => insertSauvegarde(unit, id));
  const dir = mkdtempSync(join(tmpdir(), 'hub-prune-'));
  // A folder under the name of an old backup: no file to remove.
  mkdirSync(join(dir, 'sauvegarde-2020-01-01T01-00-00-000Z.gz'));
  const log = makeLog({ level: 'silent' });
  await runBackup({ ...t.app, sql: t.db.sql, clock: () => t.clock.now, log, backup: { dir, keep: 1, hour: 2 } }, id);
  expect((await list()).find(item => item.id === id)).toMatchObject({ statut: 'reussie', erreur: null });
  rmSync(dir, { recursive: true });
});

test('a restored base does not wait for the backup it came from', async () => {
  const id = '0199c8f0-6f4a-7000-8000-00000000cafe';
  await t.app.inUnit(SYSTEM, unit => insertSauvegarde(unit, id));
  const dir = mkdtempSync(join(tmpdir(), 'hub-restored-'));
  const { path } = await writeBackup({ sql: t.db.sql, dir, now: t.clock.now });
  await t.app.inUnit(SYSTEM, unit => recordFailure(unit, id, 'fin de l’essai'));
  const { sql } = await testDatabase({ template: 'template1' });
  const latest = listMigrations().at(-1)!.number;
  await restoreBackup({ sql, path, migrate, latest, settle: settleRestored });
  const clock = () => t.clock.now;
  const inUnit = makeInUnit({ sql, clock, log: makeLog({ level: 'silent' }), enqueueIn: () => async () => {} });
  expect((await inUnit(SYSTEM, startBackup)).statut).toBe('en_cours');
  rmSync(dir, { recursive: true });
});

test('a backup that a killed hub left behind no longer stands in the way after two hours', async () => {
  const id = '0199c8f0-6f4a-7000-8000-00000000beef';
  await t.app.inUnit(SYSTEM, unit => insertSauvegarde(unit, id));
  t.clock.advance({ hours: 3 });
  admin = await t.cookie(await t.person({ role: 'administrateur' }));
  expect((await t.request('POST', '/api/v1/sauvegardes', { as: admin })).statusCode).toBe(202);
  expect((await list()).find(item => item.id === id)).toMatchObject({ statut: 'echouee' });
  await untilDone();
});
