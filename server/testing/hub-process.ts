// The hub as its user runs it: a process of its own, spoken to over HTTP, killed for real.
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const HUB_PASSWORD = 'quatre murs et un toit';

export type HubProcess = {
  child: ChildProcess;
  origin: string;
  output: () => string;
  errors: () => string;
  /** Resolves with the exit code (null when a signal ended it). */
  exited: Promise<number | null>;
};

/** Does not wait: `untilReady` does. The environment is only what is given, beside PATH. */
export async function spawnHub({
  env,
  args = [],
}: {
  env: Record<string, string>;
  args?: string[];
}): Promise<HubProcess> {
  const port = env['PORT'] ?? String(await freePort());
  const child = spawn(process.execPath, ['server/main.ts', ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', HUB_LOG_LEVEL: 'error', PORT: port, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = [[] as string[], [] as string[]];
  child.stdout!.on('data', chunk => out.push(String(chunk)));
  child.stderr!.on('data', chunk => err.push(String(chunk)));
  const exited = new Promise<number | null>(done => child.once('close', code => done(code)));
  return { child, origin: `http://localhost:${port}`, output: () => out.join(''), errors: () => err.join(''), exited };
}

export async function untilReady(hub: HubProcess): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (hub.child.exitCode !== null) throw new Error(`the hub stopped: ${hub.errors()}${hub.output()}`);
    const answer = await fetch(`${hub.origin}/health/ready`).catch(() => null);
    if (answer?.ok && hub.output().includes('Ctrl C')) return;
    await wait(25);
  }
  throw new Error(`the hub never became ready: ${hub.errors()}`);
}

/** Uses the link that the first start prints; gives an access token of the administrateur. */
export async function firstSignIn(hub: HubProcess): Promise<string> {
  const jeton = /#(hbl_[0-9A-Za-z]{43})/.exec(hub.output())?.[1];
  if (!jeton) throw new Error(`no link printed: ${hub.output()}`);
  const body = { jeton, mot_de_passe: HUB_PASSWORD, prenom: 'Hélène', nom: 'Berthier', email: 'admin@exemple.fr' };
  const used = await post(hub, '/api/auth/liens/usage', { body });
  if (!used.ok) throw new Error(`the link was refused: ${await used.text()}`);
  return await accessToken(hub);
}

export async function accessToken(hub: HubProcess): Promise<string> {
  const body = { grant: 'password', identifiant: 'admin@exemple.fr', mot_de_passe: HUB_PASSWORD };
  const answer = await post(hub, '/api/auth/token', { body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

export const post = (
  hub: HubProcess,
  path: string,
  { body, token }: { body: unknown; token?: string },
): Promise<Response> =>
  fetch(hub.origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? done(address.port) : fail(new Error('no port'))));
    });
  });
}
