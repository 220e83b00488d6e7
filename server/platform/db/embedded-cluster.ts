// The data folder: made whole or not at all, refused when another major version wrote it.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { refusalOf, StartRefused } from '../start-refused.ts';
import { giveTo, type Place } from './embedded-place.ts';
import { spawnOptions } from './embedded-process.ts';

const MAJOR = '18';
export const ROLE = 'hub';
export const DATABASE = 'hub';

/** Makes sure that `place.data` is a data folder of our major version, with the role and database of the hub. */
export async function ensureCluster(place: Place, binaries: string): Promise<void> {
  try {
    removeDrafts(place);
    if (existsSync(place.data)) {
      refuseOtherMajor(place.data);
      if (!existsSync(place.password)) await resetPassword(place, binaries);
    } else await createCluster(place, binaries);
  } catch (error) {
    throw refusalOf(error, place.root);
  }
}

function refuseOtherMajor(data: string): void {
  const file = join(data, 'PG_VERSION');
  if (!existsSync(file)) {
    if (readdirSync(data).length === 0) rmSync(data, { recursive: true });
    throw new StartRefused(`${data} n’est pas un dossier de données PostgreSQL : déplacez-le, puis recommencez.`);
  }
  const found = readFileSync(file, 'utf8').trim();
  if (found === MAJOR) return;
  throw new StartRefused(
    `${data} vient de PostgreSQL ${found}, ce hub utilise PostgreSQL ${MAJOR} : avec la version précédente du hub, faites « npm run backup », puis déplacez ce dossier et faites ici « npm run restore -- FICHIER ».`,
  );
}

async function createCluster(place: Place, binaries: string): Promise<void> {
  const draft = join(place.root, `data.${process.pid}.draft`);
  const secret = join(place.root, `pwfile.${process.pid}.draft`);
  const password = newPassword();
  try {
    mkdirSync(draft, { mode: 0o700 });
    giveTo(place.runner, draft);
    writeFileSync(secret, password, { mode: 0o600 });
    giveTo(place.runner, secret);
    await run(place, join(binaries, 'bin/initdb'), {
      args: ['-D', draft, '-U', ROLE, `--pwfile=${secret}`, '--auth=scram-sha-256', '-E', 'UTF8', ...LOCALE],
    });
    await single(place, binaries, { data: draft, statement: `create database ${DATABASE}` });
    writePassword(place, password);
    renameSync(draft, place.data);
  } finally {
    rmSync(draft, { recursive: true, force: true });
    rmSync(secret, { force: true });
  }
}

/** Built into PostgreSQL, so that no locale of the system is needed and none can change the order of an index. */
const LOCALE = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

async function resetPassword(place: Place, binaries: string): Promise<void> {
  const password = newPassword();
  await single(place, binaries, { data: place.data, statement: `alter role ${ROLE} password '${password}'` });
  writePassword(place, password);
}

const newPassword = () => randomBytes(24).toString('base64url');

function writePassword(place: Place, password: string): void {
  const draft = `${place.password}.${process.pid}.draft`;
  writeFileSync(draft, password, { mode: 0o600, flush: true });
  renameSync(draft, place.password);
}

/** One statement in PostgreSQL's single-user mode: no server, no password. */
async function single(place: Place, binaries: string, work: { data: string; statement: string }): Promise<void> {
  await run(place, join(binaries, 'bin/postgres'), {
    args: ['--single', '-j', '-D', work.data, 'postgres'],
    input: `${work.statement};\n\n`,
  });
}

async function run(place: Place, program: string, options: { args: string[]; input?: string }): Promise<void> {
  const child = spawn(program, options.args, { ...spawnOptions(place), stdio: 'pipe' });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000);
    });
  }
  child.stdin?.on('error', () => {}).end(options.input ?? '');
  const code = await new Promise<number | string | null>(done => {
    child.once('error', error => done((error as NodeJS.ErrnoException).code ?? error.message));
    child.once('close', done);
  });
  // The single-user mode ends with 0 even when its statement failed.
  if (code === 0 && !/^.*(ERROR|FATAL|PANIC):/m.test(said)) return;
  const full = /No space left on device|Disk quota exceeded/.test(said);
  const lines = said.trim().split('\n');
  const last = full
    ? 'le disque est plein'
    : (lines.findLast(line => /error|fatal|panic/i.test(line)) ?? (lines.at(-1) || undefined));
  throw new StartRefused(
    `PostgreSQL n’a pas pu préparer ${place.root} : ${last ?? `${basename(program)} s’est arrêté (${code}), indiquez une base avec DATABASE_URL`}.`,
  );
}

function removeDrafts(place: Place): void {
  for (const name of readdirSync(place.root)) {
    if (name.endsWith('.draft')) rmSync(join(place.root, name), { recursive: true, force: true });
  }
}
