// A hub cut down to what sends hours, or to what compares them, as a process of its own that can be told where to die: by its own
// SIGKILL, at a named point of its n-th write (or page) from then on. Only its wire is wrapped; what it calls, writes and commits is
// the product's. stdin: `die <point> <n> [<ms>]`, `live`. stdout: one JSON line per thing that happens.
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { feature as makeExports } from '#exchange/exports/index.ts';
import { feature as makeRapprochement } from '#exchange/rapprochement/index.ts';
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

const [url, keys, does = 'exports'] = process.argv.slice(2) as [string, string, string?];
/** Where a write may be when the process dies: the n-th of a day is in the middle of it, what came before is over there. */
type Point = 'before_send' | 'after_send' | 'after_answer' | 'mid_page';
/** `ms`: so long after the page was answered, while it is read, written or judged. */
let death: { point: Point; n: number; ms: number } | null = null;

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
  const reads = request.method === 'GET';
  if (!death || reads !== (death.point === 'mid_page')) return await outbound.fetch(to, request);
  death.n -= 1;
  if (death.n > 0) return await outbound.fetch(to, request);
  if (death.point === 'mid_page') {
    const page = await outbound.fetch(to, request);
    void wait(death.ms).then(die);
    return page;
  }
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
const ground = {
  ...{ inUnit, connectors, clock, log, presence, public_url: 'http://localhost' },
  keyring: openKeyring({ file: keys }),
  outbound: { fetch: fetchAndDie },
  wait: (ms: number, signal: AbortSignal) => wait(ms, undefined, { signal }),
};
const feature = does === 'exports' ? makeExports({ ...ground, doubt_ripens_ms: 400 }) : makeRapprochement(ground);
await jobs.start([fanOut(inUnit, []), ...(feature.jobs ?? [])], []);

createInterface({ input: process.stdin }).on('line', line => {
  const [verb, point, n, ms = 0] = line.split(' ');
  death = verb === 'die' ? { point: point as Point, n: Number(n), ms: Number(ms) } : null;
  say({ done: line });
});
say({ presence: presence.id });

for (;;) {
  await jobs.takeUp();
  await feature.takeover?.();
  await wait(100);
}
