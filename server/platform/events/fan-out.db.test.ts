import { Temporal } from 'temporal-polyfill';
import { beforeEach, expect, test } from 'vitest';
import type { NewEvent, PublishedEvent } from '#platform/events/publish.ts';
import { testDatabase } from '#testing/db.ts';
import { atTheEnd } from '#testing/endings.ts';
import { newId } from '../ids.ts';
import { makeJobs } from '../jobs/runner.ts';
import { makeLog } from '../log.ts';
import { makeMetrics } from '../metrics.ts';
import { erpLinkActor, type InUnit, makeInUnit, SYSTEM } from '../unit.ts';
import { BATCH, fanOut, type Listens } from './fan-out.ts';
import { fanOutJob } from './publish.ts';

const { url, sql, statements } = await testDatabase();
const log = makeLog({ level: 'silent' });
const never = new AbortController().signal;
const person = (personne_id = newId()): NewEvent => ({ type: 'personne.deactivated', data: { personne_id } });

async function startHub(listening: readonly Listens[], { work = false, again = false } = {}) {
  const presence = { id: '1', lost: never };
  const jobs = makeJobs({ url, sql, log, metrics: makeMetrics(), presence, work });
  const inUnit: InUnit = makeInUnit({ sql, log, clock: () => Temporal.Now.instant(), enqueueIn: jobs.enqueueIn });
  const bound = fanOut(inUnit, listening);
  const start = () => jobs.start([bound], again ? [{ job: fanOutJob, cron: '0 0 1 1 *', payload: {} }] : []);
  atTheEnd(() => jobs.stop());
  return { inUnit, start, drain: () => bound.run({}, never) };
}

const pending = async () => (await sql`select id from events where fanned_at is null`).length;
const asked = async () =>
  (await sql`select id from pgboss.job where name = ${fanOutJob.name} and state = 'created'`).length;
const asking = await startHub([]);
await asking.start();
beforeEach(async () => {
  await sql`truncate events`;
  await sql`delete from pgboss.job where name = ${fanOutJob.name}`;
});

test('facts published together are one statement whatever their number, and ask for one fan-out', async () => {
  const sent = async (count: number) => {
    const before = statements.length;
    await asking.inUnit(SYSTEM, unit => unit.publishAll(Array.from({ length: count }, () => person())));
    return statements.length - before;
  };
  const one = await sent(1);
  expect(await sent(500)).toBe(one);
  expect(await sent(0)).toBeLessThan(one);
  expect([await pending(), await asked()]).toEqual([501, 2]);
});

test('a unit that publishes many times asks for one fan-out', async () => {
  await asking.inUnit(SYSTEM, async unit => {
    for (let n = 0; n < 5; n += 1) await unit.publish('personne.deactivated', { personne_id: newId() });
    await unit.publishAll([person(), person()]);
  });
  expect([await pending(), await asked()]).toEqual([7, 1]);
});

test('what is wrong with one fact is wrong with all: none is written', async () => {
  const wrong = { type: 'personne.deactivated', data: { personne_id: 'x' } } as never;
  await expect(asking.inUnit(SYSTEM, unit => unit.publishAll([person(), wrong]))).rejects.toThrow();
  expect(await pending()).toBe(0);
});

test('a fact written by an ERP link names its link and its run', async () => {
  const [link_id, run_id] = [newId(), newId()];
  const actor = erpLinkActor({ link_id, run_id });
  expect(actor).toMatchObject({ kind: 'erp_link', role: null, voit_tout: true });
  await asking.inUnit(actor, unit => unit.publishAll([person()]));
  const got: PublishedEvent[] = [];
  const { drain } = await startHub([{ '*': async (_unit, events) => void got.push(...events) }]);
  await drain();
  expect(got).toMatchObject([{ actor_kind: 'erp_link', credential_id: link_id, run_id, actor_id: null }]);
});

test('each listener gets its facts once, in order, in batches; of a type only those', async () => {
  const [all, some, batches] = [[] as string[], [] as string[], [] as number[]];
  const { drain } = await startHub([
    {
      '*': async (_unit, events) => {
        batches.push(events.length);
        all.push(...events.map(event => event.id));
      },
    },
    { 'personne.reactivated': async (_unit, events) => void some.push(...events.map(({ data }) => data.personne_id)) },
  ]);
  await asking.inUnit(SYSTEM, unit => unit.publishAll(Array.from({ length: BATCH + 20 }, () => person())));
  const back = newId();
  await asking.inUnit(SYSTEM, unit => unit.publish('personne.reactivated', { personne_id: back }));
  await drain();
  await drain();
  const inOrder = await sql<{ id: string }[]>`select id from events order by changed_xid, id`;
  expect(all).toEqual(inOrder.map(({ id }) => id));
  expect(batches).toEqual([BATCH, 21]);
  expect(some).toEqual([back]);
  expect(await pending()).toBe(0);
});

test('a listener that throws leaves the whole batch as it was, for another time', async () => {
  let ill = true;
  const got: string[] = [];
  const { drain } = await startHub([
    { '*': async unit => void (await unit.sql`update hub_base set key_fingerprint = 'écrit par un auditeur'`) },
    {
      '*': async (_unit, events) => {
        if (ill) throw new Error('auditeur malade');
        got.push(...events.map(event => event.id));
      },
    },
  ]);
  await asking.inUnit(SYSTEM, unit => unit.publishAll([person(), person()]));
  await expect(drain()).rejects.toThrow('auditeur malade');
  expect(await pending()).toBe(2);
  expect([...(await sql`select key_fingerprint from hub_base`)]).toEqual([{ key_fingerprint: null }]);
  ill = false;
  await drain();
  expect(got).toHaveLength(2);
});

test('two drains at the same time share the facts: each fact is told once', async () => {
  const got: string[] = [];
  const listens: Listens = {
    '*': async (unit, events) => {
      got.push(...events.map(event => event.id));
      await unit.sql`select pg_sleep(0.02)`;
    },
  };
  const hubs = await Promise.all([startHub([listens]), startHub([listens])]);
  await asking.inUnit(SYSTEM, unit => unit.publishAll(Array.from({ length: BATCH * 3 }, () => person())));
  await Promise.all(hubs.map(({ drain }) => drain()));
  expect([new Set(got).size, got.length, await pending()]).toEqual([BATCH * 3, BATCH * 3, 0]);
});

test('without a listener, nothing is read: one statement marks what waits', async () => {
  await asking.inUnit(SYSTEM, unit => unit.publishAll(Array.from({ length: BATCH * 3 }, () => person())));
  const before = statements.length;
  await asking.drain();
  expect(statements.slice(before).filter(text => text.includes('events'))).toHaveLength(1);
  expect(await pending()).toBe(0);
});

test('facts of before the jobs run, or of a restored base, leave as the hub starts', async () => {
  const got: string[] = [];
  const hub = await startHub([{ '*': async (_unit, events) => void got.push(...events.map(event => event.id)) }], {
    work: true,
    again: true,
  });
  await hub.inUnit(SYSTEM, unit => unit.publishAll([person(), person()]));
  expect(await asked()).toBe(0);
  await hub.start();
  await expect.poll(() => got.length, { timeout: 8_000, interval: 10 }).toBe(2);
});
