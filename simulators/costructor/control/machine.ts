// Switches, faults, clock, keys, log: the machine itself.
import { z } from 'zod';
import { Rule } from '../faults/catalogue.ts';
import { toutPlan } from '../faults/tout.ts';
import { addRules, removeRules } from '../faults.ts';
import { isSwitch, profilesOf, SWITCHES, type SwitchName, turnOff, turnOn } from '../profiles.ts';
import { addAccount, addKey, type Key, resetWorld, type World } from '../world.ts';
import { accountName, accountOf, nothing, onAccount, Refusal, route } from './route.ts';

const switchName = z.custom<SwitchName>(name => typeof name === 'string' && isSwitch(name), 'profil inconnu');
const switches = z.array(switchName).max(60);
const seed = z
  .int()
  .min(0)
  .max(2 ** 32);
const chantiers = z.int().min(0).max(50_000);

const Profile = z.strictObject({ set: switches.optional(), on: switches.default([]), off: switches.default([]) });
const Faults = z.strictObject({
  seed: seed.optional(),
  rules: z.array(Rule).max(200).default([]),
  plan: z.literal('tout').optional(),
  without: z.array(z.string().max(60)).max(60).default([]),
});
const Clock = z.strictObject({
  advance_s: z.number().min(-315_360_000).max(315_360_000).optional(),
  set: z.iso.datetime({ offset: true }).optional(),
  skew_s: z.number().min(-864_000).max(864_000).optional(),
  freeze: z.boolean().optional(),
});
const NewKey = z.strictObject({
  key: z.string().min(8).max(200).optional(),
  account: accountName,
  seed: seed.optional(),
  chantiers: chantiers.optional(),
});

export const MACHINE = [
  route('GET /profile', nothing, ({ world }) => ({ profiles: [...world.profiles], switches: SWITCHES })),
  route('POST /profile', Profile, ({ world, input }) => setProfile(world, input)),
  route('GET /plan', nothing, ({ world: { plan } }) => plan),
  route('POST /faults', Faults, ({ world, input }) => setFaults(world, input)),
  route('DELETE /faults', nothing, ({ world }) => ({ removed: removeRules(world.plan, () => true) })),
  route('DELETE /faults/:id', nothing, ({ world, params }) => {
    const removed = removeRules(world.plan, ({ id, fault }) => id === params['id'] || fault.kind === params['id']);
    if (removed === 0) throw new Refusal(404, `ni règle ni faute de ce nom : ${params['id']}`);
    return { removed };
  }),
  route('GET /clock', nothing, ({ world }) => world.clock.state()),
  route('POST /clock', Clock, ({ world, input }) => moveClock(world, input)),
  route('GET /keys', nothing, ({ world }) => ({ keys: world.keys.map(describe) })),
  route('POST /keys', NewKey, ({ world, input }) => giveKey(world, input)),
  route('DELETE /keys/:key', nothing, ({ world, params }) => {
    const key = Object.assign(keyOf(world, params['key']!), { revoked: true });
    world.changed();
    return describe(key);
  }),
  route(
    'POST /keys/:key/plan',
    z.strictObject({ plan: z.enum(['premium', 'sans_heures', 'sans_api']) }),
    ({ world, params, input }) => {
      const account = accountOf(world, keyOf(world, params['key']!).account);
      account.plan = input.plan;
      world.changed();
      return { account: account.name, plan: account.plan };
    },
  ),
  route('GET /requests', z.strictObject({ since: z.coerce.number().int().min(0).default(0) }), ({ world, input }) => ({
    requests: world.log.since(input.since),
  })),
  route('DELETE /requests', nothing, ({ world }) => world.log.clear()),
  route('GET /stats', nothing, ({ world }) => world.log.stats()),
  route('GET /store', onAccount, ({ world, input }) => truth(world, input.account)),
  route(
    'POST /reset',
    z.strictObject({ seed: seed.optional(), chantiers: chantiers.optional(), profiles: switches.optional() }),
    ({ world, input }) => {
      resetWorld(world, input);
      return { accounts: [...world.accounts.keys()], keys: world.keys.map(describe) };
    },
  ),
];

function setProfile(world: World, { set, on, off }: z.infer<typeof Profile>) {
  if (set) world.profiles = profilesOf(set);
  for (const name of off) turnOff(world.profiles, name);
  for (const name of on) turnOn(world.profiles, name);
  world.changed();
  return { profiles: [...world.profiles] };
}

/** A seed, or a named plan, starts the drawing again; rules alone add to what is there. */
function setFaults({ plan }: World, { seed: chosen, rules, plan: name, without }: z.infer<typeof Faults>) {
  if (chosen !== undefined) plan.seed = chosen;
  if (chosen !== undefined || name) Object.assign(plan, { rules: [], drawn: [], made: 0, name: name ?? null });
  const added = addRules(plan, [...(name ? toutPlan(plan.seed, without) : []), ...rules]);
  return { seed: plan.seed, rules: added };
}

function moveClock({ clock }: World, { advance_s, set, skew_s, freeze }: z.infer<typeof Clock>) {
  if (freeze !== undefined) clock.freeze(freeze);
  if (set !== undefined) clock.set(Date.parse(set));
  if (advance_s !== undefined) clock.advance(advance_s);
  if (skew_s !== undefined) clock.skew(skew_s);
  return clock.state();
}

const describe = ({ id, account, revoked }: Key) => ({ id, account, revoked });

/** By its secret or by its id. */
function keyOf(world: World, name: string): Key {
  const key = world.keys.find(({ id, secret }) => id === name || secret === name);
  if (!key) throw new Refusal(404, 'clé inconnue');
  return key;
}

function giveKey(world: World, { key: wanted, account, seed: chosen, chantiers: count }: z.infer<typeof NewKey>) {
  if (!world.accounts.has(account)) {
    const { options } = world;
    addAccount(world, account, { seed: chosen ?? options.seed, chantiers: count ?? options.chantiers });
  }
  const secret = wanted ?? `cst_test_${account}_${world.keys.length + 1}`;
  const key = addKey(world, { secret, account });
  world.changed();
  return { key: secret, ...describe(key) };
}

/** Everything this customer owns, hidden chantiers included: the oracle of the tests. */
function truth(world: World, name: string) {
  const account = accountOf(world, name);
  const { plan, statuses } = account;
  const all = <T>({ byId }: { byId: Map<string, T> }): T[] => [...byId.values()];
  return {
    account: name,
    plan,
    now: world.clock.state().now,
    statuses,
    customers: all(account.customers),
    users: all(account.users),
    chantiers: all(account.chantiers),
    tasks: all(account.tasks),
    entries: all(account.entries),
    files: all(account.files).map(({ content: _content, ...file }) => file),
    deleted: [...account.gone.values()],
    pending: account.late,
    unreadable: [...account.unreadable.keys()],
    locked_weeks: [...account.locked],
  };
}
