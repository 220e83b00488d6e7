import { expect, test } from 'vitest';
import { breaks, current, generate, staleFiles } from './docs.ts';

const files = await generate();

test('the generated documents are what the code says (npm run docs)', () => {
  expect(staleFiles(files, current)).toEqual([]);
});

test('the API breaks no caller of the last release', () => {
  expect(breaks(files)).toEqual([]);
});

test('a document changed by hand, and a missing one, are noticed', () => {
  const [first] = Object.keys(files);
  expect(staleFiles(files, path => (path === first ? 'autre chose' : files[path]!))).toEqual([first]);
  expect(staleFiles(files, () => '')).toEqual(Object.keys(files));
});
