// Thin events, signed (§4.7, ASSUMPTION: nothing public says that Costructor has any). Normal emission follows each
// change; control sends the abnormal ones.
import { createHmac } from 'node:crypto';
import { stampOf } from './clock.ts';
import { ulidLike } from './random.ts';
import type { Account } from './store.ts';
import type { Subscription, World } from './world.ts';

const PATIENCE_MS = 5000;
const WAITING = 20_000;
const KEPT = 20_000;
const AT_ONCE = 8;

export type ErpEvent = { id: string; type: string; createdAt: string; data: { id: string } };
export type Emission = {
  ids: string[];
  type: string;
  /** How many events, going round the ids. */
  count: number;
  /** Each is sent so many times, under the same event id. */
  copies: number;
  reversed: boolean;
  signature: 'current' | 'both' | 'second' | 'forged' | 'absent';
  /** How old the signed timestamp is, in seconds; negative: in the future. */
  age_s: number;
};

const queues = new WeakMap<World, { waiting: number; tail: Promise<void> }>();

export const makeEvent = (world: World, type: string, id: string): ErpEvent => {
  world.events++;
  const at = world.clock.now();
  return { id: `evt_${ulidLike(at, world.next)}`, type, createdAt: stampOf(at), data: { id } };
};

/** Says a change to whoever subscribed, in order, without holding up the change itself. */
export function announce(world: World, account: Account, { type, id }: { type: string; id: string }): void {
  const to = world.subscriptions.get(account.name);
  if (!to || !world.profiles.has('webhooks-on')) return;
  const event = makeEvent(world, type, id);
  const lost = to.lose_every > 0 && world.events % to.lose_every === 0;
  const queue = queues.get(world) ?? { waiting: 0, tail: Promise.resolve() };
  queues.set(world, queue);
  if (lost || queue.waiting >= WAITING) {
    record(world, event, { status: null, note: lost ? 'perdu' : 'file pleine' });
    return;
  }
  queue.waiting++;
  const signature = to.secret2 === null ? 'current' : 'both';
  queue.tail = queue.tail.then(async () => {
    await deliver(world, to, { event, signature, age_s: 0 });
    queue.waiting--;
  });
}

/** @returns how many answers of each status came; `échec` when none came at all */
export async function emit(world: World, account: Account, order: Emission): Promise<Record<string, number>> {
  const to = world.subscriptions.get(account.name);
  if (!to) throw new Error('aucun abonnement : POST /webhook d’abord');
  const events = Array.from({ length: order.count }, (_, i) =>
    makeEvent(world, order.type, order.ids[i % order.ids.length]!),
  );
  const copies = events.flatMap(event => Array.from({ length: order.copies }, () => event));
  if (order.reversed) copies.reverse();
  // Order is promised for a few; a burst comes from several hands at once, as from a real farm of senders.
  const hands = copies.length > 50 ? AT_ONCE : 1;
  const counts: Record<string, number> = {};
  const hand = async () => {
    for (let event = copies.shift(); event; event = copies.shift()) {
      const status = await deliver(world, to, { event, signature: order.signature, age_s: order.age_s });
      const key = String(status ?? 'échec');
      counts[key] = (counts[key] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: hands }, hand));
  return counts;
}

type Parcel = { event: ErpEvent; signature: Emission['signature']; age_s: number };

async function deliver(world: World, to: Subscription, { event, signature, age_s }: Parcel): Promise<number | null> {
  const raw = JSON.stringify(event);
  const header = sign(to, raw, { t: Math.floor(world.clock.now() / 1000) - age_s, signature });
  const headers = { 'content-type': 'application/json', 'user-agent': 'simulateur-costructor', ...header };
  let status: number | null = null;
  try {
    const options = { method: 'POST', body: raw, headers, redirect: 'manual' as const };
    const answer = await fetch(to.url, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
    await answer.arrayBuffer();
    status = answer.status;
  } catch {
    // Nobody there, or too slow: the ERP forgets it, as the contract promises no redelivery.
  }
  record(world, event, { status, note: signature });
  return status;
}

export function sign(to: Subscription, raw: string, how: { t: number; signature: Emission['signature'] }) {
  const v1 = (secret: string) => `v1=${createHmac('sha256', secret).update(`${how.t}.${raw}`).digest('hex')}`;
  const second = to.secret2 ?? to.secret;
  const parts = {
    current: [v1(to.secret)],
    both: [v1(to.secret), v1(second)],
    second: [v1(second)],
    forged: [v1('pas-le-bon-secret')],
    absent: null,
  }[how.signature];
  const header: Record<string, string> = parts ? { 'x-costructor-signature': [`t=${how.t}`, ...parts].join(',') } : {};
  return header;
}

function record(world: World, event: ErpEvent, { status, note }: { status: number | null; note: string }): void {
  if (world.deliveries.length >= KEPT) world.deliveries.splice(0, KEPT / 2);
  const at = new Date(world.clock.now()).toISOString();
  world.deliveries.push({ event: event.id, type: event.type, at, status, note });
}
