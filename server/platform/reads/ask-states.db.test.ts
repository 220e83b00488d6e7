import { Temporal } from 'temporal-polyfill';
import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '#testing/db.ts';
import type { Acteur, Credential } from '../http/access.ts';
import { makeAskState } from './ask-states.ts';

const { sql, statements } = await testDatabase({ template: 'template1' });
const ask = makeAskState({ sql, clock: () => Temporal.Instant.from('2026-11-26T08:00:00Z') });

/** A scheme whose credentials are the rows of a table. */
const guest: Acteur = ({ sql }, name) =>
  sql`select g.name as personne_id from guests g where g.name = ${name} and g.good`;
const as = (name: string, acteur = guest): Credential => ({ kind: 'api_key', name, acteur });
const LOCK = 7;
const seven = ({ sql: at }: { sql: typeof sql }) => at`select '7'::xid8`;
/** Its statement has begun, and what it sees is settled, while it waits for the lock. */
const held = ({ sql: at }: { sql: typeof sql }) =>
  at`select ('8' || pg_advisory_xact_lock_shared(${LOCK}::bigint)::text)::xid8`;

const untilWaiting = () =>
  expect
    .poll(async () => (await sql`select from pg_locks where locktype = 'advisory' and not granted`).length, {
      timeout: 20_000,
    })
    .toBe(1);

beforeAll(async () => {
  await sql`create table guests (name text primary key, good boolean not null)`;
  await sql`insert into guests values ('ada', true), ('bob', true), ('eve', false)`;
});

test('requests of one turn share a statement, and each is told of its own credential', async () => {
  const before = statements.length;
  const names = ['ada', 'eve', 'bob', 'ada', 'nobody'];
  const states = await Promise.all(names.map(name => ask(as(name), seven)));
  expect(states.map(state => state?.acteur['personne_id'])).toEqual(['ada', undefined, 'bob', 'ada', undefined]);
  expect(states[0]?.changed).toBe('7');
  expect(statements.length - before).toBe(1);
});

test('another scheme or another route asks apart', async () => {
  const other: Acteur = ({ sql }, name) => sql`select upper(${name}) as personne_id`;
  const nine = ({ sql: at }: { sql: typeof sql }) => at`select '9'::xid8`;
  const [one, two, three] = await Promise.all([
    ask(as('eve'), seven),
    ask(as('eve', other), seven),
    ask(as('ada'), nine),
  ]);
  expect([one, two?.acteur['personne_id'], three?.changed]).toEqual([null, 'EVE', '9']);
});

test('a request is never answered by a statement sent before it came, even while that one is under way', async () => {
  const holder = await sql.reserve();
  await holder`select pg_advisory_lock(${LOCK})`;
  const early = ask(as('bob'), held);
  await untilWaiting();
  await sql`update guests set good = false where name = 'bob'`;
  expect(await ask(as('bob'), held)).toBeNull();
  await holder`select pg_advisory_unlock(${LOCK})`;
  holder.release();
  expect((await early)?.changed).toBe('8');
});

test('a statement that fails fails its requests, and those of the next turn are asked anew', async () => {
  const broken = ({ sql: at }: { sql: typeof sql }) =>
    at`select (1 / (select count(*) from guests where name = 'nobody'))::text::xid8`;
  const both = await Promise.allSettled([ask(as('ada'), broken), ask(as('ada'), broken), ask(as('ada'), seven)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  expect((await ask(as('ada'), seven))?.changed).toBe('7');
});
