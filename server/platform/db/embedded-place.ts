// Where the data of an installation lies, and under whom PostgreSQL runs: it refuses uid 0, so a hub started by root
// hands it to an unprivileged user, who must be able to walk down to the binaries and the data.
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { refusalOf, StartRefused } from '../start-refused.ts';
import { makeFolder } from './make-folder.ts';

const NOBODY = 65534;

/** Whom PostgreSQL runs as; null: as the hub itself. */
export type Runner = { uid: number; gid: number } | null;

export type Place = { root: string; data: string; password: string; log: string; runner: Runner };

const isRoot = () => process.getuid?.() === 0;

/**
 * The folder of this installation's data, made if absent: `dataDir`, else `data/` in the clone, else (root's clone
 * below a closed home) a folder of /var/lib named after the clone's path. Throws StartRefused.
 */
export function resolveDataDir(options: { dataDir?: string; clone: string; demo: boolean }): string {
  const inClone = join(options.clone, 'data');
  const hash = createHash('sha256').update(realpathSync(options.clone)).digest('hex').slice(0, 12);
  const fallback = join('/var/lib/hub-chantier', hash);
  const base = options.dataDir ?? (isRoot() && !canEnter(options.clone) ? fallback : inClone);
  makeOurs(base);
  if (!options.demo) return base;
  makeOurs(join(base, 'demo'));
  return join(base, 'demo');
}

/** The paths below `dir`, made enterable for the user PostgreSQL runs as. Throws StartRefused. */
export function openPlace(dir: string): Place {
  makeOurs(dir);
  const root = join(realpathSync(dir), 'postgres');
  makeOurs(root);
  if (isRoot() && !canEnter(root)) {
    throw new StartRefused(
      `PostgreSQL ne peut pas entrer dans ${root}, car il tourne sous un utilisateur sans droits : indiquez avec DATA_DIR un dossier ouvert, par exemple /var/lib/hub-chantier.`,
    );
  }
  const data = join(root, 'data');
  return { root, data, password: join(root, 'password'), log: join(root, 'postgresql.log'), runner: runnerOf(data) };
}

/** Gives `path` to the user PostgreSQL runs as. */
export function giveTo(runner: Runner, path: string): void {
  if (runner !== null) chownSync(path, runner.uid, runner.gid);
}

/** Makes a folder of ours; as root, others may walk through it (not list it), because PostgreSQL has to. */
function makeOurs(path: string): void {
  try {
    makeFolder(path, isRoot() ? 0o711 : 0o700);
    const { mode, uid } = statSync(path);
    if (isRoot() && uid === 0 && (mode & 0o001) === 0) chmodSync(path, (mode & 0o777) | 0o011);
  } catch (error) {
    throw refusalOf(error, path);
  }
}

function runnerOf(data: string): Runner {
  if (!isRoot()) return null;
  const owner = statSync(data, { throwIfNoEntry: false });
  if (owner === undefined || owner.uid === 0) return { uid: NOBODY, gid: NOBODY };
  // A folder begun by an ordinary user stays his when root starts the hub once.
  return { uid: owner.uid, gid: owner.gid };
}

/** Whether the unprivileged user may walk down to `path`, or to what exists of it. Reads mode bits only, not ACLs. */
function canEnter(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  const here = found === undefined ? null : realpathSync(path);
  if (here === null) return canEnter(dirname(path));
  if (basename(here) === '') return true;
  return mayPass(statSync(here)) && canEnter(dirname(here));
}

function mayPass({ uid, gid, mode }: Stats): boolean {
  if (uid === NOBODY) return (mode & 0o100) !== 0;
  if (gid === NOBODY) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}
