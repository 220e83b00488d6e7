// Data changed "as a person in the ERP would": chantiers first, then the few other things tests need.
import { z } from 'zod';
import { stampOf } from '../clock.ts';
import {
  addMany,
  changeChantier,
  createChantier,
  type Desk,
  deleteChantier,
  mergeChantiers,
  recreateChantier,
  touchChantiers,
} from '../erp-user.ts';
import { ulidLike, unit } from '../random.ts';
import { type Chantier, drop, patch, put } from '../store.ts';
import { accountName, accountOf, type ControlCall, onAccount, Refusal, route } from './route.ts';

const text = z.string().max(20_000);
const day = z.iso.date().nullable();
const stamp = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'AAAA-MM-JJThh:mm:ssZ');
const id = z.string().max(60);
const address = z.strictObject({ street: text, city: text, postal_code: text, country: text.default('FR') });

const fields = {
  account: accountName,
  reference: text.nullable().optional(),
  /** Name or id of a column; a new name makes a new column. */
  status: text.optional(),
  customer: id.nullable().optional(),
  address: address.nullable().optional(),
  startAt: day.optional(),
  endAt: day.optional(),
  members: z.array(id).max(200).optional(),
  siteContactName: text.nullable().optional(),
  siteContactPhone: text.nullable().optional(),
  plannedMinutes: z.int().nullable().optional(),
  budget: z.int().nullable().optional(),
  archived: z.boolean().optional(),
  updatedAt: stamp.optional(),
};
const New = z.strictObject({ ...fields, name: text, createdAt: stamp.optional() });
const Change = z.strictObject({ ...fields, name: text.optional() });
const count = z.int().min(1).max(20_000);
const Touched = z.strictObject({
  account: accountName,
  count,
  seed: z.int().min(0).default(1),
  back_s: z.int().min(-864_000).max(864_000).default(0),
  late_s: z.int().min(0).max(864_000).default(0),
  stamp: stamp.nullable().default(null),
});
const Bulk = z.strictObject({
  account: accountName,
  count,
  seed: z.int().min(0).default(1),
  fresh: z.boolean().default(false),
});
const User = z.strictObject({
  account: accountName,
  firstName: text.optional(),
  lastName: text.optional(),
  email: text.nullable().optional(),
  role: text.optional(),
  active: z.boolean().optional(),
  hasLogin: z.boolean().optional(),
});
const EntryChange = z.strictObject({
  account: accountName,
  startTime: text.nullable().optional(),
  endTime: text.nullable().optional(),
  notes: text.nullable().optional(),
  day: z.iso.date().optional(),
});

export const CHANTIERS = [
  route('POST /chantiers', New, call => createChantier(desk(call), { ...resolved(call), name: call.input.name })),
  route('PATCH /chantiers/:id', Change, call => found(changeChantier(desk(call), idOf(call), resolved(call)))),
  route('DELETE /chantiers/:id', onAccount, call => found(deleteChantier(desk(call), idOf(call)))),
  route('POST /chantiers/:id/hide', z.strictObject({ account: accountName, hidden: z.boolean().default(true) }), call =>
    found(changeChantier(desk(call), idOf(call), { hidden: call.input.hidden })),
  ),
  route('POST /chantiers/:id/merge', z.strictObject({ account: accountName, into: id }), call =>
    found(mergeChantiers(desk(call), idOf(call), call.input.into)),
  ),
  route('POST /chantiers/:id/recreate', onAccount, call => found(recreateChantier(desk(call), idOf(call)))),
  route('POST /bulk', Bulk, call => ({ ids: addMany(desk(call), call.input).map(row => row.id) })),
  route('POST /touch', Touched, call => {
    const { seed, ...touch } = call.input;
    return { ids: touchChantiers(desk(call), touch, unit(seed, 'touch', call.world.touches)) };
  }),
  route('POST /statuses', z.strictObject({ account: accountName, name: text }), call => {
    const { account } = desk(call);
    return account.statuses.find(status => status.id === columnOf(call, call.input.name));
  }),
  route('POST /users', User, putUser),
  route('PATCH /users/:id', User, putUser),
  route(
    'POST /weeks',
    z.strictObject({ account: accountName, user: id, week: z.string().regex(/^\d{4}-W\d\d$/), locked: z.boolean() }),
    ({ world, input }) => {
      const { locked } = accountOf(world, input.account);
      const key = `${input.user}:${input.week}`;
      if (input.locked) locked.add(key);
      else locked.delete(key);
      world.changed();
      return { locked_weeks: [...locked] };
    },
  ),
  route('PATCH /entries/:id', EntryChange, call => {
    const { account: _account, ...changes } = call.input;
    const { world, account } = desk(call);
    world.changed();
    return found(patch(account.entries, idOf(call), { ...changes, updatedAt: stampOf(world.clock.now()) }));
  }),
  route('DELETE /entries/:id', onAccount, call => {
    call.world.changed();
    return found(drop(desk(call).account.entries, idOf(call)));
  }),
];

type OnAccount = ControlCall<{ account: string }>;

const desk = ({ world, input }: OnAccount): Desk => ({ world, account: accountOf(world, input.account) });
const idOf = ({ params }: OnAccount): string => params['id']!;

/** @throws Refusal 404 */
function found(value: unknown): unknown {
  if (!value) throw new Refusal(404, 'identifiant inconnu dans ce compte');
  return value === true ? { done: true } : value;
}

/** The changes in the words of the store: a status by its id. */
function resolved(call: ControlCall<z.infer<typeof Change>>): Partial<Chantier> {
  const { account: _account, status, ...rest } = call.input;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { ...given, ...(status === undefined ? {} : { status: columnOf(call, status) }) };
}

function columnOf(call: OnAccount, name: string): string {
  const { world, account } = desk(call);
  const known = account.statuses.find(status => status.id === name || status.name === name);
  if (known) return known.id;
  const made = { id: `st_${ulidLike(world.clock.now(), world.next)}`, name, position: account.statuses.length };
  account.statuses.push(made);
  world.changed();
  return made.id;
}

function putUser(call: ControlCall<z.infer<typeof User>>) {
  const { account: _account, ...given } = call.input;
  const { world, account } = desk(call);
  const at = stampOf(world.clock.now());
  world.changed();
  if (call.params['id']) return found(patch(account.users, idOf(call), { ...given, updatedAt: at }));
  const usual = {
    firstName: 'Camille',
    lastName: 'Nouveau',
    email: null,
    role: 'compagnon',
    active: true,
    hasLogin: false,
  };
  const made = { id: `usr_${ulidLike(world.clock.now(), world.next)}`, createdAt: at, updatedAt: at };
  return put(account.users, { ...usual, ...given, ...made });
}
