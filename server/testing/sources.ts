// Our own source files, as text and as trees, for the tests that read them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export type Source = { path: string; text: string };

const root = join(import.meta.dirname, '../..');
const TESTING = /\.test\.tsx?$|^(server|web)\/testing\//;

/** Every .ts and .tsx file below these folders, by its path from the root of the project. */
function sourceFiles(folders: readonly string[]): Source[] {
  return folders
    .flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(name => `${folder}/${name}`),
    )
    .filter(path => /\.tsx?$/.test(path) && !path.includes('node_modules'))
    .sort()
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

export const productFiles = (folders: readonly string[]): Source[] =>
  sourceFiles(folders).filter(({ path }) => !TESTING.test(path));

/** Calls `look` on each node, the inner ones included unless it answers `false`. */
export function walk({ path, text }: Source, look: (node: ts.Node) => unknown): void {
  const visit = (node: ts.Node): void => {
    if (look(node) !== false) ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
}

/** The texts written in the code: strings, and the fixed parts of templates. Comments are none. */
export function textsOf(source: Source): string[] {
  const texts: string[] = [];
  walk(source, node => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      texts.push(node.text);
    }
  });
  return texts;
}
