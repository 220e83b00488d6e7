// The hub as a bench of imports asks it: its own process, heap capped, on a PostgreSQL of its own; and what a reading costs it.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startEmbedded } from '#platform/db/embedded.ts';
import { migrate } from '#platform/db/migrate.ts';
import { openDatabase, type Sql } from '#platform/db/sql.ts';
import { firstSignIn, type HubProcess, spawnHub, untilReady } from '../../server/testing/hub-process.ts';
import { cpuSeconds, ROOT, stopped } from '../measure.ts';

export type Run = { id: string; statut: string; compte: Record<string, number> };
export type Reading = { run: Run; cpu_s: number; seconds: number; peak_mb: number };
export type Bare = { cpu_s: number; seconds: number; rows: number; pages: number };

export type ImportingHub = {
  admin: Sql;
  pid: number;
  rssMb: () => number;
  post: (path: string, body: unknown) => Promise<unknown>;
  /** A connexion; gives its id. */
  connect: (body: object) => Promise<string>;
  /** From the asking to the last event fanned out. */
  read: (link_id: string, genre: 'initial' | 'complet' | 'incremental') => Promise<Reading>;
  untilFannedOut: () => Promise<void>;
  /** A script that writes what it reads to an empty database of its own, the last of its arguments; it prints its rows, pages and CPU. */
  bare: (script: string, args: string[]) => Promise<Bare>;
  stop: () => Promise<void>;
};

export async function startImportingHub(): Promise<ImportingHub> {
  const dir = mkdtempSync(join(tmpdir(), 'hub-bench-'));
  const postgres = await startEmbedded({ dir });
  const admin = openDatabase({ url: postgres.url, max: 1 });
  const settings = { DATABASE_URL: postgres.url, DATA_DIR: dir, OUTBOUND_ALLOW: '127.0.0.1/32:*' };
  const hub = await spawnHub({
    env: { ...settings, HUB_LOG_LEVEL: 'warn', NODE_OPTIONS: '--max-old-space-size=256' },
  });
  await untilReady(hub);
  const call = callsAs(hub, `Bearer ${await firstSignIn(hub)}`);
  const pid = hub.child.pid!;
  const rssMb = () => Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1000;
  const fanned = () => untilFannedOut(admin);
  return {
    ...{ admin, pid, rssMb, untilFannedOut: fanned },
    post: (path, body) => call('POST', path, body),
    connect: async body => (await call<{ id: string }>('POST', '/api/v1/erp-links', body)).id,
    read: async (link_id, genre) => {
      const [cpu, began] = [cpuSeconds(pid), performance.now()];
      let run = await call<Run>('POST', `/api/v1/erp-links/${link_id}/imports`, { genre });
      let peak_mb = rssMb();
      while (['waiting', 'running'].includes(run.statut)) {
        await wait(100);
        peak_mb = Math.max(peak_mb, rssMb());
        run = await call<Run>('GET', `/api/v1/imports/${run.id}`);
      }
      const seconds = (performance.now() - began) / 1000;
      await fanned();
      if (run.statut !== 'succeeded' && run.statut !== 'partial') throw new Error(`${genre}: ${JSON.stringify(run)}`);
      return { run, cpu_s: cpuSeconds(pid) - cpu, seconds, peak_mb };
    },
    bare: (script, args) => runBare(admin, postgres.url, [script, ...args]),
    stop: async () => {
      await admin.end();
      await stopped(hub.child);
      await postgres.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function callsAs(hub: HubProcess, authorization: string) {
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const answer = await fetch(hub.origin + path, { method, headers, ...sent });
    const json = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(json)}`);
    return json as T;
  };
}

async function untilFannedOut(admin: Sql): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const [row] = await admin<{ n: number }[]>`select count(*)::integer as n from events where fanned_at is null`;
    if (row!.n === 0) return;
    await wait(50);
  }
  throw new Error('events were never fanned out');
}

let databases = 0;

async function runBare(admin: Sql, of: string, [script, ...args]: string[]): Promise<Bare> {
  databases += 1;
  const name = `bare_${databases}`;
  await admin.unsafe(`create database ${name}`);
  const url = new URL(of);
  url.pathname = `/${name}`;
  const sql = openDatabase({ url: url.toString(), max: 1 });
  await migrate(sql);
  await sql.end();
  const began = performance.now();
  const child = spawn(process.execPath, [script!, ...args, url.toString()], { cwd: ROOT });
  let text = '';
  child.stdout.on('data', chunk => (text += String(chunk)));
  child.stderr.on('data', chunk => process.stderr.write(chunk));
  await new Promise(done => child.once('close', done));
  return { ...(JSON.parse(text) as Omit<Bare, 'seconds'>), seconds: (performance.now() - began) / 1000 };
}
