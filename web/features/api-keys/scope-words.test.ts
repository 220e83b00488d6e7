import { expect, test } from 'vitest';
import { SCOPES } from '#contract/scopes.ts';
import { SCOPE_GROUPS, scopeTitle } from './scope-words.ts';

test('every droit of the contract is offered once and explained in French', () => {
  const offered = SCOPE_GROUPS.flatMap(group => group.scopes.map(({ scope }) => scope));
  expect([...offered].sort()).toEqual([...SCOPES].sort());
  for (const scope of SCOPES) expect(scopeTitle(scope)).not.toBe(scope);
});
