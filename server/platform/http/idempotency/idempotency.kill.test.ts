// A hub dies in the middle of a request that carried an Idempotency-Key: the next try is not blocked, and is the only one done.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '#testing/db.ts';
import { atTheEnd } from '#testing/endings.ts';
import { firstSignIn, type HubProcess, spawnHub, untilReady } from '#testing/hub-process.ts';

const post = (hub: HubProcess, token: string) =>
  fetch(`${hub.origin}/api/v1/chantiers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'coupure-1' },
    body: JSON.stringify({ nom: 'Coupé en route' }),
  });

/** Hubs that share a base, started by the test and killed at its end. */
async function fleet() {
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
  return { db, start };
}

/** A creation stands still once its row is written, before its answer is. */
async function holdCreations({
  sql,
}: TestDatabase): Promise<{ held: () => Promise<number>; release: () => Promise<unknown> }> {
  await sql`create table frein (pris boolean)`;
  await sql.unsafe(`
    create function freiner() returns trigger language plpgsql as $$
    begin if exists (select from frein) then perform pg_sleep(3); end if; return new; end $$;
    create trigger freine after insert on chantiers for each row execute function freiner()`);
  await sql`insert into frein values (true)`;
  return {
    held: async () =>
      (
        await sql<{ n: number }[]>`
          select count(*)::integer as n from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`
      )[0]!.n,
    release: () => sql`delete from frein`,
  };
}

test('a hub killed in the middle of a creation leaves its key free within a minute, and one chantier after the next try', async () => {
  const { db, start } = await fleet();
  const first = await start();
  const token = await firstSignIn(first);
  const second = await start();
  const creations = await holdCreations(db);
  const lost = post(first, token).catch(error => error as Error);
  await expect.poll(creations.held, { timeout: 20_000 }).toBe(1);
  expect((await post(second, token)).status).toBe(409);
  first.child.kill('SIGKILL');
  expect(await lost).toBeInstanceOf(Error);
  await creations.release();
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
