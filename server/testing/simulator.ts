// The outside world as a process of its own: an ERP simulator on loopback, commanded by its control port (simulators/<kind>/README.md).
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { atTheEnd } from './endings.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The key every simulated account opens with, and the account behind it. */
const DEMO_KEY = 'cst_demo_simulateur_costructor';

export type SimulatorOptions = {
  profiles?: string[];
  /** How many are there at the start. */
  chantiers?: number;
  /** Data and faults; the same seed gives the same run. */
  seed?: number;
  /** Off unless the test is about it: ten calls, then one per second. */
  throttle?: boolean;
  /** Where its data are kept between two processes. */
  store?: string;
  /** Free by default; the one it had, to come back where the hub looks for it. */
  port?: number;
  /** Its time at the start, hence that of its data; the machine's by default. */
  clock?: string;
};

/** One object as the simulator keeps it; only what tests compare is named. */
export type StoredChantier = {
  id: string;
  name: string;
  reference: string | null;
  status: unknown;
  archived: boolean;
  hidden?: boolean;
  createdAt: string;
  updatedAt: string;
  [field: string]: unknown;
};
export type Store = { chantiers: StoredChantier[]; [noun: string]: unknown };
export type LoggedRequest = {
  n: number;
  at: string;
  method: string;
  path: string;
  query: string;
  status: number | null;
  fault: string | null;
};

export type Simulator = {
  base_url: string;
  key: string;
  pid: number;
  /** A call to the control port; throws when it refuses. */
  control<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
  /** Its whole store: the oracle of tests. */
  truth(): Promise<Store>;
  /** Its journal of requests, since the start or since `DELETE /requests`. */
  requests(): Promise<LoggedRequest[]>;
  stop(): Promise<void>;
};

/** Stopped at the end of the test file. Throws with what the process said when it does not start. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { profiles = [], chantiers = 240, seed = 42, throttle = false, store, port: wanted = 0, clock } = options;
  const profile = [...profiles, ...(throttle ? [] : ['no-throttle'])].join(',');
  const args = [
    ...['simulators/costructor/main.ts', '--with-parent', '--chantiers', String(chantiers), '--seed', String(seed)],
    ...(profile ? ['--profile', profile] : []),
    ...(store ? ['--store', store] : []),
    ...(wanted ? ['--port', String(wanted)] : []),
    ...(clock ? ['--clock', clock] : []),
  ];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  child.stderr.on('data', chunk => void said.push(String(chunk)));
  const exited = new Promise<void>(done => child.once('close', () => done()));
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  atTheEnd(stop);
  const ready = await Promise.race([firstLine(child.stdout), exited.then(() => null)]);
  if (ready === null) throw new Error(`the simulator did not start: ${said.join('')}`);
  const { port, control_port } = JSON.parse(ready) as { port: number; control_port: number };
  const control = makeControl(control_port);
  return {
    ...{ base_url: `http://127.0.0.1:${port}/external/v1`, key: DEMO_KEY, pid: child.pid! },
    ...{ control, stop },
    truth: () => control<Store>('GET', '/store'),
    requests: async () => (await control<{ requests: LoggedRequest[] }>('GET', '/requests')).requests,
  };
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  return '';
}

function makeControl(port: number): Simulator['control'] {
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
    return (text === '' ? null : JSON.parse(text)) as T;
  };
}
