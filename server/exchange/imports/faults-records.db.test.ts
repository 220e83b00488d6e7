// Faults of what records hold (erp.md §7: schema drift, record errors), of who works at the same time, and of whose data it is.
import { expect, test } from 'vitest';
import type { Import } from '#contract/import.ts';
import { SYSTEM } from '#platform/unit.ts';
import { testApp } from '#testing/app.ts';
import { expectEqual, heldBy } from '#testing/erp/oracle.ts';
import { type ErpWorld, erpHome, erpWorld, imported, mapStatuts } from '#testing/erp/world.ts';
import { planDueImports } from './index.ts';

const connect = await erpHome();
const all = { path: '/projects' };
const fault = (world: ErpWorld, match: object, what: object) =>
  world.erp.control('POST', '/faults', { rules: [{ match, fault: what }] });
const linesOf = async (world: ErpWorld, { id }: Import, action: string) =>
  (await world.lines(id)).filter(line => line.action === action);

test.each<[string, object]>([
  ['a new field', { what: 'new_field' }],
  ['an optional field that is missing', { what: 'missing_optional' }],
  ['numbers become text', { what: 'number_to_string' }],
  ['names in HTML', { what: 'html_name' }],
  ['names of ten thousand signs', { what: 'long_name', share: 0.1 }],
])('%s: read all the same, and said once in the log', async (_what, drift) => {
  const world = await connect({ chantiers: 40 });
  await fault(world, all, { kind: 'drift', ...drift });
  const { first } = await imported(world);
  expect(first).toMatchObject({ compte: { read: 40, created: 40, set_aside: 0 } });
  await world.run('complet');
  const said = world.hub.lines.filter(line => line.includes('"erp_ecart"') && line.includes(world.link));
  expect(new Set(said.map(line => JSON.parse(line)['hub.chemin'])).size).toBe(said.length);
  await world.erp.control('DELETE', '/faults');
  await world.run('complet');
  await expectEqual(world);
});

test.each<[string, object]>([
  ['a required field missing', { what: 'missing_required', share: 0.1 }],
  ['null where a value must be', { what: 'null_required', share: 0.1 }],
  ['a field renamed', { what: 'renamed', field: 'name', share: 0.1 }],
  ['a field nested one deeper', { what: 'nested', field: 'name', share: 0.1 }],
])(
  '%s on a tenth of them: those are put aside with a reason, the others go through, and it heals',
  async (_what, drift) => {
    const world = await connect({ chantiers: 60 });
    await fault(world, all, { kind: 'drift', ...drift });
    const { first } = await imported(world);
    expect(first.statut).toBe('partial');
    const { read, created, set_aside } = first.compte;
    expect([read, created + set_aside, set_aside > 0]).toEqual([60, 60, true]);
    const lines = await linesOf(world, first, 'set_aside');
    expect(lines).toHaveLength(set_aside);
    for (const line of lines) expect(line.raison).toMatch(/[a-zé]/);
    expect((await world.readLink()).compteurs.mis_de_cote).toBe(set_aside);
    await world.erp.control('DELETE', '/faults');
    await world.later(1);
    expect(await world.run('complet')).toMatchObject({
      statut: 'succeeded',
      compte: { created: set_aside, unchanged: created },
    });
    expect((await world.readLink()).compteurs.mis_de_cote).toBe(0);
    await expectEqual(world);
  },
);

test.each<[string, object]>([
  ['a required field gone from all', { what: 'missing_required' }],
  ['the name renamed on all', { what: 'renamed', field: 'name' }],
])('%s: another format, nothing of it is kept, and it is told once', async (_what, drift) => {
  const world = await imported(await connect({ chantiers: 30 }));
  const before = await heldBy(world);
  await fault(world, all, { kind: 'drift', ...drift });
  const run = await world.run('complet');
  expect(run).toMatchObject({ statut: 'failed', probleme: { mot: 'strange' }, compte: { read: 0, gone: 0 } });
  expect(run.probleme!.phrase).toMatch(/fiches sur 30 reçues de Costructor sont illisibles/);
  expect(await heldBy(world)).toEqual(before);
  await world.run('complet');
  const told = await world.hub.db.sql`
    select from events where type = 'erp_link.broken' and data ->> 'link_id' = ${world.link}`;
  expect(told).toHaveLength(1);
  await world.erp.control('DELETE', '/faults');
  expect(await world.run('complet')).toMatchObject({ statut: 'succeeded' });
  expect((await world.readLink()).probleme).toBeNull();
});

test('a reading that fails by itself is told once, and tried again each quarter of an hour until it works', async () => {
  const world = await imported(await connect({ chantiers: 30 }));
  await fault(world, all, { kind: 'drift', what: 'missing_required' });
  for (let minutes = 0; minutes < 32; minutes += 4) {
    await world.later(240);
    await world.erp.control('POST', '/touch', { count: 20 });
    await world.tick();
    const [last] = await world.imports();
    await world.settled(last!.id);
  }
  const failed = (await world.imports()).filter(run => run.statut === 'failed');
  expect(failed.map(run => run.genre)).toEqual(['incremental', 'incremental']);
  const told = await world.hub.db.sql`
    select from events where type = 'import.failed' and data ->> 'link_id' = ${world.link}`;
  expect(told).toHaveLength(1);
  await world.erp.control('DELETE', '/faults');
  await world.later(900);
  await world.tick();
  const [healed] = await world.imports();
  expect(await world.settled(healed!.id)).toMatchObject({ statut: 'succeeded' });
  await expectEqual(world);
});

test('a status nobody mapped: taken in as it may be, shown as « à relier », healed by the mapping alone', async () => {
  const world = await imported(await connect({ chantiers: 20 }));
  const made = await world.erp.control<{ id: string }>('POST', '/chantiers', {
    name: 'Maison Roux',
    status: 'En litige',
  });
  await world.later(60);
  const run = await world.run('incremental');
  expect(run.compte).toMatchObject({ created: 1, to_map: 1 });
  const [line] = await linesOf(world, run, 'to_map');
  expect(line).toMatchObject({ external_id: made.id, raison: expect.stringContaining('« En litige »') });
  expect((await world.readLink()).compteurs.a_relier).toBe(1);
  const calls = (await world.erp.requests()).length;
  await mapStatuts(world);
  await expectEqual(world);
  expect((await world.erp.requests()).length).toBe(calls);
  expect((await world.readLink()).compteurs.a_relier).toBe(0);
});

test('chantiers that ended before the history are left out, with a line that says so', async () => {
  const world = await connect({ chantiers: 5, link: { historique_mois: 12 } });
  await world.erp.control('POST', '/chantiers', {
    name: 'Ancien chantier',
    startAt: '2019-01-01',
    endAt: '2019-06-30',
  });
  const { first } = await imported(world);
  expect(first.compte.skipped).toBeGreaterThan(0);
  const lines = await linesOf(world, first, 'skipped');
  expect(lines.map(line => line.libelle)).toContain('Ancien chantier');
  expect(lines[0]!.raison).toContain('23/11/2025');
  expect((await heldBy(world)).map(row => row.nom)).not.toContain('Ancien chantier');
  expect(await world.run('complet')).toMatchObject({
    statut: 'succeeded',
    compte: { gone: 0, skipped: first.compte.skipped },
  });
});

test('two hubs, two ticks, a hand: one reading at a time, each asked for once', async () => {
  const world = await imported(await erpWorld({ chantiers: 60 }));
  const other = await testApp({ jobs: true, allow: '127.0.0.1/32:*', beside: world.hub });
  const rules = [
    { match: all, fault: { kind: 'cap', limit: 10 } },
    { match: all, fault: { kind: 'latency', ms: 60 } },
  ];
  await world.erp.control('POST', '/faults', { rules });
  await world.later(24 * 3600);
  other.clock.advance({ hours: 24 });
  // The queue's own clock ticks each minute too: it may ask for news meanwhile, never for everything again.
  const complete = async () => (await world.imports()).filter(({ genre }) => genre === 'complet').length;
  const before = await complete();
  const tick = () => other.app.inUnit(SYSTEM, planDueImports);
  const [asked] = await Promise.all([world.start('complet'), world.tick(), tick(), world.tick(), tick()]);
  const running = () => world.hub.db.sql`select from import_runs where statut = 'running'`;
  for (let n = 0; n < 20; n += 1) expect((await running()).length).toBeLessThanOrEqual(1);
  expect(await world.settled(asked)).toMatchObject({ statut: 'succeeded', compte: { read: 60, unchanged: 60 } });
  expect(await complete()).toBe(before + 1);
  expect((await world.erp.control<{ max_concurrent: number }>('GET', '/stats')).max_concurrent).toBe(1);
  await expectEqual(world);
});

test('two customers, the same ids over there: each has his own chantiers, and one key opens one account', async () => {
  const one = await imported(await connect({ chantiers: 12, seed: 5 }));
  const two = await imported(await connect({ chantiers: 12, seed: 5 }));
  const ids = async (world: ErpWorld) => (await heldBy(world)).map(row => row.external_id);
  expect(await ids(two)).toEqual(await ids(one));
  const [row] = (await one.erp.truth()).chantiers;
  await one.erp.control('PATCH', `/chantiers/${row!.id}`, { name: 'Chez le premier seulement' });
  await one.erp.control('DELETE', `/chantiers/${(await one.erp.truth()).chantiers[1]!.id}`);
  await one.run('complet');
  await two.run('complet');
  await expectEqual(one);
  await expectEqual(two);
  expect((await heldBy(two)).map(held => held.nom)).not.toContain('Chez le premier seulement');
  expect(await heldBy(two)).toHaveLength(12);
});
