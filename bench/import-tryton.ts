// The first import of 10,000 chantiers from Tryton, a real ERP, beside a bare JSON-RPC client that reads the same pages and writes the
// same rows. Most of the time is Tryton's own: its CPU stands beside the hub's. Bounds: issue "5/5 ERP".
import { type Bare, type Reading, startImportingHub } from './importing/importing-hub.ts';
import { startTryton } from './importing/tryton-store.ts';
import { cpuSeconds, printMachine } from './measure.ts';

const BOUND = 3;
/** Fewer for a quick look: the ratio is judged on ten thousand. */
const CHANTIERS = Number(process.env['CHANTIERS'] ?? 10_000);
const ROUNDS = 3;

const found = await startTryton(CHANTIERS);
if (!found) {
  console.log(
    'Tryton is not on this machine: apt-get install tryton-server tryton-modules-project tryton-modules-timesheet',
  );
  process.exit(1);
}
const erp = found;
const hub = await startImportingHub();

/** What it cost, and what it cost Tryton. */
async function costing<T>(work: () => Promise<T>): Promise<T & { erp_s: number }> {
  const before = cpuSeconds(erp.pid);
  return { ...(await work()), erp_s: cpuSeconds(erp.pid) - before };
}

/** Tryton gives no references, and three rounds would use up our own codes (A001 to Z999). */
const forgetChantiers = () =>
  hub.admin.begin(async tx => {
    await tx`set local session_replication_role = 'replica'`;
    await tx`delete from chantier_references`;
    await tx`delete from chantiers`;
  });

type Side = { cpu_s: number; seconds: number; erp_s: number };
type Round = { hub: Reading & Side; bare: Bare & Side };

async function round(n: number): Promise<Round> {
  const base = await erp.base(`banc${n}`);
  const { user, password } = erp.credentials;
  const args = [erp.server, base, user, password];
  const bare = await costing(() => hub.bare('bench/importing/bare-tryton.mjs', args));
  const settings = { base_url: erp.server, database: base };
  const account = { kind: 'tryton', nom: `Banc ${n}`, settings, credentials: erp.credentials, historique_mois: 120 };
  const link = await hub.connect(account);
  const read = await costing(() => hub.read(link, 'initial'));
  await forgetChantiers();
  return { bare, hub: read };
}

await round(0);
printMachine();
const rounds: Round[] = [];
for (let n = 1; n <= ROUNDS; n += 1) rounds.push(await round(n));

console.log(`\nFirst import of ${CHANTIERS} chantiers from Tryton 6.0, pages of 200, after a round of warm-up\n`);
console.log('| round | who | CPU s | wall s | Tryton’s CPU s meanwhile | chantiers |');
console.log('| --- | --- | --- | --- | --- | --- |');
const say = (who: string, { cpu_s, seconds, erp_s }: Side, chantiers: number) =>
  console.log(`| ${who} | ${cpu_s.toFixed(2)} | ${seconds.toFixed(1)} | ${erp_s.toFixed(1)} | ${chantiers} |`);
for (const [index, { hub: h, bare: b }] of rounds.entries()) {
  say(`${index + 1} | hub`, h, h.run.compte['created'] ?? 0);
  say(`${index + 1} | bare client`, b, b.rows);
}
printMachine();

const lowest = (pick: (one: Round) => number) => Math.min(...rounds.map(pick));
const cpu = lowest(one => one.hub.cpu_s) / lowest(one => one.bare.cpu_s);
const wall = lowest(one => one.hub.seconds) / lowest(one => one.bare.seconds);
const whole = rounds.every(one => one.hub.run.compte['created'] === CHANTIERS && one.bare.rows === CHANTIERS);
const verdicts: [string, boolean][] = [
  [`every chantier, both sides, each round`, whole],
  [`CPU ${cpu.toFixed(2)} times the bare client’s (at most ${BOUND})`, cpu <= BOUND],
  [`wall time ${wall.toFixed(2)} times the bare client’s (at most ${BOUND})`, wall <= BOUND],
];
console.log('');
for (const [line, kept] of verdicts) console.log(`${line}: ${kept ? 'kept' : 'EXCEEDED'}`);

await hub.stop();
await erp.stop();
process.exit(verdicts.every(([, kept]) => kept) ? 0 : 1);
