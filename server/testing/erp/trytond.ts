// A real ERP on loopback: Tryton 6.0 as Debian 12 packages it (tryton-server, tryton-modules-project, tryton-modules-timesheet), on
// SQLite, filled once through Tryton itself. Known to no test runner: benches serve it too.
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PASSWORD = 'mot-de-passe-d-essai';
/** What the filled store holds. Raised when what is filled changes. */
export const MOST = 750;
const FILLED = `hub-chantier-tryton-2-${process.getuid?.() ?? 0}`;
const PEOPLE = ['Karim Benali', 'Élodie Blanc-Gonnet', 'Loïc Petrović', 'Maria da Silva', 'Anne Le Goff', 'Jean Parti'];

export type Rpc = <T = unknown>(method: string, ...params: unknown[]) => Promise<T>;
export type Store = <T>(text: string, ...values: SQLInputValue[]) => T[];
export type Credentials = { user: string; password: string; application_key: string };

/** Whether Debian's packages are here; scripts/test.mjs installs them where it can. */
export const hasTryton = (): boolean => existsSync('/usr/bin/trytond') && existsSync('/usr/bin/trytond-admin');

/** `requested_key` is still to be validated by its user. */
export function keysIn(sql: Store): { credentials: Credentials; requested_key: string } {
  const keys = sql<{ key: string; state: string }>('select key, state from res_user_application');
  const keyOf = (state: string) => keys.find(one => one.state === state)?.key ?? '';
  const credentials = { user: 'admin', password: PASSWORD, application_key: keyOf('validated') };
  return { credentials, requested_key: keyOf('requested') };
}

export function sqlOn(file: string): Store {
  return <T>(text: string, ...values: SQLInputValue[]) => {
    const database = new DatabaseSync(file, { timeout: 10_000 });
    try {
      return database.prepare(text).all(...values) as T[];
    } finally {
      database.close();
    }
  };
}

/** Every `<name>.sqlite` of this folder is a base of that name. */
export async function serve(folder: string): Promise<{ server: string; pid: number; stop: () => Promise<void> }> {
  const port = await freePort();
  const config = join(folder, 'trytond.conf');
  writeFileSync(config, `[database]\nuri = sqlite://\npath = ${folder}\n[web]\nlisten = 127.0.0.1:${port}\n`);
  const child = spawn('/usr/bin/trytond', ['-c', config], { stdio: ['ignore', 'ignore', 'ignore'] });
  const exited = new Promise<void>(done => child.once('close', () => done()));
  const server = `http://127.0.0.1:${port}`;
  const version = { method: 'POST', body: '{"id":1,"method":"common.server.version","params":[]}' };
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(`${server}/`, { ...version, headers: { 'content-type': 'application/json' } }).catch(
      () => null,
    );
    if (answer?.ok) break;
    if (tries > 300 || child.exitCode !== null) throw new Error('trytond did not start');
    await new Promise(done => void setTimeout(done, 200));
  }
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  return { server, pid: child.pid!, stop };
}

async function freePort(): Promise<number> {
  const socket = net.createServer();
  await new Promise<void>(done => socket.listen(0, '127.0.0.1', done));
  const { port } = socket.address() as net.AddressInfo;
  await new Promise<void>(done => socket.close(() => done()));
  return port;
}

/** The file of the filled base: made once on this machine, which takes about a minute, then copied. */
export async function filledStore(): Promise<string> {
  const kept = join(tmpdir(), FILLED);
  if (!existsSync(kept)) await fillStore(kept);
  return join(kept, 'hub.sqlite');
}

async function fillStore(kept: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-tryton-new-'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'hub.sqlite'), '');
  writeFileSync(join(folder, 'pass'), PASSWORD);
  const config = join(folder, 'trytond.conf');
  writeFileSync(config, `[database]\nuri = sqlite://\npath = ${folder}\n`);
  const modules = [
    '-u',
    'project',
    'timesheet',
    'company',
    '--activate-dependencies',
    '--email',
    'admin@exemple.test',
    '-p',
  ];
  await run('/usr/bin/trytond-admin', ['-c', config, '-d', 'hub', ...modules], {
    env: { ...process.env, TRYTONPASSFILE: join(folder, 'pass') },
  });
  const { server, stop } = await serve(folder);
  await fill(server);
  await stop();
  // As if all of it had been there for a month.
  const sql = sqlOn(join(folder, 'hub.sqlite'));
  sql(
    `update project_work set create_date = datetime('now', '-30 days', '+' || id || ' minutes') || '.000000', write_date = null`,
  );
  try {
    renameSync(folder, kept);
  } catch {
    // Another process was first.
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill(server: string): Promise<void> {
  const rpc = await rpcOf(server, 'hub');
  const create = (model: string, rows: object[]) => rpc<number[]>(`model.${model}.create`, rows);
  const [currency] = await create('currency.currency', [{ name: 'Euro', code: 'EUR', symbol: '€' }]);
  const [own] = await create('party.party', [{ name: 'Gros Œuvre des Alpes' }]);
  const [company] = await create('company.company', [{ party: own, currency }]);
  await rpc('model.res.user.write', [1], { companies: [['add', [company]]], company });
  const parties = await create(
    'party.party',
    PEOPLE.map(name => ({ name })),
  );
  const left = { __class__: 'date', year: 2024, month: 12, day: 31 };
  const employees = await create(
    'company.employee',
    parties.map((party, index) => ({ party, company, ...(index === PEOPLE.length - 1 ? { end_date: left } : {}) })),
  );
  await rpc('model.res.user.write', [1], { employees: [['add', employees]] });
  const customers = await create(
    'party.party',
    Array.from({ length: 20 }, (_, n) => ({ name: `SCI du Clos ${n}` })),
  );
  for (let from = 0; from < MOST; from += 50) {
    const rows = Array.from({ length: 50 }, (_, n) => ({
      ...{
        name: `Chantier ${from + n + 1} — Résidence`,
        type: 'project',
        company,
        status: 1,
        timesheet_available: true,
      },
      ...{ party: customers[n % 20], effort_duration: { __class__: 'timedelta', seconds: (n + 1) * 3600 } },
    }));
    await create('project.work', rows);
  }
  // Asked for by the application, validated by its user: one of each.
  await requestKey(server, 'hub');
  const [asked] = await rpc<number[]>('model.res.user.application.search', []);
  await rpc('model.res.user.application.validate_', [asked]);
  await requestKey(server, 'hub');
}

async function requestKey(server: string, database: string): Promise<string> {
  const body = JSON.stringify({ user: 'admin', application: 'timesheet' });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${server}/${database}/user/application/`, { method: 'POST', body, headers });
  return (await answer.json()) as string;
}

/** Calls as its people make them. */
export async function rpcOf(server: string, database: string): Promise<Rpc> {
  const call = async (method: string, params: unknown[], authorization?: string) => {
    const answer = await fetch(`${server}/${database}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
      body: JSON.stringify({ id: 1, method, params }),
    });
    const { result, error } = (await answer.json()) as { result: unknown; error?: unknown };
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error).slice(0, 500)}`);
    return result;
  };
  const [user, session] = (await call('common.db.login', ['admin', { password: PASSWORD }])) as [number, string];
  const authorization = `Session ${Buffer.from(`admin:${user}:${session}`).toString('base64')}`;
  return async <T>(method: string, ...params: unknown[]) => (await call(method, [...params, {}], authorization)) as T;
}
