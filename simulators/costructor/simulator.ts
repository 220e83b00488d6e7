// Both faces together: the API and the control port, on loopback.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createControl } from './control.ts';
import { keepOnDisk } from './disk.ts';
import { createApi } from './server.ts';
import { createWorld, DEMO_KEY, type Options } from './world.ts';

const LOOPBACK = '127.0.0.1';

export type StartOptions = Partial<Options> & { port?: number; controlPort?: number; store?: string | null };
export type Simulator = { port: number; controlPort: number; close(): Promise<void> };

/** @throws Error on an unknown profile, an occupied port or an unreadable store */
export async function startSimulator(options: StartOptions = {}): Promise<Simulator> {
  const { port = 0, controlPort = 0, store = null, ...rest } = options;
  const world = createWorld({
    seed: 42,
    chantiers: 240,
    profiles: [],
    keys: [{ secret: DEMO_KEY, account: 'demo' }],
    clockSpeed: 1,
    start: null,
    ...rest,
  });
  const flush = store === null ? () => undefined : keepOnDisk(world, store);
  const [api, control] = [createApi(world), createControl(world)];
  const ports = [await listen(api, port), await listen(control, controlPort)] as const;
  const close = async () => {
    await Promise.all([stop(api), stop(control)]);
    flush();
  };
  return { port: ports[0], controlPort: ports[1], close };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => resolve((server.address() as AddressInfo).port));
  });
}

function stop(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
