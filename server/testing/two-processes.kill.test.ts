// Several hubs on one PostgreSQL, as compose.yaml runs them: real processes, spoken to over HTTP.
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { Sauvegarde } from '#contract/sauvegarde.ts';
import { startEmbedded } from '#platform/db/embedded.ts';
import { listMigrations } from '#platform/db/migrate.ts';
import { openDatabase, type Sql } from '#platform/db/sql.ts';
import {
  type Credential,
  call,
  endHubs,
  fleet,
  gate,
  hammer,
  makeWrites,
  openAccount,
  ready,
  running,
  startRedis,
  untilRefused,
} from './fleet.ts';
import { accessToken, firstSignIn, type HubProcess, spawnHub, untilReady } from './hub-process.ts';

afterEach(endHubs);

async function stop(hub: HubProcess): Promise<number | null> {
  hub.child.kill('SIGTERM');
  return await hub.exited;
}

async function lastBackup(hub: HubProcess, admin: Credential, isEnough: (found: Sauvegarde) => boolean) {
  for (let tries = 0; tries < 2400; tries += 1) {
    const { items } = (await call<{ items: Sauvegarde[] }>(hub, 'GET', '/api/v1/sauvegardes', { as: admin })).body;
    if (items[0] && isEnough(items[0])) return items[0];
    await wait(50);
  }
  throw new Error('no such backup came');
}
const isOver = ({ statut }: Sauvegarde) => statut !== 'en_cours';

/** Holds a table until `release`: whoever reads it waits. */
async function holdTable(sql: Sql, table: string): Promise<{ release: () => Promise<void> }> {
  const connection = await sql.reserve();
  await connection.unsafe(`begin; lock table ${table} in access exclusive mode`);
  return {
    release: async () => {
      await connection.unsafe('commit');
      connection.release();
    },
  };
}

const untilWaiting = (sql: Sql, count: number) =>
  expect
    .poll(async () => (await sql`select from pg_locks where not granted`).length, { timeout: 20_000, interval: 25 })
    .toBeGreaterThanOrEqual(count);

test('two hubs racing on an empty base both become ready: each migration once, one key, one administrateur to sign in', async () => {
  const { db, start } = await fleet();
  const hubs = (await ready(start('all'), start('all'))) as [HubProcess, HubProcess];
  const applied = await db.sql<{ number: number }[]>`select number from hub_migrations order by number`;
  expect(applied.map(row => row.number)).toEqual(listMigrations().map(migration => migration.number));
  expect((await db.sql`select from personnes`).length).toBe(1);
  // Whichever of the two links the operator reads first serves.
  const as = { authorization: `Bearer ${await firstSignIn(hubs[0])}` };
  for (const hub of hubs) expect((await call(hub, 'GET', '/api/v1/personnes', { as })).status).toBe(200);
  expect(await Promise.all(hubs.map(stop))).toEqual([0, 0]);
});

test('a backup asked on a server is made by the worker, once there is one', async () => {
  const { start } = await fleet();
  const [a, b] = (await ready(start('server'), start('server'))) as [HubProcess, HubProcess];
  const as = { authorization: `Bearer ${await firstSignIn(a)}` };
  expect((await call(a, 'POST', '/api/v1/sauvegardes', { as })).status).toBe(202);
  await wait(1000);
  expect((await lastBackup(b, as, () => true)).statut).toBe('en_cours');
  const [worker] = (await ready(start('worker'))) as [HubProcess];
  const made = await lastBackup(b, as, isOver);
  expect(made).toMatchObject({ statut: 'reussie', erreur: null });
  expect(existsSync(made.fichier!)).toBe(true);
  expect([a, b, worker].map(hub => hub.output().includes('backup written'))).toEqual([false, false, true]);
  expect((await call(worker, 'GET', '/api/v1/sauvegardes', { as })).status).toBe(404);
});

test.each([
  ['without Redis', false],
  ['with Redis', true],
])(
  '%s, a session that one server ends the other refuses at the very next request, under load',
  async (_case, withRedis) => {
    const redis = withRedis ? await startRedis() : null;
    const { start } = await fleet(redis ? { REDIS_URL: redis.url } : {});
    const [a] = (await ready(start('server'))) as [HubProcess];
    const admin = { authorization: `Bearer ${await firstSignIn(a)}` };
    const [b] = (await ready(start('server'))) as [HubProcess];
    const accepted: string[] = [];
    /** Revokes through A what B accepts under load; notes what B accepted of the requests sent after A's answer. */
    const revoke = async (what: string, credential: Credential, revoking: () => Promise<{ status: number }>) => {
      const load = hammer(b, credential, 3);
      await load.untilAccepted(6);
      expect((await revoking()).status, what).toBeLessThan(300);
      const after = await Promise.all([1, 2, 3].map(() => call(b, 'GET', '/api/v1/chantiers', { as: credential })));
      // 429: after a hundred bad credentials from one address, those are told to wait.
      const wrong = after.filter(({ status }) => ![401, 429].includes(status));
      accepted.push(...wrong.map(({ status }) => `${what}: ${status}`));
      await load.stop();
    };
    for (let round = 0; round < 3; round += 1) {
      const { id, cookie, jwt } = await openAccount(a, admin, round);
      await revoke(`signed out ${round}`, cookie, () => call(a, 'DELETE', '/api/auth/session', { as: cookie }));
      await revoke(`deactivated ${round}`, jwt, () =>
        call(a, 'POST', `/api/v1/personnes/${id}/activation`, { as: admin, body: { active: false }, if_match: '"1"' }),
      );
    }
    expect(accepted).toEqual([]);
    await redis?.stop();
  },
);

test('a hub asked to stop answers the requests under way, takes no other, and leaves with 0', async () => {
  const { db, start } = await fleet();
  const [hub] = (await ready(start('server'))) as [HubProcess];
  const as = { authorization: `Bearer ${await firstSignIn(hub)}` };
  const held = await holdTable(db.sql, 'chantiers');
  const body = { nom: 'Villa Rose' };
  const reads = [1, 2, 3].map(() => call(hub, 'GET', '/api/v1/chantiers', { as }));
  const write = call(hub, 'POST', '/api/v1/chantiers', { as, body });
  await untilWaiting(db.sql, 4);
  hub.child.kill('SIGTERM');
  await untilRefused(() => connect(Number(new URL(hub.origin).port), 'localhost'));
  expect(hub.child.exitCode).toBeNull();
  await held.release();
  expect((await Promise.all(reads)).map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await write).status).toBe(201);
  // Far below the 65 s that an idle connection may last: its holder is told to close it.
  expect(await Promise.race([hub.exited, wait(20_000, 'still there', { ref: false })])).toBe(0);
  expect((await db.sql`select from chantiers where nom = 'Villa Rose'`).length).toBe(1);
});

test('a job whose worker is killed in the middle runs again, on another worker', async () => {
  const { db, start } = await fleet();
  const [server, worker] = (await ready(start('server'), start('worker'))) as [HubProcess, HubProcess];
  const as = { authorization: `Bearer ${await firstSignIn(server)}` };
  await lastBackup(server, as, isOver);
  const held = await holdTable(db.sql, 'chantiers');
  const asked = (await call<Sauvegarde>(server, 'POST', '/api/v1/sauvegardes', { as })).body;
  await untilWaiting(db.sql, 1);
  worker.child.kill('SIGKILL');
  await worker.exited;
  await held.release();
  const [other] = (await ready(start('worker'))) as [HubProcess];
  const made = await lastBackup(server, { authorization: `Bearer ${await accessToken(server)}` }, isOver);
  expect(made).toMatchObject({ id: asked.id, statut: 'reussie' });
  expect(other.output()).toContain('backup written');
});

test('a database that stops under a running hub gives 503 and no crash; all is back when it is back', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hub-gone-'));
  if (process.getuid?.() === 0) chmodSync(dir, 0o711);
  const [door, first] = [await gate(), await startEmbedded({ dir, settings: { fsync: 'off' } })];
  await door.up(Number(new URL(first.url).port));
  const DATABASE_URL = Object.assign(new URL(first.url), { port: String(door.port) }).toString();
  const hub = await spawnHub({ env: { DATABASE_URL, DATA_DIR: join(dir, 'hub') } });
  running.push(hub);
  await untilReady(hub);
  const as = { authorization: `Bearer ${await firstSignIn(hub)}` };
  const load = makeWrites(hub, as);
  await load.untilCreated(10);
  await Promise.all([first.stop(), door.down()]);
  await load.untilUnavailable(10);
  expect(await call(hub, 'GET', '/health/ready')).toMatchObject({ status: 503, body: { status: 'unavailable' } });
  const read = await call(hub, 'GET', '/api/v1/chantiers', { as });
  expect(read).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  expect(read.headers.get('content-type')).toContain('application/problem+json');
  expect((await call(hub, 'GET', '/health/live')).status).toBe(200);

  const again = await startEmbedded({ dir, settings: { fsync: 'off' } });
  await door.up(Number(new URL(again.url).port));
  await untilReady(hub);
  await load.untilCreated(load.created.length + 10);
  await load.stop();
  expect(load.others).toEqual([]);
  const sql = openDatabase({ url: again.url, max: 1 });
  const codes = new Set((await sql<{ code: string }[]>`select code from chantiers`).map(row => row.code));
  await sql.end();
  expect(load.created.filter(code => !codes.has(code))).toEqual([]);
  await call(hub, 'POST', '/api/v1/sauvegardes', { as });
  expect(await lastBackup(hub, as, isOver)).toMatchObject({ statut: 'reussie' });
  expect(await stop(hub)).toBe(0);
  await Promise.all([again.stop(), door.down()]);
  rmSync(dir, { recursive: true, force: true });
});
