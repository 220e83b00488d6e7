import { Temporal } from 'temporal-polyfill';
import { beforeEach, expect, test } from 'vitest';
import { testDatabase } from '#testing/db.ts';
import { makeLog } from './log.ts';
import { makeInUnit, SYSTEM } from './unit.ts';

const { sql } = await testDatabase();
await sql`create table essais (n integer unique deferrable initially deferred)`;
const lines: string[] = [];
const inUnit = makeInUnit({
  sql,
  clock: () => Temporal.Instant.from('2026-11-23T08:00:00Z'),
  log: makeLog({ level: 'info', stream: { write: line => void lines.push(line) } }),
  enqueueIn: () => () => Promise.reject(new Error('no job asked for here')),
});
const request = { id: 'r-1', ip: '192.0.2.7', agent: '', origin: '' };
const actor = { ...SYSTEM, personne_id: 'p-1', credential_id: 'c-1' };

beforeEach(() => {
  lines.length = 0;
});

test('what is told after the commit waits for it, and says who acted from where', async () => {
  const told: string[] = [];
  const result = await inUnit(
    actor,
    async unit => {
      unit.afterCommit(() => told.push('told'));
      unit.security('authz_change', { 'user.target.id': 'p-2' });
      await unit.sql`insert into essais values (1)`;
      expect([told, lines]).toEqual([[], []]);
      return 'done';
    },
    request,
  );
  expect([result, told]).toEqual(['done', ['told']]);
  expect(lines.map(line => JSON.parse(line))).toEqual([
    expect.objectContaining({
      'event.action': 'authz_change',
      'user.id': 'p-1',
      'user.target.id': 'p-2',
      'hub.credential_id': 'c-1',
      'source.ip': '192.0.2.7',
      'http.request.id': 'r-1',
    }),
  ]);
});

test.each([
  ['the work fails', () => Promise.reject(new Error('refused'))],
  // A deferred constraint is judged by COMMIT itself: the work has ended well by then.
  ['PostgreSQL refuses the commit', () => sql`select 1`],
])('nothing is told when %s', async (name, end) => {
  const told: string[] = [];
  const outcome = inUnit(SYSTEM, async unit => {
    unit.afterCommit(() => told.push('told'));
    unit.security('authz_change');
    await unit.sql`insert into essais values (7), (${name.includes('commit') ? 7 : 8})`;
    await end();
  });
  await expect(outcome).rejects.toThrow();
  expect([told, lines]).toEqual([[], []]);
  expect([...(await sql`select n from essais where n > 6`)]).toEqual([]);
});

test('a failure in the telling is logged: the caller has his answer, and the rest is told', async () => {
  const result = await inUnit(SYSTEM, async unit => {
    unit.afterCommit(() => {
      throw new Error('nobody listens');
    });
    unit.security('authz_change');
    return 'done';
  });
  expect(result).toBe('done');
  expect(lines.map(line => JSON.parse(line)['event.action'])).toEqual(['hub_after_commit', 'authz_change']);
  expect(lines[0]).toContain('nobody listens');
});
