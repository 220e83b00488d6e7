// GET /api/v1/chantiers?limit=50 with a key, beside a bare node:http server answering the same bytes.
// Bound (issue "1/5 The ground", settled.md 41): CPU per request at most 12 times, lowest of three interleaved rounds.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newApiKey } from '#platform/api-key-format.ts';
import { startEmbedded } from '#platform/db/embedded.ts';
import { openDatabase } from '#platform/db/sql.ts';
import { newId } from '#platform/ids.ts';
import { hashToken } from '#platform/tokens.ts';
import { makeChantier, makePersonne } from '../server/testing/make.ts';
import { type Load, load, printMachine, startNode, stopped, untilAnswers } from './measure.ts';

const BOUND = 12;
const ROUNDS = 3;
const REQUESTS = 6_000;
const CONNECTIONS = 32;
const [HUB_PORT, BARE_PORT] = [3911, 3912];
const PATH = '/api/v1/chantiers?limit=50';

const dir = mkdtempSync(join(tmpdir(), 'hub-bench-'));
const postgres = await startEmbedded({ dir });
const hub = startNode('server/main.ts', {
  env: { DATABASE_URL: postgres.url, DATA_DIR: dir, PORT: String(HUB_PORT), HUB_LOG_LEVEL: 'warn' },
});
await untilAnswers(`http://localhost:${HUB_PORT}/health/ready`);

const sql = openDatabase({ url: postgres.url, max: 2 });
const owner = await makePersonne(sql, { role: 'administrateur' });
const secret = newApiKey();
const key_id = newId();
await sql`
  insert into api_keys (id, lineage_id, personne_id, secret_hash, apercu, nom, scopes, created_at, expires_at, rate_limit_max, rate_limit_per_hour)
  values (${key_id}, ${key_id}, ${owner.id}, ${hashToken(secret)}, 'hbc_…', 'bench', '{chantiers:read}', now(), now() + interval '1 day',
          1000000, 1000000)`;
for (let n = 0; n < 200; n += 1) {
  await makeChantier(sql, { nom: `Résidence numéro ${n}`, code: `2026-B${n}`, equipe: [owner.id] });
}
await sql`analyze`;

const headers = { authorization: `Bearer ${secret}`, host: `localhost:${HUB_PORT}` };
const sample = await fetch(`http://localhost:${HUB_PORT}${PATH}`, {
  headers: { authorization: headers.authorization },
});
const bytes = Buffer.from(await sample.arrayBuffer());
writeFileSync(join(dir, 'body.json'), bytes);
const bare = startNode('bench/bare-server.mjs', { args: [join(dir, 'body.json'), String(BARE_PORT)] });
await untilAnswers(`http://127.0.0.1:${BARE_PORT}/`);

const hubTarget = { origin: `http://127.0.0.1:${HUB_PORT}`, path: PATH, headers, pid: hub.pid! };
const bareTarget = { origin: `http://127.0.0.1:${BARE_PORT}`, path: '/', pid: bare.pid! };
await load(hubTarget, { requests: 1_000, connections: CONNECTIONS });
await load(bareTarget, { requests: 1_000, connections: CONNECTIONS });
/** A chantier changes after every few requests: what is kept is hardly ever good. */
async function whileChanging<T>(work: Promise<T>): Promise<T> {
  let going = true;
  const writer = (async () => {
    while (going) await sql`update chantiers set id = id where code = '2026-B0'`;
  })();
  const done = await work;
  going = false;
  await writer;
  return done;
}

type Name = 'hub' | 'hub, list changing' | 'bare';
const rounds: Record<Name, Load>[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const hub = await load(hubTarget, { requests: REQUESTS, connections: CONNECTIONS });
  const bare = await load(bareTarget, { requests: REQUESTS, connections: CONNECTIONS });
  const changing = await whileChanging(load(hubTarget, { requests: REQUESTS / 3, connections: CONNECTIONS }));
  rounds.push({ hub, bare, 'hub, list changing': changing });
}

printMachine();
console.log(
  `GET ${PATH} with a key, ${bytes.length} bytes, ${CONNECTIONS} connections, ${REQUESTS} requests a round\n`,
);
console.log('| round | server | CPU µs/request | requests/s | p50 ms | p99 ms | not 200 |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
rounds.forEach((servers, round) => {
  for (const [name, it] of Object.entries(servers)) {
    const rate = Math.round(it.requests / it.seconds);
    console.log(
      `| ${round + 1} | ${name} | ${it.cpu_us.toFixed(0)} | ${rate} | ${it.p50_ms.toFixed(1)} | ${it.p99_ms.toFixed(1)} | ${it.wrong} |`,
    );
  }
});
const lowest = (name: Name) => Math.min(...rounds.map(round => round[name].cpu_us));
const ratio = lowest('hub') / lowest('bare');
console.log(
  `\nCPU ratio, lowest of ${ROUNDS} rounds: ${ratio.toFixed(1)} (bound ${BOUND}) ${ratio <= BOUND ? 'kept' : 'EXCEEDED'}`,
);
console.log(
  `While the list changes all the time: ${(lowest('hub, list changing') / lowest('bare')).toFixed(1)} (reported, no bound)`,
);

await sql.end();
await stopped(bare);
await stopped(hub);
await postgres.stop();
rmSync(dir, { recursive: true, force: true });
process.exit(ratio <= BOUND && rounds.every(round => round.hub.wrong === 0) ? 0 : 1);
