// The whole application in memory, on a real database of its own: requests go in by `inject`, nothing is mocked.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { Temporal } from 'temporal-polyfill';
import { checkBase } from '#platform/db/base.ts';
import { makeRateLimit } from '#platform/http/rate-limit.ts';
import { makeLive } from '#platform/http/stream/live.ts';
import { holdPresence } from '#platform/jobs/presence.ts';
import { makeJobs } from '#platform/jobs/runner.ts';
import { makeLog } from '#platform/log.ts';
import { makeMetrics } from '#platform/metrics.ts';
import { makeOutbound } from '#platform/outbound.ts';
import { hashPassword } from '#platform/passwords.ts';
import { openKeyring } from '#platform/secrets.ts';
import { assertOutsideUnit } from '#platform/unit.ts';
import { type App, type Ground, makeApp } from '../app.ts';
import { connectors } from '../connectors/all.ts';
import { type TestDatabase, testDatabase } from './db.ts';
import { atTheEnd } from './endings.ts';
import { type MadePersonne, makePersonne } from './make.ts';

export const PASSWORD = 'quatre murs et un toit';
export const COOKIE = '__Host-hub_session';
const ORIGIN = 'http://localhost';

export type Caller = { headers: Record<string, string> };
export type TestApp = {
  app: App;
  /** What the app was given: presence, clock, outbound… */
  ground: Ground;
  db: TestDatabase;
  /** Every log line, as written. */
  lines: string[];
  /** Moved by the test, and by whatever the hub sleeps: no wait is really waited. */
  clock: { now: Temporal.Instant; advance: (duration: Temporal.DurationLike) => void };
  request: (
    method: string,
    url: string,
    options?: { as?: Caller; body?: unknown; headers?: Record<string, string> },
  ) => Promise<LightMyRequestResponse>;
  /** A person of this role who can sign in with PASSWORD. */
  person: (facts?: Parameters<typeof makePersonne>[1]) => Promise<MadePersonne>;
  cookie: (person: { email: string }) => Promise<Caller>;
  jwt: (person: { email: string }) => Promise<Caller>;
  key: (owner: Caller, scopes: string[]) => Promise<Caller & { id: string; secret: string }>;
};

type TestOptions = {
  /** Starts the real queue (a second or so); without it, asking for a job fails. */
  jobs?: boolean;
  /** As OUTBOUND_ALLOW: `127.0.0.1/32:*` opens the simulators. */
  allow?: string;
  /** A second process on the base and keys of the first. */
  beside?: TestApp;
};

export async function testApp({ jobs: withJobs = false, allow = '', beside }: TestOptions = {}): Promise<TestApp> {
  const db = beside?.db ?? (await testDatabase());
  const lines: string[] = [];
  const clock: TestApp['clock'] = {
    now: Temporal.Instant.from('2026-11-23T08:00:00Z'),
    advance: duration => {
      clock.now = clock.now.add(duration);
    },
  };
  const ground = await layTestGround(db, { lines, clock, work: withJobs, allow, beside });
  const app = makeApp(ground);
  if (withJobs) await app.start();
  await app.server.ready();
  atTheEnd(async () => {
    if (withJobs) await app.stop();
    else {
      await app.server.close();
      for (const feature of app.features) await feature.stop?.();
    }
    await ground.rateLimit.close();
    await ground.outbound.close();
    await ground.presence.close();
  });
  const request = requester(app);
  return { app, ground, db, lines, clock, request, ...callers(request, db) };
}

type Around = Pick<TestApp, 'lines' | 'clock'> & { work: boolean; allow: string; beside: TestApp | undefined };

async function layTestGround(db: TestDatabase, { lines, clock, work, allow, beside }: Around): Promise<Ground> {
  const dir = mkdtempSync(join(tmpdir(), 'hub-app-'));
  atTheEnd(() => rmSync(dir, { recursive: true, force: true }));
  const log = makeLog({ level: 'debug', stream: { write: line => void lines.push(line) } });
  const metrics = makeMetrics();
  const keyring = beside?.ground.keyring ?? openKeyring({ file: join(dir, 'encryption-keys') });
  const live = makeLive();
  const presence = await holdPresence({ url: db.url, log, hearing: live });
  return {
    sql: db.sql,
    live,
    presence,
    jobs: makeJobs({ url: db.url, sql: db.sql, log, metrics, presence, work }),
    clock: () => clock.now,
    wait: async (ms, signal) => {
      signal.throwIfAborted();
      clock.advance({ milliseconds: ms });
      await turn();
    },
    log,
    metrics,
    keyring,
    rateLimit: makeRateLimit({ clock: () => clock.now, log, metrics }),
    outbound: makeOutbound({ allow, assertOutsideUnit, log, metrics }),
    connectors,
    base_id: await checkBase(db.sql, keyring),
    version: '0.0.0-test',
    public_url: ORIGIN,
    trusted_proxies: [],
    demo: false,
    base: 'externe',
    backup: { dir: join(dir, 'sauvegardes'), keep: 3, hour: 2 },
    api_key_max_days: 365,
    pay_retention_years: 6,
    web_dir: join(dir, 'no-web'),
    serves: true,
    check_replies: true,
  };
}

const requester =
  (app: App): TestApp['request'] =>
  (method, url, { as, body, headers } = {}) =>
    app.server.inject({
      method: method as 'GET',
      url,
      headers: {
        host: 'localhost',
        'x-requested-with': 'hub',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...as?.headers,
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    } satisfies InjectOptions);

function callers(request: TestApp['request'], db: TestDatabase): Pick<TestApp, 'person' | 'cookie' | 'jwt' | 'key'> {
  let hash: string | undefined;
  return {
    person: async facts => {
      const person = await makePersonne(db.sql, facts);
      hash ??= await hashPassword(PASSWORD);
      await db.sql`
        insert into comptes (personne_id, password_hash) values (${person.id}, ${hash})
        on conflict (personne_id) do update set password_hash = excluded.password_hash`;
      return person;
    },
    cookie: async ({ email }) => {
      const answer = await request('POST', '/api/auth/session', {
        body: { identifiant: email, mot_de_passe: PASSWORD },
      });
      const value = answer.cookies.find(cookie => cookie.name === COOKIE)?.value;
      if (!value) throw new Error(`no session: ${answer.statusCode} ${answer.body}`);
      return { headers: { cookie: `${COOKIE}=${value}` } };
    },
    jwt: async ({ email }) => {
      const body = { grant: 'password', identifiant: email, mot_de_passe: PASSWORD };
      const answer = await request('POST', '/api/auth/token', { body });
      return { headers: { authorization: `Bearer ${answer.json<{ access_token: string }>().access_token}` } };
    },
    key: async (owner, scopes) => {
      const answer = await request('POST', '/api/auth/api-keys', { as: owner, body: { nom: 'Essai', scopes } });
      const { id, secret } = answer.json<{ id: string; secret: string }>();
      if (!secret) throw new Error(`no key: ${answer.statusCode} ${answer.body}`);
      return { id, secret, headers: { authorization: `Bearer ${secret}` } };
    },
  };
}
