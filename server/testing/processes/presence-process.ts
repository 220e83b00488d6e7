// A hub cut down to what takeovers need: a presence, a table of runs, jobs. Started as a process of its own and killed.
// Prints one JSON line per thing that happens.
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { openDatabase } from '#platform/db/sql.ts';
import { job, on } from '#platform/jobs/job.ts';
import { holdPresence } from '#platform/jobs/presence.ts';
import { makeJobs } from '#platform/jobs/runner.ts';
import { startTakeovers } from '#platform/jobs/takeover.ts';
import { makeLog } from '#platform/log.ts';
import { makeMetrics } from '#platform/metrics.ts';
import { makeInUnit, SYSTEM } from '#platform/unit.ts';

const url = process.argv[2]!;
const say = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`);
const sql = openDatabase({ url });
const log = makeLog({ level: 'warn', stream: { write: line => process.stderr.write(line) } });
const presence = await holdPresence({ url, log });

/** Never ends by itself in the first process that does it. */
export const endless = job('essais.sans-fin', z.strictObject({ run: z.string() }));
const jobs = makeJobs({ url, sql, log, metrics: makeMetrics(), presence, work: true });
await jobs.start(
  [
    on(endless, async ({ run }, signal) => {
      say({ job: run, by: presence.id });
      await new Promise(done => signal.addEventListener('abort', done));
    }),
  ],
  [],
);
const inUnit = makeInUnit({ sql, log, clock: () => Temporal.Now.instant(), enqueueIn: jobs.enqueueIn });

startTakeovers(
  [
    { name: 'jobs', takeover: jobs.takeUp },
    {
      name: 'runs',
      takeover: async () => {
        const taken = await sql`
          update essai_runs set process = ${presence.id} where not process_alive(process) returning id`;
        for (const { id } of taken) say({ took: id, by: presence.id });
      },
    },
  ],
  log,
);

process.stdin.on('data', async data => {
  const asked = String(data).trim();
  if (asked.startsWith('own '))
    await sql`insert into essai_runs (id, process) values (${asked.slice(4)}, ${presence.id})`;
  if (asked.startsWith('ask '))
    await inUnit(SYSTEM, unit => unit.enqueue(endless, { run: asked.slice(4) }, { once: asked.slice(4) }));
  say({ done: asked });
});
say({ presence: presence.id });
