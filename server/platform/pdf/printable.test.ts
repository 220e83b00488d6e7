import { expect, test } from 'vitest';
import { printable } from './printable.ts';

test.each([
  ['« L’été » — 7 h 20', '« L’été » — 7 h 20'],
  ['Łukasz Nowák', 'Lukasz Nowák'],
  ['Ștefan\u202f!', 'Stefan\u00a0!'],
  ['a\nb', 'a b'],
  ['محمد', '????'],
])('%s is written %s', (text, written) => expect(printable(text)).toBe(written));
