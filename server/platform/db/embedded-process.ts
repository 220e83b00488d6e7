// One PostgreSQL process: spawned, waited for, stopped. Whether to start another is embedded.ts' business.
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { refusalOf, StartRefused } from '../start-refused.ts';
import { isAlive } from './embedded-lock.ts';
import type { Place } from './embedded-place.ts';

const POLL_MS = 15;
const LOG_LIMIT_BYTES = 10_000_000;

/** Small: hub and database idle together must stay under 250 MB. Names and values as in postgresql.conf. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '', // their path would exceed 107 bytes below some homes
  max_connections: '60',
  shared_buffers: '64MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  max_wal_size: '256MB',
  max_wal_senders: '0',
  wal_level: 'minimal',
  max_logical_replication_workers: '0',
  max_worker_processes: '4',
  max_parallel_workers_per_gather: '0',
  autovacuum_max_workers: '2',
  autovacuum_worker_slots: '4',
  io_method: 'sync', // 18's default keeps three more processes
  jit: 'off',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // Statements and details carry people's data.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

export type Running = { pid: number; port: number; ready: boolean };
export type Server = { pid: number; exited: Promise<void>; hasExited(): boolean };

/** How a child of ours is started: as the unprivileged user, in a group of its own, with none of our environment. */
export function spawnOptions(place: Place): SpawnOptions {
  // Its own group: a Ctrl-C in the terminal is for the hub, which stops the database last.
  return { ...place.runner, cwd: place.root, detached: true, env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' } };
}

/** The server that postmaster.pid names, if it lives and really works on this folder. */
export function findServer(place: Pick<Place, 'data'>): Running | null {
  let lines: string[];
  try {
    lines = readFileSync(join(place.data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid < 2 || !isAlive(pid) || !worksOn(pid, place.data)) return null;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/** After a restart of the machine the number in postmaster.pid may be anybody's: a server's current folder is its data. */
function worksOn(pid: number, data: string): boolean {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(data);
  }
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    return false;
  }
}

/**
 * Removes a postmaster.pid whose number now belongs to another process (or to a killed server nobody has looked at
 * yet): PostgreSQL itself would refuse to start as long as that one lives. Waits for the dead server's own children.
 */
export async function clearStrayPid(place: Place): Promise<void> {
  const file = join(place.data, 'postmaster.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
  if (!Number.isInteger(pid) || pid < 1 || !isAlive(pid) || findServer(place) !== null) return;
  const anyWorks = () => processes().some(other => worksOn(other, place.data));
  for (let left = 10_000; left > 0 && anyWorks(); left -= 100) await wait(100);
  if (!anyWorks()) rmSync(file, { force: true });
}

const processes = () =>
  (existsSync('/proc') ? readdirSync('/proc') : []).filter(name => /^\d+$/.test(name)).map(Number);

/** Starts PostgreSQL on `port` and waits until it takes connections. Throws StartRefused with what its log says. */
export async function launch(
  place: Place,
  binaries: string,
  options: { port: number; settings: Record<string, string> },
): Promise<Server> {
  const log = openLog(place.log);
  const settings = { ...SETTINGS, ...options.settings, port: String(options.port) };
  const command = [join(binaries, 'bin/postgres'), '-D', place.data];
  for (const [name, value] of Object.entries(settings)) command.push('-c', `${name}=${value}`);
  const [program = '', ...args] = diesWithUs(place) ? ['setpriv', '--pdeathsig', 'INT', '--', ...command] : command;
  const child = spawn(program, args, { ...spawnOptions(place), stdio: ['ignore', log.fd, log.fd] });
  closeSync(log.fd);
  const server = follow(child);
  await untilReady(place, server);
  if (server.hasExited()) throw refused(place, readFileSync(place.log, 'utf8').slice(log.size));
  return server;
}

/** Asks a server to stop (fast shutdown: transactions rolled back, data flushed), and insists when it does not. */
export async function stopServer(pid: number, isGone: () => boolean): Promise<void> {
  for (const [signal, patience_ms] of [
    ['SIGINT', 60_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    if (isGone()) return;
    signalTo(pid, signal);
    for (let left = patience_ms; left > 0 && !isGone(); left -= POLL_MS) await wait(POLL_MS);
    if (isGone()) return;
  }
  throw new StartRefused(`PostgreSQL (processus ${pid}) ne s’arrête pas : arrêtez-le à la main, puis recommencez.`);
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function follow(child: ChildProcess): Server {
  let gone = false;
  const exited = new Promise<void>(done => {
    const end = () => {
      gone = true;
      done();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  return { pid: child.pid ?? 0, exited, hasExited: () => gone };
}

async function untilReady(place: Place, server: Server): Promise<void> {
  while (!server.hasExited()) {
    const found = findServer(place);
    if (found?.pid === server.pid && found.ready) return;
    await wait(POLL_MS);
  }
}

let pdeathsig: boolean | undefined;

/** Whether the kernel can be asked to stop the server when the thread that spawned it dies (a killed hub). */
function diesWithUs(place: Place): boolean {
  pdeathsig ??= spawnSync('setpriv', ['--pdeathsig', 'INT', '--', 'true'], spawnOptions(place)).status === 0;
  return pdeathsig;
}

function openLog(path: string): { fd: number; size: number } {
  try {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`);
    return { fd: openSync(path, 'a', 0o600), size: size > LOG_LIMIT_BYTES ? 0 : size };
  } catch (error) {
    throw refusalOf(error, path);
  }
}

/** Problems that pass: the dead server's children still leaving, a port taken meanwhile. */
export class NotYet extends StartRefused {
  override name = 'NotYet';
}

function refused(place: Place, log: string): StartRefused {
  if (/pre-existing shared memory|lock file "postmaster.pid" already exists|could not bind/.test(log)) {
    return new NotYet(`PostgreSQL n’a pas pu prendre ${place.data} (journal : ${place.log}).`);
  }
  const reasons: [RegExp, string][] = [
    [/No space left on device|Disk quota exceeded/, 'le disque est plein'],
    [/Read-only file system/, 'le disque est en lecture seule'],
    [/Permission denied/, 'les droits manquent sur ses fichiers'],
    [/Cannot allocate memory|could not map anonymous shared memory/, 'la mémoire manque'],
  ];
  const reason = reasons.find(([pattern]) => pattern.test(log))?.[1];
  const last = log.split('\n').findLast(line => /FATAL|PANIC|error while loading/.test(line)) ?? log.trim().slice(-200);
  const said =
    reason ?? (last === '' ? 'ses programmes ne s’exécutent pas ici, indiquez une base avec DATABASE_URL' : last);
  return new StartRefused(`PostgreSQL n’a pas démarré dans ${place.data} : ${said} (journal : ${place.log}).`);
}
