// What verifying a key costs over HTTP: key, scope and rate limit (on Redis), then an empty answer. The hub answers the 304
// of a list that its caller knows; beside it Better Auth's API key plugin (bench/peers), both on the same PostgreSQL, and
// Fastify without any check. Bounds (issue "3/5 The public API v1"): at least 10 times the requests per second of Better
// Auth; CPU per request at most 4 times that of the same Fastify server without any check.
import { spawn } from 'node:child_process';
import { freePort } from '../server/testing/hub-process.ts';
import { startHubWithKey } from './hub-with-key.ts';
import { load, type Target } from './load.ts';
import { printMachine, ROOT, startNode, stopped, untilAnswers } from './measure.ts';
import { bestRate, lowestCpu, runRounds, verdict, wrongIn } from './rounds.ts';

const BOUND = { rate: 10, cpu: 4 };
const ROUNDS = 3;
const CONNECTIONS = 32;
const REQUESTS = 20_000;
/** A fiftieth of the work takes it as long. */
const PEER_REQUESTS = 2_000;
const PATH = '/api/v1/chantiers?limit=1';

const hub = await startHubWithKey();

/** In a database of its own on the server that the hub uses. */
async function startBetterAuth(): Promise<{ target: Target; stop: () => Promise<void> }> {
  await hub.sql.unsafe('create database peer');
  const url = Object.assign(new URL(hub.database_url), { pathname: '/peer' }).toString();
  const port = await freePort();
  const args = ['bench/peers/better-auth.mjs', url, String(port)];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const key = await new Promise<string>((done, fail) => {
    child.stdout.once('data', (text: Buffer) => done(String(text).trim()));
    child.once('exit', code => fail(new Error(`bench/peers/better-auth.mjs left with ${code}`)));
  });
  const headers = { authorization: `Bearer ${key}` };
  return {
    target: { origin: `http://127.0.0.1:${port}`, path: '/', headers, pid: child.pid! },
    stop: () => stopped(child),
  };
}

const list = hub.target(PATH);
const { headers } = await fetch(list.origin + PATH, { headers: list.headers! });
const verified = hub.target(PATH, { 'if-none-match': headers.get('etag')! });
const unchecked = hub.target('/health/live');
const peer = await startBetterAuth();
const fastify_port = await freePort();
const fastify = startNode('bench/bare-fastify.mjs', { args: [String(fastify_port)] });
const alone: Target = { origin: `http://127.0.0.1:${fastify_port}`, path: '/', pid: fastify.pid! };
await untilAnswers(`${alone.origin}/`);

const ask = (target: Target, requests: number, expected: number) =>
  load(target, { requests, connections: CONNECTIONS, expected });
const measures = {
  'hub: key, scope, rate, 304': () => ask(verified, REQUESTS, 304),
  'hub: no check (/health/live)': () => ask(unchecked, REQUESTS, 200),
  'Fastify alone, 204': () => ask(alone, REQUESTS, 204),
  'Better Auth 1.7.5, 204': () => ask(peer.target, PEER_REQUESTS, 204),
};
for (const measure of Object.values(measures)) await measure();
printMachine();
console.log(
  `Verification of a key, ${CONNECTIONS} connections, ${REQUESTS} requests a round (Better Auth: ${PEER_REQUESTS})\n`,
);
const rounds = await runRounds(ROUNDS, measures);

const cpu = (name: keyof typeof rounds) => lowestCpu(rounds[name]);
const rate = (name: keyof typeof rounds) => bestRate(rounds[name]);
const [ours, theirs] = ['hub: key, scope, rate, 304', 'Better Auth 1.7.5, 204'] as const;
console.log(`\nBest and lowest of ${ROUNDS} rounds:`);
const kept = [
  verdict('- requests/s over Better Auth’s', rate(ours) / rate(theirs), { least: BOUND.rate }),
  verdict('- CPU over the same server without any check', cpu(ours) / cpu('hub: no check (/health/live)'), {
    most: BOUND.cpu,
  }),
];
console.log(`- CPU over Fastify alone: ${(cpu(ours) / cpu('Fastify alone, 204')).toFixed(1)} (no bound)`);
console.log(`- CPU of Better Auth over the hub’s: ${(cpu(theirs) / cpu(ours)).toFixed(1)} (no bound)`);

await stopped(fastify);
await peer.stop();
await hub.stop();
process.exit(kept.every(Boolean) && wrongIn(rounds) === 0 ? 0 : 1);
