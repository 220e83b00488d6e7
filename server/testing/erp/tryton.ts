// A world of Tryton per test: one process serves as many bases as a file has worlds; each is a copy of the filled one.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atTheEnd } from '../endings.ts';
import { type Credentials, filledStore, keysIn, type Rpc, rpcOf, type Store, serve, sqlOn } from './trytond.ts';

export { hasTryton } from './trytond.ts';

export type TrytonWorld = {
  server: string;
  database: string;
  /** Its application key was validated by its user, `requested_key` is still to be. */
  credentials: Credentials;
  requested_key: string;
  /** By hand over there. */
  rpc: Rpc;
  /** Its own store, read or aged behind everybody's back: the oracle. */
  sql: Store;
};

let running: Promise<{ server: string; folder: string }> | null = null;
let worlds = 0;

/** A world of its own, with so many chantiers: 750 at most. The server stops at the end of the file. */
export async function trytonWorld(chantiers: number): Promise<TrytonWorld> {
  running ??= serveCopies();
  const { server, folder } = await running;
  worlds += 1;
  const database = `monde${worlds}`;
  const file = join(folder, `${database}.sqlite`);
  copyFileSync(await filledStore(), file);
  const sql = sqlOn(file);
  sql(
    'delete from timesheet_work where origin in (select ? || id from project_work where id > ?)',
    'project.work,',
    chantiers,
  );
  sql('delete from project_work where id > ?', chantiers);
  return { server, database, sql, ...keysIn(sql), rpc: await rpcOf(server, database) };
}

async function serveCopies() {
  await filledStore();
  const folder = mkdtempSync(join(tmpdir(), 'hub-tryton-'));
  const { server, stop } = await serve(folder);
  atTheEnd(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
    running = null;
  });
  return { server, folder };
}
