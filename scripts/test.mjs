// npm test: every check of the project, from a machine with Node 20, npm and git. Prints each part with its duration;
// the last line is "N passed, N failed". `--only part` runs one; other arguments are patterns of test files.
import { accessSync, constants, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { CLONE, ensurePackages, ensureWeb, findNode, Refused, refuseOldNode, run } from './setup.mjs';

/** A real ERP for the exam of connectors: installed where that can be done, demanded under CI; elsewhere its tests are skipped, and said to be. */
const TRYTON = ['tryton-server', 'tryton-modules-project', 'tryton-modules-timesheet'];

/** Budgets in minutes on two cores; above it a warning, not a failure. */
const PARTS = [
  { name: 'static', budget: 2, npm: ['run', '--silent', 'check:static'] },
  { name: 'docs', budget: 1, npm: ['run', '--silent', 'docs', '--', '--check'] },
  { name: 'api', budget: 2, npm: ['run', '--silent', 'lint:api'] },
  { name: 'unit', budget: 4, vitest: 'unit', measured: true, wants: TRYTON },
  { name: 'db', budget: 8, vitest: 'db', measured: true, needs: ['redis-server'], wants: TRYTON },
  { name: 'kill', budget: 6, vitest: 'kill', measured: true, needs: ['redis-server'] },
  { name: 'e2e', budget: 8, vitest: 'e2e', needs: ['chromium', 'fonts-liberation'], wants: TRYTON, web: true },
];

const TRYTON_MODULES = '/usr/lib/python3/dist-packages/trytond/modules';
/** What Debian provides, and how its presence is seen. */
const PACKAGES = {
  'redis-server': () => inPath('redis-server'),
  chromium: () => ['chromium', 'chromium-browser', 'google-chrome'].some(inPath),
  'fonts-liberation': () => hasFonts('/usr/share/fonts') || hasFonts('/usr/local/share/fonts'),
  'tryton-server': () => existsSync('/usr/bin/trytond'),
  'tryton-modules-project': () => existsSync(`${TRYTON_MODULES}/project`),
  'tryton-modules-timesheet': () => existsSync(`${TRYTON_MODULES}/timesheet`),
};

const say = line => process.stdout.write(`${line}\n`);
const total = { passed: 0, failed: 0, skipped: [] };

async function main() {
  const { values, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true });
  const parts = choose(values.only, positionals);
  refuseOldNode();
  await timed({ name: 'install', budget: 5 }, async () => {
    await ensureSystem(parts.flatMap(part => part.needs ?? []));
    await ensureWanted(parts.flatMap(part => part.wants ?? []));
    await ensurePackages({ dev: true, say });
  });
  const node = findNode();
  // The number asked of the whole suite; a lone `vitest run` of that file draws 3,000.
  // Screenshots of the pages that are refused only; `npm run screens` makes them all.
  const env = { FUZZ_REQUESTS: '20000', SCREENS: 'refused', ...cleanEnvironment() };
  const dir = mkdtempSync(join(tmpdir(), 'hub-results-'));
  // The figures mean something when all that runs the server ran.
  const covers = values.only === undefined && positionals.length === 0;
  for (const part of parts) await timed(part, () => runPart(part, { node, env, dir, covers, patterns: positionals }));
  if (covers) await timed({ name: 'coverage', budget: 1 }, () => runCoverage({ node, env, dir }));
  rmSync(dir, { recursive: true, force: true });
  for (const title of total.skipped) say(`skipped: ${title}`);
}

function choose(only, patterns) {
  const names = PARTS.map(part => part.name);
  if (only !== undefined && !names.includes(only)) throw new Refused(`--only: one of ${names.join(', ')}`);
  return PARTS.filter(part => (only === undefined || part.name === only) && (patterns.length === 0 || part.vitest));
}

async function timed({ name, budget }, work) {
  say(`\n== ${name}`);
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1000;
  say(`== ${name}: ${seconds.toFixed(1)} s`);
  if (seconds > budget * 60) say(`warning: ${name} took more than its budget of ${budget} min`);
}

async function runPart(part, { node, env, dir, covers, patterns }) {
  if (part.web) await ensureWeb({ node, say });
  if (part.npm) {
    const { code } = await run('npm', part.npm, { env });
    if (code === 0) total.passed += 1;
    else total.failed += 1;
    return;
  }
  const file = join(dir, `${part.vitest}.json`);
  const measured = covers && part.measured;
  const vitest = [join(CLONE, 'node_modules/vitest/vitest.mjs'), 'run', '--project', part.vitest, '--passWithNoTests'];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const coverage = ['--coverage.enabled', `--coverage.reportsDirectory=${join(dir, part.vitest)}`];
  const children = { TEST_CHILDREN_COVERAGE: join(dir, 'children') };
  const { code } = await run(node, [...vitest, ...reporters, ...(measured ? coverage : []), ...patterns], {
    env: measured ? { ...env, ...children } : env,
  });
  count(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null, code);
}

async function runCoverage({ node, env, dir }) {
  const { code } = await run(node, [join(CLONE, 'scripts/coverage.ts'), dir], { env });
  if (code === 0) total.passed += 1;
  else total.failed += 1;
}

/** A suite that does not load, or an error outside of a test, is a failure too. */
function count(results, code) {
  let failed = 0;
  for (const suite of results?.testResults ?? []) {
    const tests = suite.assertionResults;
    const bad = tests.filter(test => test.status === 'failed').length;
    failed += bad === 0 && suite.status === 'failed' ? 1 : bad;
    total.passed += tests.filter(test => test.status === 'passed').length;
    const skipped = tests.filter(test => !['passed', 'failed'].includes(test.status));
    total.skipped.push(...skipped.map(test => test.fullName));
  }
  total.failed += failed === 0 && code !== 0 ? 1 : failed;
}

async function ensureSystem(needs) {
  const missing = [...new Set(needs)].filter(name => !PACKAGES[name]());
  if (missing.length === 0) return;
  const install = ['install', '-y', '--no-install-recommends', ...missing];
  if (canInstall()) {
    say(`Installing ${missing.join(', ')}…`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env, quiet: true });
    const { code, output } = await run('apt-get', install, { env, quiet: true });
    if (code === 0) return;
    throw new Refused(`apt-get could not install ${missing.join(', ')}:\n${output.trim().slice(-1500)}`);
  }
  throw new Refused(
    `Missing on this machine: ${missing.join(', ')}.\nTo provide it: sudo apt-get update && sudo apt-get ${install.join(' ')}`,
  );
}

const canInstall = () => process.getuid?.() === 0 && inPath('apt-get');

/** What the run can do without, saying so at its end. */
async function ensureWanted(wants) {
  if (process.env.CI === 'true') return await ensureSystem(wants);
  try {
    if (canInstall()) await ensureSystem(wants);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say(error.message);
  }
  const missing = [...new Set(wants)].filter(name => !PACKAGES[name]());
  if (missing.length > 0) total.skipped.push(`all that needs ${missing.join(', ')} (not on this machine)`);
}

function inPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some(folder => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function hasFonts(folder) {
  return existsSync(folder) && readdirSync(folder, { recursive: true }).some(name => /\.(ttf|otf)$/i.test(name));
}

/** The settings of a hub in this terminal are not those of the tests. */
function cleanEnvironment() {
  const env = { ...process.env, PATH: join(CLONE, 'node_modules/.bin') + delimiter + process.env.PATH };
  for (const name of Object.keys(env)) {
    if (/^(PORT|HOST|DATA_DIR|DATABASE_URL|REDIS_URL|OUTBOUND_ALLOW|HUB_.*)$/.test(name)) delete env[name];
  }
  return env;
}

try {
  await main();
} catch (error) {
  total.failed += 1;
  say(error instanceof Refused ? error.message : error.stack);
}
say(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
