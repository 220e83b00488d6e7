// All the simulator holds. Two customers never share a row; keys, switches and faults live here too.
import { type Clock, createClock } from './clock.ts';
import { emptyPlan, type FaultPlan } from './faults.ts';
import { type Profiles, profilesOf } from './profiles.ts';
import { type Sequence, sequence } from './random.ts';
import { createLog, type RequestLog } from './request-log.ts';
import { seedAccount } from './seed.ts';
import { type Account, type Bucket, emptyAccount } from './store.ts';

export const DEMO_KEY = 'cst_demo_simulateur_costructor';

export type Key = { id: string; secret: string; account: string; revoked: boolean };
export type Subscription = {
  url: string;
  secret: string;
  /** The other key during a rotation: both sign. */
  secret2: string | null;
  /** Every n-th event is lost on the way; 0: none. */
  lose_every: number;
};
export type Delivery = { event: string; type: string; at: string; status: number | null; note: string };

export type Options = {
  seed: number;
  chantiers: number;
  profiles: string[];
  keys: { secret: string; account: string }[];
  clockSpeed: number;
  /** ISO; null: the true time. */
  start: string | null;
};

export type World = {
  options: Options;
  clock: Clock;
  profiles: Profiles;
  accounts: Map<string, Account>;
  keys: Key[];
  buckets: Map<string, Bucket>;
  plan: FaultPlan;
  log: RequestLog;
  subscriptions: Map<string, Subscription>;
  deliveries: Delivery[];
  /** How many events were made: their numbers, and which are lost. */
  events: number;
  touches: number;
  next: Sequence;
  /** Told at each change that must survive a restart. */
  changed: () => void;
};

/** @throws Error on an unknown profile */
export function createWorld(options: Options): World {
  const world: World = {
    options,
    clock: createClock({ speed: options.clockSpeed, start: options.start }),
    profiles: profilesOf(options.profiles),
    accounts: new Map(),
    keys: [],
    buckets: new Map(),
    plan: emptyPlan(options.seed),
    log: createLog(),
    subscriptions: new Map(),
    deliveries: [],
    events: 0,
    touches: 0,
    next: sequence(options.seed, 'live'),
    changed: () => undefined,
  };
  fill(world);
  return world;
}

function fill(world: World): void {
  for (const { secret, account } of world.options.keys) {
    if (!world.accounts.has(account)) addAccount(world, account, world.options);
    addKey(world, { secret, account });
  }
}

/** Back to the first second: same seed, same data; `changes` replace what the process was started with. */
export function resetWorld(world: World, changes: Partial<Options>): void {
  Object.assign(world.options, changes);
  const { seed, profiles } = world.options;
  world.clock.reset();
  for (const held of [world.accounts, world.buckets, world.subscriptions]) held.clear();
  const fresh = {
    profiles: profilesOf(profiles),
    keys: [],
    plan: emptyPlan(seed),
    deliveries: [],
    events: 0,
    touches: 0,
  };
  Object.assign(world, fresh, { next: sequence(seed, 'live') });
  world.log.clear();
  fill(world);
  world.changed();
}

/** Two accounts of the same seed hold the same ids: what a test of tenants wants. */
export function addAccount(
  world: World,
  name: string,
  { seed, chantiers }: { seed: number; chantiers: number },
): Account {
  const account = emptyAccount(name);
  seedAccount(account, { seed, chantiers, now: world.clock.now() });
  world.accounts.set(name, account);
  return account;
}

/** A key that exists is restored, never doubled. */
export function addKey(world: World, { secret, account }: { secret: string; account: string }): Key {
  const old = world.keys.find(key => key.secret === secret);
  if (old) return Object.assign(old, { account, revoked: false });
  const key = { id: `cle_${world.keys.length + 1}`, secret, account, revoked: false };
  world.keys.push(key);
  return key;
}
