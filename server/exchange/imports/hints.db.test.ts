// Signals of an ERP: an event of theirs that the simulator signs and posts to the hub, over HTTP.
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { expectEqual, heldBy } from '#testing/erp/oracle.ts';
import { type ErpWorld, erpHome, imported } from '#testing/erp/world.ts';

const SECRET = 'un secret de signaux';

const connect = await erpHome();
let listens: Promise<string> | undefined;

async function listening(options: Parameters<typeof connect>[0] = {}): Promise<ErpWorld> {
  const world = await imported(await connect({ secret: SECRET, profiles: ['webhooks-on'], ...options }));
  listens ??= world.hub.app.server.listen({ port: 0, host: '127.0.0.1' });
  const url = `${await listens}/api/v1/erp-links/${world.link}/signaux`;
  await world.erp.control('POST', '/webhook', { url, secret: SECRET });
  return world;
}

const within5s = { timeout: 5_000, interval: 10 };
const hints = async ({ hub, link }: ErpWorld) => [
  ...(await hub.db.sql<{ external_id: string; etat: string; essais: number }[]>`
    select external_id, etat, essais from import_hints where link_id = ${link} order by received_at, external_id`),
];
const settledHints = (world: ErpWorld) =>
  expect.poll(async () => (await hints(world)).filter(hint => hint.etat === 'waiting').length, within5s).toBe(0);
const nameOf = async ({ hub, link }: ErpWorld, external_id: string) =>
  (
    await hub.db.sql<{ nom: string }[]>`
      select v.nom from chantiers_relies v join connexions l on l.system = v.system
      where l.id = ${link} and v.external_id = ${external_id} and v.etat = 'present' and v.deleted_at is null`
  )[0]?.nom ?? null;
const refusals = ({ hub, link }: ErpWorld) =>
  hub.lines.filter(line => line.includes('hub_hook_refused') && line.includes(link));
const gets = async ({ erp }: ErpWorld, id: string) =>
  (await erp.requests()).filter(({ path }) => path === `/projects/${id}`).length;

test('what the ERP announces is visible within seconds: made, changed, deleted, and never more than that object', async () => {
  const world = await listening({ chantiers: 12 });
  await world.erp.control('DELETE', '/requests');
  const made = await world.erp.control<{ id: string }>('POST', '/chantiers', {
    name: 'Villa Perrin',
    reference: 'PERRIN-1',
  });
  await expect.poll(() => nameOf(world, made.id), within5s).toBe('Villa Perrin');
  await world.erp.control('PATCH', `/chantiers/${made.id}`, { name: 'Villa Perrin bis' });
  await expect.poll(() => nameOf(world, made.id), within5s).toBe('Villa Perrin bis');
  await world.erp.control('DELETE', `/chantiers/${made.id}`);
  await expect.poll(() => nameOf(world, made.id), within5s).toBeNull();
  await settledHints(world);
  expect((await world.erp.requests()).every(({ path }) => path.startsWith('/projects/'))).toBe(true);
  await expectEqual(world);
  const [last] = await world.imports();
  expect(await world.settled(last!.id)).toMatchObject({ genre: 'signal', compte: { gone: 1 } });
  expect((await world.lines(last!.id)).map(line => line.action)).toEqual(['gone']);
  expect((await world.readLink()).signaux.dernier_at).not.toBeNull();
});

test('one event told five times, and events in reverse order, do nothing twice', async () => {
  const world = await listening({ chantiers: 6 });
  const { chantiers } = await world.erp.truth();
  const [one, two] = [chantiers[0]!.id, chantiers[1]!.id];
  await world.erp.control('DELETE', '/requests');
  await world.erp.control('POST', '/webhook/emit', { ids: [one], copies: 5 });
  await settledHints(world);
  expect((await hints(world)).filter(hint => hint.external_id === one)).toHaveLength(1);
  expect(await gets(world, one)).toBe(1);
  await world.erp.control('POST', '/webhook/emit', { ids: [one, two, one, two], reversed: true });
  await settledHints(world);
  const events = await world.hub.db
    .sql`select from events where type = 'chantier.updated' and credential_id = ${world.link}`;
  expect(events).toHaveLength(0);
  await expectEqual(world);
});

test.each([
  ['forged', { signature: 'forged' }],
  ['without a signature', { signature: 'absent' }],
  ['of a secret we do not hold', { signature: 'second' }],
  ['twelve hours late', { age_s: 12 * 3600 }],
])('a signal %s is refused, logged, and does nothing', async (_what, how) => {
  const world = await listening({ chantiers: 3 });
  await world.erp.control('POST', '/webhook', { ...(await subscription(world)), secret2: 'un autre secret là-bas' });
  const [row] = (await world.erp.truth()).chantiers;
  const { answers } = await world.erp.control<{ answers: Record<string, number> }>('POST', '/webhook/emit', {
    ids: [row!.id],
    ...how,
  });
  expect(answers).toEqual({ 401: 1 });
  expect(await hints(world)).toEqual([]);
  expect(refusals(world)).toHaveLength(1);
  expect(JSON.parse(refusals(world)[0]!)).toMatchObject({ 'event.dataset': 'hub.security', 'hub.link_id': world.link });
  expect(refusals(world)[0]).not.toContain(SECRET);
});

const subscription = async ({ erp }: ErpWorld) => {
  const { subscription: kept } = await erp.control<{ subscription: { url: string; secret: string } }>(
    'GET',
    '/webhook',
  );
  return { url: kept.url, secret: kept.secret };
};

test('while their secret turns, a signal bears two signatures and ours is found', async () => {
  const world = await listening({ chantiers: 3 });
  const [row] = (await world.erp.truth()).chantiers;
  await world.erp.control('POST', '/webhook', { ...(await subscription(world)), secret2: 'un autre secret là-bas' });
  const body = { ids: [row!.id], signature: 'both' };
  expect(await world.erp.control('POST', '/webhook/emit', body)).toEqual({ answers: { 202: 1 } });
  await settledHints(world);
});

test('a type we do not know is taken and does nothing; so is what is well signed and cannot be read', async () => {
  const world = await listening({ chantiers: 3 });
  expect(await world.erp.control('POST', '/webhook/emit', { type: 'invoice.paid' })).toEqual({ answers: { 202: 1 } });
  const raw = '{"id":';
  const t = String(Math.floor(world.hub.clock.now.epochMilliseconds / 1000));
  const v1 = createHmac('sha256', SECRET).update(`${t}.${raw}`).digest('hex');
  const answer = await world.hub.request('POST', `/api/v1/erp-links/${world.link}/signaux`, {
    body: raw,
    headers: { 'x-costructor-signature': `t=${t},v1=${v1}` },
  });
  expect(answer.statusCode).toBe(202);
  expect(await hints(world)).toEqual([]);
});

test('signals of one customer do nothing to another, whose chantiers have the same ids', async () => {
  const ours = await listening({ chantiers: 5, seed: 7 });
  const theirs = await connect({ chantiers: 5, seed: 7, secret: 'le secret du second' });
  await theirs.run('initial');
  const [row] = (await ours.erp.truth()).chantiers;
  expect((await theirs.erp.truth()).chantiers[0]!.id).toBe(row!.id);
  const before = await theirs.imports();
  await ours.erp.control('PATCH', `/chantiers/${row!.id}`, { name: 'Renommé chez le premier' });
  await settledHints(ours);
  await expect
    .poll(async () => (await heldBy(ours)).find(held => held.external_id === row!.id)?.nom, within5s)
    .toBe('Renommé chez le premier');
  expect((await heldBy(theirs)).find(held => held.external_id === row!.id)?.nom).not.toBe('Renommé chez le premier');
  expect(await theirs.imports()).toEqual(before);
  // The secret of one does not open the other.
  const url = (await subscription(ours)).url.replace(ours.link, theirs.link);
  await ours.erp.control('POST', '/webhook', { url, secret: SECRET });
  expect(await ours.erp.control('POST', '/webhook/emit', { ids: [row!.id] })).toEqual({ answers: { 401: 1 } });
});

test('an object announced before it can be read is looked for again until it is there', async () => {
  const world = await listening({ chantiers: 3 });
  const { ids } = await world.erp.control<{ ids: string[] }>('POST', '/bulk', { count: 1, fresh: true });
  await world.erp.control('POST', '/webhook/emit', { ids, unreadable_s: 30 });
  for (const [tries, seconds] of [
    [1, 5],
    [2, 30],
  ] as const) {
    await expect.poll(async () => (await hints(world))[0]?.essais, within5s).toBe(tries);
    expect(await nameOf(world, ids[0]!)).toBeNull();
    await world.later(seconds);
  }
  await expect.poll(() => nameOf(world, ids[0]!), within5s).not.toBeNull();
  await settledHints(world);
});

test('an object that never comes is given up, and the reading of changes repairs what a lost signal missed', async () => {
  const world = await listening({ chantiers: 3 });
  await world.erp.control('POST', '/webhook/emit', { ids: ['pj_01JXXXXXXXXXXXXXXXXXXXXXXX'] });
  for (const [tries, seconds] of [
    [1, 5],
    [2, 30],
    [3, 120],
  ] as const) {
    await expect.poll(async () => (await hints(world))[0]?.essais, within5s).toBe(tries);
    await world.later(seconds);
  }
  await expect.poll(async () => (await hints(world))[0], within5s).toMatchObject({ etat: 'given_up', essais: 4 });
  await world.erp.control('POST', '/webhook', { ...(await subscription(world)), lose_every: 1 });
  await world.erp.control('POST', '/chantiers', { name: 'Signal perdu' });
  await world.later(60);
  await world.tick();
  await expect.poll(async () => (await heldBy(world)).length, within5s).toBe(4);
  await expectEqual(world);
});

test('five thousand signals that pile up end as one reading of what changed', async () => {
  const world = await listening({ chantiers: 40 });
  await world.erp.control('DELETE', '/requests');
  await world.hub.db.sql`
    insert into import_hints (link_id, hint_id, external_id, received_at, prochain_essai_at)
    select ${world.link}, 'evt_' || n, 'pj_' || n, ${world.hub.clock.now.toString()}, ${world.hub.clock.now.toString()}
    from generate_series(1, 5000) n`;
  await world.erp.control('POST', '/webhook/emit', { count: 1 });
  await settledHints(world);
  const [run] = await world.imports();
  expect(await world.settled(run!.id)).toMatchObject({ genre: 'incremental', statut: 'succeeded' });
  expect((await world.erp.requests()).length).toBeLessThan(5);
  await expectEqual(world);
});

test('signals that come while everything is read are taken between two pages', async () => {
  const world = await listening({ chantiers: 60 });
  const rules = [
    { match: { path: '/projects' }, fault: { kind: 'cap', limit: 10 } },
    { match: { path: '/projects' }, fault: { kind: 'latency', ms: 300 } },
  ];
  await world.erp.control('POST', '/faults', { rules });
  const id = await world.start('complet');
  await expect.poll(async () => (await world.readImport(id)).pages, within5s).toBeGreaterThan(0);
  const [row] = (await world.erp.truth()).chantiers;
  await world.erp.control('PATCH', `/chantiers/${row!.id}`, { name: 'Entre deux pages' });
  await expect.poll(() => nameOf(world, row!.id), within5s).toBe('Entre deux pages');
  expect((await world.readImport(id)).statut).toBe('running');
  expect(await world.settled(id)).toMatchObject({ statut: 'succeeded', compte: { read: 60 } });
  await expectEqual(world);
});

test('signals that would close more than a company closes leave it to a reading of everything, which asks', async () => {
  const world = await listening({ chantiers: 40 });
  const ids = (await world.erp.truth()).chantiers.slice(0, 12).map(row => row.id);
  // They come together, as after an hour of pause.
  const turn = (etat: string) => world.hub.db.sql`update erp_links set etat = ${etat} where id = ${world.link}`;
  await turn('en_pause');
  for (const id of ids) await world.erp.control('DELETE', `/chantiers/${id}`);
  await expect.poll(async () => (await hints(world)).length, within5s).toBe(12);
  await turn('active');
  const asking = async () => (await world.imports()).find(run => run.question !== null);
  await expect.poll(asking, within5s).toMatchObject({ genre: 'complet', statut: 'paused', question: { absents: 12 } });
  expect(await heldBy(world)).toHaveLength(40);
  const { id } = (await asking())!;
  await world.post(`/api/v1/imports/${id}/reponse`, { reponse: 'confirmer' });
  await world.settled(id);
  await expect.poll(async () => (await heldBy(world)).length, within5s).toBe(28);
  await expectEqual(world);
});
