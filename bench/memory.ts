// What the hub holds in memory as requests go by: RSS after 200,000 of them within 5 % of that after 50,000, heap capped at
// 256 MB (issue "3/5 The public API v1", settled 42). Lists that did not change, pages and filters of their own, and keys
// that nobody has: whatever is kept of a request shows here.
import { readFileSync } from 'node:fs';
import { newApiKey } from '#platform/api-key-format.ts';
import { startHubWithKey } from './hub-with-key.ts';
import { load, type Target } from './load.ts';
import { printMachine } from './measure.ts';
import { verdict } from './rounds.ts';

const BOUND = 1.05;
const [STEP, FIRST, LAST] = [10_000, 50_000, 200_000];
const CONNECTIONS = 32;
const EACH_OWN = 200;
const LIST = '/api/v1/chantiers?limit=50';

const hub = await startHubWithKey({ NODE_OPTIONS: '--max-old-space-size=256' });
const rssMb = () => Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${hub.pid}/status`, 'utf8'))![1]) / 1000;
const ask = (target: Target, requests: number, expected: number) =>
  load(target, { requests, connections: Math.min(CONNECTIONS, requests), expected });

let asked = 0;
/** Of each step, four tenths an unchanged list, four tenths a 304, the rest questions that nobody asked before. */
async function step(etag: string): Promise<number> {
  let wrong = (await ask(hub.target(LIST), STEP * 0.4, 200)).wrong;
  wrong += (await ask(hub.target(LIST, { 'if-none-match': etag }), STEP * 0.4, 304)).wrong;
  for (let n = 0; n < EACH_OWN; n += 1) {
    const own = `/api/v1/chantiers?limit=1&q=${asked}-${n}`;
    wrong += (await ask(hub.target(own), (STEP * 0.1) / EACH_OWN, 200)).wrong;
    const unknown = { authorization: `Bearer ${newApiKey()}` };
    // After a hundred bad credentials an address is told to wait: 429, and its key is looked up all the same.
    await ask(hub.target(LIST, unknown), (STEP * 0.1) / EACH_OWN, 429);
  }
  asked += STEP;
  return wrong;
}

const sample = await fetch(hub.target(LIST).origin + LIST, { headers: hub.target(LIST).headers! });
const etag = sample.headers.get('etag')!;
printMachine();
console.log('\n| requests | RSS MB |\n| --- | --- |');
const seen = new Map<number, number>();
let wrong = 0;
while (asked < LAST) {
  wrong += await step(etag);
  seen.set(asked, rssMb());
  console.log(`| ${asked} | ${rssMb().toFixed(0)} |`);
}
console.log(`\n${wrong} answers not as expected`);
const kept = verdict(`RSS after ${LAST} over that after ${FIRST}`, seen.get(LAST)! / seen.get(FIRST)!, { most: BOUND });
await hub.stop();
process.exit(kept && wrong === 0 ? 0 : 1);
