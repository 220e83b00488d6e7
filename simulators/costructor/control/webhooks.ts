// Who is told of changes, and the events that should never come: forged, old, doubled, unknown, too early.
import { z } from 'zod';
import { makeUnreadable } from '../erp-user.ts';
import { emit } from '../webhooks.ts';
import { accountName, accountOf, onAccount, Refusal, route } from './route.ts';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
const url = z
  .url({ protocol: /^https?$/ })
  .refine(text => LOOPBACK.includes(new URL(text).hostname), 'loopback seulement');
const secret = z.string().min(8).max(200);

const Subscribe = z.strictObject({
  account: accountName,
  url,
  secret,
  secret2: secret.nullable().default(null),
  lose_every: z.int().min(0).max(1000).default(0),
});
const Emit = z.strictObject({
  account: accountName,
  ids: z.array(z.string().max(60)).min(1).max(5000).optional(),
  type: z.string().max(80).default('project.updated'),
  count: z.int().min(1).max(5000).optional(),
  copies: z.int().min(1).max(20).default(1),
  reversed: z.boolean().default(false),
  signature: z.enum(['current', 'both', 'second', 'forged', 'absent']).default('current'),
  age_s: z.int().min(-864_000).max(864_000).default(0),
  unreadable_s: z.int().min(0).max(86_400).default(0),
});

export const WEBHOOKS = [
  route('GET /webhook', onAccount, ({ world, input }) => ({
    subscription: world.subscriptions.get(input.account) ?? null,
  })),
  route('POST /webhook', Subscribe, ({ world, input }) => {
    const { account, ...subscription } = input;
    world.subscriptions.set(accountOf(world, account).name, subscription);
    world.changed();
    return { account, url: subscription.url, webhooks_on: world.profiles.has('webhooks-on') };
  }),
  route('DELETE /webhook', onAccount, ({ world, input }) => {
    world.changed();
    return { removed: world.subscriptions.delete(input.account) };
  }),
  route('POST /webhook/emit', Emit, async ({ world, input }) => {
    const account = accountOf(world, input.account);
    if (!world.subscriptions.has(account.name)) throw new Refusal(409, 'aucun abonnement : POST /webhook d’abord');
    const newest = account.chantiers.created.at(-1)?.id;
    const ids = input.ids ?? (newest ? [newest] : []);
    if (ids.length === 0) throw new Refusal(409, 'aucun chantier à annoncer');
    if (input.unreadable_s > 0) makeUnreadable({ world, account }, ids, input.unreadable_s);
    const { type, copies, reversed, signature, age_s } = input;
    const count = input.count ?? ids.length;
    return { answers: await emit(world, account, { ids, type, count, copies, reversed, signature, age_s }) };
  }),
  route('GET /webhook/deliveries', z.strictObject({}), ({ world }) => ({ deliveries: world.deliveries })),
];
