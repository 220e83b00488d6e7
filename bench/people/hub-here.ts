// The whole application in this process, on a real database, so that its statements can be counted and its gestures timed.
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { checkBase } from '#platform/db/base.ts';
import { openDatabase, type Sql } from '#platform/db/sql.ts';
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
import { type App, type Ground, makeApp } from '../../server/app.ts';
import { connectors } from '../../server/connectors/all.ts';

const NOW = Temporal.Instant.from('2026-11-25T09:00:00Z');
/** What security writes of a sign-in is no part of the table. */
const ERRORS = { write: (line: string) => void (line.includes('"log.level":"error"') && process.stderr.write(line)) };
const PASSWORD = 'quatre murs et un toit';

/** What was sent while some work was done, and what it cost. `cpu_s` is of this process: the hub, and what asks it. */
export type Spent<T> = { result: T; statements: string[]; cpu_s: number; seconds: number };
type Answer = { status: number; body: string };
export type HubHere = {
  app: App;
  sql: Sql;
  spend: <T>(work: () => Promise<T>) => Promise<Spent<T>>;
  /** As the administrateur. */
  ask: (method: 'GET' | 'POST', url: string, body?: object) => Promise<Answer>;
  close: () => Promise<void>;
};

type Place = { url: string; dir: string };

export async function openHubHere(place: Place): Promise<HubHere> {
  const statements: string[] = [];
  const sql = openDatabase({ url: place.url, onStatement: text => statements.push(text) });
  const ground = await layGround(sql, place);
  const app = makeApp(ground);
  await app.server.ready();
  const spend: HubHere['spend'] = async work => {
    const [from, cpu, began] = [statements.length, process.cpuUsage(), performance.now()];
    const result = await work();
    const { user, system } = process.cpuUsage(cpu);
    const seconds = (performance.now() - began) / 1000;
    return { result, statements: statements.slice(from), cpu_s: (user + system) / 1e6, seconds };
  };
  const close = async () => {
    await app.server.close();
    for (const feature of app.features) await feature.stop?.();
    for (const held of [ground.rateLimit, ground.outbound, ground.presence]) await held.close();
    await sql.end();
  };
  return { app, sql, spend, ask: await asker(app, sql), close };
}

async function layGround(sql: Sql, { url, dir }: Place): Promise<Ground> {
  const [log, metrics, live] = [makeLog({ level: 'error', stream: ERRORS }), makeMetrics(), makeLive()];
  const clock = () => NOW;
  const keyring = openKeyring({ file: join(dir, 'encryption-keys') });
  const presence = await holdPresence({ url, log, hearing: live });
  return {
    ...{ sql, live, presence, clock, log, metrics, keyring, connectors },
    jobs: makeJobs({ url, sql, log, metrics, presence, work: false }),
    wait: async () => {},
    rateLimit: makeRateLimit({ clock, log, metrics }),
    outbound: makeOutbound({ allow: '', assertOutsideUnit, log, metrics }),
    base_id: await checkBase(sql, keyring),
    ...{ version: '0.0.0-bench', public_url: 'http://localhost', trusted_proxies: [], demo: false, base: 'externe' },
    backup: { dir: join(dir, 'sauvegardes'), keep: 3, hour: 2 },
    ...{
      api_key_max_days: 365,
      pay_retention_years: 6,
      web_dir: join(dir, 'no-web'),
      serves: true,
      check_replies: false,
    },
  };
}

async function asker(app: App, sql: Sql): Promise<HubHere['ask']> {
  await sql`insert into comptes (personne_id, password_hash) select id, ${await hashPassword(PASSWORD)} from personnes where matricule = 'M0'`;
  const headers: Record<string, string> = { host: 'localhost' };
  const ask: HubHere['ask'] = async (method, url, body) => {
    const { statusCode, body: text } = await app.server.inject({
      method,
      url,
      headers,
      ...(body ? { payload: body } : {}),
    });
    return { status: statusCode, body: text };
  };
  const signIn = { grant: 'password', identifiant: 'p0@exemple.fr', mot_de_passe: PASSWORD };
  const { status, body } = await ask('POST', '/api/auth/token', signIn);
  if (status >= 300) throw new Error(`no token: ${status} ${body}`);
  headers['authorization'] = `Bearer ${(JSON.parse(body) as { access_token: string }).access_token}`;
  return ask;
}
