// The first import of 10,000 chantiers in pages of 100, beside a bare client that writes the same rows; then a second
// reading that changes nothing, and the reading of 10 changed ones. Bounds: issue "2/5 The first walk".
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startEmbedded } from '#platform/db/embedded.ts';
import { migrate } from '#platform/db/migrate.ts';
import { openDatabase } from '#platform/db/sql.ts';
import { firstSignIn, type HubProcess, spawnHub, untilReady } from '../server/testing/hub-process.ts';
import { cpuSeconds, printMachine, ROOT, stopped } from './measure.ts';
import { startErp } from './simulated-erp.ts';

const BOUND = { ratio: 3, rss_mb: 60, share: 0.05 };
const CHANTIERS = 10_000;
const ROUNDS = 3;

const dir = mkdtempSync(join(tmpdir(), 'hub-bench-'));
const postgres = await startEmbedded({ dir });
const admin = openDatabase({ url: postgres.url, max: 1 });
const erp = await startErp();
const hub = await spawnHub({
  env: {
    DATABASE_URL: postgres.url,
    DATA_DIR: dir,
    OUTBOUND_ALLOW: '127.0.0.1/32:*',
    HUB_LOG_LEVEL: 'warn',
    NODE_OPTIONS: '--max-old-space-size=256',
  },
});
await untilReady(hub);
const as = { authorization: `Bearer ${await firstSignIn(hub)}` };
const pid = hub.child.pid!;

type Sent = { as: { authorization: string }; body?: unknown };
async function call<T>(to: HubProcess, method: string, ...[path, { as: who, body }]: [string, Sent]) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { ...who, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const answer = await fetch(to.origin + path, { method, headers, ...sent });
  return { status: answer.status, body: (await answer.json()) as T };
}

const rssMb = () => Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1000;

/** A connexion to an account of its own, so that each first import is a first one. */
async function connect(n: number): Promise<string> {
  const credentials = { api_key: await erp.newAccount(CHANTIERS, n) };
  const body = {
    kind: 'costructor',
    nom: `Banc ${n}`,
    settings: { base_url: erp.url },
    credentials,
    historique_mois: 120,
  };
  const { status, body: link } = await call<{ id: string }>(hub, 'POST', '/api/v1/erp-links', { as, body });
  if (status !== 201) throw new Error(`not connected: ${status} ${JSON.stringify(link)}`);
  return link.id;
}

type Run = { id: string; statut: string; compte: Record<string, number> };
type Measured = { run: Run; cpu_s: number; seconds: number; peak_mb: number; calls: number };

async function read(link_id: string, genre: 'initial' | 'complet' | 'incremental'): Promise<Measured> {
  const path = `/api/v1/erp-links/${link_id}/imports`;
  const [cpu, calls, began] = [cpuSeconds(pid), await erp.calls(), performance.now()];
  let run = (await call<Run>(hub, 'POST', path, { as, body: { genre } })).body;
  let peak_mb = rssMb();
  while (['waiting', 'running'].includes(run.statut)) {
    await wait(100);
    peak_mb = Math.max(peak_mb, rssMb());
    run = (await call<Run>(hub, 'GET', `/api/v1/imports/${run.id}`, { as })).body;
  }
  const seconds = (performance.now() - began) / 1000;
  await untilFannedOut();
  if (run.statut !== 'succeeded' && run.statut !== 'partial') throw new Error(`${genre}: ${JSON.stringify(run)}`);
  return { run, cpu_s: cpuSeconds(pid) - cpu, seconds, peak_mb, calls: (await erp.calls()) - calls };
}

async function untilFannedOut(): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const [row] = await admin<{ n: number }[]>`select count(*)::integer as n from events where fanned_at is null`;
    if (row!.n === 0) return;
    await wait(50);
  }
  throw new Error('events were never fanned out');
}

/** The fan-out of the same events again, by itself. */
async function fanOutAgain(): Promise<number> {
  const cpu = cpuSeconds(pid);
  await admin`update events set fanned_at = null where id in (select id from events where run_id is not null order by id desc limit ${CHANTIERS})`;
  const body = { nom: 'Chantier qui réveille la diffusion' };
  await call(hub, 'POST', '/api/v1/chantiers', { as, body });
  await untilFannedOut();
  return cpuSeconds(pid) - cpu;
}

async function bare(n: number): Promise<{ cpu_s: number; seconds: number }> {
  const name = `bare_${n}`;
  await admin.unsafe(`create database ${name}`);
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  const sql = openDatabase({ url: url.toString(), max: 1 });
  await migrate(sql);
  await sql.end();
  const key = await erp.newAccount(CHANTIERS, 100 + n);
  const began = performance.now();
  const child = spawn(process.execPath, ['bench/bare-import.mjs', erp.url, key, url.toString()], { cwd: ROOT });
  let text = '';
  child.stdout.on('data', chunk => (text += String(chunk)));
  child.stderr.on('data', chunk => process.stderr.write(chunk));
  await new Promise(done => child.once('close', done));
  const { cpu_s } = JSON.parse(text) as { cpu_s: number };
  return { cpu_s, seconds: (performance.now() - began) / 1000 };
}

/** What an import may write, as one number: it does not move when nothing is written. */
async function lastWritten(): Promise<string> {
  const [row] = await admin<{ mark: string }[]>`
    select concat_ws('/', (select max(changed_xid)::text from chantiers), (select count(*) from chantier_references),
                     (select max(xmin::text::bigint) from chantier_references), (select count(*) from events)) as mark`;
  return row!.mark;
}

const warm = await connect(0);
await read(warm, 'initial');
const settled_mb = rssMb();
const rounds: { hub: Measured; bare: { cpu_s: number; seconds: number } }[] = [];
let link = warm;
for (let round = 1; round <= ROUNDS; round += 1) {
  link = await connect(round);
  rounds.push({ bare: await bare(round), hub: await read(link, 'initial') });
}
const fan_out_s = await fanOutAgain();
const before = await lastWritten();
const again = await read(link, 'complet');
// `import.finished` of a reading asked for by hand is the one event of its own.
const written =
  (await lastWritten()).replace(/\d+$/, '') !== before.replace(/\d+$/, '') ||
  again.run.compte['unchanged'] !== CHANTIERS;
await erp.touch(ROUNDS, 10);
const delta = await read(link, 'incremental');

const best = (pick: (round: (typeof rounds)[number]) => number) => Math.min(...rounds.map(pick));
const ratio = best(round => round.hub.cpu_s) / best(round => round.bare.cpu_s);
const growth = Math.max(...rounds.map(round => round.hub.peak_mb)) - settled_mb;
const share = { calls: delta.calls / again.calls, cpu: delta.cpu_s / again.cpu_s };
const rows: [string, string][] = rounds.flatMap(({ hub: h, bare: b }, n) => [
  [`round ${n + 1}: hub, CPU s (wall s)`, `${h.cpu_s.toFixed(2)} (${h.seconds.toFixed(1)}), ${h.calls} calls`],
  [`round ${n + 1}: bare client, CPU s (wall s)`, `${b.cpu_s.toFixed(2)} (${b.seconds.toFixed(1)})`],
]);
printMachine();
console.log(`\nFirst import of ${CHANTIERS} chantiers, pages of 100, unthrottled simulator, heap capped at 256 MB\n`);
console.log('| what | measured |\n| --- | --- |');
for (const [what, value] of [
  ...rows,
  ['of which fan-out of 10,000 events, by itself, CPU s', fan_out_s.toFixed(2)],
  ['second complete reading, CPU s, calls', `${again.cpu_s.toFixed(2)}, ${again.calls}`],
  [
    '10 changed, incremental, CPU s, calls',
    `${delta.cpu_s.toFixed(2)}, ${delta.calls} (updated ${delta.run.compte['updated']})`,
  ],
  ['RSS after the warm-up import, MB', settled_mb.toFixed(0)],
])
  console.log(`| ${what} | ${value} |`);

const verdicts: [string, boolean][] = [
  [`CPU ratio ${ratio.toFixed(1)} (bound ${BOUND.ratio})`, ratio <= BOUND.ratio],
  [`RSS growth ${growth.toFixed(0)} MB (bound ${BOUND.rss_mb})`, growth < BOUND.rss_mb],
  [`second reading wrote ${written ? 'something' : 'nothing'}`, !written],
  [`incremental: ${(share.calls * 100).toFixed(1)} % of the calls (bound 5)`, share.calls <= BOUND.share],
  [`incremental: ${(share.cpu * 100).toFixed(1)} % of the CPU (bound 5)`, share.cpu <= BOUND.share],
];
console.log('');
for (const [line, kept] of verdicts) console.log(`${line} ${kept ? 'kept' : 'EXCEEDED'}`);

await admin.end();
await stopped(hub.child);
await erp.stop();
await postgres.stop();
rmSync(dir, { recursive: true, force: true });
process.exit(verdicts.every(([, kept]) => kept) ? 0 : 1);
