import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { newConnector, Refused } from './new-connector.ts';

const CONNECTORS = 'server/connectors';

/** A clone with a registry, and nothing else. */
function clone() {
  const root = mkdtempSync(join(tmpdir(), 'hub-clone-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=essai', '-c', 'user.email=essai@exemple.fr', ...args], {
      ...{ cwd: root, encoding: 'utf8' },
    });
  mkdirSync(join(root, CONNECTORS, 'costructor'), { recursive: true });
  cpSync(join(import.meta.dirname, `../${CONNECTORS}/registry.ts`), join(root, CONNECTORS, 'registry.ts'));
  writeFileSync(join(root, CONNECTORS, 'costructor/index.ts'), 'export const costructor = 1;\n');
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'clone');
  return { root, path: (name: string) => join(root, CONNECTORS, name), status: () => git('status', '--porcelain') };
}

test.each([
  '',
  'a',
  'a'.repeat(21),
  'Graneet',
  'gra-neet',
  'gra2',
  'été',
  '../graneet',
  '.git',
  'class',
  'conformance',
])('the name « %s » is refused, and nothing is written', kind => {
  const { root, status } = clone();
  expect(() => newConnector(root, kind)).toThrow(Refused);
  expect(status()).toBe('');
});

test('an ERP that is there already is refused, a folder of its name too, were it empty', () => {
  const { root, path, status } = clone();
  mkdirSync(path('graneet'));
  for (const kind of ['costructor', 'graneet'])
    expect(() => newConnector(root, kind), kind).toThrow(`${kind} is there already`);
  expect([status(), readdirSync(path('graneet'))]).toEqual(['', []]);
});

test('among changes that are not committed it is refused: what it does could not be told from them', () => {
  const { root, path, status } = clone();
  writeFileSync(path('costructor/index.ts'), 'export const costructor = 2;\n');
  expect(() => newConnector(root, 'graneet')).toThrow(/holds changes.*\n M .*costructor\/index\.ts/);
  expect(status()).toBe(` M ${CONNECTORS}/costructor/index.ts\n`);
  rmSync(join(root, '.git'), { recursive: true });
  expect(() => newConnector(root, 'graneet')).toThrow('this is done in a clone');
});

test('when the line cannot be written there is no folder either', () => {
  const { root, path } = clone();
  // Where the new registry is to be put together; git does not see it, being empty.
  mkdirSync(path('registry.ts.new'));
  const before = readFileSync(path('registry.ts'), 'utf8');
  expect(() => newConnector(root, 'graneet')).toThrow('EISDIR');
  expect(readdirSync(path('.')).sort()).toEqual(['costructor', 'registry.ts', 'registry.ts.new']);
  expect(readFileSync(path('registry.ts'), 'utf8')).toBe(before);
});

test.each([
  ['batigest', 1],
  ['graneet', 2],
  ['zed', 3],
])('%s takes its place in the registry, by the alphabet', (kind, place) => {
  const { root, path } = clone();
  const before = readFileSync(path('registry.ts'), 'utf8').split('\n');
  newConnector(root, kind);
  const after = readFileSync(path('registry.ts'), 'utf8').split('\n');
  expect(after.toSpliced(place, 1)).toEqual(before);
  expect(after[place]).toBe(`export { ${kind} } from './${kind}/index.ts';`);
});
