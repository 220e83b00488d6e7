// The first import of 10,000 chantiers in pages of 100, beside a bare client that writes the same rows; then a second
// reading that changes nothing, and the reading of 10 changed ones. Bounds: issue "2/5 The first walk".
import { type Bare, type Reading, startImportingHub } from './importing/importing-hub.ts';
import { cpuSeconds, printMachine } from './measure.ts';
import { startErp } from './simulated-erp.ts';

const BOUND = { ratio: 3, rss_mb: 60, share: 0.05 };
const CHANTIERS = 10_000;
const ROUNDS = 3;

const hub = await startImportingHub();
const { admin, pid } = hub;
const erp = await startErp();

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
  return await hub.connect(body);
}

type Measured = Reading & { calls: number };

async function read(link_id: string, genre: Parameters<typeof hub.read>[1]): Promise<Measured> {
  const before = await erp.calls();
  const reading = await hub.read(link_id, genre);
  return { ...reading, calls: (await erp.calls()) - before };
}

/** The fan-out of the same events again, by itself. */
async function fanOutAgain(): Promise<number> {
  const cpu = cpuSeconds(pid);
  await admin`update events set fanned_at = null where id in (select id from events where run_id is not null order by id desc limit ${CHANTIERS})`;
  await hub.post('/api/v1/chantiers', { nom: 'Chantier qui réveille la diffusion' });
  await hub.untilFannedOut();
  return cpuSeconds(pid) - cpu;
}

const bare = async (n: number): Promise<Bare> =>
  hub.bare('bench/importing/bare-costructor.mjs', [erp.url, await erp.newAccount(CHANTIERS, 100 + n)]);

/** What an import may write, as one number: it does not move when nothing is written. */
async function lastWritten(): Promise<string> {
  const [row] = await admin<{ mark: string }[]>`
    select concat_ws('/', (select max(changed_xid)::text from chantiers), (select count(*) from chantier_references),
                     (select max(xmin::text::bigint) from chantier_references), (select count(*) from events)) as mark`;
  return row!.mark;
}

const warm = await connect(0);
await read(warm, 'initial');
const settled_mb = hub.rssMb();
const rounds: { hub: Measured; bare: Bare }[] = [];
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

await hub.stop();
await erp.stop();
process.exit(verdicts.every(([, kept]) => kept) ? 0 : 1);
