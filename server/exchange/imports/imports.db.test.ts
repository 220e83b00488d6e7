// What an import leaves, on a base of its own.
import { expect, test } from 'vitest';
import type { CompteImport } from '#contract/import.ts';
import { testApp } from '#testing/app.ts';
import { expectEqual, heldBy } from '#testing/erp/oracle.ts';
import { erpWorld, imported, slowErp, untilPages } from '#testing/erp/world.ts';

const begun = async (options: Parameters<typeof erpWorld>[0] = {}) => imported(await erpWorld(options));

test('a first import brings what the ERP holds, field by field, and a second reading writes nothing', async () => {
  const world = await begun({ chantiers: 120 });
  expect(world.first).toMatchObject({ statut: 'succeeded', genre: 'initial', demande: 'manuelle', probleme: null });
  expect(world.first.compte).toMatchObject({ read: 120, created: 120, unchanged: 0, set_aside: 0 });
  await expectEqual(world);
  const { sql } = world.hub.db;
  const marks = () => sql`
    select (select max(xmin::text::bigint) from chantiers) as chantiers,
           (select max(xmin::text::bigint) from chantier_references) as refs,
           (select count(*)::integer from events where type like 'chantier.%') as events`;
  const before = [...(await marks())];
  const second = await world.run('complet');
  expect(second.compte).toMatchObject({ read: 120, created: 0, updated: 0, unchanged: 120, gone: 0 });
  expect([...(await marks())]).toEqual(before);
  expect(await heldBy(world)).toHaveLength(120);
  const seen = await sql`select from import_seen`;
  expect(seen).toHaveLength(0);
});

test('events of a first import are marked initial, and one fact tells its end', async () => {
  const world = await begun({ chantiers: 12 });
  const events = await world.hub.db.sql<{ type: string; initial: boolean; run_id: string }[]>`
    select type, (data -> 'initial')::boolean as initial, run_id from events where run_id is not null order by id`;
  expect(events.filter(event => event.type === 'chantier.created')).toHaveLength(12);
  expect(events.filter(event => event.type === 'chantier.created').every(event => event.initial)).toBe(true);
  const finished = await world.hub.db.sql<{ data: { compte: CompteImport; import_id: string } }[]>`
    select data from events where type = 'import.finished'`;
  expect(finished.map(row => row.data.import_id)).toEqual([world.first.id]);
  expect(finished[0]!.data.compte.created).toBe(12);
});

test('a preview writes nothing but its run: each line says what a first import would do', async () => {
  const world = await erpWorld({ chantiers: 25 });
  const preview = await world.run('apercu');
  expect(preview).toMatchObject({ statut: 'succeeded', annulable: false });
  expect(preview.compte).toMatchObject({ read: 25, created: 25, to_map: expect.any(Number) });
  expect(await heldBy(world)).toEqual([]);
  const { sql } = world.hub.db;
  expect(await sql`select from chantiers`).toHaveLength(0);
  expect([...(await sql`select distinct type from events where run_id is not null`)]).toEqual([
    { type: 'mapping.missing' },
  ]);
  const lines = await world.lines(preview.id);
  expect(lines.filter(line => line.action === 'created')).toHaveLength(25);
  expect(lines.filter(line => line.action === 'to_map')).toHaveLength(preview.compte.to_map);
  expect((await world.readLink()).premier_import_at).toBeNull();
  await world.later(3600);
  await world.tick();
  expect(await world.imports()).toHaveLength(1);
});

test('a hub that stops in the middle leaves the run to the next one, at its page, and counts no failure', async () => {
  const world = await erpWorld({ chantiers: 80 });
  await slowErp(world);
  await world.erp.control('POST', '/faults', { rules: [{ match: {}, fault: { kind: 'latency', ms: 250 } }] });
  const id = await world.start('initial');
  await untilPages(world, id);
  await world.hub.app.stop();
  const { sql } = world.hub.db;
  const left =
    await sql`select statut, essais, reprises, process_id, pages > 1 as begun from import_runs where id = ${id}`;
  expect([...left]).toEqual([{ statut: 'waiting', essais: 0, reprises: 0, process_id: null, begun: true }]);
  await testApp({ jobs: true, allow: '127.0.0.1/32:*', beside: world.hub });
  const over = async () => (await sql`select statut, read, created from import_runs where id = ${id}`)[0];
  await expect.poll(over, { timeout: 20_000, interval: 20 }).toEqual({ statut: 'succeeded', read: 80, created: 80 });
});

/** Statements of the slices alone: not what polls, wakes and queues. */
const OURS = /chantier|import_seen|import_lines|into events|mappings|set read = /;
const NOISE = /demande_par|pgboss|process_alive|import_hints h where h.link_id/;

test('a page of a hundred takes as many statements as a page of ten', async () => {
  const counts: number[] = [];
  for (const chantiers of [20, 200]) {
    const world = await begun({ chantiers });
    const size = chantiers / 2;
    await world.erp.control('POST', '/faults', { rules: [{ match: {}, fault: { kind: 'cap', limit: size } }] });
    await world.erp.control('POST', '/touch', { count: chantiers });
    const { statements } = world.hub.db;
    const from = statements.length;
    const run = await world.run('complet');
    expect(run.compte).toMatchObject({ read: chantiers, updated: chantiers });
    const own = statements.slice(from).filter(text => OURS.test(text) && !NOISE.test(text));
    counts.push(own.length / run.pages);
  }
  expect(counts[0]).toBeGreaterThan(3);
  expect(Math.abs(counts[1]! - counts[0]!)).toBeLessThan(2);
});

test('a connexion retired in mid-list ends its reading; what was read stays, as ours', async () => {
  const world = await erpWorld({ chantiers: 80 });
  await slowErp(world);
  const id = await world.start('initial');
  await untilPages(world, id);
  const link = await world.readLink();
  const headers = { 'if-match': `"${link.version}"` };
  const retired = await world.hub.request('DELETE', `/api/v1/erp-links/${world.link}`, { as: world.admin, headers });
  expect(retired.statusCode, retired.body).toBe(204);
  const { sql } = world.hub.db;
  const statut = async () => (await sql`select statut from import_runs where id = ${id}`)[0]?.['statut'];
  await expect.poll(statut, { timeout: 10_000 }).toBe('cancelled');
  expect((await sql`select from chantiers where deleted_at is null`).length).toBeGreaterThan(0);
  expect(await sql`select from chantiers_relies`).toHaveLength(0);
  expect((await world.hub.request('GET', `/api/v1/imports/${id}`, { as: world.admin })).statusCode).toBe(404);
});

test('an import is followed live: each page is told to whoever watches, down to its end', async () => {
  const world = await erpWorld({ chantiers: 60 });
  await slowErp(world);
  const address = await world.hub.app.server.listen({ port: 0, host: '127.0.0.1' });
  const id = await world.start('initial');
  const headers = { ...world.admin.headers, accept: 'text/event-stream' };
  const stream = await fetch(`${address}/api/v1/imports/${id}/flux`, { headers });
  const seen = new Set<number>();
  let text = '';
  for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (const [, pages] of text.matchAll(/"pages":(\d+)/g)) seen.add(Number(pages));
    if (text.includes('"statut":"succeeded"')) break;
  }
  expect(seen.size).toBeGreaterThan(2);
});
