import { expect, test } from 'vitest';
import { CEILINGS, excesses } from './check-sizes.ts';

const lines = (n: number, line = '') => Array.from({ length: n }, () => line).join('\n');
const body = (n: number) => `{\n${lines(n - 2, '  work();')}\n}`;
const check = (path: string, text: string) => excesses([{ path, text }]);

test('what stays under the ceilings passes', () => {
  expect(
    check(
      'server/domain/x/rules.ts',
      `export function f(a, b, c) ${body(CEILINGS.function)}\n${lines(200, '// why')}\n`,
    ),
  ).toEqual([]);
  expect(check('web/ui/x.tsx', `export const X = () => ${body(CEILINGS.component)};`)).toEqual([]);
  expect(check('contract/errors.ts', lines(900, '// one'))).toEqual([]);
  expect(
    check('server/x.test.ts', `describe('x', () => ${body(300)}); test.each(rows)('x', (a, b, c, d) => a);`),
  ).toEqual([]);
});

test.each([
  ['a long file', 'server/x.ts', lines(CEILINGS.file + 1, '// a'), `${CEILINGS.file + 1} lines`],
  ['a long test file', 'server/x.test.ts', lines(CEILINGS.test_file + 1, '// a'), `${CEILINGS.test_file + 1} lines`],
  ['a long function', 'server/x.ts', `function f() ${body(CEILINGS.function + 1)}`, 'server/x.ts:1 f: 41 lines'],
  [
    'a long arrow',
    'server/x.ts',
    `\nconst f = async () => ${body(CEILINGS.function + 1)};`,
    'server/x.ts:2 f: 41 lines',
  ],
  ['a long method', 'server/x.ts', `const x = { f() ${body(CEILINGS.function + 1)} };`, 'f: 41 lines'],
  ['a long callback', 'server/x.test.ts', `test('x', () => ${body(CEILINGS.function + 1)});`, 'in test(…): 41 lines'],
  ['a long component', 'web/ui/x.tsx', `const X = () => ${body(CEILINGS.component + 1)};`, 'X: 81 lines'],
  ['four arguments', 'server/x.ts', 'const f = (a, b, c, d) => a;', 'f: 4 arguments'],
])('%s is caught', (_, path, text, expected) => {
  const found = check(path, text);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(expected);
});

test('a folder of more than fifteen files is caught, its tests not counted', () => {
  const files = (n: number, suffix: string) =>
    Array.from({ length: n }, (_, i) => ({ path: `server/domain/x/f${i}${suffix}`, text: '' }));
  expect(excesses([...files(15, '.ts'), ...files(15, '.test.ts')])).toEqual([]);
  expect(excesses(files(16, '.ts'))).toEqual(['server/domain/x/: 16 files, at most 15']);
});
