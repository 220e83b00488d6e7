import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '#testing/db.ts';
import { atTheEnd } from '#testing/endings.ts';

const PROGRAM = fileURLToPath(new URL('../../testing/processes/presence-process.ts', import.meta.url));
const { url, sql } = await testDatabase();

beforeAll(async () => {
  await sql`create table essai_runs (id text primary key, process bigint not null)`;
});

type Said = { presence?: string; took?: string; job?: string; done?: string; by?: string };
type Hub = { child: ChildProcess; id: string; said: Said[]; errors: string[]; tell: (what: string) => Promise<void> };

const until = (reached: () => unknown) => expect.poll(reached, { timeout: 20_000, interval: 10 }).toBeTruthy();

async function startHub(): Promise<Hub> {
  const child = spawn(process.execPath, [PROGRAM, url], { stdio: ['pipe', 'pipe', 'pipe'] });
  atTheEnd(() => child.kill('SIGKILL'));
  const [said, errors] = [[] as Said[], [] as string[]];
  let text = '';
  child.stdout!.on('data', chunk => {
    text += chunk;
    const lines = text.split('\n');
    text = lines.pop()!;
    said.push(...lines.map(line => JSON.parse(line) as Said));
  });
  child.stderr!.on('data', chunk => errors.push(String(chunk)));
  await until(() => {
    if (child.exitCode !== null) throw new Error(errors.join(''));
    return said[0]?.presence;
  });
  const tell = async (what: string) => {
    child.stdin!.write(`${what}\n`);
    await until(() => said.some(({ done }) => done === what));
  };
  return { child, id: said[0]!.presence!, said, errors, tell };
}

const isAlive = async (id: string) => (await sql`select process_alive(${id}::bigint) as alive`)[0]!['alive'] as boolean;

test('the runs and jobs of a killed process are taken over by the living one, once; its own stay its own', async () => {
  const [dying, living] = [await startHub(), await startHub()];
  expect(dying.id).not.toBe(living.id);
  expect([await isAlive(dying.id), await isAlive(living.id)]).toEqual([true, true]);
  await dying.tell('own sien');
  await living.tell('own mien');
  // One job per process: whoever is free takes the second.
  await dying.tell('ask un');
  await until(() => [...dying.said, ...living.said].some(({ job }) => job === 'un'));
  await dying.tell('ask deux');
  await until(() => [...dying.said, ...living.said].some(({ job }) => job === 'deux'));
  const lost = dying.said.find(({ job }) => job)!.job!;
  const kept = living.said.find(({ job }) => job)!.job!;
  expect(living.said.filter(({ took }) => took)).toEqual([]);

  const killed_at = performance.now();
  dying.child.kill('SIGKILL');
  await until(() => living.said.some(({ took }) => took === 'sien'));
  if (process.env['MEASURE'])
    process.stdout.write(`taken over after ${Math.round(performance.now() - killed_at)} ms\n`);
  expect(await isAlive(dying.id)).toBe(false);
  expect(living.said.filter(({ took }) => took)).toEqual([{ took: 'sien', by: living.id }]);

  // The living process is busy with its own endless job: a third one does what was lost.
  const third = await startHub();
  await until(() => third.said.some(({ job }) => job));
  expect(third.said.filter(({ job }) => job)).toEqual([{ job: lost, by: third.id }]);
  expect(living.said.filter(({ job }) => job)).toEqual([{ job: kept, by: living.id }]);
});

test('a process whose line is cut comes back under another name, and what it had in hand is free', async () => {
  await sql`delete from essai_runs`;
  const hub = await startHub();
  await hub.tell('own coupé');
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'hub-chantier-presence' and datname = current_database()`;
  await until(() => hub.errors.join('').includes('presence lost'));
  await until(async () => (await sql`select process from essai_runs where process <> ${hub.id}`).length === 1);
  expect(await isAlive(hub.id)).toBe(false);
});

test('nobody of before is alive: a number of no process, negative or zero, is dead', async () => {
  for (const id of ['0', '-1', '42', '9223372036854775807', '-9223372036854775808'])
    expect(await isAlive(id)).toBe(false);
});
