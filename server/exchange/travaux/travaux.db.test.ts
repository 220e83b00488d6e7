import { beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { TravailEchoue } from '#contract/travail.ts';
import { job } from '#platform/jobs/job.ts';
import { DEAD_LETTERS } from '#platform/jobs/queues.ts';
import { SYSTEM } from '#platform/unit.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';

let t: TestApp;
let admin: Caller;
const runs = 'sauvegardes.run';
const NO_RUN = '0199c8f0-6f4a-7000-8000-00000000dead';
const RUN = '0199c8f0-6f4a-7000-8000-00000000beef';

beforeAll(async () => {
  t = await testApp({ jobs: true });
  admin = await t.cookie(await t.person({ role: 'administrateur' }));
});
beforeEach(async () => {
  await t.db.sql`delete from pgboss.job where name = ${DEAD_LETTERS}`;
});

const list = async () =>
  (await t.request('GET', '/api/v1/travaux-echoues', { as: admin })).json<{ items: TravailEchoue[] }>().items;
const number = async () => (await t.db.sql`select travaux_echoues_nombre() as n`)[0]!['n'];

type Dead = { output?: object; at?: string };

/** As pg-boss buries a job: the same columns as its own statement. */
const bury = (name: string, data: object, { output = { message: 'x' }, at = 'now()' }: Dead = {}) =>
  t.db.sql`
    insert into pgboss.job (name, data, singleton_key, source_name, source_id, source_created_on, source_retry_count, source_output, created_on)
    values (${DEAD_LETTERS}, ${t.db.sql.json(data as never)}, 'clé', ${name}, gen_random_uuid(), now() - interval '1 hour', 3,
            ${t.db.sql.json(output as never)}, ${t.db.sql.unsafe(at) as never})`;

test('a job that fails every time ends on the list, with its name, its last error and its tries', async () => {
  const wrong = job(runs, z.strictObject({ sauvegarde_id: z.string() }));
  await t.app.inUnit(SYSTEM, unit => unit.enqueue(wrong, { sauvegarde_id: 'pas-un-id' }));
  // A worker looks again when it is woken: by another job of its queue, which finds nothing to do.
  const hurry = async () => {
    await t.db.sql`update pgboss.job set start_after = now() where name = ${runs} and state = 'retry'`;
    await t.app.inUnit(SYSTEM, unit => unit.enqueue(wrong, { sauvegarde_id: NO_RUN }));
  };
  await expect.poll(() => hurry().then(async () => (await list()).length), { timeout: 80_000, interval: 100 }).toBe(1);
  expect((await list())[0]).toMatchObject({ travail: runs, libelle: 'Sauvegarde', essais: 4, fois: 1 });
  expect((await list())[0]!.erreur).toContain('sauvegarde_id');
  expect(await t.ground.metrics.render()).toContain(`hub_jobs_total{job="${runs}",outcome="dead"} 1`);
}, 90_000);

test('the same work that failed many times is one line; the last error is the one shown', async () => {
  for (const [at, message] of [
    ['now()', 'la seconde'],
    ["now() - interval '1 day'", 'la première'],
  ] as const)
    await bury('imports.run', { run_id: RUN }, { output: { message }, at });
  await bury('inconnu.travail', { a: 1 }, { output: { value: { message: 'job heartbeat timeout' } } });
  const items = await list();
  expect(items.map(({ travail, libelle, fois, erreur }) => [travail, libelle, fois, erreur]).toSorted()).toEqual([
    ['imports.run', 'Import depuis l’ERP', 2, 'la seconde'],
    ['inconnu.travail', 'inconnu.travail', 1, 'Le processus qui s’en chargeait ne répond plus.'],
  ]);
  expect(await number()).toBe(2);
});

test('asked for again, it leaves the list and runs; a second time it is unknown', async () => {
  await bury('sauvegardes.run', { sauvegarde_id: RUN });
  await bury('sauvegardes.run', { sauvegarde_id: RUN });
  const [{ id }] = (await list()) as [TravailEchoue];
  const again = () => t.request('POST', `/api/v1/travaux-echoues/${id}/relance`, { as: admin });
  expect((await again()).statusCode).toBe(204);
  expect(await list()).toEqual([]);
  expect((await again()).json()).toMatchObject({ status: 404, code: 'travail.not_found' });
  const done = () => t.db.sql`
    select id from pgboss.job where name = 'sauvegardes.run' and data ->> 'sauvegarde_id' = ${RUN} and state = 'completed'`;
  await expect.poll(async () => (await done()).length, { timeout: 8_000, interval: 20 }).toBe(1);
  expect(t.lines.join('')).toContain('hub_job_retried');
});

test('ignored, it leaves the list without running, and the log says who decided it', async () => {
  await bury('sauvegardes.run', { sauvegarde_id: RUN });
  const [{ id }] = (await list()) as [TravailEchoue];
  expect((await t.request('DELETE', `/api/v1/travaux-echoues/${id}`, { as: admin })).statusCode).toBe(204);
  expect([await list(), await number()]).toEqual([[], 0]);
  const line = t.lines.find(text => text.includes('hub_job_ignored'))!;
  expect(JSON.parse(line)).toMatchObject({ 'hub.job': 'sauvegardes.run', 'user.id': expect.any(String) });
});

test('work of an earlier version cannot be asked for again, and stays on the list', async () => {
  await bury('disparu.run', {});
  const [{ id }] = (await list()) as [TravailEchoue];
  const answer = await t.request('POST', `/api/v1/travaux-echoues/${id}/relance`, { as: admin });
  expect(answer.json()).toMatchObject({ status: 409, code: 'travail.retired' });
  expect(await list()).toHaveLength(1);
});

test('only an administrateur sees them', async () => {
  const as = await t.cookie(await t.person({ role: 'conducteur', gestionnaire_paie: true }));
  expect((await t.request('GET', '/api/v1/travaux-echoues', { as })).statusCode).toBe(403);
});

test('before the first start of the jobs, none has failed', async () => {
  const bare = await testApp();
  expect((await bare.db.sql`select travaux_echoues_nombre() as n`)[0]!['n']).toBe(0);
});
