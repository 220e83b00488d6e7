import { expect, test } from 'vitest';
import { addChild, judge, summarise } from './coverage.ts';

const lines = (run: number, all: number) =>
  new Map(Array.from({ length: all }, (_, line) => [line + 1, line < run] as [number, boolean]));
const project = (run: number) =>
  new Map([
    ['server/exchange/api-keys/sql/keys.ts', lines(run, 100)],
    ['server/exchange/sessions/sign-in.ts', lines(100, 100)],
    ['server/platform/http/access.ts', lines(100, 100)],
    ['server/platform/http/rate-limit/cells.ts', lines(50, 50)],
    ['server/platform/http/rate-limit.ts', lines(50, 50)],
    ['server/exchange/imports/run.ts', lines(0, 500)],
  ]);

test('97 % of the lines of each measured thing is enough, whatever the rest of the project does', () => {
  const { said, enough } = judge(summarise(project(97)), 92);
  expect(enough).toBe(true);
  expect(said).toContain('server/exchange/api-keys: 97.0 % of 100 lines ran');
  expect(said).toContain('  never ran: server/exchange/api-keys/sql/keys.ts:98,99,100');
  expect(said).toContain('server/platform/http/rate-limit: 100.0 % of 100 lines ran');
});

test('one line less in one of them is refused, and so is one test less', () => {
  expect(judge(summarise(project(96)), 92).enough).toBe(false);
  expect(judge(summarise(project(96)), 92).said).toContain(
    'too few lines of server/exchange/api-keys ran: at least 97 %',
  );
  expect(judge(summarise(project(97)), 91).enough).toBe(false);
});

test('nothing measured is not enough', () => {
  expect(judge(summarise(new Map()), 92).enough).toBe(false);
});

test('what a process of its own ran is added, the innermost range deciding', () => {
  const text = 'export function f() {\n  if (cold) {\n    never();\n  }\n  always();\n}\n';
  const at = (line: number, column: number) => ({ start: { line, column } });
  const statements = { 0: at(2, 2), 1: at(3, 4), 2: at(5, 2) };
  const from = text.indexOf('{', 22);
  const ranges = [
    { startOffset: 7, endOffset: text.length - 1, count: 3 },
    { startOffset: from, endOffset: text.indexOf('}') + 1, count: 0 },
  ];
  const ran = new Map([
    [2, false],
    [3, false],
    [5, false],
  ]);
  addChild(ran, { text, functions: [{ ranges }], statements });
  expect([...ran]).toEqual([
    [2, true],
    [3, false],
    [5, true],
  ]);
});
