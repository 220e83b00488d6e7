import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { startEmbedded } from './embedded.ts';
import { openDatabase } from './sql.ts';

const ROUNDS = 8;
const HOLDER = join(import.meta.dirname, '../../testing/hold-embedded.ts');
const dir = mkdtempSync(join(tmpdir(), 'hub-killed-'));
if (process.getuid?.() === 0) chmodSync(dir, 0o711);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('a hub killed while it writes loses no acknowledged row and leaves no server behind', async () => {
  let acknowledged = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const child = spawn(process.execPath, [HOLDER, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
    const heard = await listenUntilKilled(child, 40 + round * 60);
    expect(heard.found).toBeGreaterThanOrEqual(acknowledged);
    acknowledged = heard.acknowledged;
  }
  await expect.poll(() => serversOf(dir), { timeout: 10_000 }).toEqual([]);

  const base = await startEmbedded({ dir });
  const sql = openDatabase({ url: base.url, max: 1 });
  const [row] = await sql`select count(*)::int as rows, max(n) as last from ecritures`;
  await sql.end();
  await base.stop();
  expect(acknowledged).toBeGreaterThan(ROUNDS);
  expect(row?.last).toBeGreaterThanOrEqual(acknowledged);
  expect(row?.rows).toBe(row?.last);
}, 120_000);

/** Kills the writer some time after it is ready; what it found at its start, and the last row it was promised. */
async function listenUntilKilled(
  child: ChildProcess,
  after_ms: number,
): Promise<{ found: number; acknowledged: number }> {
  const heard = { found: -1, acknowledged: 0 };
  if (child.stdout === null) throw new Error('no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const [word = '', last] = line.split(' ');
    if (word === 'refused') throw new Error(line);
    if (word === 'ready') {
      heard.found = Number(last);
      heard.acknowledged = heard.found;
      void wait(after_ms).then(() => child.kill('SIGKILL'));
    } else heard.acknowledged = Number(word);
  }
  return heard;
}

/** The processes that work in this data folder: a server's current folder is its data. */
function serversOf(path: string): string[] {
  return readdirSync('/proc').filter(name => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/cwd`) === join(path, 'postgres/data');
    } catch {
      return false;
    }
  });
}
