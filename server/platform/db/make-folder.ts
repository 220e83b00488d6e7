import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing, each with `mode`; one that exists stays as it is. Throws the
 * system's error. Node's own recursive mkdir hides it: ENOENT on a read-only disk, and no end at all in /proc.
 */
export function makeFolder(path: string, mode: number): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makeFolder(dirname(path), mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    const madeMeanwhile = statSync(path, { throwIfNoEntry: false })?.isDirectory();
    if (!madeMeanwhile) throw error;
  }
}
