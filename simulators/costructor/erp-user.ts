// What people do inside the ERP: the only way chantiers change, whether control or a fault plays the person.
import { stampOf } from './clock.ts';
import { ulidLike } from './random.ts';
import { growAccount } from './seed.ts';
import { type Account, type Chantier, drop, patch, put } from './store.ts';
import { announce } from './webhooks.ts';
import type { World } from './world.ts';

export type Desk = { world: World; account: Account };

const now = ({ world }: Desk): string => stampOf(world.clock.now());
const newId = (prefix: string, { world }: Desk): string => `${prefix}_${ulidLike(world.clock.now(), world.next)}`;

export type NewChantier = Partial<Omit<Chantier, 'id'>> & { name: string };

/** Without a status: the first column, as the product's form does. */
export function createChantier(desk: Desk, input: NewChantier): Chantier {
  const { world, account } = desk;
  const stamp = now(desk);
  const empty = { reference: null, customer: null, address: null, startAt: null, endAt: null, members: [] };
  const blank = { siteContactName: null, siteContactPhone: null, plannedMinutes: null, budget: null };
  const status = account.statuses[0]!.id;
  const flags = { archived: false, hidden: false, createdAt: stamp, updatedAt: input.createdAt ?? stamp };
  const row = put(account.chantiers, { ...empty, ...blank, status, ...flags, ...input, id: newId('pj', desk) });
  account.made++;
  world.changed();
  announce(world, account, { type: 'project.created', id: row.id });
  return row;
}

/** @param stamp the `updatedAt` to write instead of now: ISO, or null */
export function changeChantier(desk: Desk, id: string, changes: Partial<Chantier>): Chantier | null {
  const { world, account } = desk;
  const row = patch(account.chantiers, id, { updatedAt: now(desk), ...changes });
  if (!row) return null;
  world.changed();
  announce(world, account, { type: 'project.updated', id });
  return row;
}

export function deleteChantier(desk: Desk, id: string, into: string | null = null): boolean {
  const { world, account } = desk;
  const row = account.chantiers.byId.get(id);
  if (!row) return false;
  drop(account.chantiers, id);
  const how = into === null ? 'deleted' : 'merged';
  account.gone.set(id, { id, at: now(desk), how, into, reference: row.reference });
  followTheChantier(desk, id, into);
  world.changed();
  announce(world, account, { type: 'project.deleted', id });
  return true;
}

/** Tâches go with their chantier, hours stay as orphans, unless a switch says otherwise; a merge moves both. */
function followTheChantier({ world, account }: Desk, id: string, into: string | null): void {
  for (const task of [...account.tasks.byId.values()]) {
    if (task.project !== id) continue;
    if (into !== null) patch(account.tasks, task.id, { project: into });
    else if (!world.profiles.has('tasks-orphaned')) drop(account.tasks, task.id);
  }
  for (const entry of [...account.entries.byId.values()]) {
    if (entry.project !== id) continue;
    if (into !== null) patch(account.entries, entry.id, { project: into });
    else if (world.profiles.has('hours-deleted')) drop(account.entries, entry.id);
  }
}

export function mergeChantiers(desk: Desk, id: string, into: string): boolean {
  if (id === into || !desk.account.chantiers.byId.has(into)) return false;
  return deleteChantier(desk, id, into) && changeChantier(desk, into, {}) !== null;
}

/** Deleted, then made again by hand: same words, same reference, another id. */
export function recreateChantier(desk: Desk, id: string): Chantier | null {
  const row = desk.account.chantiers.byId.get(id);
  if (!row) return null;
  const { id: _id, createdAt: _created, updatedAt: _updated, ...words } = row;
  deleteChantier(desk, id);
  return createChantier(desk, words);
}

export function archiveChantier(desk: Desk, id: string): Chantier | null {
  return changeChantier(desk, id, { archived: true, status: desk.account.statuses.at(-1)!.id });
}

export type Touch = {
  count: number;
  /** Seconds the stamp lies before now: `updatedAt` going back. */
  back_s: number;
  /** Seconds after which the lists show the change, with the stamp of now: the late commit. */
  late_s: number;
  /** One stamp for all, even across seconds. */
  stamp: string | null;
};

/** Renames the chantiers that stand `dice` far into the list, `count` of them. @returns their ids */
export function touchChantiers(desk: Desk, { count, back_s, late_s, stamp }: Touch, dice: number): string[] {
  const { world, account } = desk;
  const shown = account.chantiers.created;
  const from = Math.floor(dice * shown.length);
  const rows = Array.from({ length: Math.min(count, shown.length) }, (_, i) => shown[(from + i) % shown.length]!);
  const written = stamp ?? stampOf(world.clock.now() - back_s * 1000);
  for (const row of rows) {
    const changes = { name: `${row.name.replace(/ \(modif\. \d+\)$/, '')} (modif. ${++world.touches})` };
    if (late_s === 0) changeChantier(desk, row.id, { ...changes, updatedAt: written });
    else account.late.push({ due: world.clock.now() + late_s * 1000, id: row.id, patch: changes, stamp: written });
  }
  world.changed();
  return rows.map(row => row.id);
}

export type Batch = {
  count: number;
  seed: number;
  /** Stamped now, instead of over the last years. */
  fresh: boolean;
};

/** A quiet batch, as a migration by the vendor's support would be: no webhook. */
export function addMany(desk: Desk, { count, seed, fresh }: Batch): Chantier[] {
  const { world, account } = desk;
  const rows = growAccount(account, { seed, chantiers: count, now: world.clock.now() });
  const stamp = now(desk);
  if (fresh) for (const { id } of rows) patch(account.chantiers, id, { createdAt: stamp, updatedAt: stamp });
  world.changed();
  return rows;
}

/** Nobody can read these before `seconds` have passed: their webhook came too early. */
export function makeUnreadable({ world, account }: Desk, ids: readonly string[], seconds: number): void {
  for (const id of ids) {
    if (!patch(account.chantiers, id, { hidden: true })) continue;
    account.unreadable.set(id, world.clock.now() + seconds * 1000);
  }
}

/** Shows what the clock has made due. Called before each answer. */
export function settle({ world, account }: Desk): void {
  const at = world.clock.now();
  for (const [id, due] of account.unreadable) {
    if (due > at) continue;
    account.unreadable.delete(id);
    patch(account.chantiers, id, { hidden: false });
  }
  if (!account.late.some(late => late.due <= at)) return;
  const due = account.late.filter(late => late.due <= at);
  account.late = account.late.filter(late => late.due > at);
  for (const late of due) changeChantier({ world, account }, late.id, { ...late.patch, updatedAt: late.stamp });
}

const ONE = { back_s: 0, late_s: 0, stamp: null };

type Mutation = { op: string; count: number; seconds: number };

/** The mutations a fault can play on chantiers that `dice` chooses. @param order.seconds see `Touch` */
export function mutate(desk: Desk, order: Mutation, dice: number): void {
  const { op, count, seconds } = order;
  if (op === 'skew') desk.world.clock.skew(seconds);
  else if (op === 'insert') addMany(desk, { count, seed: Math.floor(dice * 1e9), fresh: true });
  else if (op === 'touch') touchChantiers(desk, { count, ...ONE }, dice);
  else if (op === 'stamp_back') touchChantiers(desk, { count, ...ONE, back_s: seconds }, dice);
  else if (op === 'late_commit') touchChantiers(desk, { count, ...ONE, late_s: seconds }, dice);
  else for (let i = 0; i < count; i++) mutateOne(desk, op, dice);
}

function mutateOne(desk: Desk, op: string, dice: number): void {
  const shown = desk.account.chantiers.created;
  if (shown.length < 2) return;
  const place = Math.floor(dice * shown.length);
  const { id } = shown[place]!;
  if (op === 'delete') deleteChantier(desk, id);
  else if (op === 'archive') archiveChantier(desk, id);
  else if (op === 'recreate') recreateChantier(desk, id);
  else if (op === 'hide') changeChantier(desk, id, { hidden: true });
  else mergeChantiers(desk, id, shown[(place + 1) % shown.length]!.id);
}
