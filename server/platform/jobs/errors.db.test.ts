import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { testDatabase } from '#testing/db.ts';
import { atTheEnd } from '#testing/endings.ts';
import { makeLog } from '../log.ts';
import { makeMetrics } from '../metrics.ts';
import { makeInUnit, SYSTEM } from '../unit.ts';
import { job, on } from './job.ts';
import { makeJobs } from './runner.ts';

test('an error of the queue was logged as [object Object]: it says what failed', async () => {
  const { url, sql } = await testDatabase();
  const lines: string[] = [];
  const log = makeLog({ level: 'error', stream: { write: line => void lines.push(line) } });
  const presence = { id: '1', lost: new AbortController().signal };
  const jobs = makeJobs({ url, sql, log, metrics: makeMetrics(), presence, work: true });
  const bound = on(job('essais.panne', z.strictObject({})), async () => {});
  await jobs.start([bound], []);
  atTheEnd(() => jobs.stop());
  await sql`create function refuse() returns trigger language plpgsql as $$ begin raise 'le disque est plein'; end $$`;
  await sql`create trigger refuse before update on pgboss.job for each row execute function refuse()`;
  const inUnit = makeInUnit({ sql, log, clock: () => Temporal.Now.instant(), enqueueIn: jobs.enqueueIn });
  await inUnit(SYSTEM, unit => unit.enqueue(bound.job, {}));
  await expect.poll(() => lines.length, { timeout: 12_000, interval: 20 }).toBeGreaterThan(0);
  await sql`drop function refuse cascade`;
  expect(JSON.parse(lines[0]!)).toMatchObject({
    'event.action': 'jobs_error',
    'error.message': expect.stringMatching(/^le disque est plein/),
  });
  expect(lines.join('')).not.toContain('[object Object]');
}, 20_000);
