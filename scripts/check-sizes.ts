// The ceilings of house §15: a file, a function, a folder and a list of arguments stay small enough to be read at once.
// `npm run check` runs it; it prints every excess and exits 1.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

export const CEILINGS = { file: 250, test_file: 400, function: 40, component: 80, args: 3, folder: 15 } as const;
const FOLDERS = ['contract', 'server', 'web', 'scripts', 'dev', 'e2e', 'bench', 'simulators'];
const SKIPPED = /(^|\/)(node_modules|dist|fixtures|generated)\//;
const TEST = /\.test\.tsx?$/;
/** Catalogues of texts and schemas are read like a dictionary, not from top to bottom (settled.md 9). */
const CATALOGUE = /^contract\/|\/messages\.ts$/;

export type Source = { path: string; text: string };

/** What is too large in these files, one sentence each; empty when all is well. */
export const excesses = (sources: readonly Source[]): string[] => [
  ...sources.flatMap(fileExcess),
  ...sources.flatMap(functionExcesses),
  ...folderExcesses(sources),
];

function fileExcess({ path, text }: Source): string[] {
  if (CATALOGUE.test(path)) return [];
  const lines = text.trimEnd().split('\n').length;
  const ceiling = TEST.test(path) ? CEILINGS.test_file : CEILINGS.file;
  return lines > ceiling ? [`${path}: ${lines} lines, at most ${ceiling}`] : [];
}

function functionExcesses({ path, text }: Source): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const ceiling = path.endsWith('.tsx') ? CEILINGS.component : CEILINGS.function;
  const found: string[] = [];
  const lineOf = (position: number) => file.getLineAndCharacterOfPosition(position).line + 1;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body && !isDescribe(node)) {
      const first = lineOf(node.getStart(file));
      const lines = lineOf(node.getEnd()) - first + 1;
      const where = `${path}:${first} ${nameOf(node)}`;
      if (lines > ceiling) found.push(`${where}: ${lines} lines, at most ${ceiling}`);
      if (node.parameters.length > CEILINGS.args && !isTableRow(node)) {
        found.push(`${where}: ${node.parameters.length} arguments, at most ${CEILINGS.args}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** `describe('…', () => {…})` groups tests; it is no function that somebody must hold in his head. */
function isDescribe(node: ts.Node): boolean {
  if (!ts.isCallExpression(node.parent)) return false;
  return /^describe\b/.test(node.parent.expression.getText());
}

/** The columns of `test.each([…])('…', (a, b, c, d) => …)` are a table's, not a caller's. */
const isTableRow = (node: ts.Node): boolean =>
  ts.isCallExpression(node.parent) && /^(test|describe)\.each\b/.test(node.parent.expression.getText());

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name) return node.name.getText();
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) return parent.name.getText();
  return ts.isCallExpression(parent) ? `in ${parent.expression.getText().split(/[(\n]/)[0]}(…)` : 'function';
}

function folderExcesses(sources: readonly Source[]): string[] {
  const counted = sources.filter(({ path }) => !TEST.test(path) && !CATALOGUE.test(path));
  const byFolder = Object.entries(Object.groupBy(counted, ({ path }) => dirname(path)));
  return byFolder
    .filter(([, files]) => (files?.length ?? 0) > CEILINGS.folder)
    .map(([folder, files]) => `${folder}/: ${files!.length} files, at most ${CEILINGS.folder}`);
}

function readSources(root: string): Source[] {
  return FOLDERS.filter(folder => existsSync(join(root, folder))).flatMap(folder => {
    const names = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
    return names
      .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map(entry => relative(root, join(entry.parentPath, entry.name)))
      .filter(path => !SKIPPED.test(path))
      .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  });
}

if (import.meta.main) {
  const found = excesses(readSources(join(import.meta.dirname, '..')));
  for (const line of found) console.error(line);
  if (found.length > 0) process.exitCode = 1;
}
