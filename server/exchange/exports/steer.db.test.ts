// What people do to sending: switched on, steered, planned by the clock. Two hubs on one base where it matters.
import { expect, test } from 'vitest';
import type { Envoi, ReglagesEnvoi } from '#contract/export.ts';
import { planDueExports } from '#exchange/exports/index.ts';
import { SYSTEM } from '#platform/unit.ts';
import { testApp } from '#testing/app.ts';
import { expectProved, type HoursWorld, hoursWorld, proof, switchOn } from '#testing/erp/hours.ts';
import { erpHome } from '#testing/erp/world.ts';

const home = await erpHome();
const JOURS = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'];
const SLOW = { match: { method: 'POST', path: '/timesheet_entries' }, fault: { kind: 'latency', ms: 150 } };

async function week(on = true): Promise<HoursWorld> {
  const world = await hoursWorld(await home(), { on });
  for (const jour of JOURS) await world.work(world.workers[0]!, { jour, minutes: 440 });
  return world;
}
const reglages = async ({ hub, admin, link }: HoursWorld) =>
  (await hub.request('GET', `/api/v1/erp-links/${link}/envoi-heures`, { as: admin })).json<ReglagesEnvoi>();
const put = ({ hub, admin, link }: HoursWorld, body: unknown, version = 0) =>
  hub.request('PUT', `/api/v1/erp-links/${link}/envoi-heures`, {
    as: admin,
    body,
    headers: { 'if-match': `"${version}"` },
  });

test('switched on, it asks about what waits already and about indicative times', async () => {
  const world = await week(false);
  expect(await reglages(world)).toMatchObject({
    ...{ version: 0, possible: true, actif: false, depuis: null, horaires_demandes: true, prochain_at: null },
    arriere: { jours: 5, minutes: 5 * 440, premier: '2026-11-16' },
  });
  const wanted = { actif: true, frequence: 'hebdomadaire', jour: 1, heure: '06:00' };
  expect((await put(world, wanted)).json()).toMatchObject({ code: 'export.backlog_unanswered' });
  expect((await put(world, { ...wanted, arriere: 'laisser' })).json()).toMatchObject({
    code: 'export.horaires_unaccepted',
  });
  const answer = await put(world, { ...wanted, arriere: 'laisser', horaires_acceptes: true });
  expect(answer.json()).toMatchObject({
    version: 1,
    actif: true,
    depuis: '2026-11-23',
    prochain_at: '2026-11-30T05:00:00.000Z',
  });
  expect((await put(world, wanted, 0)).statusCode).toBe(412);
  expect((await put(world, { ...wanted, jour: 8 }, 1)).statusCode).toBe(400);
  await world.send();
  expect(await world.entries()).toEqual([]);
});

test('what waits leaves when it was said to, from the day that was said', async () => {
  const world = await week(false);
  await switchOn(world, { depuis: '2026-11-18' });
  await world.send();
  await world.entries();
  expect(new Set((await world.ledger()).map(line => line.jour))).toEqual(new Set(JOURS.slice(2)));
});

test('paused in the middle and gone on with: every line once', async () => {
  const world = await week();
  await world.fault(SLOW);
  const id = await world.ask();
  await expect.poll(async () => (await world.entries()).length, { timeout: 20_000, interval: 10 }).toBeGreaterThan(1);
  expect((await world.post(`/api/v1/exports/${id}/pause`)).body).toMatchObject({ statut: 'paused' });
  const read = (headers = {}) => world.hub.request('GET', `/api/v1/exports/${id}`, { as: world.admin, headers });
  const seen = await read();
  await expect.poll(async () => (await world.ledger({ etat: 'sending' })).length, { timeout: 20_000 }).toBe(0);
  const there = (await world.entries()).length;
  // Whoever has read it once does not keep it for fresh: the day that was in hand has ended since.
  const again = await read({ 'if-none-match': String(seen.headers.etag) });
  const shown = again.statusCode === 304 ? seen : again;
  expect(shown.json()).toMatchObject({ statut: 'paused', compte: { sent: there } });
  expect(there).toBeLessThan(10);
  expect((await world.post(`/api/v1/exports/${id}/reprise`)).status).toBe(200);
  expect((await world.calm(id)).statut).toBe('succeeded');
  await expectProved(proof(world));
});

test('cancelled in the middle: what left stays, the rest leaves with the next one', async () => {
  const world = await week();
  await world.fault(SLOW);
  const id = await world.ask();
  await expect.poll(async () => (await world.entries()).length, { timeout: 20_000, interval: 10 }).toBeGreaterThan(1);
  expect((await world.post(`/api/v1/exports/${id}/annulation`)).body).toMatchObject({ statut: 'cancelled' });
  expect((await world.post(`/api/v1/exports/${id}/pause`)).body).toMatchObject({ code: 'export.not_open' });
  // The day in hand ends after that, and counts.
  await expect.poll(async () => (await world.ledger({ etat: 'sending' })).length, { timeout: 20_000 }).toBe(0);
  expect(await world.exports()).toMatchObject([{ id, compte: { sent: (await world.entries()).length, lignes: 10 } }]);
  expect((await world.send()).statut).toBe('succeeded');
  await expectProved(proof(world));
});

test('the tick asks once for each period, whatever the number of hubs and of ticks', async () => {
  const world = await hoursWorld(await home(), { on: false });
  await switchOn(world, { frequence: 'quotidien', heure: '10:00' });
  const other = await testApp({ jobs: true, allow: '127.0.0.1/32:*', beside: world.hub });
  await world.work(world.workers[0]!, { jour: '2026-11-22', minutes: 180 });
  await world.tickExports();
  expect(await world.exports()).toEqual([]);
  await world.later(3600 * 2);
  other.clock.now = world.hub.clock.now;
  await Promise.all([world.hub, other, world.hub, other].map(hub => hub.app.inUnit(SYSTEM, planDueExports)));
  const runs = await world.exports();
  expect(runs).toMatchObject([{ demande: 'automatique', periode: '2026-11-22' }]);
  expect((await world.calm(runs[0]!.id)).statut).toBe('succeeded');
  await world.tickExports();
  expect(await world.exports()).toHaveLength(1);
  await expectProved(proof(world));
});

test('a conducteur reads the lines of the chantiers he leads, and has their whole days sent; others read nothing', async () => {
  const world = await week();
  const [mine, other] = [world.sites[0]!, world.sites[1]!];
  const { sql } = world.hub.db;
  const person = await world.hub.person({ role: 'conducteur' });
  await sql`insert into chantier_personnes (chantier_id, personne_id, role_chantier) values (${mine.id}, ${person.id}, 'conducteur')`;
  await world.work(world.workers[0]!, { jour: '2026-11-21', minutes: 180, site: other });
  await world.work(world.workers[0]!, { jour: '2026-11-22', minutes: 120, site: other });
  await world.work(world.workers[0]!, { jour: '2026-11-22', minutes: 120, site: mine });
  const as = await world.hub.cookie(person);
  const asked = await world.hub.request('POST', '/api/v1/exports', {
    as,
    body: { link_id: world.link, du: '2026-11-16', au: '2026-11-22' },
  });
  expect(asked.statusCode, asked.body).toBe(202);
  await world.calm(asked.json<{ id: string }>().id);
  const days = new Set((await world.ledger()).map(line => line.jour));
  expect(days.has('2026-11-22') && !days.has('2026-11-21')).toBe(true);
  const read = await world.hub.request('GET', `/api/v1/lignes-envoi?link_id=${world.link}&limit=200`, { as });
  const seen = read.json<{ items: { chantier_id: string }[] }>().items;
  expect(new Set(seen.map(line => line.chantier_id))).toEqual(new Set([mine.id]));
  const semaine = await world.hub.request('GET', '/api/v1/envois/semaine?semaine=2026-W47', { as });
  expect(semaine.json()).toMatchObject({
    personnes: [{ minutes_validees: 5 * 440 + 120, minutes_dans_erp: 5 * 440 + 120 }],
  });
  // Of the envoi he asked for, his lines are counted; one that touches none of his chantiers is not his to see.
  const { items } = (await world.hub.request('GET', '/api/v1/exports?utiles=non', { as })).json<{ items: Envoi[] }>();
  expect(items).toMatchObject([{ id: asked.json<{ id: string }>().id, compte: { lignes: seen.length } }]);
  const rest = await world.send();
  expect(rest.compte).toMatchObject({ sent: 1 });
  const list = (await world.hub.request('GET', '/api/v1/exports?utiles=non', { as })).json<{ items: Envoi[] }>();
  expect(list.items.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
  expect((await world.hub.request('GET', `/api/v1/exports/${rest.id}`, { as })).statusCode).toBe(404);
  for (const role of ['chef_chantier', 'compagnon'] as const) {
    const stranger = await world.hub.cookie(await world.hub.person({ role }));
    for (const path of ['exports', 'lignes-envoi', 'envois/semaine?semaine=2026-W47', 'regularisations-erp']) {
      expect((await world.hub.request('GET', `/api/v1/${path}`, { as: stranger })).statusCode).toBe(403);
    }
  }
});

test('every state a line went through is kept, and nobody changes that', async () => {
  const world = await hoursWorld(await home());
  await world.work(world.workers[0]!, { jour: '2026-11-16', minutes: 180 });
  await world.send();
  const [line] = await world.ledger();
  const path = `/api/v1/lignes-envoi/${line!.id}/historique`;
  const { items } = (await world.hub.request('GET', path, { as: world.admin })).json<{ items: { etat: string }[] }>();
  expect(items.map(item => item.etat)).toEqual(['to_send', 'sending', 'sent']);
  const { sql } = world.hub.db;
  await expect(sql`update export_gestes set etat = 'sent' where ligne_id = ${line!.id}`).rejects.toThrow(/append-only/);
  await expect(sql`delete from export_gestes where ligne_id = ${line!.id}`).rejects.toThrow(/append-only/);
});

test('an hour is on one connexion: a line under another is refused by the base', async () => {
  const world = await hoursWorld(await home());
  const pointage = await world.work(world.workers[0]!, { jour: '2026-11-16', minutes: 180 });
  await world.send();
  const other = await hoursWorld(await home());
  const { sql } = world.hub.db;
  const stolen = sql`update export_lignes set link_id = ${other.link} where pointage_id = ${pointage} and etat = 'sent'`;
  await expect(stolen).rejects.toThrow(/export_lignes_lien/);
});
