// A hub dies in the middle of a request that carried an Idempotency-Key: the next try is not blocked, and is the only one done.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { testDatabase } from '#testing/db.ts';
import { atTheEnd } from '#testing/endings.ts';
import { firstSignIn, type HubProcess, spawnHub, untilReady } from '#testing/hub-process.ts';

const post = (hub: HubProcess, token: string) =>
  fetch(`${hub.origin}/api/v1/chantiers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'coupure-1' },
    body: JSON.stringify({ nom: 'Coupé en route' }),
  });

test('a hub killed in the middle of a creation leaves its key free within a minute, and one chantier after the next try', async () => {
  const db = await testDatabase({ template: 'template1' });
  const root = mkdtempSync(join(tmpdir(), 'hub-idempotence-'));
  const env = { DATABASE_URL: db.url, DATA_DIR: root, HUB_PUBLIC_URL: 'http://localhost' };
  const running: HubProcess[] = [];
  atTheEnd(async () => {
    for (const hub of running) hub.child.kill('SIGKILL');
    await Promise.all(running.map(hub => hub.exited));
    rmSync(root, { recursive: true, force: true });
  });
  const start = async () => {
    const hub = await spawnHub({ env, args: ['--role', 'server'] });
    running.push(hub);
    await untilReady(hub);
    return hub;
  };
  const first = await start();
  const token = await firstSignIn(first);
  const second = await start();
  // The creation stands still once its row is written, before the answer is: there the hub is killed.
  await db.sql`create table frein (pris boolean)`;
  await db.sql.unsafe(`
    create function freiner() returns trigger language plpgsql as $$
    begin if exists (select from frein) then perform pg_sleep(3); end if; return new; end $$;
    create trigger freine after insert on chantiers for each row execute function freiner()`);
  await db.sql`insert into frein values (true)`;
  const lost = post(first, token).catch(error => error as Error);
  const waits = async () =>
    (
      await db.sql`select count(*)::integer as n from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`
    )[0]!['n'];
  await expect.poll(waits, { timeout: 20_000 }).toBe(1);
  expect((await post(second, token)).status).toBe(409);
  first.child.kill('SIGKILL');
  expect(await lost).toBeInstanceOf(Error);
  await db.sql`delete from frein`;
  const begun = Date.now();
  let answer = await post(second, token);
  while (answer.status === 409 && Date.now() - begun < 60_000) {
    expect(answer.headers.get('retry-after')).toBe('1');
    await wait(250);
    answer = await post(second, token);
  }
  expect([answer.status, answer.headers.get('idempotency-replayed')]).toEqual([201, null]);
  expect((await post(second, token)).headers.get('idempotency-replayed')).toBe('true');
  expect(await db.sql`select from chantiers where nom = 'Coupé en route'`).toHaveLength(1);
});
