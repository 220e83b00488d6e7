// GET /api/v1/chantiers?limit=50 with a key, rate limit on Redis, beside a bare node:http server answering the same bytes.
// Bounds (issue "3/5 The public API v1"): CPU per request at most 5 times the bare server's when nothing changed, 4 times
// for a 304.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startHubWithKey } from './hub-with-key.ts';
import { load, type Target } from './load.ts';
import { printMachine, startNode, stopped, untilAnswers } from './measure.ts';
import { lowestCpu, runRounds, verdict, wrongIn } from './rounds.ts';

const BOUND = { unchanged: 5, not_modified: 4 };
const ROUNDS = 3;
const REQUESTS = 20_000;
const CONNECTIONS = 32;
const BARE_PORT = 3912;
const PATH = '/api/v1/chantiers?limit=50';

const hub = await startHubWithKey();
const list = hub.target(PATH);
const sample = await fetch(list.origin + PATH, { headers: list.headers! });
const bytes = Buffer.from(await sample.arrayBuffer());
const same = hub.target(PATH, { 'if-none-match': sample.headers.get('etag')! });
writeFileSync(join(hub.dir, 'body.json'), bytes);
const bare = startNode('bench/bare-server.mjs', { args: [join(hub.dir, 'body.json'), String(BARE_PORT)] });
await untilAnswers(`http://127.0.0.1:${BARE_PORT}/`);
const constant: Target = { origin: `http://127.0.0.1:${BARE_PORT}`, path: '/', pid: bare.pid! };

/** A chantier changes after every few requests: what is kept is hardly ever good. */
async function whileChanging<T>(work: () => Promise<T>): Promise<T> {
  let going = true;
  const writer = (async () => {
    while (going) await hub.sql`update chantiers set id = id where code = '2026-B0'`;
  })();
  const done = await work();
  going = false;
  await writer;
  return done;
}

const ask = (target: Target, requests = REQUESTS, expected = 200) =>
  load(target, { requests, connections: CONNECTIONS, expected });
for (const target of [list, constant]) await ask(target, 3_000);
printMachine();
console.log(
  `GET ${PATH} with a key, ${bytes.length} bytes, ${CONNECTIONS} connections, ${REQUESTS} requests a round\n`,
);
const rounds = await runRounds(ROUNDS, {
  'hub, unchanged': () => ask(list),
  bare: () => ask(constant),
  'hub, 304': () => ask(same, REQUESTS, 304),
});
const changing = await runRounds(1, { 'hub, list changing': () => whileChanging(() => ask(list, REQUESTS / 10)) });

const floor = lowestCpu(rounds.bare);
console.log(`\nCPU per request over the bare server’s, lowest of ${ROUNDS} rounds:`);
const kept = [
  verdict('- unchanged', lowestCpu(rounds['hub, unchanged']) / floor, { most: BOUND.unchanged }),
  verdict('- 304', lowestCpu(rounds['hub, 304']) / floor, { most: BOUND.not_modified }),
];
console.log(
  `- list changing all the time: ${(lowestCpu(changing['hub, list changing']) / floor).toFixed(1)} (no bound)`,
);

await stopped(bare);
await hub.stop();
process.exit(kept.every(Boolean) && wrongIn({ ...rounds, ...changing }) === 0 ? 0 : 1);
