// The store on disk, so that a demonstration survives a restart. Written whole, aside, then renamed: a reader or a
// crash sees the old file or the new one, never a half.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { profilesOf, type SwitchName } from './profiles.ts';
import { type Account, type Collection, emptyAccount, putMany, type Row } from './store.ts';
import type { Key, Subscription, World } from './world.ts';

const DEBOUNCE_MS = 300;
const COLLECTIONS = ['customers', 'users', 'chantiers', 'tasks', 'entries', 'files'] as const;

type SavedAccount = Pick<Account, 'name' | 'plan' | 'statuses' | 'late' | 'made'> & {
  gone: Account['gone'] extends Map<string, infer G> ? G[] : never;
  unreadable: [string, number][];
  locked: string[];
} & Record<(typeof COLLECTIONS)[number], Row[]>;
type Saved = {
  version: 1;
  profiles: SwitchName[];
  keys: Key[];
  subscriptions: [string, Subscription][];
  accounts: SavedAccount[];
};

/** From now on each change reaches `file`, within a third of a second. @returns what to call at the end */
export function keepOnDisk(world: World, file: string): () => void {
  if (existsSync(file)) load(world, JSON.parse(readFileSync(file, 'utf8')) as Saved);
  let timer: NodeJS.Timeout | null = null;
  const write = () => {
    timer = null;
    const aside = `${file}.${process.pid}.tmp`;
    writeFileSync(aside, JSON.stringify(saved(world)), { mode: 0o600 });
    renameSync(aside, file);
  };
  world.changed = () => {
    timer ??= setTimeout(write, DEBOUNCE_MS);
  };
  if (!existsSync(file)) write();
  return () => {
    if (timer) clearTimeout(timer);
    write();
  };
}

function saved({ profiles, keys, subscriptions, accounts }: World): Saved {
  const both = { keys, subscriptions: [...subscriptions] };
  return { version: 1, profiles: [...profiles], ...both, accounts: [...accounts.values()].map(savedAccount) };
}

function savedAccount(account: Account): SavedAccount {
  const { name, plan, statuses, late, made } = account;
  const sets = { gone: [...account.gone.values()], unreadable: [...account.unreadable], locked: [...account.locked] };
  const rows = COLLECTIONS.map(kind => [kind, [...account[kind].byId.values()]]);
  return { name, plan, statuses, late, made, ...sets, ...Object.fromEntries(rows) };
}

function load(world: World, { profiles, keys, subscriptions, accounts }: Saved): void {
  world.profiles = profilesOf(profiles);
  const asked = world.keys.filter(key => !keys.some(old => old.secret === key.secret));
  world.keys = [...keys, ...asked.map((key, i) => ({ ...key, id: `cle_${keys.length + i + 1}` }))];
  world.subscriptions = new Map(subscriptions);
  for (const one of accounts) world.accounts.set(one.name, loadedAccount(one));
}

function loadedAccount(one: SavedAccount): Account {
  const { name, plan, statuses, late, made } = one;
  const account = Object.assign(emptyAccount(name), { plan, statuses, late, made });
  account.gone = new Map(one.gone.map(gone => [gone.id, gone]));
  account.unreadable = new Map(one.unreadable);
  account.locked = new Set(one.locked);
  for (const kind of COLLECTIONS) putMany(account[kind] as unknown as Collection<Row>, one[kind]);
  return account;
}
