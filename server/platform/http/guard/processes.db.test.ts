import { afterEach, expect, test } from 'vitest';
import { holdPresence, type Presence } from '#platform/jobs/presence.ts';
import { makeLog } from '#platform/log.ts';
import { testDatabase } from '#testing/db.ts';
import { countProcesses, type Processes } from './processes.ts';

const log = makeLog({ level: 'silent', stream: { write: () => {} } });
const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

test('processes that serve are counted as they come and go, workers are not, and a lone one is one', async () => {
  const db = await testDatabase();
  const hold = async (serves: boolean): Promise<Presence> => {
    const presence = await holdPresence({ url: db.url, log, serves });
    endings.push(presence.close);
    return presence;
  };
  const processes: Processes = await countProcesses({ sql: db.sql, log, every_ms: 20 });
  endings.push(processes.stop);
  expect(processes.count()).toBe(1);
  await hold(true);
  const second = await hold(true);
  await hold(false);
  await expect.poll(processes.count, { timeout: 10_000 }).toBe(2);
  await second.close();
  await expect.poll(processes.count, { timeout: 10_000 }).toBe(1);
});
