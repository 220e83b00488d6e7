// A year of three hundred people on forty chantiers: how many statements each read costs, what the week screens cost beside a
// bare server, and what gestures on everybody cost. Bounds: issue "5/5 People at work", Figures.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ajouterJours } from '#contract/calendrier.ts';
import { startEmbedded } from '#platform/db/embedded.ts';
import { migrate } from '#platform/db/migrate.ts';
import { openDatabase, type Sql } from '#platform/db/sql.ts';
import { printMachine } from './measure.ts';
import { type Counted, countReads } from './people/count-reads.ts';
import { type Company, DERNIER_LUNDI, fillCompany } from './people/fill.ts';
import { recompute, recomputeYear, validate } from './people/gestures.ts';
import { type HubHere, openHubHere, type Spent } from './people/hub-here.ts';
import { compareScreens } from './people/screens.ts';

const SMALL: Company = { personnes: 10, chantiers: 4, semaines: 3 };
const LARGE: Company = { personnes: 300, chantiers: 40, semaines: 52 };

const dir = mkdtempSync(join(tmpdir(), 'hub-bench-'));
const postgres = await startEmbedded({ dir });

async function makeBase(name: string, company: Company): Promise<{ url: string; sql: Sql }> {
  const admin = openDatabase({ url: postgres.url, max: 1 });
  await admin.unsafe(`create database ${name}`);
  await admin.end();
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  const sql = openDatabase({ url: url.toString(), max: 1 });
  await migrate(sql);
  await fillCompany(sql, company);
  return { url: url.toString(), sql };
}

async function inHub<T>(url: string, work: (hub: HubHere) => Promise<T>): Promise<T> {
  const hub = await openHubHere({ url, dir });
  const result = await work(hub);
  await hub.close();
  return result;
}

const line = (what: string, { statements, cpu_s, seconds }: Spent<unknown>) =>
  console.log(`| ${what} | ${statements.length} | ${(cpu_s * 1000).toFixed(0)} | ${(seconds * 1000).toFixed(0)} |`);

/** Whether none of these grew with what it was done for. */
const constant = (...all: Spent<unknown>[]) => new Set(all.map(({ statements }) => statements.length)).size === 1;

async function gestures(hub: HubHere): Promise<boolean> {
  console.log('\n| gesture | statements | CPU ms | ms |\n| --- | --- | --- | --- |');
  const months = [await recompute(hub, 3), await recompute(hub, 300), await recompute(hub, 300)];
  line('recompute a month, 3 people', months[0]!);
  line('recompute a month, 300 people, nothing there yet', months[1]!);
  line('recompute a month, 300 people, nothing changed', months[2]!);
  const few = await validate(hub, { debut: ajouterJours(DERNIER_LUNDI, -7), count: 3 });
  const all = await validate(hub, { debut: DERNIER_LUNDI, count: 300 });
  line(`validate 3 feuilles (${few.result.faits} pointages)`, few);
  line(`validate ${all.result.feuilles} feuilles (${all.result.faits} pointages), one transaction`, all);
  const done = all.result.feuilles === LARGE.personnes && all.result.refuses.length === 0;
  const kept = constant(few, all) && constant(months[0]!, months[1]!);
  console.log(
    `\nStatements of gestures: ${kept ? 'constant' : 'NOT CONSTANT'}; all 300 validated: ${done ? 'yes' : 'NO'}`,
  );
  return kept && done;
}

function printReads(small: Counted[], large: Counted[]): boolean {
  console.log(
    '\n| read | statements, small | statements, large | kB, large | ms, large |\n| --- | --- | --- | --- | --- |',
  );
  for (const [n, { route, statements, kB, ms }] of large.entries())
    console.log(`| GET ${route} | ${small[n]!.statements} | ${statements} | ${kB.toFixed(0)} | ${ms.toFixed(0)} |`);
  const same = large.every(({ statements }, n) => statements === small[n]!.statements);
  console.log(`\n${large.length} reads, statements: ${same ? 'constant' : 'NOT CONSTANT'}`);
  return same;
}

const size = ({ personnes, chantiers, semaines }: Company) =>
  `${personnes} people, ${chantiers} chantiers, ${semaines} weeks`;
const small = await makeBase('small', SMALL);
const large = await makeBase('large', LARGE);
const [rows] = await large.sql<Record<string, number>[]>`
  select (select count(*) from pointages)::integer as pointages, (select count(*) from affectations)::integer as affectations,
    (select count(*) from absences)::integer as absences`;
printMachine();
console.log(`\nsmall: ${size(SMALL)}; large: ${size(LARGE)}, ${JSON.stringify(rows)}`);
const few = await inHub(small.url, async hub => {
  await recomputeYear(hub, SMALL.semaines);
  return await countReads(hub);
});
const kept = await inHub(large.url, async hub => {
  const done = await gestures(hub);
  await recomputeYear(hub, LARGE.semaines);
  await large.sql`vacuum analyze`;
  return [done, printReads(few, await countReads(hub))];
});
printMachine();
console.log(`\nThe week of ${LARGE.personnes} people, 4 connections, 200 requests a round\n`);
kept.push(await compareScreens(large.sql, { url: large.url, dir }));

await small.sql.end();
await large.sql.end();
await postgres.stop();
rmSync(dir, { recursive: true, force: true });
process.exit(kept.every(Boolean) ? 0 : 1);
