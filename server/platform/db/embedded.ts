// The database of an installation without DATABASE_URL: a PostgreSQL 18 that the hub starts, watches and stops.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';
import { installBinaries, removeOldBinaries } from './embedded-binaries.ts';
import { DATABASE, ensureCluster, ROLE } from './embedded-cluster.ts';
import { takeLock } from './embedded-lock.ts';
import { openPlace, type Place } from './embedded-place.ts';
import { clearStrayPid, findServer, launch, NotYet, type Server, stopServer } from './embedded-process.ts';

export { resolveDataDir } from './embedded-place.ts';

export type EmbeddedPostgres = { url: string; stop(): Promise<void> };

type Say = (line: string) => void;
type Start = { place: Place; binaries: string; settings: Record<string, string>; say: Say };

const PATIENCE_MS = 20_000;
const PAUSES_MS = [0, 100, 500, 1000, 2000, 5000];

/**
 * Starts the PostgreSQL whose data lies in `dir`, after stopping one that a killed hub left there. Should it die, it
 * is started again on the same port. Throws StartRefused with one French sentence when it cannot. `settings` go over
 * our own (names of postgresql.conf).
 */
export async function startEmbedded(options: {
  dir: string;
  say?: Say;
  settings?: Record<string, string>;
}): Promise<EmbeddedPostgres> {
  // The server is told to stop when the thread that spawned it dies: only the main one lives as long as the hub.
  if (!isMainThread) throw new Error('startEmbedded runs in the main thread only');
  const place = openPlace(options.dir);
  const lock = takeLock(place.root);
  try {
    const left = findServer(place);
    if (left !== null) await stopServer(left.pid, () => findServer(place) === null);
    await clearStrayPid(place);
    const binaries = installBinaries(place.root);
    await ensureCluster(place, binaries);
    const start = { place, binaries, settings: options.settings ?? {}, say: options.say ?? (() => {}) };
    const { server, port } = await launchOnFreePort(start);
    removeOldBinaries(place.root, binaries);
    const watched = watch(start, server, port);
    const stop = async () => {
      await watched.stop();
      lock.release();
    };
    return { url: urlOf(place, port), stop };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The address of the server that a running hub keeps on `dir`; null when none runs. */
export function findRunning(dir: string): string | null {
  const place = openPlace(dir);
  const found = findServer(place);
  return found?.ready && existsSync(place.password) ? urlOf(place, found.port) : null;
}

function urlOf(place: Place, port: number): string {
  return `postgres://${ROLE}:${readFileSync(place.password, 'utf8').trim()}@127.0.0.1:${port}/${DATABASE}`;
}

async function launchOnFreePort(start: Start): Promise<{ server: Server; port: number }> {
  for (const began = performance.now(); ; await wait(100)) {
    const port = await freePort();
    try {
      return { server: await launch(start.place, start.binaries, { port, settings: start.settings }), port };
    } catch (error) {
      if (!(error instanceof NotYet) || performance.now() - began > PATIENCE_MS) throw error;
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Keeps a server alive: one that ends without being asked to is started again, on the port its clients know. */
function watch(start: Start, first: Server, port: number): { stop(): Promise<void> } {
  let server = first;
  const stopping = new AbortController();
  const keep = async () => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      await server.exited;
      if (stopping.signal.aborted) return;
      if (failures === 0) start.say('PostgreSQL s’est arrêté de lui-même : redémarrage.');
      await wait(PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)], null, { signal: stopping.signal });
      try {
        server = await launch(start.place, start.binaries, { port, settings: start.settings });
        start.say('PostgreSQL a redémarré.');
        failures = 0;
      } catch (error) {
        failures += 1;
        if (failures === PAUSES_MS.length) start.say(error instanceof Error ? error.message : String(error));
      }
    }
  };
  const kept = keep().catch(() => {});
  const stop = async () => {
    stopping.abort();
    await stopServer(server.pid, server.hasExited);
    await kept;
    // A restart may have been under way when the stop was asked.
    await stopServer(server.pid, server.hasExited);
  };
  return { stop };
}
