// The hub as a bench asks it: its own process on PostgreSQL and Redis, two hundred chantiers, and a key that reads them.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newApiKey } from '#platform/api-key-format.ts';
import { startEmbedded } from '#platform/db/embedded.ts';
import { openDatabase, type Sql } from '#platform/db/sql.ts';
import { newId } from '#platform/ids.ts';
import { hashToken } from '#platform/tokens.ts';
import { freePort } from '../server/testing/hub-process.ts';
import { makeChantier, makePersonne } from '../server/testing/make.ts';
import type { Target } from './load.ts';
import { startNode, stopped, untilAnswers } from './measure.ts';

const CHANTIERS = 200;
/** The highest an administrateur may give: never reached here. */
const LIMIT = 1_000_000;

export type HubWithKey = {
  dir: string;
  sql: Sql;
  database_url: string;
  redis_url: string;
  pid: number;
  /** The same request as the key's bearer would send it. */
  target: (path: string, headers?: Record<string, string>) => Target;
  stop: () => Promise<void>;
};

/** Needs the `redis-server` program. It keeps nothing on disk. */
async function startRedis(): Promise<{ url: string; server: ChildProcess }> {
  const port = await freePort();
  const server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.stdout!.on('data', (text: Buffer) => text.includes('Ready to accept connections') && done());
  });
  return { url: `redis://127.0.0.1:${port}`, server };
}

async function fill(sql: Sql): Promise<string> {
  const owner = await makePersonne(sql, { role: 'administrateur' });
  const secret = newApiKey();
  const id = newId();
  await sql`
    insert into api_keys (id, lineage_id, personne_id, secret_hash, apercu, nom, scopes, created_at, expires_at,
      rate_limit_max, rate_limit_per_hour)
    values (${id}, ${id}, ${owner.id}, ${hashToken(secret)}, 'hbc_…', 'bench', '{chantiers:read}', now(),
      now() + interval '1 day', ${LIMIT}, ${LIMIT})`;
  for (let n = 0; n < CHANTIERS; n += 1) {
    await makeChantier(sql, { nom: `Résidence numéro ${n}`, code: `2026-B${n}`, equipe: [owner.id] });
  }
  await sql`analyze`;
  return secret;
}

export async function startHubWithKey(env: Record<string, string> = {}): Promise<HubWithKey> {
  const dir = mkdtempSync(join(tmpdir(), 'hub-bench-'));
  const [postgres, redis, port] = [await startEmbedded({ dir }), await startRedis(), await freePort()];
  const settings = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, DATA_DIR: dir, HUB_LOG_LEVEL: 'warn' };
  const hub = startNode('server/main.ts', { env: { ...settings, PORT: String(port), ...env } });
  await untilAnswers(`http://localhost:${port}/health/ready`);
  const sql = openDatabase({ url: postgres.url, max: 2 });
  const authorization = `Bearer ${await fill(sql)}`;
  return {
    dir,
    sql,
    database_url: postgres.url,
    redis_url: redis.url,
    pid: hub.pid!,
    target: (path, headers = {}) => ({
      origin: `http://127.0.0.1:${port}`,
      path,
      headers: { authorization, ...headers },
      pid: hub.pid!,
    }),
    stop: async () => {
      await sql.end();
      await stopped(hub);
      await stopped(redis.server);
      await postgres.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
