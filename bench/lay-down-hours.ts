// A month of 300 people (about 13,000 pointages, 20,000 slots) laid down for an ERP: statements, and the hub's CPU.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { openSession } from '#exchange/erp-links/index.ts';
import { startEmbedded } from '#platform/db/embedded.ts';
import { migrate } from '#platform/db/migrate.ts';
import { openDatabase } from '#platform/db/sql.ts';
import { makeLog } from '#platform/log.ts';
import { openKeyring } from '#platform/secrets.ts';
import { makeInUnit } from '#platform/unit.ts';
import { connectors } from '../server/connectors/all.ts';
import { freezeDays } from '../server/exchange/exports/sending/freeze-days.ts';
import { makeMonth, makeRun, makeSendingLink, makeSite } from '../server/testing/erp/link-rows.ts';
import { cpuSeconds, printMachine } from './measure.ts';

const PEOPLE = 300;
const ROUNDS = 3;
const dir = mkdtempSync(join(tmpdir(), 'hub-bench-'));
const postgres = await startEmbedded({ dir });
const statements: string[] = [];
const sql = openDatabase({ url: postgres.url, max: 4, onStatement: text => statements.push(text) });
await migrate(sql);
const keyring = openKeyring({ file: join(dir, 'encryption-keys') });
const log = makeLog({ level: 'error' });
const clock = () => Temporal.Now.instant();
const inUnit = makeInUnit({ sql, clock, log, enqueueIn: () => async () => {} });
const nowhere = () => Promise.reject(new Error('nothing is called'));
const deps = {
  ...{ inUnit, connectors, keyring, clock, log, working: new Set<string>(), presence: { id: '1' }, public_url: '' },
  ...{ outbound: { fetch: nowhere }, wait: nowhere },
};

const link_id = await makeSendingLink(sql, keyring, { base_url: 'https://127.0.0.1:1', api_key: 'cst_essai' });
const sites = [await makeSite(sql, 'pj_un'), await makeSite(sql, 'pj_deux')];
await makeMonth(sql, { people: PEOPLE, sites, link: link_id });
const run = await makeRun(sql, { link_id, process_id: deps.presence.id });
const { link, session } = await openSession(deps, link_id);
const sending = {
  run,
  link,
  heures: session.heures!,
  log,
  signal: new AbortController().signal,
  unreadable: new Set<string>(),
};

printMachine();
const results: { statements: number; cpu_s: number; seconds: number; lines: number }[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  await sql`truncate export_jours, pointage_liens, export_gestes, export_lignes, export_regularisations`.catch(
    emptyByHand,
  );
  statements.length = 0;
  const [cpu, began] = [cpuSeconds(process.pid), performance.now()];
  await freezeDays(deps, sending);
  const [spent, seconds, sent] = [cpuSeconds(process.pid) - cpu, (performance.now() - began) / 1000, statements.length];
  const [row] = await sql<{ n: number }[]>`select count(*)::integer as n from export_lignes`;
  results.push({ statements: sent, cpu_s: spent, seconds, lines: row!.n });
  console.log(
    `round ${round + 1}: ${row!.n} lines, ${sent} statements, hub CPU ${spent.toFixed(2)} s, ${seconds.toFixed(1)} s`,
  );
}
const worst = Math.max(...results.map(result => (result.statements - 8) / (result.lines / 500)));
console.log(`statements beyond eight, for 500 lines: ${worst.toFixed(2)} (at most 1)`);
await sql.end();
await postgres.stop();
rmSync(dir, { recursive: true, force: true });
process.exit(worst <= 1 ? 0 : 1);

/** The history refuses it, as it must: a bench alone goes round. */
async function emptyByHand(): Promise<void> {
  await sql`alter table export_gestes disable trigger user`;
  await sql`truncate export_jours, pointage_liens, export_gestes, export_lignes, export_regularisations`;
  await sql`alter table export_gestes enable trigger user`;
}
