// The ERP of the demonstration: the Costructor simulator, a process of its own started by its path. It keeps its data and
// its ports from one start to the next, so that the address of the saved connexion stays good.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Log } from '#platform/log.ts';
import { type Memory, openMemory } from './memory.ts';

export type DemoSimulator = {
  port: number;
  base_url: string;
  control_url: string;
  key: string;
  /** Of another account over there, for whoever walks through the connection himself: an account is connected once. */
  visitor_key: string;
  /** What OUTBOUND_ALLOW must carry for the hub to reach it. */
  allow: string;
  memory: Memory;
  stop: () => Promise<void>;
};

const KEY = 'cst_demo_simulateur_costructor';
const VISITOR = { key: 'cst_demo_a_connecter', account: 'visite' };
const CHANTIERS = 240;
const READY_MS = 15_000;
const Ready = z.object({ port: z.int(), control_port: z.int() });

type Place = { clone: string; data_dir: string; log: Log };

/** Null, said in the log, where the simulator is absent (the container image) or does not start: the hub does without. */
export async function startDemoSimulator({ clone, data_dir, log }: Place): Promise<DemoSimulator | null> {
  const main = join(clone, 'simulators/costructor/main.ts');
  const dir = join(data_dir, 'simulateurs');
  if (!existsSync(main)) return null;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const memory = openMemory(dir);
  const { port = 0, control_port = 0 } = memory.read();
  const start = (ports: [number, number]) => spawnSimulator(main, { store: join(dir, 'costructor.json'), ports });
  const started = (await start([port, control_port])) ?? (port > 0 ? await start([0, 0]) : null);
  if (!started) {
    log.error('the simulator does not start', { 'event.action': 'demo_simulator' });
    return null;
  }
  memory.keep({ port: started.port, control_port: started.control_port });
  return {
    port: started.port,
    base_url: `http://127.0.0.1:${started.port}/external/v1`,
    control_url: `http://127.0.0.1:${started.control_port}`,
    key: KEY,
    visitor_key: VISITOR.key,
    allow: `127.0.0.1/32:${started.port}`,
    memory,
    stop: () => end(started.child),
  };
}

type Started = z.infer<typeof Ready> & { child: ChildProcess };
type Running = { store: string; ports: [number, number] };

/** Null when it ends, or says nothing, instead of saying where it is: the ports it had may be taken. */
async function spawnSimulator(main: string, { store, ports }: Running): Promise<Started | null> {
  const [port, control_port] = ports.map(String) as [string, string];
  const options = ['--port', port, '--control-port', control_port, '--store', store];
  const keys = ['--key', KEY, '--key', `${VISITOR.key}:${VISITOR.account}`];
  const child = spawn(
    process.execPath,
    [main, ...options, ...keys, '--chantiers', String(CHANTIERS), '--with-parent'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const giveUp = new AbortController();
  const line = new Promise<string | null>(resolve => {
    createInterface({ input: child.stdout! }).once('line', resolve);
    child.once('exit', () => resolve(null)).once('error', () => resolve(null));
    wait(READY_MS, null, { signal: giveUp.signal }).then(resolve, () => {});
  });
  const said = await line;
  giveUp.abort();
  if (said !== null) return { ...Ready.parse(JSON.parse(said)), child };
  await end(child);
  return null;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
