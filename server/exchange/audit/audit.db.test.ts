import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { type Actor, SYSTEM } from '#platform/unit.ts';
import { type TestApp, testApp } from '#testing/app.ts';
import { makeKey, makePersonne } from '#testing/make.ts';
import { appendAudit, type Entry, findHead, verifyAudit } from './index.ts';

let hub: TestApp;
beforeAll(async () => {
  hub = await testApp();
});

/** What no hub does: the guard is taken off, as somebody with the rights of the base could. */
const forge = (work: (sql: TestApp['db']['sql']) => Promise<unknown>) =>
  hub.db.sql.begin(async sql => {
    await sql`alter table audit_trail disable trigger audit_trail_append_only`;
    await work(sql as never);
    await sql`alter table audit_trail enable trigger audit_trail_append_only`;
  });
const entry = (id: string, personne_id: string | null, fields: Partial<Entry> = {}): Entry => ({
  type: 'api_key.created',
  subject: { kind: 'api_key', id },
  personne_id,
  data: { scopes: ['read'], é: 'ü', n: 1.5, non: null },
  details: { ip: '192.0.2.1' },
  ...fields,
});
const append = (entries: Entry[], actor: Actor = SYSTEM) => hub.app.inUnit(actor, unit => appendAudit(unit, entries));
const verify = () => verifyAudit(hub.db.sql);

let person: string;
let subject: string;
beforeEach(async () => {
  await forge(sql => sql`truncate audit_trail, audit_details`);
  person = (await makePersonne(hub.db.sql)).id;
  subject = newId();
  await append(
    [1, 2, 3].map(n => entry(subject, person, { data: { n } })),
    { ...SYSTEM, personne_id: person },
  );
});

describe('the chain', () => {
  test('holds from its first row, whoever writes and however many at once', async () => {
    await Promise.all(
      Array.from({ length: 30 }, (_, n) => append([entry(newId(), n % 2 ? person : null), entry(newId(), null)])),
    );
    const found = await verify();
    expect(found).toMatchObject({ rows: 63, erased: 0, fault: null });
    expect(found.head).toEqual(await findHead(hub.db.sql));
  });

  test('leaves nothing behind a unit that fails', async () => {
    const failing = hub.app.inUnit(SYSTEM, async unit => {
      await appendAudit(unit, [entry(subject, person)]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await verify()).toMatchObject({ rows: 3, fault: null });
  });

  test('refuses every change, by anybody who does not take the guard off', async () => {
    const { sql } = hub.db;
    await expect(sql`update audit_trail set data = '{}' where n = 2`).rejects.toThrow('append-only');
    await expect(sql`delete from audit_trail where n = 3`).rejects.toThrow('append-only');
    await expect(sql`truncate audit_trail cascade`).rejects.toThrow('append-only');
  });

  test.each<[string, (sql: TestApp['db']['sql']) => Promise<unknown>, number, string]>([
    ['a row changed', sql => sql`update audit_trail set data = '{"n": 9}' where n = 2`, 2, 'changed'],
    ['another actor', sql => sql`update audit_trail set actor = null where n = 2`, 2, 'changed'],
    ['another time', sql => sql`update audit_trail set at = at + interval '1 ms' where n = 1`, 1, 'changed'],
    [
      'a row removed',
      sql => sql`with d as (delete from audit_details where n = 2) delete from audit_trail where n = 2`,
      2,
      'missing',
    ],
    ['a row renumbered', sql => sql`update audit_trail set n = 9 where n = 1`, 1, 'missing'],
    [
      'details changed',
      sql => sql`update audit_details set data = '{"ip": "10.0.0.1"}' where n = 3`,
      3,
      'details_changed',
    ],
    ['a link to another row', sql => sql`update audit_trail set prev_hash = sha256('x') where n = 3`, 3, 'broken_link'],
  ])('shows %s', async (_, change, n, why) => {
    await forge(async sql => {
      await sql`alter table audit_details drop constraint if exists audit_details_n_fkey`;
      await change(sql);
    });
    expect((await verify()).fault).toEqual({ n, why });
  });

  test('cut at its end is seen by who kept its head', async () => {
    const head = (await verify()).head!;
    await forge(sql => sql`with d as (delete from audit_details where n = 3) delete from audit_trail where n = 3`);
    expect(await verify()).toMatchObject({ rows: 2, fault: null });
    expect((await verifyAudit(hub.db.sql, head)).fault).toEqual({ n: 3, why: 'missing' });
    await append([entry(subject, person)]);
    expect((await verifyAudit(hub.db.sql, head)).fault).toEqual({ n: 3, why: 'anchor_differs' });
  });
});

describe('the erasure of a person', () => {
  test('takes his keys, his addresses and his name, and leaves the trail under its pseudonym, whole', async () => {
    const key = await makeKey(hub.db.sql, person);
    await append([entry(key, person, { type: 'api_key.revoked' })], { ...SYSTEM, personne_id: person });
    const rows = () => hub.db.sql`select n, actor, concerne, subject_id from audit_trail order by n`;
    const before = await rows();
    await hub.db.sql`delete from personnes where id = ${person}`;
    expect(await hub.db.sql`select 1 from api_keys where id = ${key}`).toEqual([]);
    expect([...(await rows())]).toEqual([...before]);
    expect(before[3]).toMatchObject({ actor: before[0]!['actor'], concerne: before[0]!['actor'], subject_id: key });
    const behind = await hub.db.sql`select personne_id from audit_actors where id = ${before[3]!['actor']}`;
    expect(behind.map(row => row['personne_id'])).toEqual([null]);
    expect(await verify()).toMatchObject({ rows: 4, erased: 4, fault: null });
    const left = await hub.db.sql`select t::text as row from audit_trail t`;
    expect(JSON.stringify([...left])).not.toContain(person);
    expect(JSON.stringify([...left])).not.toContain('192.0.2.1');
  });

  test('the pseudonym is drawn at random and says nothing of the person', async () => {
    const [row] = await hub.db.sql`select id from audit_actors where personne_id = ${person}`;
    expect(row!['id']).not.toBe(person);
    expect(row!['id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  });
});
