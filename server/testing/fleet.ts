// What tests of several processes need: hubs on one database, calls over HTTP, a load, a Redis and a database that can go
// away and come back.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { type TestDatabase, testDatabase } from './db.ts';
import { atTheEnd } from './endings.ts';
import { freePort, HUB_PASSWORD, type HubProcess, post, spawnHub, untilReady } from './hub-process.ts';

/** Those that `endHubs` ends, after each test. */
export const running: HubProcess[] = [];

export async function endHubs(): Promise<void> {
  for (const hub of running.splice(0)) {
    hub.child.kill('SIGKILL');
    await hub.exited;
  }
}

type Fleet = { db: TestDatabase; start: (role: 'all' | 'server' | 'worker') => Promise<HubProcess> };

/** An empty database and the data folder that its hubs share. `start` does not wait until the hub is ready. */
export async function fleet(env: Record<string, string> = {}): Promise<Fleet> {
  const db = await testDatabase({ template: 'template1' });
  const folder = mkdtempSync(join(tmpdir(), 'hub-fleet-'));
  atTheEnd(() => rmSync(folder, { recursive: true, force: true }));
  const shared = { DATABASE_URL: db.url, DATA_DIR: join(folder, 'hub'), HUB_PUBLIC_URL: 'http://localhost' };
  const start: Fleet['start'] = async role => {
    const hub = await spawnHub({ env: { ...shared, HUB_LOG_LEVEL: 'info', ...env }, args: ['--role', role] });
    running.push(hub);
    return hub;
  };
  return { db, start };
}

export async function ready(...starting: Promise<HubProcess>[]): Promise<HubProcess[]> {
  const hubs = await Promise.all(starting);
  await Promise.all(hubs.map(untilReady));
  return hubs;
}

export type Credential = { authorization: string } | { cookie: string };
type Reply<T> = { status: number; headers: Headers; body: T };
type Sent = { as?: Credential; body?: unknown; if_match?: string };

export async function call<T = { code?: string }>(
  hub: HubProcess,
  method: string,
  ...[path, { as, body, if_match } = {}]: [string, Sent?]
): Promise<Reply<T>> {
  const answer = await fetch(hub.origin + path, {
    method,
    headers: {
      'x-requested-with': 'hub',
      ...as,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(if_match ? { 'if-match': if_match } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: (text ? JSON.parse(text) : null) as T };
}

/** A person who signed in twice: in a browser and for a JWT. */
export async function openAccount(
  hub: HubProcess,
  admin: Credential,
  number: number,
): Promise<{ id: string; cookie: Credential; jwt: Credential }> {
  const email = `p${number}@exemple.fr`;
  const body = { nom: 'Durand', prenom: 'Camille', email, role: 'conducteur' };
  const { id } = (await call<{ id: string }>(hub, 'POST', '/api/v1/personnes', { as: admin, body })).body;
  const lien = (await call<{ url: string }>(hub, 'POST', `/api/v1/personnes/${id}/lien`, { as: admin })).body;
  const jeton = lien.url.split('#')[1];
  const used = await post(hub, '/api/auth/liens/usage', { body: { jeton, mot_de_passe: HUB_PASSWORD } });
  const cookie = used.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const grant = { grant: 'password', identifiant: email, mot_de_passe: HUB_PASSWORD };
  const { access_token } = (await call<{ access_token: string }>(hub, 'POST', '/api/auth/token', { body: grant })).body;
  return { id, cookie: { cookie }, jwt: { authorization: `Bearer ${access_token}` } };
}

/** Reads chantiers without a pause on `parallel` connections, each until it is refused. */
export function hammer(hub: HubProcess, as: Credential, parallel: number) {
  let [accepted, stopped] = [0, false];
  const knock = async () => {
    while (!stopped && (await call(hub, 'GET', '/api/v1/chantiers', { as })).status === 200) accepted += 1;
  };
  const knocking = Promise.all(Array.from({ length: parallel }, knock));
  return {
    untilAccepted: (count: number) =>
      expect.poll(() => accepted, { timeout: 20_000, interval: 5 }).toBeGreaterThan(count),
    stop: async () => {
      stopped = true;
      await knocking;
    },
  };
}

/** Creates chantiers one after the other: the codes acknowledged, and every answer that is neither 201 nor a 503 of ours. */
export function makeWrites(hub: HubProcess, as: Credential) {
  const [created, others] = [[] as string[], [] as string[]];
  let [unavailable, stopped] = [0, false];
  const write = async () => {
    while (!stopped) {
      const answer = await call<{ code: string }>(hub, 'POST', '/api/v1/chantiers', { as, body: { nom: 'Villa' } });
      if (answer.status === 201) created.push(answer.body.code);
      else if (answer.status === 503 && answer.body.code === 'unavailable') unavailable += 1;
      else others.push(`${answer.status} ${answer.body.code}`);
    }
  };
  const writing = Promise.all([1, 2, 3].map(write));
  const until = (reached: () => number, count: number) =>
    expect.poll(reached, { timeout: 60_000, interval: 10 }).toBeGreaterThan(count);
  return {
    created,
    others,
    untilCreated: (count: number) => until(() => created.length, count),
    untilUnavailable: (count: number) => until(() => unavailable, count),
    stop: async () => {
      stopped = true;
      await writing;
    },
  };
}

/** Until nobody listens there any more. */
export const untilRefused = (open: () => Socket): Promise<void> =>
  expect
    .poll(
      () =>
        new Promise(done => {
          const socket = open();
          socket.once('connect', () => done(socket.destroy() && 'open'));
          socket.once('error', error => done((error as NodeJS.ErrnoException).code));
        }),
      { timeout: 10_000, interval: 25 },
    )
    .toBe('ECONNREFUSED');

/** Needs the `redis-server` program. It keeps nothing on disk. */
export async function startRedis(): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await freePort();
  const server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], {
    stdio: 'pipe',
  });
  const gone = new Promise<void>(done => server.once('close', () => done()));
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.stdout.on('data', (text: Buffer) => text.includes('Ready to accept connections') && done());
  });
  const stop = async () => {
    server.kill('SIGKILL');
    await gone;
  };
  return { url: `redis://127.0.0.1:${port}`, stop };
}

/**
 * A fixed address in front of a PostgreSQL whose own port changes at each start. `down` refuses connections, as the
 * port of a stopped server does.
 */
export async function gate(): Promise<{
  port: number;
  up: (target: number) => Promise<void>;
  down: () => Promise<void>;
}> {
  const port = await freePort();
  const open = new Set<Socket>();
  let target = 0;
  const server = createServer(client => {
    const base = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [client, base],
      [base, client],
    ] as const) {
      open.add(from);
      from.on('error', () => {}).pipe(to);
      from.once('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  return {
    port,
    up: async to => {
      target = to;
      await new Promise<void>(done => server.listen(port, '127.0.0.1', done));
    },
    down: async () => {
      const closed = new Promise(done => server.close(done));
      // Whatever the stopped server said last has been passed on.
      await wait(100);
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
