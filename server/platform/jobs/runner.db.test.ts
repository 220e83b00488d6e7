import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { testDatabase } from '#testing/db.ts';
import { makeLog } from '../log.ts';
import { makeMetrics } from '../metrics.ts';
import { job, on } from './job.ts';
import { makeJobs } from './runner.ts';

const { url, sql } = await testDatabase();
const tick = job('essais.tick', z.strictObject({ quoi: z.string() }));
const YEARLY = '0 0 1 1 *';

async function startOnce({ work }: { work: boolean }): Promise<string[]> {
  const done: string[] = [];
  const jobs = makeJobs({ url, log: makeLog({ level: 'silent' }), metrics: makeMetrics(), work });
  const bound = on(tick, async ({ quoi }) => void done.push(quoi));
  await jobs.start([bound], [{ job: tick, cron: YEARLY, payload: { quoi: 'tour' } }]);
  for (let tries = 0; work && done.length === 0 && tries < 400; tries += 1) await wait(25);
  await jobs.stop();
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
