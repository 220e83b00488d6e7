// Each table belongs to one slice, and only that slice's sql.ts (or sql/) names it. Views and functions are its door. What is the
// same for several tables is a statement of exchange/runs/sql.ts that is given their name (decision 0049).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { productFiles, type Source, textsOf } from './sources.ts';

const migrations = join(import.meta.dirname, '../migrations');
const TABLES = readdirSync(migrations)
  .filter(name => name.endsWith('.sql'))
  .flatMap(
    name =>
      readFileSync(join(migrations, name), 'utf8')
        .replace(/--.*$/gm, '')
        .match(/create table (?:if not exists )?\w+/g) ?? [],
  )
  .map(statement => statement.split(' ').at(-1)!);

/** What may follow: a table, in a statement that reads, writes, locks or changes it. */
const NAMED = /\b(?:from|join|into|update|table|only|truncate|lock|using|references)\s+(?:only\s+)?"?(\w+)"?/gi;

function namesTables(source: Source, tables: readonly string[]): string[] {
  const named = textsOf(source).flatMap(text => [...text.matchAll(NAMED)].map(([, name]) => name!.toLowerCase()));
  return tables.filter(table => named.includes(table));
}

/** The platform owns what every fact needs (events, hub_base); a slice owns by its sql.ts; nobody else may name a table. */
function ownerOf(path: string): string | null {
  if (path.startsWith('server/platform/')) return 'platform';
  return /^server\/((?:domain|exchange)\/[^/]+)\/sql(?:\.ts|\/.+\.ts)$/.exec(path)?.[1] ?? null;
}

/** One sentence per table named where it should not be; `owners` says who has what. */
function survey(sources: readonly Source[], tables: readonly string[]) {
  const owners = new Map<string, Set<string>>(tables.map(table => [table, new Set()]));
  const outside: string[] = [];
  for (const source of sources) {
    const owner = ownerOf(source.path);
    for (const table of namesTables(source, tables)) {
      if (owner) owners.get(table)!.add(owner);
      else outside.push(`${source.path} names ${table}`);
    }
  }
  const shared = [...owners]
    .filter(([, set]) => set.size > 1)
    .map(([table, set]) => `${table}: ${[...set].join(', ')}`);
  return { owners, outside, shared };
}

/** A statement on a table whose name it is given, as `sql(…)`. */
const GIVEN = /\b(?:from|join|into|update)\s+\$\{(?:\w+\.)?sql\(/i;
const givenIn = (sources: readonly Source[]): string[] =>
  sources.filter(({ text }) => GIVEN.test(text)).map(({ path }) => path);

const real = survey(productFiles(['server', 'scripts']), TABLES);

test('the tables of the migrations are found', () => {
  expect(TABLES).toEqual(
    expect.arrayContaining(['personnes', 'chantiers', 'chantier_personnes', 'api_keys', 'events']),
  );
});

test('only sql.ts names a table', () => expect(real.outside).toEqual([]));
test('only the statements of runs are given the name of their table', () =>
  expect(givenIn(productFiles(['server', 'scripts']))).toEqual(['server/exchange/runs/sql.ts']));
test('no table is named by two owners', () => expect(real.shared).toEqual([]));
test.each(TABLES)('%s has an owner', table => expect(real.owners.get(table)!.size).toBe(1));

describe('these checks bite', () => {
  const sql = 'sql`select * from chantiers c join personnes p on true`';
  const plant = (path: string, text: string) => survey([{ path, text }], ['chantiers', 'personnes']);

  test('a statement outside sql.ts is caught', () => {
    expect(plant('server/domain/chantiers/create-chantier.ts', sql).outside).toHaveLength(2);
    expect(plant('server/app.ts', 'sql.unsafe("update chantiers set nom = null")').outside).toEqual([
      'server/app.ts names chantiers',
    ]);
  });

  test('a second owner is caught', () => {
    const { shared, outside } = survey(
      [
        { path: 'server/domain/chantiers/sql.ts', text: sql },
        { path: 'server/domain/personnes/sql/read.ts', text: 'sql`delete from personnes`' },
      ],
      ['chantiers', 'personnes'],
    );
    expect(outside).toEqual([]);
    expect(shared).toEqual(['personnes: domain/chantiers, domain/personnes']);
  });

  test('a table by its name elsewhere is caught', () => {
    const plain = [`select from \${sql(name)} x`, `update \${unit.sql(rows.table)} r set a = 1`];
    expect(plain.map(text => givenIn([{ path: 'server/x.ts', text }]))).toEqual([['server/x.ts'], ['server/x.ts']]);
    expect(
      givenIn([{ path: 'server/x.ts', text: `update api_keys set \${sql(columns)} where \${from(sql)}` }]),
    ).toEqual([]);
  });

  test('views, functions, comments and prose are free', () => {
    const free =
      'sql`select * from chantiers_visibles(1) join personnes_nommees on true`; // from chantiers\nconst t = "les chantiers";';
    expect(plant('server/exchange/exports/plan.ts', free).outside).toEqual([]);
  });
});
