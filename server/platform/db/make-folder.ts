import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing, each with `mode`; one that exists stays as it is. Throws the
 * system's error. Node's own recursive mkdir hides it: ENOENT on a read-only disk, and no end at all in /proc.
 */
export function makeFolder(path: string, mode: number): void {
  const found = (folder: string) => statSync(folder, { throwIfNoEntry: false });
  if (found(path)?.isDirectory()) return;
  if (found(dirname(path)) === undefined) makeFolder(dirname(path), mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    const madeMeanwhile = found(path)?.isDirectory() === true;
    if (!madeMeanwhile) throw error;
  }
}
