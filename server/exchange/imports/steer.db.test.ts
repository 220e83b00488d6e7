// What is due, what a person does to a reading, and who may.
import { expect, test } from 'vitest';
import type { CompteImport, Import } from '#contract/import.ts';
import { expectEqual, heldBy } from '#testing/erp/oracle.ts';
import { type ErpWorld, erpHome, imported, slowErp, untilPages } from '#testing/erp/world.ts';

const connect = await erpHome();
const begun = async (options: Parameters<typeof connect>[0] = {}) => imported(await connect(options));

const sumOf = ({ created, updated, linked, unchanged, skipped, set_aside }: CompteImport) =>
  created + updated + linked + unchanged + skipped + set_aside;
const listCalls = async ({ erp }: ErpWorld) => (await erp.requests()).filter(({ path }) => path === '/projects');

test('« Actualiser maintenant » reads only what changed: 10 of 300, in a handful of calls', async () => {
  const world = await begun({ chantiers: 300 });
  await world.later(600);
  await world.erp.control('POST', '/touch', { count: 10 });
  await world.erp.control('DELETE', '/requests');
  const run = await world.run('incremental');
  expect(run).toMatchObject({ genre: 'incremental', demande: 'manuelle', statut: 'succeeded' });
  expect(run.compte.updated).toBe(10);
  expect(run.compte.read).toBeLessThan(20);
  const calls = (await world.erp.requests()).length;
  expect(calls).toBeLessThanOrEqual(3);
  await expectEqual(world);
  expect((await world.lines(run.id)).map(line => line.action)).toEqual(Array(10).fill('updated'));
  expect((await world.lines(run.id)).every(line => line.champs.includes('nom') && line.external_id !== null)).toBe(
    true,
  );
});

test('the tick reads what changed each minute and everything once a day; a second tick asks for nothing more', async () => {
  const world = await begun({ chantiers: 20 });
  await world.later(60);
  await world.erp.control('POST', '/touch', { count: 2 });
  await world.tick();
  await world.tick();
  const [run] = await world.imports();
  expect(run).toMatchObject({ genre: 'incremental', demande: 'automatique' });
  expect((await world.settled(run!.id)).compte.updated).toBe(2);
  await expectEqual(world);
  // From 09:00 of one Paris day to 05:01 of the next one.
  await world.later(20 * 3600);
  await world.tick();
  const [daily] = await world.imports();
  expect(daily).toMatchObject({ genre: 'complet', demande: 'automatique' });
  await world.settled(daily!.id);
  expect((await world.readLink()).prochaine_lecture_at).not.toBeNull();
});

test('a connexion once a day leaves changes alone until its hour', async () => {
  const world = await begun({ chantiers: 10, link: { frequence: 'quotidien', heure: '06:30' } });
  const before = (await world.imports()).length;
  await world.later(3600);
  await world.tick();
  expect(await world.imports()).toHaveLength(before);
  await world.later(21 * 3600);
  await world.tick();
  expect((await world.imports())[0]).toMatchObject({ genre: 'complet', demande: 'automatique' });
});

test('a first import is taken back whole, and can be made again', async () => {
  const world = await begun({ chantiers: 15 });
  expect(world.first.annulable).toBe(true);
  const undone = await world.post(`/api/v1/imports/${world.first.id}/retrait`);
  expect(undone).toMatchObject({ status: 200, body: { annulable: false, annule_at: expect.any(String) } });
  expect(await heldBy(world)).toEqual([]);
  expect((await world.readLink()).premier_import_at).toBeNull();
  expect(await world.post(`/api/v1/imports/${world.first.id}/retrait`)).toMatchObject({
    status: 409,
    body: { code: 'import.not_open' },
  });
  expect((await world.run('initial')).compte).toMatchObject({ read: 15, created: 15 });
  await expectEqual(world);
  expect(await world.post(`/api/v1/erp-links/${world.link}/imports`, { genre: 'initial' })).toMatchObject({
    status: 409,
    body: { code: 'import.already_done' },
  });
});

test('a first import is kept once one of its chantiers has a team', async () => {
  const world = await begun({ chantiers: 20 });
  const [chantier] = await world.hub.db.sql<{ id: string; version: number }[]>`
    select c.id, c.version from chantiers_relies v join connexions l on l.system = v.system join chantiers c on c.id = v.chantier_id
    where l.id = ${world.link} and c.statut = 'ouvert' limit 1`;
  const chef = await world.hub.person({ role: 'chef_chantier' });
  const put = await world.hub.request('PUT', `/api/v1/chantiers/${chantier!.id}/equipe`, {
    as: world.admin,
    headers: { 'if-match': `"${chantier!.version}"` },
    body: { membres: [{ personne_id: chef.id, role_chantier: 'chef' }] },
  });
  expect(put.statusCode, put.body).toBe(200);
  expect((await world.readImport(world.first.id)).annulable).toBe(false);
  const refused = await world.post(`/api/v1/imports/${world.first.id}/retrait`);
  expect(refused).toMatchObject({ status: 409, body: { code: 'import.undo_refused' } });
  expect(await heldBy(world)).toHaveLength(20);
});

test('a paused import goes on at its page, and its counts stay right', async () => {
  const world = await connect({ chantiers: 80 });
  await slowErp(world);
  const id = await world.start('initial');
  await untilPages(world, id);
  const paused = await world.post(`/api/v1/imports/${id}/pause`);
  expect(paused).toMatchObject({ status: 200, body: { statut: 'paused' } });
  const before = (await listCalls(world)).length;
  await world.hub.request('GET', '/api/v1/imports', { as: world.admin });
  const still = await world.readImport(id);
  expect(still.statut).toBe('paused');
  expect((await world.post(`/api/v1/imports/${id}/reprise`)).status).toBe(200);
  const done = await world.settled(id);
  expect(done).toMatchObject({ statut: 'succeeded', compte: { read: 80, created: 80 } });
  expect(sumOf(done.compte)).toBe(80);
  // Neither from the start again, nor page by page twice.
  expect((await listCalls(world)).length - before).toBeLessThan(12);
  expect(await heldBy(world)).toHaveLength(80);
});

test('a cancelled import stops, keeps what it read, and another may begin', async () => {
  const world = await connect({ chantiers: 80 });
  await slowErp(world);
  const id = await world.start('initial');
  await untilPages(world, id);
  expect((await world.post(`/api/v1/imports/${id}/annulation`)).body.statut).toBe('cancelled');
  const kept = (await world.readImport(id)).compte.read;
  const again = await world.run('initial');
  expect(again.compte).toMatchObject({ read: 80, created: 80 - kept, unchanged: kept });
  expect(await world.post(`/api/v1/imports/${id}/pause`)).toMatchObject({
    status: 409,
    body: { code: 'import.not_open' },
  });
  // Taking the first import back takes back both.
  expect((await world.post(`/api/v1/imports/${again.id}/retrait`)).status).toBe(200);
  expect(await heldBy(world)).toEqual([]);
});

test('one reading of a kind at a time: asked twice, it is the same one', async () => {
  const world = await connect({ chantiers: 60 });
  await slowErp(world);
  const [one, two] = await Promise.all([world.start('initial'), world.start('initial')]);
  expect(two).toBe(one);
  expect((await world.settled(one)).compte.created).toBe(60);
  expect(await world.imports()).toHaveLength(1);
});

test('a conducteur may refresh, and nothing else; a compagnon reads nothing of it', async () => {
  const world = await begun({ chantiers: 5 });
  const conducteur = await world.hub.cookie(await world.hub.person({ role: 'conducteur' }));
  const compagnon = await world.hub.cookie(await world.hub.person({ role: 'compagnon' }));
  const ask = (as: typeof conducteur, genre: string) =>
    world.hub.request('POST', `/api/v1/erp-links/${world.link}/imports`, { as, body: { genre } });
  expect((await ask(conducteur, 'incremental')).statusCode).toBe(202);
  expect((await ask(conducteur, 'complet')).statusCode).toBe(403);
  expect((await ask(compagnon, 'incremental')).statusCode).toBe(403);
  expect((await world.hub.request('GET', '/api/v1/imports', { as: compagnon })).statusCode).toBe(403);
});

test('the history shows useful readings, and all of them when asked', async () => {
  const world = await begun({ chantiers: 5 });
  await world.later(120);
  await world.tick();
  const [quiet] = await world.imports();
  await world.settled(quiet!.id);
  const useful = await world.hub.request('GET', `/api/v1/imports?link_id=${world.link}`, { as: world.admin });
  expect(useful.json<{ items: Import[] }>().items.map(run => run.genre)).toEqual(['initial', 'apercu']);
  expect((await world.imports()).map(run => run.genre)).toEqual(['incremental', 'initial', 'apercu']);
  // A day later the quiet one is forgotten, its elders kept.
  await world.later(25 * 3600);
  await world.tick();
  const kept = (await world.imports()).map(run => run.id);
  expect(kept).not.toContain(quiet!.id);
  expect(kept).toContain(world.first.id);
});

test('a connexion paused in mid-list parks its reading; put back to work, it goes on at its page', async () => {
  const world = await connect({ chantiers: 80 });
  await slowErp(world);
  const id = await world.start('initial');
  await untilPages(world, id);
  expect((await world.post(`/api/v1/erp-links/${world.link}/pause`)).status).toBe(200);
  expect(await world.settled(id)).toMatchObject({ statut: 'parked', essais: 0 });
  expect((await world.post(`/api/v1/erp-links/${world.link}/reprise`)).status).toBe(200);
  await expect.poll(async () => (await world.readImport(id)).statut, { timeout: 20_000 }).toBe('succeeded');
  expect((await world.readImport(id)).compte).toMatchObject({ read: 80, created: 80 });
});

test('a page that kills every process that reads it is given up after five of them, and said', async () => {
  const world = await begun({ chantiers: 5 });
  const { sql } = world.hub.db;
  const [link, id] = [world.link, '0199c8f0-6f4a-7000-8000-00000000dead'];
  const dead = async (reprises: number) => {
    await sql`
      insert into import_runs (id, link_id, genre, statut, demande, process_id, reprises, created_at)
      values (${id}, ${link}, 'complet', 'running', 'automatique', 1, ${reprises}, ${world.hub.clock.now.toString()})
      on conflict (id) do update set statut = 'running', process_id = 1, reprises = ${reprises}, finished_at = null`;
    await world.later(0);
    return await world.settled(id);
  };
  expect(await dead(5)).toMatchObject({ statut: 'failed', probleme: { mot: 'internal' } });
  expect(await sql`select from events where type = 'import.failed' and data ->> 'import_id' = ${id}`).toHaveLength(1);
  // One death less, and it is read to its end.
  expect(await dead(4)).toMatchObject({ statut: 'succeeded', compte: { read: 5 } });
});
