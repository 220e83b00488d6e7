import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { accessToken, firstSignIn, type HubProcess, post, spawnHub, untilReady } from './hub-process.ts';

const ROUNDS = 20;
const dir = mkdtempSync(join(tmpdir(), 'hub-kill-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Writes until the hub dies; keeps the code of each chantier that was acknowledged. */
async function writeUntilKilled(hub: HubProcess, token: string, acknowledged: string[]): Promise<void> {
  for (let n = 0; ; n += 1) {
    const answer = await post(hub, '/api/v1/chantiers', { body: { nom: `Villa ${n}` }, token }).catch(() => null);
    if (!answer) return;
    const text = await answer.text().catch(() => null);
    if (answer.status === 201 && text) acknowledged.push((JSON.parse(text) as { code: string }).code);
    if (!text) return;
  }
}

async function allCodes(hub: HubProcess, token: string): Promise<string[]> {
  const codes: string[] = [];
  let cursor = '';
  do {
    const answer = await fetch(`${hub.origin}/api/v1/chantiers?limit=200${cursor && `&cursor=${cursor}`}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const page = (await answer.json()) as { items: { code: string }[]; next_cursor: string | null };
    codes.push(...page.items.map(item => item.code));
    cursor = page.next_cursor ?? '';
  } while (cursor);
  return codes;
}

/** Processes that still work on the base of this test. */
const survivors = (): string[] =>
  readdirSync('/proc')
    .filter(entry => /^\d+$/.test(entry))
    .map(entry => {
      try {
        return readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return ''; // gone between the listing and the reading
      }
    })
    .filter(line => line.includes(dir));

test(`a hub killed ${ROUNDS} times while it writes loses no acknowledged chantier, doubles none and leaves no process`, async () => {
  const acknowledged: string[] = [];
  let hub = await spawnHub({ env: { DATA_DIR: dir } });
  await untilReady(hub);
  let token = await firstSignIn(hub);
  for (let round = 0; round < ROUNDS; round += 1) {
    const writers = [1, 2, 3].map(() => writeUntilKilled(hub, token, acknowledged));
    await wait(40 + ((round * 37) % 160));
    hub.child.kill('SIGKILL');
    await Promise.all([hub.exited, ...writers]);
    hub = await spawnHub({ env: { DATA_DIR: dir } });
    await untilReady(hub);
    token = await accessToken(hub);
  }
  const codes = await allCodes(hub, token);
  expect(acknowledged.length).toBeGreaterThan(ROUNDS);
  expect(acknowledged.filter(code => !codes.includes(code))).toEqual([]);
  expect(new Set(codes).size).toBe(codes.length);
  hub.child.kill('SIGTERM');
  expect(await hub.exited).toBe(0);
  expect(survivors()).toEqual([]);
});
