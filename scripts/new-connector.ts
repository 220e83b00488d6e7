// npm run new:connector -- <kind>: the folder of a further ERP, from connector-template/, and its line in registry.ts.
// It compiles, sits its exam and is in no wizard; what it says of their API is an example until somebody has read theirs.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const CONNECTORS = 'server/connectors';
const TEMPLATE = join(import.meta.dirname, 'connector-template');
const NAME = 'modele';

/** Refused before anything is written. */
export class Refused extends Error {}

/** Gives the paths written, from `root`: the last is that of the registry. */
export function newConnector(root: string, kind: string): string[] {
  refuse(root, kind);
  const registry = join(root, CONNECTORS, 'registry.ts');
  const lines = withLine(readFileSync(registry, 'utf8'), kind);
  const files = filesOf(kind);
  const folder = join(root, CONNECTORS, kind);
  const draft = join(root, CONNECTORS, `.${kind}`);
  try {
    for (const [path, text] of files) write(join(draft, path), text);
    // The folder is there whole or not at all, and the registry never names one that is not.
    renameSync(draft, folder);
    writeFileSync(`${registry}.new`, lines);
    renameSync(`${registry}.new`, registry);
  } catch (error) {
    for (const made of [draft, folder]) rmSync(made, { recursive: true, force: true });
    throw error;
  }
  return [...files.map(([path]) => `${CONNECTORS}/${kind}/${path}`), `${CONNECTORS}/registry.ts`];
}

const KIND = /^[a-z]{2,20}$/;
/** Words of the language, and what a connector's own files import: its constant cannot be called so. */
const TAKEN = new Set(
  `arguments async await break case catch class conformance const continue debugger default delete do else enum eval
  export extends false finally for function if implements import in instanceof interface let new null package private
  protected public return static super switch this throw true try typeof undefined var void while with yield`.split(
    /\s+/,
  ),
);

function refuse(root: string, kind: string): void {
  if (!KIND.test(kind)) throw new Refused(`« ${kind} »: a kind has 2 to 20 letters, a to z, and nothing else`);
  if (TAKEN.has(kind)) throw new Refused(`${kind} is a word of the code: no connector can be called so`);
  for (const name of [kind, `.${kind}`])
    if (existsSync(join(root, CONNECTORS, name))) throw new Refused(`${CONNECTORS}/${name} is there already`);
  const { status, stdout } = spawnSync('git', ['status', '--porcelain', '--', CONNECTORS], {
    ...{ cwd: root, encoding: 'utf8' },
  });
  if (status !== 0) throw new Refused('git does not say what has changed here: this is done in a clone');
  if (stdout !== '') throw new Refused(`${CONNECTORS}/ holds changes: commit them or put them away first\n${stdout}`);
}

const ENTRY = /^export \{ ([a-z]+) \} from '\.\/\1\/index\.ts';$/;

/** By the alphabet, as the linter wants it. */
function withLine(registry: string, kind: string): string {
  const lines = registry.trimEnd().split('\n');
  const before = lines.findIndex(line => (ENTRY.exec(line)?.[1] ?? '') > kind);
  const line = `export { ${kind} } from './${kind}/index.ts';`;
  return `${lines.toSpliced(before === -1 ? lines.length : before, 0, line).join('\n')}\n`;
}

/** The template is a connector that is linted and compiled where it stands: only its name and its way to the port change. */
const filesOf = (kind: string): [path: string, text: string][] =>
  readdirSync(TEMPLATE, { recursive: true, encoding: 'utf8' })
    .filter(path => statSync(join(TEMPLATE, path)).isFile())
    .map(path => [path, readFileSync(join(TEMPLATE, path), 'utf8')] as const)
    .map(([path, text]) => [path, named(text, kind).replaceAll(`'../../${CONNECTORS}/`, "'../")]);

const named = (text: string, kind: string) => text.replaceAll(NAME, kind).replaceAll(capital(NAME), capital(kind));
const capital = (word: string) => `${word[0]!.toUpperCase()}${word.slice(1)}`;

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

if (import.meta.main) {
  try {
    const [kind = '', ...more] = process.argv.slice(2);
    if (more.length > 0) throw new Refused('npm run new:connector -- <kind>: one word');
    for (const path of newConnector(join(import.meta.dirname, '..'), kind)) console.log(path);
    console.log(`\nNext: npm run docs, ${CONNECTORS}/${kind}/README.md, and « An ERP » in CONTRIBUTING.md.`);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
