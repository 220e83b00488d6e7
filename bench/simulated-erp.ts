// The Costructor simulator as a bench needs it: unthrottled, an account per import, its calls counted.
import { spawn } from 'node:child_process';
import { ROOT, stopped } from './measure.ts';

export type Erp = {
  url: string;
  /** A key to an account of its own, born with so many chantiers. */
  newAccount: (chantiers: number, n: number) => Promise<string>;
  /** Changes so many chantiers of the n-th account, as a user over there would. */
  touch: (n: number, count: number) => Promise<void>;
  calls: () => Promise<number>;
  stop: () => Promise<void>;
};

export async function startErp(): Promise<Erp> {
  const args = ['simulators/costructor/main.ts', '--chantiers', '0', '--profile', 'no-throttle', '--with-parent'];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>(done => child.stdout!.once('data', chunk => done(String(chunk))));
  const { port, control_port } = JSON.parse(line) as { port: number; control_port: number };
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const sent =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const answer = await fetch(`http://127.0.0.1:${control_port}${path}`, { method, ...sent });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  let last = 0;
  return {
    url: `http://127.0.0.1:${port}/external/v1`,
    newAccount: async (chantiers, n) => {
      const key = `cst_banc_${n}`;
      await control('POST', '/keys', { key, account: `banc${n}`, seed: n + 1, chantiers });
      return key;
    },
    touch: async (n, count) => void (await control('POST', '/touch', { account: `banc${n}`, count })),
    calls: async () => {
      const { requests } = await control<{ requests: { n: number }[] }>('GET', `/requests?since=${last}`);
      last = requests.at(-1)?.n ?? last;
      return last;
    },
    stop: () => stopped(child),
  };
}
