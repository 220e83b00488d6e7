// Following a list in the order of change: a reader ends up with what there is, whatever is written meanwhile and by whom.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Chantier } from '#contract/chantier.ts';
import { purgeSorties } from '#domain/chantiers/purge-sorties.ts';
import { newId } from '#platform/ids.ts';
import { SYSTEM } from '#platform/unit.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { type MadePersonne, makeChantier } from '#testing/make.ts';

let t: TestApp;
let admin: Caller;
let person: MadePersonne;
let member: Caller;

beforeAll(async () => {
  t = await testApp();
  admin = await t.jwt(await t.person({ role: 'administrateur' }));
  person = await t.person({ role: 'conducteur' });
  member = await t.jwt(person);
});

type Page = {
  items: Chantier[];
  deleted?: { id: string; deleted_at: string }[];
  next_cursor: string;
  has_more: boolean;
};
const LIST = '/api/v1/chantiers?sort=changed&include_deleted=true';
const ask = (as: Caller, query = '') => t.request('GET', `${LIST}${query}`, { as });
const page = async (as: Caller, query = '') => {
  const answer = await ask(as, query);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<Page>();
};

/** Nothing older is under way on this server: the order of change shows all there is. */
const settled = () =>
  expect
    .poll(
      async () => {
        const [row] = await t.db.sql`
          select pg_snapshot_xmin(pg_current_snapshot()) > (select max(x) from (
            select changed_xid as x from chantiers union all select changed_xid from chantier_sorties) all_of_them) as yes`;
        return row!['yes'];
      },
      { timeout: 20_000 },
    )
    .toBe(true);

/** What a careful integrator does: keeps the cursor, applies what he is told. */
function follow(as: Caller, limit: number) {
  const known = new Map<string, number>();
  let cursor = '';
  const read = async () => {
    const { items, deleted, next_cursor, has_more } = await page(as, `&limit=${limit}${cursor && `&cursor=${cursor}`}`);
    expect(items.length + deleted!.length).toBeLessThanOrEqual(limit);
    for (const { id, version } of items) known.set(id, version);
    for (const { id } of deleted!) known.delete(id);
    cursor = next_cursor;
    return has_more;
  };
  return {
    known,
    read,
    readAll: async () => {
      while (await read());
    },
  };
}

type Op = { kind: 'change' | 'delete' | 'revive' | 'join' | 'leave' | 'create'; at: number };
type Write = { ops: Op[]; hold: number };

const writes = fc.array(
  fc.record({
    ops: fc.array(
      fc.record({ kind: fc.constantFrom('change', 'delete', 'revive', 'join', 'leave', 'create'), at: fc.nat(11) }),
      { minLength: 1, maxLength: 4 },
    ),
    hold: fc.nat(25),
  }),
  { minLength: 3, maxLength: 8 },
) as fc.Arbitrary<Write[]>;

/** One transaction, held open: those that began later commit before it. */
const write = ({ ops, hold }: Write, ids: string[]) =>
  t.db.sql.begin(async tx => {
    for (const { kind, at } of ops.toSorted((a, b) => a.at - b.at)) {
      const id = ids[at]!;
      if (kind === 'create') {
        const made = newId();
        await tx`insert into chantiers (id, code, nom, couleur) values (${made}, ${`2026-${made.slice(-12).toUpperCase()}`}, 'Neuf', '#1F5FA8')`;
        continue;
      }
      const deleted_at = kind === 'delete' ? tx`now()` : kind === 'revive' ? tx`null` : tx`deleted_at`;
      await tx`update chantiers set deleted_at = ${deleted_at} where id = ${id}`;
      if (kind === 'join') {
        await tx`insert into chantier_personnes values (${id}, ${person.id}, 'chef') on conflict do nothing`;
      }
      if (kind === 'leave')
        await tx`delete from chantier_personnes where chantier_id = ${id} and personne_id = ${person.id}`;
    }
    await tx`select pg_sleep(${hold / 1000})`;
  });

/** Writers side by side, each one transaction after the other. */
const writeAll = (writers: Write[][], ids: string[]) =>
  Promise.all(
    writers.map(async list => {
      for (const one of list) await write(one, ids);
    }),
  );

async function readWhile(readers: ReturnType<typeof follow>[], writing: () => Promise<unknown>): Promise<void> {
  let going = true;
  const reading = readers.map(async reader => {
    while (going) await reader.read();
  });
  await writing();
  going = false;
  await Promise.all(reading);
}

const visible = async (voit_tout: boolean) =>
  new Map(
    (
      await t.db.sql<{ id: string; version: number }[]>`
        select id, version from chantiers_visibles(${person.id}, ${voit_tout})`
    ).map(row => [row.id, row.version]),
  );
const sorted = (map: Map<string, number>) => [...map].toSorted();

test('with four writers that commit out of order, who follows page by page has exactly what he may see in the end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(writes, writes, writes, writes),
      fc.integer({ min: 1, max: 5 }),
      async (writers, limit) => {
        const ids = await Promise.all(
          Array.from(
            { length: 12 },
            async (_, n) => (await makeChantier(t.db.sql, { equipe: n % 2 ? [person.id] : [] })).id,
          ),
        );
        const readers = [follow(admin, limit), follow(member, limit)];
        await readWhile(readers, () => writeAll(writers, ids));
        await settled();
        for (const reader of readers) await reader.readAll();
        expect(sorted(readers[0]!.known)).toEqual(sorted(await visible(true)));
        expect(sorted(readers[1]!.known)).toEqual(sorted(await visible(false)));
        await t.db.sql`delete from chantiers`;
      },
    ),
    { numRuns: 12, seed: 20_261_123, endOnFailure: true },
  );
}, 240_000);

test('after the last page the cursor waits: unchanged it answers 304, and later it gives what came', async () => {
  const reader = follow(admin, 50);
  await makeChantier(t.db.sql);
  await settled();
  await reader.readAll();
  const { next_cursor } = await page(admin);
  const waiting = `&cursor=${next_cursor}`;
  const empty = await ask(admin, waiting);
  expect(empty.json()).toMatchObject({ items: [], deleted: [], has_more: false, next_cursor });
  const headers = { 'if-none-match': String(empty.headers['etag']) };
  expect((await t.request('GET', `${LIST}${waiting}`, { as: admin, headers })).statusCode).toBe(304);
  const { id } = await makeChantier(t.db.sql);
  await settled();
  expect((await page(admin, waiting)).items.map(item => item.id)).toEqual([id]);
});

test('an empty list gives a cursor too', async () => {
  const as = await t.jwt(await t.person({ role: 'chef_chantier' }));
  const { items, next_cursor, has_more } = await page(as);
  expect([items, has_more, typeof next_cursor]).toEqual([[], false, 'string']);
  expect((await page(as, `&cursor=${next_cursor}`)).next_cursor).toBe(next_cursor);
});

test('updated_since leaves out what was written before it', async () => {
  const old = await makeChantier(t.db.sql);
  await t.db.sql`alter table chantiers disable trigger chantiers_changed`;
  await t.db.sql`update chantiers set updated_at = '2020-01-01' where id = ${old.id}`;
  await t.db.sql`alter table chantiers enable trigger chantiers_changed`;
  const { id } = await makeChantier(t.db.sql);
  await settled();
  const since = (await page(admin, '&updated_since=2026-11-01T00:00:00%2B01:00&limit=200')).items.map(item => item.id);
  expect([since.includes(id), since.includes(old.id)]).toEqual([true, false]);
  const other = await t.request('GET', '/api/v1/chantiers?updated_since=2026-11-01T00:00:00Z&limit=200', { as: admin });
  expect(other.json<Page>().items.some(item => item.id === old.id)).toBe(false);
});

test('what is gone is told in the order of change only, and only if asked', async () => {
  const answer = await t.request('GET', '/api/v1/chantiers?include_deleted=true', { as: admin });
  expect([answer.statusCode, answer.json().errors[0].pointer]).toEqual([400, '#/query/include_deleted']);
  const plain = (await t.request('GET', '/api/v1/chantiers?sort=changed', { as: admin })).json<Page>();
  expect('deleted' in plain).toBe(false);
});

test('a cursor is 410 once deletions it has not heard of may be forgotten, and those it may hear of are kept', async () => {
  const mine = await makeChantier(t.db.sql, { equipe: [person.id] });
  await settled();
  const theirs = await page(member, '&limit=200');
  await t.db.sql`delete from chantier_personnes where chantier_id = ${mine.id}`;
  await t.db.sql`update chantier_sorties set sorti_at = ${t.clock.now.toString()}`;
  await settled();
  const purge = () => t.app.inUnit(SYSTEM, purgeSorties);
  t.clock.advance({ hours: 24 * 90 });
  await purge();
  member = await t.jwt(person);
  const told = await page(member, `&limit=200&cursor=${theirs.next_cursor}`);
  expect(told.deleted!.map(({ id }) => id)).toContain(mine.id);
  t.clock.advance({ hours: 24, seconds: 1 });
  member = await t.jwt(person);
  const late = await ask(member, `&limit=200&cursor=${theirs.next_cursor}`);
  expect([late.statusCode, late.json().code]).toEqual([410, 'cursor.expired']);
  await purge();
  expect(await t.db.sql`select from chantier_sorties`).toHaveLength(0);
  const since = await ask(member, `&updated_since=${t.clock.now.subtract({ hours: 24 * 91 }).toString()}`);
  expect([since.statusCode, since.json().code]).toEqual([410, 'cursor.expired']);
  admin = await t.jwt(await t.person({ role: 'administrateur' }));
});

test('a cursor is 410 when the caller no longer sees what its reader saw, and goes on with the key that replaces another', async () => {
  const owner = await t.person({ role: 'administrateur' });
  const jwt = await t.jwt(owner);
  const [key, next] = [await t.key(jwt, ['chantiers:read']), await t.key(jwt, ['chantiers:read'])];
  const cursor = `&cursor=${(await page(key)).next_cursor}`;
  expect((await ask(next, cursor)).statusCode).toBe(200);
  expect((await ask(admin, cursor)).json().code).toBe('cursor.perimeter');
  await t.db.sql`update api_keys set chantiers = ${[newId()]} where id = ${next.id}`;
  expect((await ask(next, cursor)).json().code).toBe('cursor.perimeter');
  await t.db.sql`update personnes set role = 'conducteur' where id = ${owner.id}`;
  expect((await ask(key, cursor)).json().code).toBe('cursor.perimeter');
});

test('people are followed the same way: who is deactivated is a row', async () => {
  const gone = await t.person({ role: 'compagnon' });
  const url = '/api/v1/personnes?sort=changed&include_deleted=true&limit=200';
  await expect
    .poll(
      async () => (await t.request('GET', url, { as: admin })).json<{ items: { id: string }[] }>().items.at(-1)?.id,
      { timeout: 20_000 },
    )
    .toBe(gone.id);
  const { next_cursor } = (await t.request('GET', url, { as: admin })).json<Page>();
  await t.db.sql`update personnes set active = false where id = ${gone.id}`;
  const later = () => t.request('GET', `${url}&cursor=${next_cursor}`, { as: admin });
  await expect.poll(async () => (await later()).json<Page>().items.length, { timeout: 20_000 }).toBe(1);
  expect((await later()).json()).toMatchObject({ items: [{ id: gone.id, active: false }], deleted: [] });
});
