// A thousand slots sent to the simulator that lets ten calls through, then one per second, and says nothing of how long to wait;
// its clock is twenty times faster (settled.md 43). After fifty calls of warm-up: how much of what it allows is used, and how
// many calls it refuses. Its own journal is what counts.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { startEmbedded } from '#platform/db/embedded.ts';
import { migrate } from '#platform/db/migrate.ts';
import { openDatabase } from '#platform/db/sql.ts';
import { holdPresence } from '#platform/jobs/presence.ts';
import { makeLog } from '#platform/log.ts';
import { makeOutbound } from '#platform/outbound.ts';
import { openKeyring } from '#platform/secrets.ts';
import { assertOutsideUnit, makeInUnit } from '#platform/unit.ts';
import { connectors } from '../server/connectors/all.ts';
import { runExport } from '../server/exchange/exports/sending/run-export.ts';
import { makeMonth, makeRun, makeSendingLink, makeSite } from '../server/testing/erp/link-rows.ts';
import { printMachine, ROOT, stopped } from './measure.ts';

const FASTER = 20;
const WARM_UP = 50;
const SLOTS = 1_000;
const PEOPLE = 20;
const KEY = 'cst_demo_simulateur_costructor';

const args = ['--chantiers', '20', '--clock-speed', String(FASTER), '--with-parent'];
const erp = spawn(process.execPath, ['simulators/costructor/main.ts', ...args], {
  cwd: ROOT,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const line = await new Promise<string>(done => erp.stdout!.once('data', chunk => done(String(chunk))));
const { port, control_port } = JSON.parse(line) as { port: number; control_port: number };
async function control<T>(method: string, path: string, body?: unknown): Promise<T> {
  const json = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const answer = await fetch(`http://127.0.0.1:${control_port}${path}`, {
    method,
    ...(body === undefined ? {} : json),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

const dir = mkdtempSync(join(tmpdir(), 'hub-bench-'));
const postgres = await startEmbedded({ dir });
const sql = openDatabase({ url: postgres.url, max: 4 });
await migrate(sql);
const keyring = openKeyring({ file: join(dir, 'encryption-keys') });
const log = makeLog({ level: 'error' });
const clock = () => Temporal.Now.instant();
const presence = await holdPresence({ url: postgres.url, log });
const outbound = makeOutbound({ allow: '127.0.0.1/32:*', assertOutsideUnit, log });
const deps = {
  inUnit: makeInUnit({ sql, clock, log, enqueueIn: () => async () => {} }),
  ...{ connectors, keyring, clock, log, outbound, working: new Set<string>(), presence, public_url: '' },
  wait: (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }),
};

type Stored = { users: { id: string }[]; chantiers: { id: string; archived: boolean; hidden?: boolean }[] };
const store = await control<Stored>('GET', '/store');
const users = store.users.map(({ id }) => id);
while (users.length < PEOPLE) {
  const made = await control<{ id?: string; user?: { id: string } }>('POST', '/users', {
    firstName: 'Camille',
    lastName: 'Durand',
  });
  users.push(made.id ?? made.user!.id);
}
const open = store.chantiers.filter(({ archived, hidden }) => !archived && !hidden);
const link_id = await makeSendingLink(sql, keyring, { base_url: `http://127.0.0.1:${port}/external/v1`, api_key: KEY });
const sites = [await makeSite(sql, open[0]!.id), await makeSite(sql, open[1]!.id)];
await makeMonth(sql, { people: PEOPLE, sites, link: link_id });
await sql`
  update erp_personnes e set external_id = u.id
  from (select id, row_number() over (order by id) as n from erp_personnes where link_id = ${link_id}) r
    join unnest(${users}::text[]) with ordinality as u(id, n) on u.n = r.n
  where e.id = r.id`;

printMachine();
await control('DELETE', '/requests');
await runExport(deps, await makeRun(sql, { link_id, process_id: presence.id }), new AbortController().signal);
type Asked = { method: string; at: string; status: number | null };
const { requests } = await control<{ requests: Asked[] }>('GET', '/requests');
const calls = requests.slice(WARM_UP);
const written = calls.filter(({ method, status }) => method === 'POST' && status !== null && status < 300);
const until = calls.indexOf(written[Math.min(SLOTS, written.length) - 1]!) + 1;
const counted = calls.slice(0, until);
const refused = counted.filter(({ status }) => status === 429).length;
const seconds = (Date.parse(counted.at(-1)!.at) - Date.parse(counted[0]!.at)) / 1000;
const let_through = counted.length - refused - 1;
const pace = let_through / seconds / FASTER;
const share = refused / counted.length;
console.log(
  `${written.length} slots written after the warm-up, ${counted.length} calls looked at, in ${seconds.toFixed(1)} s`,
);
console.log(`pace: ${(pace * 100).toFixed(1)} % of what the throttle allows (at least 90)`);
console.log(`refused: ${refused} calls, ${(share * 100).toFixed(2)} % (at most 2)`);

await presence.close();
await outbound.close();
await sql.end();
await postgres.stop();
erp.kill('SIGTERM');
await stopped(erp);
rmSync(dir, { recursive: true, force: true });
process.exit(written.length >= SLOTS && pace >= 0.9 && share <= 0.02 ? 0 : 1);
