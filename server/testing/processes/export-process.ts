// A hub cut down to what sends hours, as a process of its own that can be told where to die: by its own SIGKILL, at a named
// point of its n-th write from then on. Only its wire is wrapped; what it calls, writes and commits is the product's.
// stdin: `die <point> <n>`, `live`. stdout: one JSON line per thing that happens.
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { feature } from '#exchange/exports/index.ts';
import { openDatabase } from '#platform/db/sql.ts';
import { fanOut } from '#platform/events/fan-out.ts';
import { holdPresence } from '#platform/jobs/presence.ts';
import { makeJobs } from '#platform/jobs/runner.ts';
import { makeLog } from '#platform/log.ts';
import { makeMetrics } from '#platform/metrics.ts';
import { makeOutbound } from '#platform/outbound.ts';
import { openKeyring } from '#platform/secrets.ts';
import { assertOutsideUnit, makeInUnit } from '#platform/unit.ts';
import { connectors } from '../../connectors/all.ts';

const [url, keys] = process.argv.slice(2) as [string, string];
/** Where a write may be when the process dies: the n-th of a day is in the middle of it, what came before is over there. */
type Point = 'before_send' | 'after_send' | 'after_answer';
let death: { point: Point; n: number } | null = null;

const say = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`);
const die = (): Promise<never> => {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
};

const sql = openDatabase({ url });
const log = makeLog({ level: 'error', stream: { write: line => process.stderr.write(line) } });
const metrics = makeMetrics();
const presence = await holdPresence({ url, log });
const outbound = makeOutbound({ allow: '127.0.0.1/32:*', assertOutsideUnit, log, metrics });

const fetchAndDie: typeof outbound.fetch = async (to, request) => {
  if (request.method === 'GET' || !death) return await outbound.fetch(to, request);
  death.n -= 1;
  if (death.n > 0) return await outbound.fetch(to, request);
  if (death.point === 'before_send') return await die();
  const answer = outbound.fetch(to, request);
  // Long enough to be over there, whose answers take longer than this.
  if (death.point === 'after_send') return await wait(15).then(die);
  await answer;
  return await die();
};

const jobs = makeJobs({ url, sql, log, metrics, presence, work: true });
const clock = () => Temporal.Now.instant();
const inUnit = makeInUnit({ sql, log, clock, enqueueIn: jobs.enqueueIn });
const exports = feature({
  ...{ inUnit, connectors, clock, log, presence, public_url: 'http://localhost' },
  keyring: openKeyring({ file: keys }),
  outbound: { fetch: fetchAndDie },
  wait: (ms, signal) => wait(ms, undefined, { signal }),
  doubt_ripens_ms: 400,
});
await jobs.start([fanOut(inUnit, []), ...(exports.jobs ?? [])], []);

createInterface({ input: process.stdin }).on('line', line => {
  const [verb, point, n] = line.split(' ');
  death = verb === 'die' ? { point: point as Point, n: Number(n) } : null;
  say({ done: line });
});
say({ presence: presence.id });

for (;;) {
  await jobs.takeUp();
  await exports.takeover?.();
  await wait(100);
}
