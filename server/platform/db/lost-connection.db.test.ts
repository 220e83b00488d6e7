import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { testDatabase } from '#testing/db.ts';
import { openDatabase, type Transaction } from './sql.ts';

/** How the work of a transaction may meet the end of its connection. */
const MEETINGS: Record<string, (tx: Transaction, kill: () => Promise<unknown>) => Promise<unknown>> = {
  'a statement is under way': async (tx, kill) => {
    const slow = tx`select pg_sleep(20)`.execute();
    await kill();
    return await slow;
  },
  'it sends another statement': async (tx, kill) => {
    await kill();
    await wait(50);
    return await tx`insert into essais values (1)`;
  },
  'it ends with an error of its own': async (_tx, kill) => {
    await kill();
    await wait(50);
    throw new Error('business');
  },
  'it ends well': async (_tx, kill) => {
    await kill();
    await wait(50);
  },
  'it goes on after the failure': async (tx, kill) => {
    const slow = tx`select pg_sleep(20)`.execute();
    await kill();
    await slow.catch(() => wait(50));
    return await tx.unsafe('insert into essais values (2)');
  },
};

test.each(Object.entries(MEETINGS))(
  'a transaction whose connection dies while %s fails alone, and writes nothing',
  async (_name, work) => {
    const { sql, url } = await testDatabase();
    const one = openDatabase({ url, max: 1 });
    await sql`create table essais (n integer)`;
    for (let round = 0; round < 3; round += 1) {
      const outcome = one.begin(async tx => {
        const [row] = await tx`select pg_backend_pid() as pid`;
        return await work(tx, () => sql`select pg_terminate_backend(${row?.['pid']}, 5000)`);
      });
      await expect(outcome).rejects.toMatchObject({ code: expect.stringMatching(/^(CONNECTION_|57P01)/) });
      await wait(50);
      // One statement may still hear of the old connection's end; the pool is whole after it.
      await one`select 1`.catch(error => expect(error.code).toBe('57P01'));
      expect([...(await one`select count(*)::int as n from essais`)]).toEqual([{ n: 0 }]);
      await one.begin(async tx => {
        await tx`insert into essais values (3)`;
        await tx`delete from essais`;
      });
    }
    await one.end();
  },
);
