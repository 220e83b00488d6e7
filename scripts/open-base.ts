// The base a command works on: DATABASE_URL, the embedded one of a running hub, or the same started for the time it takes.
import { fileURLToPath } from 'node:url';
import { type Config, readConfig } from '#platform/config.ts';
import { findRunning, resolveDataDir, startEmbedded } from '#platform/db/embedded.ts';
import { openDatabase, type Sql } from '#platform/db/sql.ts';
import { StartRefused } from '#platform/start-refused.ts';

const CLONE = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

export type Base = { sql: Sql; config: Config; data_dir: string; close(): Promise<void> };

export async function openBase(args: string[]): Promise<Base> {
  const config = readConfig(args, CLONE);
  const dataDir = config.DATA_DIR === undefined ? {} : { dataDir: config.DATA_DIR };
  const data_dir = resolveDataDir({ ...dataDir, clone: CLONE, demo: config.demo });
  const url = config.DATABASE_URL ?? findRunning(data_dir);
  const started = url === null ? await startEmbedded({ dir: data_dir }) : null;
  const sql = openDatabase({ url: url ?? started?.url ?? '', max: 2, application: 'hub-chantier-commande' });
  const close = async () => {
    await sql.end({ timeout: 5 });
    await started?.stop();
  };
  return { sql, config, data_dir, close };
}

/** Runs a command: what it refuses is one line and exit code 1, a bug shows its stack. */
export async function command(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof StartRefused ? error.message : error);
    process.exitCode = 1;
  }
}
