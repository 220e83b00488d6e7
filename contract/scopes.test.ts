import { expect, test } from 'vitest';
import { GUARDED_NOUNS, opens, type RouteScope, SCOPES } from './scopes.ts';

// Written out by hand, cell by cell: a table computed from the rule would prove nothing. `r` reads, `w` writes, a dot does not.
const [head, ...lines] = `
  scope              | chantiers | personnes | planning | heures | variables-paie | erp | audit
  read               | r.        | r.        | r.       | r.     | ..             | ..  | .
  write              | rw        | rw        | rw       | rw     | ..             | ..  | .
  chantiers:read     | r.        | ..        | ..       | ..     | ..             | ..  | .
  chantiers:write    | rw        | ..        | ..       | ..     | ..             | ..  | .
  chantiers:*        | rw        | ..        | ..       | ..     | ..             | ..  | .
  personnes:read     | ..        | r.        | ..       | ..     | ..             | ..  | .
  personnes:write    | ..        | rw        | ..       | ..     | ..             | ..  | .
  personnes:*        | ..        | rw        | ..       | ..     | ..             | ..  | .
  planning:read      | ..        | ..        | r.       | ..     | ..             | ..  | .
  planning:write     | ..        | ..        | rw       | ..     | ..             | ..  | .
  planning:*         | ..        | ..        | rw       | ..     | ..             | ..  | .
  heures:read        | ..        | ..        | ..       | r.     | ..             | ..  | .
  heures:write       | ..        | ..        | ..       | rw     | ..             | ..  | .
  heures:*           | ..        | ..        | ..       | rw     | ..             | ..  | .
  variables-paie:read  | ..      | ..        | ..       | ..     | r.             | ..  | .
  variables-paie:write | ..      | ..        | ..       | ..     | rw             | ..  | .
  variables-paie:*     | ..      | ..        | ..       | ..     | rw             | ..  | .
  erp:read           | ..        | ..        | ..       | ..     | ..             | r.  | .
  erp:write          | ..        | ..        | ..       | ..     | ..             | rw  | .
  erp:*              | ..        | ..        | ..       | ..     | ..             | rw  | .
  audit:read         | ..        | ..        | ..       | ..     | ..             | ..  | r`
  .trim()
  .split('\n')
  .map(line => line.split('|').map(cell => cell.trim()));
const NOUNS = head!.slice(-7);
const CELLS = lines.flatMap(([scope, ...row]) =>
  row.flatMap((cell, column) =>
    [...cell].map((mark, action) => ({
      scope: scope!,
      wanted: `${NOUNS[column]}:${action === 0 ? 'read' : 'write'}` as RouteScope,
      answer: mark !== '.',
    })),
  ),
);
const WANTED = [...new Set(CELLS.map(({ wanted }) => wanted))];

test.each(CELLS)('a key with $scope opens $wanted: $answer', ({ scope, wanted, answer }) => {
  expect(opens([scope], wanted)).toBe(answer);
});

test('the table has a row for each scope that a key may carry', () => {
  expect(lines.map(([scope]) => scope).toSorted()).toEqual([...SCOPES].toSorted());
});

test.each(GUARDED_NOUNS)('bare read and write never open %s', noun => {
  const wanted = (action: string) => `${noun}:${action}` as RouteScope;
  expect(opens(['read', 'write'], wanted('read'))).toBe(false);
  expect(opens(['read', 'write'], wanted('write'))).toBe(false);
  expect(opens([`${noun}:read`], wanted('read'))).toBe(true);
  expect(opens([`${noun}:*`], wanted('write'))).toBe(true);
});

test.each([[[]], [['']], [['*']], [['chantiers']], [['chantiers:']], [['Chantiers:read']], [['chantiers:read ']]])(
  'what is no scope opens nothing: %j',
  granted => expect(WANTED.some(wanted => opens(granted, wanted))).toBe(false),
);

test('two scopes open what either of them opens', () => {
  expect(opens(['personnes:read', 'chantiers:write'], 'chantiers:read')).toBe(true);
  expect(opens(['personnes:read', 'chantiers:write'], 'personnes:write')).toBe(false);
});
