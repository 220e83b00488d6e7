import { setTimeout as wait } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { testDatabase } from '#testing/db.ts';
import { atTheEnd } from '#testing/endings.ts';
import { makeLog } from '../log.ts';
import { makeMetrics } from '../metrics.ts';
import { makeInUnit, SYSTEM, type Unit } from '../unit.ts';
import { type Bound, job, on, type Recurring } from './job.ts';
import { makeJobs } from './runner.ts';

const { url, sql } = await testDatabase();
const log = makeLog({ level: 'silent' });
const tick = job('essais.tick', z.strictObject({ quoi: z.string() }));
const YEARLY = '0 0 1 1 *';
let processes = 0;

/** A hub of its own on the common base, as far as jobs go. */
async function startJobs(bound: readonly Bound[], { work = true, recurring = [] as Recurring[] } = {}) {
  processes += 1;
  const presence = { id: String(processes), lost: new AbortController().signal };
  const jobs = makeJobs({ url, sql, log, metrics: makeMetrics(), presence, work });
  await jobs.start(bound, recurring);
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= jobs.stop());
  atTheEnd(stop);
  const inUnit = makeInUnit({ sql, log, clock: () => Temporal.Now.instant(), enqueueIn: jobs.enqueueIn });
  return { jobs, stop, inUnit, unit: (write: (unit: Unit) => Promise<void>) => inUnit(SYSTEM, write) };
}

/** Less patient than the poll of a worker (10 s): what only the clock would wake is late. */
const until = (reached: () => unknown) => expect.poll(reached, { timeout: 8_000, interval: 10 }).toBeTruthy();

async function startOnce({ work }: { work: boolean }): Promise<string[]> {
  const done: string[] = [];
  const bound = on(tick, async ({ quoi }) => void done.push(quoi));
  const hub = await startJobs([bound], { work, recurring: [{ job: tick, cron: YEARLY, payload: { quoi: 'tour' } }] });
  if (work) await until(() => done.length > 0);
  await hub.stop();
  return done;
}

test('what recurs is done at each start, and not only when its hour comes', async () => {
  expect(await startOnce({ work: true })).toEqual(['tour']);
  expect(await startOnce({ work: true })).toEqual(['tour']);
});

test('a server that leaves the work to others asks for none', async () => {
  expect(await startOnce({ work: false })).toEqual([]);
  expect([...(await sql`select id from pgboss.job where name = ${tick.name} and state = 'created'`)]).toEqual([]);
});

/** A job that says when it begins and ends only when told. */
function gated(name: string) {
  const gates: (() => void)[] = [];
  const begun: string[] = [];
  const state = { running: 0, most: 0, open: false };
  const definition = job(name, z.strictObject({ quoi: z.string() }));
  const bound = on(definition, async ({ quoi }) => {
    begun.push(quoi);
    state.running += 1;
    state.most = Math.max(state.most, state.running);
    if (!state.open) await new Promise<void>(done => gates.push(done));
    state.running -= 1;
  });
  const release = () => {
    state.open = true;
    for (const gate of gates.splice(0)) gate();
  };
  return { definition, bound, begun, state, release };
}

const waiting = async (name: string) =>
  (await sql`select id from pgboss.job where name = ${name} and state < 'active'`).length;

test('a job asked for while its key is being worked runs afterwards, and never beside it, on two processes', async () => {
  const work = gated('essais.occupe');
  const one = await startJobs([work.bound]);
  await startJobs([work.bound]);
  const ask = (quoi: string) => one.unit(unit => unit.enqueue(work.definition, { quoi }, { once: 'lien 1' }));
  await ask('premier');
  await until(() => work.begun.length === 1);
  await ask('deuxième');
  await ask('troisième');
  expect(await waiting(work.definition.name)).toBe(1);
  // The other process was woken by the same asking: it had every occasion to begin.
  await wait(150);
  expect(work.begun).toEqual(['premier']);
  work.release();
  await until(() => work.begun.length === 2);
  await until(async () => (await waiting(work.definition.name)) === 0);
  expect(work.begun).toEqual(['premier', 'troisième']);
  expect(work.state.most).toBe(1);
});

test('jobs without a key, and of different keys, do not wait for each other', async () => {
  const work = gated('essais.libres');
  const hubs = [await startJobs([work.bound]), await startJobs([work.bound])];
  await hubs[0]!.unit(async unit => {
    await unit.enqueue(work.definition, { quoi: 'a' }, { once: 'lien a' });
    await unit.enqueue(work.definition, { quoi: 'b' }, { once: 'lien b' });
  });
  await until(() => work.state.running === 2);
  work.release();
  await until(() => work.state.running === 0);
  await hubs[0]!.unit(async unit => {
    for (const quoi of ['c', 'd', 'e']) await unit.enqueue(work.definition, { quoi });
  });
  await until(() => work.begun.length === 5);
});

test('who joins a waiting job is never passed over: it does not run before his commit', async () => {
  const work = gated('essais.vu');
  const idle = await startJobs([work.bound], { work: false });
  await idle.unit(unit => unit.enqueue(work.definition, { quoi: 'attend' }, { once: 'clé' }));
  const [joined, commit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const joining = idle.unit(async unit => {
    await unit.enqueue(work.definition, { quoi: 'rejoint' }, { once: 'clé' });
    joined.resolve();
    await commit.promise;
  });
  await joined.promise;
  await startJobs([work.bound]);
  await wait(150);
  expect(work.begun).toEqual([]);
  commit.resolve();
  await joining;
  await until(() => work.begun.length === 1);
  expect(work.begun).toEqual(['rejoint']);
  work.release();
});

test('units that ask at the same time with one key leave one waiting job', async () => {
  const work = gated('essais.ensemble');
  const idle = await startJobs([work.bound], { work: false });
  const ask = () => idle.unit(unit => unit.enqueue(work.definition, { quoi: 'x' }, { once: 'clé' }));
  await Promise.all(Array.from({ length: 8 }, ask));
  expect(await waiting(work.definition.name)).toBe(1);
});

test('asked for now, a job that waits for later comes now; asked for later, one that waits for now stays now', async () => {
  const work = gated('essais.plus-tard');
  const idle = await startJobs([work.bound], { work: false });
  const later = Temporal.Now.instant().add({ hours: 5 });
  const ask = (at?: Temporal.Instant) =>
    idle.unit(unit => unit.enqueue(work.definition, { quoi: 'x' }, { once: 'clé', ...(at ? { at } : {}) }));
  const due = async () => {
    const rows = await sql<{ due: boolean }[]>`
      select start_after <= now() as due from pgboss.job where name = ${work.definition.name} and state < 'active'`;
    return rows.map(row => row.due);
  };
  await ask(later);
  expect(await due()).toEqual([false]);
  await ask(later.subtract({ hours: 1 }));
  expect(await due()).toEqual([false]);
  await ask();
  expect(await due()).toEqual([true]);
  await ask(later);
  expect(await due()).toEqual([true]);
});

test('a unit that is undone asked for nothing', async () => {
  const work = gated('essais.annule');
  const idle = await startJobs([work.bound], { work: false });
  const undone = idle.unit(async unit => {
    await unit.enqueue(work.definition, { quoi: 'x' });
    await unit.enqueue(work.definition, { quoi: 'x' }, { once: 'clé' });
    throw new Error('annulé');
  });
  await expect(undone).rejects.toThrow('annulé');
  expect(await waiting(work.definition.name)).toBe(0);
});

test('every queue is woken by its jobs, not by the clock', async () => {
  const done = new Set<string>();
  const bound = Array.from({ length: 8 }, (_, n) =>
    on(job(`essais.file-${n}`, z.strictObject({})), async () => void done.add(`essais.file-${n}`)),
  );
  const hub = await startJobs(bound);
  for (let round = 0; round < 3; round += 1) {
    done.clear();
    const started = performance.now();
    await hub.unit(async unit => {
      for (const { job: definition } of bound) await unit.enqueue(definition, {});
    });
    await until(() => done.size === bound.length);
    if (process.env['MEASURE'])
      process.stdout.write(`8 queues woken in ${(performance.now() - started).toFixed(1)} ms\n`);
  }
});

test('one run answers all the askings of a job that does all there is to do', async () => {
  let runs = 0;
  const all = job('essais.tout', z.strictObject({}), { together: true });
  const idle = await startJobs([on(all, async () => {})], { work: false });
  for (let n = 0; n < 20; n += 1) await idle.unit(unit => unit.enqueue(all, {}));
  await startJobs([
    on(all, async () => {
      runs += 1;
    }),
  ]);
  await until(async () => (await waiting(all.name)) === 0);
  expect(runs).toBe(1);
});

test('of an error the queue keeps the sentence: no stack, no secret', async () => {
  const failing = on(job('essais.rate', z.strictObject({})), async () => {
    throw new Error('refusé par postgres://hub:tres-secret@base/x');
  });
  const hub = await startJobs([failing]);
  await hub.unit(unit => unit.enqueue(failing.job, {}));
  const kept = async () =>
    (
      await sql<
        { kept: string }[]
      >`select output::text as kept from pgboss.job where name = 'essais.rate' and state = 'retry'`
    )[0]?.kept;
  await until(async () => await kept());
  expect(await kept()).toContain('refusé par postgres://***@base/x');
  expect(await kept()).not.toMatch(/secret|\.ts:/);
});
