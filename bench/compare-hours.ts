// The rapprochement of 300 people over a month that was sent (about 20,000 lines, as many entries over there), a few of them changed:
// statements and size of the week's answer against those of 30 people, then what a browser four times slower does with it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startEmbedded } from '#platform/db/embedded.ts';
import { migrate } from '#platform/db/migrate.ts';
import { openDatabase } from '#platform/db/sql.ts';
import { browse } from './comparison/browse.ts';
import { fillCompared, SEMAINES } from './comparison/fill.ts';
import { printMachine } from './measure.ts';
import { openHubHere } from './people/hub-here.ts';

const dir = mkdtempSync(join(tmpdir(), 'hub-bench-'));
const postgres = await startEmbedded({ dir });

/** One statement for who asks and what he sees, whatever the number of people. */
async function measure(people: number): Promise<{ statements: number; place: { url: string; dir: string } }> {
  const place = { url: Object.assign(new URL(postgres.url), { pathname: `/compare_${people}` }).toString(), dir };
  const admin = openDatabase({ url: postgres.url });
  await admin.unsafe(`create database compare_${people}`);
  await admin.end();
  const sql = openDatabase({ url: place.url });
  await migrate(sql);
  const link = await fillCompared(sql, { people, dir });
  const hub = await openHubHere(place);
  const read = async (semaine: string) => {
    const spent = await hub.spend(() => hub.ask('GET', `/api/v1/rapprochement?link_id=${link}&semaine=${semaine}`));
    if (spent.result.status !== 200) throw new Error(spent.result.body);
    return spent;
  };
  await read('2026-W30');
  let statements = Number.POSITIVE_INFINITY;
  for (const semaine of SEMAINES) {
    const { result, statements: sent, seconds } = await read(semaine);
    const { personnes, totaux } = JSON.parse(result.body) as { personnes: unknown[]; totaux: Record<string, number> };
    // What the hub asks by itself meanwhile is not of the read.
    statements = Math.min(statements, sent.length);
    console.log(
      `| ${semaine} | ${personnes.length} | ${JSON.stringify(totaux).replaceAll('"', '')} | ${sent.length} | ${(seconds * 1000).toFixed(0)} | ` +
        `${(result.body.length / 1000).toFixed(0)} | ${(gzipSync(result.body).length / 1000).toFixed(0)} |`,
    );
  }
  await hub.close();
  await sql.end();
  return { statements, place };
}

printMachine();
console.log(
  '\n| week | people | cells | statements | ms | kB | kB gzip |\n| --- | --- | --- | --- | --- | --- | --- |',
);
const few = await measure(30);
const all = await measure(300);
const kept = few.statements === all.statements;
console.log(`\nStatements of the grid: ${all.statements}, ${kept ? 'constant' : 'NOT CONSTANT'}\n`);
await browse({ 30: few.place, 300: all.place }, SEMAINES[1]!);
printMachine();
await postgres.stop();
rmSync(dir, { recursive: true, force: true });
process.exit(kept ? 0 : 1);
