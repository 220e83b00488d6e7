// What one customer of the ERP owns. Each collection keeps its two orders ready, so that a page of 100 among 10,000
// costs a slice and no sort.

export type Row = { id: string; createdAt: string; updatedAt: string; hidden?: boolean };
export type Collection<T extends Row> = { byId: Map<string, T>; created: T[]; updated: T[]; named: T[] | null };

export type Address = { street: string; city: string; postal_code: string; country: string };
export type Status = { id: string; name: string; position: number };
export type Contact = Row & {
  fullName: string;
  type: string;
  email: string | null;
  phone: string | null;
  address: Address;
};
export type User = Row & {
  firstName: string;
  lastName: string;
  email: string | null;
  role: string;
  active: boolean;
  hasLogin: boolean;
};
export type Chantier = Row & {
  name: string;
  reference: string | null;
  status: string;
  customer: string | null;
  address: Address | null;
  startAt: string | null;
  endAt: string | null;
  members: string[];
  siteContactName: string | null;
  siteContactPhone: string | null;
  plannedMinutes: number | null;
  budget: number | null;
  archived: boolean;
  hidden: boolean;
};
export type Task = Row & {
  project: string;
  kind: 'lot' | 'task' | 'milestone';
  name: string;
  description: string | null;
  parent: string | null;
  startAt: string | null;
  endAt: string | null;
  assignees: string[];
  done: boolean;
  quantity: number | null;
  unit: string | null;
  plannedMinutes: number | null;
  position: number;
  quoteLine: string | null;
};
export type Entry = Row & {
  user: string;
  type: string;
  day: string;
  project: string | null;
  startTime: string | null;
  endTime: string | null;
  zone: string | null;
  notes: string | null;
};
export type StoredFile = Row & { project: string; name: string; mimeType: string; size: number; content: string };

/** A change stamped now that the lists will show only at `due` (ms): the late commit of §7. */
export type Late = { due: number; id: string; patch: Partial<Chantier>; stamp: string };
export type Gone = { id: string; at: string; how: 'deleted' | 'merged'; into: string | null; reference: string | null };
export type Plan = 'premium' | 'sans_heures' | 'sans_api';
export type Bucket = { tokens: number; at: number };

export type Account = {
  name: string;
  plan: Plan;
  statuses: Status[];
  customers: Collection<Contact>;
  users: Collection<User>;
  chantiers: Collection<Chantier>;
  tasks: Collection<Task>;
  entries: Collection<Entry>;
  files: Collection<StoredFile>;
  gone: Map<string, Gone>;
  late: Late[];
  /** Ids nobody can read before that instant (ms): their event came first. */
  unreadable: Map<string, number>;
  /** `usr_…:2026-W47` of the weeks validated over there. */
  locked: Set<string>;
  /** How many chantiers were ever made: what a new batch is drawn from. */
  made: number;
};

const order = (key: 'createdAt' | 'updatedAt') => (a: Row, b: Row) =>
  a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
const byCreated = order('createdAt');
const byUpdated = order('updatedAt');

export const emptyCollection = <T extends Row>(): Collection<T> => ({
  byId: new Map(),
  created: [],
  updated: [],
  named: null,
});

/** Sorts once, instead of once per row. */
export function putMany<T extends Row>(into: Collection<T>, rows: readonly T[]): void {
  for (const row of rows) into.byId.set(row.id, row);
  const shown = [...into.byId.values()].filter(row => !row.hidden);
  into.created = shown.toSorted(byCreated);
  into.updated = shown.toSorted(byUpdated);
  into.named = null;
}

/** Where `row` stands, or would stand, in a sorted list. */
function placeOf<T extends Row>(list: readonly T[], row: Row, compare: (a: Row, b: Row) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(list[middle]!, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function show<T extends Row>(into: Collection<T>, row: T): void {
  into.named = null;
  if (row.hidden) return;
  into.created.splice(placeOf(into.created, row, byCreated), 0, row);
  into.updated.splice(placeOf(into.updated, row, byUpdated), 0, row);
}

function unshow<T extends Row>(from: Collection<T>, row: T): void {
  from.named = null;
  if (row.hidden) return;
  from.created.splice(placeOf(from.created, row, byCreated), 1);
  from.updated.splice(placeOf(from.updated, row, byUpdated), 1);
}

export function put<T extends Row>(into: Collection<T>, row: T): T {
  const old = into.byId.get(row.id);
  if (old) unshow(into, old);
  into.byId.set(row.id, row);
  show(into, row);
  return row;
}

export function patch<T extends Row>(into: Collection<T>, id: string, changes: Partial<T>): T | null {
  const row = into.byId.get(id);
  if (!row) return null;
  unshow(into, row);
  Object.assign(row, changes);
  show(into, row);
  return row;
}

export function drop<T extends Row>(from: Collection<T>, id: string): boolean {
  const row = from.byId.get(id);
  if (!row) return false;
  unshow(from, row);
  return from.byId.delete(id);
}

const LABELS = ['name', 'fullName', 'lastName'];
const label = (row: Row): string =>
  String((row as Record<string, unknown>)[LABELS.find(key => key in row) ?? 'id'] ?? '');

/** All rows that may be shown, ascending. */
export function sorted<T extends Row>(from: Collection<T>, key: string): readonly T[] {
  if (key === 'updatedAt') return from.updated;
  if (key !== 'name') return from.created;
  from.named ??= from.created.toSorted((a, b) => label(a).localeCompare(label(b), 'fr'));
  return from.named;
}

/** Rows whose `updatedAt` is at or after `stamp`, ascending. */
export const since = <T extends Row>(from: Collection<T>, stamp: string): readonly T[] =>
  from.updated.slice(placeOf(from.updated, { id: '', createdAt: '', updatedAt: stamp }, byUpdated));

export const emptyAccount = (name: string): Account => ({
  name,
  plan: 'premium',
  statuses: [],
  customers: emptyCollection(),
  users: emptyCollection(),
  chantiers: emptyCollection(),
  tasks: emptyCollection(),
  entries: emptyCollection(),
  files: emptyCollection(),
  gone: new Map(),
  late: [],
  unreadable: new Map(),
  locked: new Set(),
  made: 0,
});
