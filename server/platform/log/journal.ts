import { openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { refusalOf } from '../start-refused.ts';

/** Past it, the next start begins a new file and keeps this one beside it. */
const MAX_BYTES = 20_000_000;

export type Journal = { path: string; write: (line: string) => void };

/**
 * The log as a file of the data folder, for a hub started in a terminal: there a person reads, not a machine. Readable by
 * its owner alone. Throws StartRefused when it cannot be opened.
 */
export function openJournal(dir: string): Journal {
  const path = join(dir, 'journal.jsonl');
  try {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES)
      renameSync(path, join(dir, 'journal.1.jsonl'));
    const file = openSync(path, 'a', 0o600);
    return { path, write: line => void writeSync(file, line) };
  } catch (error) {
    throw refusalOf(error, path);
  }
}
