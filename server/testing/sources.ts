// Our own source files as text, for the tests that read them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Source = { path: string; text: string };

const root = join(import.meta.dirname, '../..');

/** Every .ts and .tsx file below these folders, by its path from the root of the project. */
export function sourceFiles(folders: readonly string[]): Source[] {
  return folders
    .flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(name => `${folder}/${name}`),
    )
    .filter(path => /\.tsx?$/.test(path) && !path.includes('node_modules'))
    .sort()
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
