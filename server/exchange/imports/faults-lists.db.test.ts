// Faults of what lists say (erp.md §7: paging, cursor, deletes, suspicious emptiness), each with the outcome it must have.
import { expect, test } from 'vitest';
import { expectEqual, heldBy } from '#testing/erp/oracle.ts';
import { type ErpWorld, erpHome, imported } from '#testing/erp/world.ts';

const connect = await erpHome();
const all = { path: '/projects' };
const fault = (world: ErpWorld, match: object, what: object) =>
  world.erp.control('POST', '/faults', { rules: [{ match, fault: what }] });

test.each<[string, { chantiers: number; rules: [object, object][]; profiles?: string[] }]>([
  [
    'ten rows a page, whatever is asked',
    { chantiers: 45, rules: [[{}, { kind: 'ignore_params', names: ['_limit'] }]] },
  ],
  ['a silent cap of 17', { chantiers: 45, rules: [[{}, { kind: 'cap', limit: 17 }]] }],
  ['an order that is ignored', { chantiers: 45, rules: [], profiles: ['sort-ignored'] }],
  [
    'page 3 that fails three times',
    {
      chantiers: 45,
      rules: [
        [{}, { kind: 'cap', limit: 10 }],
        [
          { page: 3, times: 3 },
          { kind: 'status', status: 500 },
        ],
      ],
    },
  ],
  [
    'rows told twice',
    {
      chantiers: 45,
      rules: [
        [{}, { kind: 'cap', limit: 10 }],
        [{ every: 2 }, { kind: 'duplicate_rows', count: 3 }],
      ],
    },
  ],
  [
    'a total that lies',
    {
      chantiers: 45,
      rules: [
        [{}, { kind: 'cap', limit: 10 }],
        [{}, { kind: 'total_lies', items: 7 }],
      ],
    },
  ],
  ['a last page that is empty', { chantiers: 200, rules: [] }],
])('%s: every chantier once', async (_what, { rules, profiles, chantiers }) => {
  const world = await connect({ chantiers, ...(profiles ? { profiles } : {}) });
  for (const [match, what] of rules) await fault(world, { ...all, ...match }, what);
  const { first } = await imported(world);
  expect(first).toMatchObject({ statut: 'succeeded', compte: { read: chantiers, created: chantiers, set_aside: 0 } });
  await expectEqual(world);
  expect((await world.run('complet')).compte).toMatchObject({ read: chantiers, unchanged: chantiers, gone: 0 });
});

test.each([['insert'], ['touch'], ['delete'], ['archive'], ['recreate'], ['hide']])(
  'rows that move between two pages (%s): none is lost, and the next readings end in equality',
  async op => {
    const world = await connect({ chantiers: 60 });
    await world.run('apercu');
    await fault(world, all, { kind: 'cap', limit: 10 });
    await fault(world, { ...all, every: 2, times: 4 }, { kind: 'mutate', op, count: 2 });
    const first = await world.run('initial');
    expect(['succeeded', 'partial'], JSON.stringify(first)).toContain(first.statut);
    await world.erp.control('DELETE', '/faults');
    const last = await world.run('complet');
    if (last.question) await world.post(`/api/v1/imports/${last.id}/reponse`, { reponse: 'confirmer' });
    expect(await world.settled(last.id)).toMatchObject({ statut: 'succeeded' });
    await expectEqual(world);
  },
);

test('500 rows changed in the same second, across pages: all are read', async () => {
  const world = await imported(await connect({ chantiers: 520 }));
  await world.later(300);
  const stamp = world.hub.clock.now.toString({ smallestUnit: 'second' });
  await world.erp.control('POST', '/touch', { count: 500, stamp });
  const run = await world.run('incremental');
  expect(run).toMatchObject({ statut: 'succeeded', compte: { updated: 500 } });
  await expectEqual(world);
});

test.each<[string, object, number]>([
  ['stamps that go back', { count: 4, back_s: 86_400 }, 0],
  ['rows that appear late, with the stamp of before', { count: 4, late_s: 45 }, 60],
  ['a stamp that is there no more', { count: 4, stamp: null }, 0],
])('%s: read with the changes, or at the latest with everything', async (_what, touch, after) => {
  const world = await imported(await connect({ chantiers: 40 }));
  await world.later(300);
  await world.erp.control('POST', '/touch', touch);
  await world.run('incremental');
  await world.later(after);
  await world.run('incremental');
  const whole = await world.run('complet');
  expect(whole.compte.gone).toBe(0);
  await expectEqual(world);
});

test('their clock ten minutes ahead, then back: changes are found by their own stamps', async () => {
  const world = await imported(await connect({ chantiers: 40 }));
  for (const skew_s of [600, 0]) {
    await world.erp.control('POST', '/clock', { skew_s });
    await world.later(900);
    await world.erp.control('POST', '/touch', { count: 3 });
    expect((await world.run('incremental')).compte.updated).toBe(3);
  }
  await expectEqual(world);
});

test('a filter they ignore, and one they honour, give the same changes; an order they ignore is noticed', async () => {
  for (const profiles of [['no-filter'], ['delta-filter']]) {
    const world = await imported(await connect({ chantiers: 40, profiles }));
    await world.later(300);
    await world.erp.control('POST', '/touch', { count: 3 });
    expect((await world.run('incremental')).compte.updated).toBe(3);
    await expectEqual(world);
  }
  const world = await imported(await connect({ chantiers: 40, profiles: ['sort-ignored'] }));
  expect((await world.readLink()).traits.incremental).toBe('none');
  // Only a complete reading is valid then: that is what a refresh becomes, and what comes by itself each quarter of an hour.
  await world.erp.control('POST', '/touch', { count: 3 });
  const run = await world.run('incremental');
  expect(run).toMatchObject({ genre: 'complet', compte: { updated: 3 } });
  await world.later(60);
  await world.tick();
  expect((await world.imports())[0]!.id).toBe(run.id);
  await world.later(15 * 60);
  await world.tick();
  expect((await world.imports())[0]).toMatchObject({ genre: 'complet', demande: 'automatique' });
});

const stateOf = async ({ hub, link }: ErpWorld, external_id: string) =>
  (
    await hub.db.sql<{ etat: string; statut: string; deleted: boolean }[]>`
      select v.etat, c.statut, c.deleted_at is not null as deleted
      from chantiers_relies v join connexions l on l.system = v.system join chantiers c on c.id = v.chantier_id
      where l.id = ${link} and v.external_id = ${external_id}`
  )[0];

test.each([[[]], [['deleted-410']]])(
  'a chantier deleted over there (%o) is deleted here, with a line that says so',
  async profiles => {
    const world = await imported(await connect({ chantiers: 30, profiles }));
    const [row] = (await world.erp.truth()).chantiers;
    await world.erp.control('DELETE', `/chantiers/${row!.id}`);
    const run = await world.run('complet');
    expect(run).toMatchObject({ statut: 'succeeded', compte: { read: 29, gone: 1, hidden: 0 } });
    expect(await stateOf(world, row!.id)).toMatchObject({ etat: 'supprime', deleted: true });
    expect((await world.lines(run.id)).map(({ action, external_id }) => [action, external_id])).toEqual([
      ['gone', row!.id],
    ]);
    await expectEqual(world);
  },
);

test('hidden is not deleted: nothing changes here, and it is back when it can be seen again', async () => {
  const world = await imported(await connect({ chantiers: 30 }));
  const [row] = (await world.erp.truth()).chantiers;
  const before = await stateOf(world, row!.id);
  await world.erp.control('POST', `/chantiers/${row!.id}/hide`, {});
  const run = await world.run('complet');
  expect(run).toMatchObject({ statut: 'succeeded', compte: { gone: 0, hidden: 1 } });
  expect(await stateOf(world, row!.id)).toEqual({ ...before, etat: 'masque' });
  expect((await world.readLink()).compteurs.masques).toBe(1);
  // Said once, not at every reading.
  expect((await world.run('complet')).compte).toMatchObject({ gone: 0, hidden: 0 });
  await world.erp.control('POST', `/chantiers/${row!.id}/hide`, { hidden: false });
  await world.run('complet');
  expect(await stateOf(world, row!.id)).toEqual(before);
  await expectEqual(world);
});

test('archived, made again with the same code, merged into another: the hub ends as the ERP stands', async () => {
  const world = await imported(await connect({ chantiers: 30 }));
  const rows = (await world.erp.truth()).chantiers;
  await world.erp.control('PATCH', `/chantiers/${rows[0]!.id}`, { archived: true });
  await world.erp.control('POST', `/chantiers/${rows[1]!.id}/recreate`, {});
  await world.erp.control('POST', `/chantiers/${rows[2]!.id}/merge`, { into: rows[3]!.id });
  const run = await world.run('complet');
  expect(run).toMatchObject({ statut: 'succeeded', compte: { created: 1, gone: 2 } });
  expect(await stateOf(world, rows[0]!.id)).toMatchObject({ etat: 'present', statut: 'ferme' });
  await expectEqual(world);
});

test.each<[string, object]>([
  ['200 with no row, and a total of 0', { kind: 'empty', items: 'zero' }],
  ['200 with no row, and the total of before', { kind: 'empty', items: 'kept' }],
  ['half the chantiers missing', { kind: 'half', share: 0.5 }],
  ['the chantiers of another account', { kind: 'other_account' }],
])('%s: nothing is closed', async (_what, what) => {
  const world = await imported(await connect({ chantiers: 40 }));
  const before = await heldBy(world);
  await fault(world, all, what);
  const run = await world.run('complet');
  expect(['paused', 'failed', 'waiting']).toContain(run.statut);
  if (run.statut === 'paused') expect(run.question).toMatchObject({ kind: 'liste_courte', connus: expect.any(Number) });
  expect(run.compte).toMatchObject({ gone: 0, hidden: 0 });
  expect(await heldBy(world)).toEqual(expect.arrayContaining(before));
  const deleted = await world.hub.db.sql`
    select from chantiers_relies v join connexions l on l.system = v.system
    where l.id = ${world.link} and v.deleted_at is not null`;
  expect(deleted).toHaveLength(0);
});

async function shortened(): Promise<{ world: ErpWorld; gone: string[]; asked: string }> {
  const world = await imported(await connect({ chantiers: 40 }));
  const gone = (await world.erp.truth()).chantiers.slice(0, 10).map(row => row.id);
  for (const id of gone) await world.erp.control('DELETE', `/chantiers/${id}`);
  const run = await world.run('complet');
  expect(run).toMatchObject({
    statut: 'paused',
    question: { kind: 'liste_courte', connus: 40, lus: 30, absents: 10 },
    compte: { gone: 0 },
  });
  return { world, gone, asked: run.id };
}

test('many really deleted: a person confirms, each is asked for once more, then closed', async () => {
  const { world, gone, asked } = await shortened();
  // One was there all along.
  await world.erp.control('POST', '/chantiers', { name: 'Ailleurs' });
  expect((await world.post(`/api/v1/imports/${asked}/reponse`, { reponse: 'confirmer' })).status).toBe(200);
  expect(await world.settled(asked)).toMatchObject({ statut: 'succeeded', question: null, compte: { gone: 10 } });
  for (const id of gone) expect(await stateOf(world, id)).toMatchObject({ etat: 'supprime' });
  expect(await world.post(`/api/v1/imports/${asked}/reponse`, { reponse: 'confirmer' })).toMatchObject({
    status: 409,
    body: { code: 'import.no_question' },
  });
});

test('a person says no: nothing is closed, changes go on meanwhile, and the next day asks again', async () => {
  const { world, asked } = await shortened();
  await world.later(60);
  await world.erp.control('POST', '/touch', { count: 1 });
  await world.tick();
  const [changes] = await world.imports();
  expect(await world.settled(changes!.id)).toMatchObject({ genre: 'incremental', compte: { updated: 1 } });
  expect((await world.post(`/api/v1/imports/${asked}/reponse`, { reponse: 'ignorer' })).status).toBe(200);
  expect(await world.settled(asked)).toMatchObject({ statut: 'succeeded', compte: { gone: 0 } });
  expect(await heldBy(world)).toHaveLength(40);
  await world.later(24 * 3600);
  await world.tick();
  const daily = (await world.imports()).find(run => run.genre === 'complet')!;
  expect(await world.settled(daily.id)).toMatchObject({ statut: 'paused', question: { absents: 10 } });
  // Unanswered, the question makes way for the next day's reading, which asks anew.
  await world.later(24 * 3600);
  await world.tick();
  expect(await world.readImport(daily.id)).toMatchObject({ statut: 'cancelled' });
});

test('a reading that asks goes on by an answer alone; given up, it asks nobody any more', async () => {
  const { world, asked } = await shortened();
  expect(await world.post(`/api/v1/imports/${asked}/reprise`)).toMatchObject({
    status: 409,
    body: { code: 'import.not_open' },
  });
  expect((await world.post(`/api/v1/imports/${asked}/annulation`)).body).toMatchObject({
    statut: 'cancelled',
    question: null,
  });
  expect(await heldBy(world)).toHaveLength(40);
});
