// Faults of the way there (erp.md §7: latency, 429, 5xx, access), each with the outcome it must have.
import { expect, test } from 'vitest';
import { expectEqual, heldBy } from '#testing/erp/oracle.ts';
import { type ErpWorld, erpHome, impatient, imported, untilOver } from '#testing/erp/world.ts';

const connect = await erpHome();
const all = { path: '/projects' };
const fault = (world: ErpWorld, match: object, what: object) =>
  world.erp.control('POST', '/faults', { rules: [{ match, fault: what }] });
const events = async ({ hub, link }: ErpWorld, type: string) =>
  (await hub.db.sql`select from events where type = ${type} and data ->> 'link_id' = ${link}`).length;
const said = ({ hub, link }: ErpWorld, action: string) =>
  hub.lines.filter(line => line.includes(`"${action}"`) && line.includes(link)).length;

test('slow answers, a long tail of them, one byte after the other: read as they come', async () => {
  const world = await connect({ chantiers: 40 });
  await fault(world, all, { kind: 'long_tail', ms: 40, max_ms: 200 });
  await fault(world, { ...all, nth: 2 }, { kind: 'drip', bytes_per_second: 200_000 });
  const { first } = await imported(world);
  expect(first).toMatchObject({ statut: 'succeeded', compte: { read: 40, created: 40 } });
  await expectEqual(world);
});

test.each([['stall_headers'], ['stall_body'], ['cut_before'], ['cut_body']])(
  '%s: given up in time, tried again, nothing lost and nothing double',
  async kind => {
    const world = await connect({ chantiers: 40 });
    impatient(world, 400);
    await fault(world, { ...all, every: 2, times: 3 }, { kind });
    const { first } = await imported(world);
    expect(first).toMatchObject({ statut: 'succeeded', essais: 0, compte: { read: 40, created: 40 } });
    await expectEqual(world);
  },
);

test.each([
  ['in seconds', { retry_after: 'seconds', seconds: 7 }, 7],
  ['as a date', { retry_after: 'date', seconds: 20 }, 19],
  ['not at all', { retry_after: 'absent' }, 2],
  ['of zero seconds', { retry_after: 'seconds', seconds: 0 }, 1],
  ['in a page of HTML', { retry_after: 'seconds', seconds: 5, html: true }, 5],
])('429 that says when %s: waits as told, each time, and goes on', async (_how, told, seconds) => {
  const world = await connect({ chantiers: 30 });
  await fault(world, { ...all, times: 3 }, { kind: 'too_many', ...told });
  const before = world.hub.clock.now;
  const run = await world.run('initial');
  expect(run).toMatchObject({ statut: 'succeeded', compte: { read: 30 } });
  const waited = world.hub.clock.now.epochMilliseconds - before.epochMilliseconds;
  expect(waited).toBeGreaterThanOrEqual(3 * seconds * 1000);
  const refused = (await world.erp.requests()).filter(({ status }) => status === 429);
  expect(refused).toHaveLength(3);
});

test('429 for an hour: the run gives its place back, says until when, and nobody calls meanwhile', async () => {
  const world = await imported(await connect({ chantiers: 30 }));
  await fault(world, { ...all, times: 1 }, { kind: 'too_many', retry_after: 'seconds', seconds: 3600 });
  const run = await world.run('complet');
  expect(run).toMatchObject({ statut: 'waiting', probleme: { mot: 'busy' } });
  expect(run.probleme!.phrase).toMatch(/^En pause jusqu’à \d\d:\d\d/);
  expect((await world.readLink()).pause_jusqua).toBe(run.prochain_essai_at);
  const calls = (await world.erp.requests()).length;
  await world.later(1800);
  await world.tick();
  const preview = await world.run('apercu');
  expect(preview).toMatchObject({ statut: 'waiting', prochain_essai_at: run.prochain_essai_at });
  expect((await world.erp.requests()).length).toBe(calls);
  await world.later(1801);
  await expect.poll(async () => (await world.readImport(run.id)).statut, { timeout: 10_000 }).toBe('succeeded');
  expect((await world.readLink()).pause_jusqua).toBeNull();
  await expectEqual(world);
});

test.each([
  ['a single 500', { kind: 'status', status: 500 }, 1],
  ['three 502 in a row', { kind: 'status', status: 502 }, 3],
  ['500 in HTML', { kind: 'status', status: 500, html: true }, 2],
  ['503 with Retry-After', { kind: 'status', status: 503, retry_after_s: 4 }, 2],
  ['200 with an error instead of data', { kind: 'ok_with_error' }, 2],
  ['JSON that stops in the middle', { kind: 'truncated_json' }, 2],
])('%s: tried again where it was, and nobody is told', async (_what, what, times) => {
  const world = await connect({ chantiers: 30 });
  await fault(world, { ...all, times }, what);
  const run = await world.run('initial');
  expect(run).toMatchObject({ statut: 'succeeded', essais: 0, probleme: null, compte: { read: 30, created: 30 } });
  expect(await events(world, 'erp_link.broken')).toBe(0);
  expect((await world.readLink()).probleme).toBeNull();
});

test('a burst of twenty failures: fewer and fewer tries, told once, its end told once, then all is caught up', async () => {
  const world = await imported(await connect({ chantiers: 30 }));
  await world.erp.control('POST', '/touch', { count: 5 });
  await fault(world, { ...all, times: 20 }, { kind: 'status', status: 503 });
  const run = await world.run('incremental');
  expect(run).toMatchObject({ statut: 'waiting', essais: 4, probleme: { mot: 'unavailable' } });
  expect(run.probleme!.phrase).toMatch(/ne répond pas : nouvel essai à \d\d:\d\d/);
  expect(await world.readLink()).toMatchObject({
    etat: 'active',
    probleme: { mot: 'unavailable' },
    indisponible_depuis: expect.any(String),
  });
  // The minute's tick adds nobody to the queue.
  const count = (await world.imports()).length;
  await world.later(10);
  await world.tick();
  expect(await world.imports()).toHaveLength(count);
  const over = await untilOver(world, run.id);
  expect(over).toMatchObject({ statut: 'succeeded', essais: 0, probleme: null, compte: { updated: 5 } });
  expect(await events(world, 'erp_link.broken')).toBe(1);
  expect(await events(world, 'erp_link.restored')).toBe(1);
  expect([said(world, 'erp_gone'), said(world, 'erp_back')]).toEqual([1, 1]);
  expect((await world.readLink()).indisponible_depuis).toBeNull();
  await expectEqual(world);
});

test('changes cut halfway are read again from their start: each counts once', async () => {
  const world = await imported(await connect({ chantiers: 80 }));
  await world.later(300);
  await world.erp.control('POST', '/touch', { count: 60 });
  await fault(world, all, { kind: 'cap', limit: 10 });
  await fault(world, { ...all, nth: 5, times: 1 }, { kind: 'cut_before' });
  const run = await world.run('incremental');
  expect(run).toMatchObject({ statut: 'succeeded', essais: 0, compte: { updated: 60 } });
  expect(run.pages).toBeGreaterThan(8);
  expect(run.compte.read).toBe(run.compte.updated + run.compte.unchanged);
  expect(run.compte.read).toBeLessThanOrEqual(80);
  await expectEqual(world);
});

const reconnect = (world: ErpWorld, api_key: string) =>
  world.post(`/api/v1/erp-links/${world.link}/reconnexion`, { credentials: { api_key } });

test('a key revoked in mid-list: parked, told at once, no call more; reconnected, it goes on at its page', async () => {
  const world = await connect({ chantiers: 60 });
  await fault(world, all, { kind: 'cap', limit: 10 });
  await fault(world, { ...all, nth: 6 }, { kind: 'revoke' });
  const run = await world.run('initial');
  expect(run).toMatchObject({ statut: 'parked', probleme: { mot: 'denied' } });
  expect(run.compte.read).toBeGreaterThan(0);
  expect((await world.readLink()).etat).toBe('a_reconnecter');
  expect(await events(world, 'erp_link.broken')).toBe(1);
  const calls = (await world.erp.requests()).length;
  await world.later(600);
  await world.tick();
  expect((await world.erp.requests()).length).toBe(calls);
  expect(await world.post(`/api/v1/erp-links/${world.link}/imports`, { genre: 'apercu' })).toMatchObject({
    status: 409,
    body: { code: 'erp_link.not_ready' },
  });
  const { key } = await world.erp.control<{ key: string }>('POST', '/keys', { key: 'cst_nouvelle_cle_apres' });
  expect((await reconnect(world, key)).status).toBe(200);
  await expect.poll(async () => (await world.readImport(run.id)).statut, { timeout: 10_000 }).toBe('succeeded');
  expect((await world.readImport(run.id)).compte).toMatchObject({ read: 60, created: 60 });
  expect(await heldBy(world)).toHaveLength(60);
});

test('a plan downgraded: said to be a right and not a key, and it goes on once it is back', async () => {
  const world = await imported(await connect({ chantiers: 10 }));
  await world.erp.control('POST', `/keys/${world.erp.key}/plan`, { plan: 'sans_api' });
  const run = await world.run('complet');
  expect(run).toMatchObject({ statut: 'parked', probleme: { mot: 'rights' }, compte: { hidden: 0, gone: 0 } });
  expect((await world.readLink()).etat).toBe('a_verifier');
  await world.erp.control('POST', `/keys/${world.erp.key}/plan`, { plan: 'premium' });
  expect((await world.post(`/api/v1/erp-links/${world.link}/reprise`)).status).toBe(200);
  await expect.poll(async () => (await world.readImport(run.id)).statut, { timeout: 10_000 }).toBe('succeeded');
  await expectEqual(world);
});
