// A further ERP is one folder and one line: made in a copy of this tree, where every static check and its own exam are then run. It
// asks no database; it stands here because it takes as long as those that do.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const KIND = 'graneet';
/** The shortest and the longest, so that no line of the template is broken or joined by the name that it is given. */
const OTHERS = ['ab', 'abcdefghijklmnopqrst'];
const LONG = { timeout: 480_000 };

const scratch = mkdtempSync(join(tmpdir(), 'hub-scratch-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const IDENTITY = { GIT_AUTHOR_NAME: 'essai', GIT_AUTHOR_EMAIL: 'essai@exemple.fr' };
const COMMITTER = { GIT_COMMITTER_NAME: 'essai', GIT_COMMITTER_EMAIL: 'essai@exemple.fr' };

/** There, with nothing of the run that this is part of in its environment. Throws with all that was said. */
async function run(program: string, ...args: string[]): Promise<string> {
  const PATH = `${join(scratch, 'node_modules/.bin')}:${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`;
  const env = { ...IDENTITY, ...COMMITTER, PATH, HOME: scratch, NO_COLOR: '1' };
  const options = { cwd: scratch, env, maxBuffer: 64 * 1024 * 1024 };
  return await promisify(execFile)(program, args, options).then(
    ({ stdout }) => stdout,
    error => {
      throw new Error(`${program} ${args.join(' ')}\n${error.stdout}\n${error.stderr}`);
    },
  );
}
const commit = async () => {
  await run('git', 'add', '.');
  await run('git', 'commit', '-qm', 'essai');
};

beforeAll(async () => {
  const listed = await promisify(execFile)('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    ...{ cwd: ROOT, maxBuffer: 64 * 1024 * 1024 },
  });
  for (const path of listed.stdout.split('\0').filter(name => name !== ''))
    cpSync(join(ROOT, path), join(scratch, path));
  symlinkSync(join(ROOT, 'node_modules'), join(scratch, 'node_modules'));
  await run('git', 'init', '-q');
  writeFileSync(join(scratch, '.git/info/exclude'), 'node_modules\n');
  await commit();
  for (const kind of OTHERS) {
    await run('npm', 'run', '--silent', 'new:connector', '--', kind);
    await commit();
  }
  await run('npm', 'run', '--silent', 'new:connector', '--', KIND);
});

test('a further ERP is one folder and one line', async () => {
  const status = await run('git', 'status', '--porcelain');
  expect(status).toBe(` M server/connectors/registry.ts\n?? server/connectors/${KIND}/\n`);
  expect(await run('git', 'diff', '--numstat')).toBe('1\t0\tserver/connectors/registry.ts\n');
});

test(
  'it passes every static check: types, lint, import rules, sizes, quality scale, nothing unused',
  LONG,
  async () => {
    expect(await run('npm', 'run', '--silent', 'check:static')).toContain('no dependency violations found');
  },
);

test('it sits the exam of connectors for what it declares, and passes', LONG, async () => {
  const said = await run('npx', 'vitest', 'run', '--project', 'unit', `server/connectors/${KIND}/`);
  const [, passed, all] = /Tests +(\d+) passed \((\d+)\)/.exec(said) ?? [];
  expect(passed, said).toBe(all);
  expect(Number(all)).toBeGreaterThan(40);
});

test('nobody is offered it before its author says so', async () => {
  const ask = `import('./server/connectors/all.ts').then(({ connectors }) =>
    console.log(JSON.stringify([...connectors.values()].filter(({ offered }) => offered !== false).map(({ kind }) => kind))))`;
  const offered = JSON.parse(await run('node', '--input-type=module', '-e', ask));
  expect(offered).toContain('costructor');
  for (const kind of [KIND, ...OTHERS]) expect(offered).not.toContain(kind);
});
