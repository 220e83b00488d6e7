// What of the keys, the sign-in and the limiter the tests never ran, hubs started as processes of their own included: line by
// line, over the parts of `npm test` that run the server. Under the bounds it exits 1, and `npm test` fails.
// `node scripts/coverage.ts <folder>`: of each measured part `<part>.json` (its results) and `<part>/` (its report), and `children/`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const CLONE = fileURLToPath(new URL('..', import.meta.url));
const MIN_LINES_PERCENT = 97;
const MIN_TESTS = 92;

const MEASURED = [
  'server/exchange/api-keys',
  'server/exchange/sessions',
  'server/platform/http/access',
  'server/platform/http/rate-limit',
] as const;
/** A slice's folder; a file of that name with the folder that it may have. */
export const MEASURED_GLOBS: string[] = MEASURED.flatMap(name => [`${name}/**/*.ts`, `${name}*.ts`]);
const measuredAs = (path: string) =>
  MEASURED.find(name => path.startsWith(name) && /^[-./]/.test(path.slice(name.length)));

/** Tests that are about them. The tables of rights and the walks over all routes have thousands of cells: not counted. */
const ABOUT = /^server\/(exchange\/(api-keys|sessions)|platform\/http\/(access|rate-limit|guard))\b/;

type Place = { line: number; column: number };
type Statements = Record<string, { start: Place }>;
type Report = Record<string, { path: string; statementMap: Statements; s: Record<string, number> }>;
type Results = { testResults: { name: string; assertionResults: { status: string }[] }[] };
type V8Function = { ranges: { startOffset: number; endOffset: number; count: number }[] };
type V8Report = { result: { url: string; functions: V8Function[] }[] };
/** Whether each line that begins a statement ran. */
type Lines = Map<number, boolean>;
type Sum = { name: string; run: number; all: number; missed: string[] };

const mark = (lines: Lines, line: number, run: boolean) => lines.set(line, run || lines.get(line) === true);

function addReport(files: Map<string, Lines>, report: Report): void {
  for (const [path, { statementMap, s }] of Object.entries(report)) {
    const name = relative(CLONE, path);
    const lines = files.get(name) ?? new Map();
    files.set(name, lines);
    for (const [id, { start }] of Object.entries(statementMap)) mark(lines, start.line, (s[id] ?? 0) > 0);
  }
}

type Seen = { text: string; functions: readonly V8Function[]; statements: Statements };

/** Node drops the types of a file and leaves blanks in their place: what V8 counts lies where the source has it. */
export function addChild(lines: Lines, { text, functions, statements }: Seen): void {
  const begins = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) begins.push(at + 1);
  const ranges = functions.flatMap(one => one.ranges);
  for (const { start } of Object.values(statements)) {
    const at = begins[start.line - 1]! + start.column;
    const around = ranges.filter(({ startOffset, endOffset }) => startOffset <= at && at < endOffset);
    const [nearest] = around.toSorted((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset));
    if (nearest) mark(lines, start.line, nearest.count > 0);
  }
}

/** A hub killed in the middle leaves nothing, or half a file. */
function readChild(file: string): V8Report {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as V8Report;
  } catch {
    return { result: [] };
  }
}

function addChildren(files: Map<string, Lines>, folder: string, statements: ReadonlyMap<string, Statements>): void {
  const byUrl = new Map([...statements].map(([path, map]) => [pathToFileURL(path).href, { path, map }]));
  for (const file of existsSync(folder) ? readdirSync(folder) : []) {
    for (const { url, functions } of readChild(join(folder, file)).result) {
      const known = byUrl.get(url);
      if (!known) continue;
      const seen = { text: readFileSync(known.path, 'utf8'), functions, statements: known.map };
      addChild(files.get(relative(CLONE, known.path))!, seen);
    }
  }
}

/** For each measured thing: lines that ran, lines in all, and where those are that never did. */
export function summarise(files: ReadonlyMap<string, Lines>): Sum[] {
  const sums = MEASURED.map((name): Sum => ({ name, run: 0, all: 0, missed: [] }));
  for (const [path, lines] of files) {
    const sum = sums.find(({ name }) => name === measuredAs(path));
    if (!sum) continue;
    const missed = [...lines].filter(([, run]) => !run).map(([line]) => line);
    sum.run += lines.size - missed.length;
    sum.all += lines.size;
    if (missed.length > 0) sum.missed.push(`${path}:${missed.toSorted((a, b) => a - b).join(',')}`);
  }
  return sums;
}

/** The words, and whether the figures are enough. Nothing measured is not enough. */
export function judge(sums: readonly Sum[], tests: number): { said: string[]; enough: boolean } {
  const percent = ({ run, all }: Sum) => (all === 0 ? 0 : (100 * run) / all);
  const low = sums.filter(sum => percent(sum) < MIN_LINES_PERCENT);
  const said = [
    ...sums.map(sum => `${sum.name}: ${percent(sum).toFixed(1)} % of ${sum.all} lines ran`),
    ...sums.flatMap(({ missed }) => missed.map(where => `  never ran: ${where}`)),
    `${tests} tests on keys, authentication and rate limiting`,
    ...low.map(({ name }) => `too few lines of ${name} ran: at least ${MIN_LINES_PERCENT} %`),
    ...(tests < MIN_TESTS ? [`too few tests: at least ${MIN_TESTS}`] : []),
  ];
  return { said, enough: low.length === 0 && tests >= MIN_TESTS };
}

function main(folder: string): void {
  const files = new Map<string, Lines>();
  const statements = new Map<string, Statements>();
  let tests = 0;
  for (const name of readdirSync(folder)) {
    const file = join(folder, name, 'coverage-final.json');
    if (existsSync(file)) {
      const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
      addReport(files, report);
      for (const [path, { statementMap }] of Object.entries(report)) statements.set(path, statementMap);
    }
    if (!name.endsWith('.json')) continue;
    const results = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Results;
    const about = results.testResults.filter(suite => ABOUT.test(relative(CLONE, suite.name)));
    tests += about.flatMap(suite => suite.assertionResults).filter(test => test.status === 'passed').length;
  }
  addChildren(files, join(folder, 'children'), statements);
  const { said, enough } = judge(summarise(files), tests);
  process.stdout.write(`${said.join('\n')}\n`);
  process.exitCode = enough ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv[2]!);
