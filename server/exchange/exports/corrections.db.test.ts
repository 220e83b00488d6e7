// What happens to hours after they left, and lines that cannot leave: told, never lost, never doubled.
import { expect, test } from 'vitest';
import { semaineDe } from '#contract/calendrier.ts';
import type { SemaineEnvois } from '#contract/export.ts';
import { newId } from '#platform/ids.ts';
import {
  expectProved,
  expectStill,
  type HoursWorld,
  hoursWorld,
  makeWorker,
  mapWorker,
  proof,
  type Worker,
} from '#testing/erp/hours.ts';
import { erpHome } from '#testing/erp/world.ts';

const home = await erpHome();
const JOUR = '2026-11-16';

/** As a person does it, on the page of the people of this ERP. */
async function linkByHand({ hub, admin, link }: HoursWorld, { id, user }: Worker): Promise<void> {
  const erp_id = newId();
  await hub.db.sql`
    insert into erp_personnes (id, link_id, external_id, actif) values (${erp_id}, ${link}, ${user}, true)`;
  const answer = await hub.request('PATCH', `/api/v1/personnes-erp/${erp_id}`, {
    as: admin,
    body: { personne_id: id },
    headers: { 'if-match': '"1"' },
  });
  expect(answer.statusCode, answer.body).toBe(200);
}

test('a correction follows: the old entry is taken out, the new one written, before and after are kept', async () => {
  const world = await hoursWorld(await home());
  const id = await world.work(world.workers[0]!, { jour: JOUR, minutes: 420 });
  await world.send();
  await world.correct(id, 440);
  const run = await world.send();
  expect(run).toMatchObject({ statut: 'succeeded', compte: { sent: 1, removed: 1, minutes: 200 } });
  const lines = await world.ledger({ etat: 'sent' });
  expect(lines.find(line => line.remplace)).toMatchObject({ minutes: 200, remplace: { minutes: 180 } });
  expect(await world.ledger({ retrait: 'removed', run_id: run.id })).toMatchObject([
    { etat: 'superseded', minutes: 180 },
  ]);
  await expectProved(proof(world));
  await expectStill(world);
});

test('deleted or moved hours leave the ERP too', async () => {
  const world = await hoursWorld(await home());
  const [gone, moved] = [
    await world.work(world.workers[0]!, { jour: JOUR, minutes: 420 }),
    await world.work(world.workers[0]!, { jour: '2026-11-17', minutes: 420 }),
  ];
  await world.send();
  const { sql } = world.hub.db;
  await sql`update pointages set deleted_at = now() where id = ${gone}`;
  await sql`update pointages set chantier_id = ${world.sites[1]!.id} where id = ${moved}`;
  expect((await world.send()).statut).toBe('succeeded');
  const entries = await world.entries();
  expect(new Set(entries.map(entry => entry.project))).toEqual(new Set([world.sites[1]!.external_id]));
  await expectProved(proof(world));
  await expectStill(world);
});

test('while a correction waits for its validation, what is there stands', async () => {
  const world = await hoursWorld(await home());
  const id = await world.work(world.workers[0]!, { jour: JOUR, minutes: 420 });
  await world.send();
  const before = await world.entries();
  await world.hub.db.sql`update pointages set statut = 'brouillon', minutes = 60, revision = 2 where id = ${id}`;
  await world.writes();
  await world.send();
  expect(await world.entries()).toEqual(before);
  expect(await world.writes()).toEqual([]);
});

test('a day leaves when all of its pointages are validated, those of other chantiers too', async () => {
  const world = await hoursWorld(await home());
  await world.work(world.workers[0]!, { jour: JOUR, minutes: 240 });
  const late = await world.work(world.workers[0]!, {
    jour: JOUR,
    minutes: 180,
    site: world.sites[1]!,
    statut: 'brouillon',
  });
  await world.send();
  expect(await world.entries()).toEqual([]);
  await world.hub.db.sql`
    update pointages set statut = 'valide', valide_revision = revision, valide_minutes = minutes, valide_plages = plages where id = ${late}`;
  await world.send();
  expect(await world.entries()).toHaveLength(2);
  await expectProved(proof(world));
});

test('a locked week is told and never asked again; a correction to it becomes a régularisation', async () => {
  const world = await hoursWorld(await home());
  const [worker] = world.workers;
  const id = await world.work(worker!, { jour: JOUR, minutes: 420 });
  await world.send();
  await world.erp.control('POST', '/weeks', { user: worker!.user, week: '2026-W47', locked: true });
  await world.correct(id, 440);
  await world.work(worker!, { jour: '2026-11-17', minutes: 300 });
  const run = await world.send();
  expect(run.statut).toBe('partial');
  const refused = await world.ledger({ etat: 'refused' });
  expect(new Set(refused.map(line => line.raison?.code))).toEqual(new Set(['verrouille']));
  // Never sent at all: a refused line, no correction.
  expect(await world.regularisations()).toMatchObject([{ minutes: 20, jour: JOUR, raison: { code: 'verrouille' } }]);
  await expectProved(proof(world), { complete: false });
  await expectStill(world);
  await world.correct(id, 400);
  await world.send();
  const told = await world.regularisations();
  expect(told.map(({ minutes }) => minutes).reduce((sum, minutes) => sum + minutes, 0)).toBe(-20);
});

test('unlocked over there, the refused lines leave when a person asks, and what was told is taken back', async () => {
  const world = await hoursWorld(await home());
  const [worker] = world.workers;
  const id = await world.work(worker!, { jour: JOUR, minutes: 420 });
  await world.send();
  await world.erp.control('POST', '/weeks', { user: worker!.user, week: '2026-W47', locked: true });
  await world.correct(id, 440);
  const run = await world.send();
  await world.erp.control('POST', '/weeks', { user: worker!.user, week: '2026-W47', locked: false });
  const { status, body } = await world.post(`/api/v1/exports/${run.id}/relance`);
  expect(status).toBe(202);
  expect((await world.calm(body.id)).statut).toBe('succeeded');
  await expectProved(proof(world));
  expect((await world.regularisations()).reduce((sum, { minutes }) => sum + minutes, 0)).toBe(0);
});

test('a closed pay period: what never left still leaves, a correction is told beside it', async () => {
  const world = await hoursWorld(await home());
  const [worker] = world.workers;
  const { sql } = world.hub.db;
  const sent = await world.work(worker!, { jour: '2026-10-12', minutes: 420 });
  await world.send('2026-10-12', '2026-10-18');
  await world.work(worker!, { jour: '2026-10-13', minutes: 300 });
  await world.correct(sent, 390);
  await sql`
    insert into periodes_paie (mois, etat, cloturee_at, photo) values ('2026-10', 'cloturee', now(), '{}')
    on conflict (mois) do update set etat = 'cloturee', photo = '{}'`;
  const run = await world.send('2026-10-12', '2026-10-18');
  expect(run.compte).toMatchObject({ sent: 2 });
  expect((await world.entries()).filter(({ day }) => day === '2026-10-13').length).toBe(2);
  expect(await world.regularisations()).toMatchObject([{ minutes: -30, raison: { code: 'periode_cloturee' } }]);
  await expectProved(proof(world), { complete: false });
  await expectStill(world, '2026-10-12', '2026-10-18');
  // Nobody writes in a closed month by asking again.
  expect((await world.post(`/api/v1/exports/${run.id}/relance`)).body.code).toBe('export.nothing_to_retry');
  const [closed] = await world.ledger({ etat: 'refused' });
  expect((await world.post(`/api/v1/lignes-envoi/${closed!.id}/relance`)).body.code).toBe('ligne_envoi.etat_refused');
  await sql`delete from periodes_paie where mois = '2026-10'`;
});

test('hours on a chantier closed over there are told, the others leave', async () => {
  const world = await hoursWorld(await home());
  const [worker] = world.workers;
  await world.work(worker!, { jour: JOUR, minutes: 200 });
  await world.work(worker!, { jour: JOUR, minutes: 220, site: world.sites[1]! });
  await world.erp.control('PATCH', `/chantiers/${world.sites[1]!.external_id}`, { archived: true });
  const run = await world.send();
  expect(run.statut).toBe('partial');
  expect(run.compte.refused).toBeGreaterThan(0);
  const refused = await world.ledger({ etat: 'refused' });
  expect(new Set(refused.map(line => line.raison?.code))).toEqual(new Set(['chantier_ferme']));
  expect(
    (await world.entries()).reduce((sum, { project }) => sum + (project === world.sites[0]!.external_id ? 1 : 0), 0),
  ).toBeGreaterThan(0);
  await expectProved(proof(world), { complete: false });
  await expectStill(world);
});

test('a person to be mapped: visible lines that leave by themselves once it is done', async () => {
  const world = await hoursWorld(await home(), { people: 1 });
  const stranger = await makeWorker(world, false);
  await world.work(world.workers[0]!, { jour: JOUR, minutes: 420 });
  await world.work(stranger, { jour: JOUR, minutes: 440 });
  const run = await world.send();
  expect(run).toMatchObject({ statut: 'partial', compte: { sent: 2, unmapped: 2 } });
  const waiting = await world.ledger({ etat: 'unmapped' });
  expect(waiting[0]).toMatchObject({ raison: { code: 'personne_a_relier' }, personne_id: stranger.id });
  await expectProved(proof(world), { complete: false });
  await linkByHand(world, stranger);
  await expect.poll(async () => (await world.ledger({ etat: 'unmapped' })).length, { timeout: 20_000 }).toBe(0);
  const [last] = await world.exports();
  expect(await world.calm(last!.id)).toMatchObject({ statut: 'succeeded', demande: 'automatique' });
  await expectProved(proof(world));
});

test('a person mapped to somebody else: the hours move over there', async () => {
  const world = await hoursWorld(await home());
  const [worker] = world.workers;
  await world.work(worker!, { jour: JOUR, minutes: 420 });
  await world.send();
  const other = await makeWorker(world, false);
  await world.hub.db.sql`delete from erp_personnes where link_id = ${world.link} and personne_id = ${worker!.id}`;
  await mapWorker(world.hub.db.sql, world.link, { id: worker!.id, user: other.user });
  await world.send();
  expect(new Set((await world.entries()).map(entry => entry.user))).toEqual(new Set([other.user]));
  await expectProved(proof(world));
});

test('somebody unknown over there is a line with a reason; the rest of the batch leaves', async () => {
  const world = await hoursWorld(await home(), { people: 3 });
  await world.hub.db
    .sql`update erp_personnes set external_id = 'usr_parti' where personne_id = ${world.workers[1]!.id}`;
  for (const worker of world.workers) await world.work(worker, { jour: JOUR, minutes: 420 });
  const run = await world.send();
  expect(run).toMatchObject({ statut: 'partial', compte: { sent: 4, refused: 2, to_send: 0 } });
  const refused = await world.ledger({ etat: 'refused' });
  expect(refused[0]!.raison).toMatchObject({ code: 'personne_inconnue' });
  const ignore = (n: number) =>
    world.hub.request('POST', `/api/v1/lignes-envoi/${refused[n]!.id}/ignorer`, {
      as: world.admin,
      body: { note: 'Parti en octobre' },
    });
  const answer = await ignore(0);
  expect(answer.json()).toMatchObject({ ignoree: { note: 'Parti en octobre' } });
  expect(await world.ledger({ a_voir: 'oui' })).toHaveLength(1);
  expect((await world.ledger({ ignoree: 'oui' })).map(line => line.id)).toEqual([refused[0]!.id]);
  expect((await world.ledger({ etat: 'refused', ignoree: 'non' })).map(line => line.id)).toEqual([refused[1]!.id]);
  await ignore(1);
  const path = `/api/v1/envois/semaine?semaine=${semaineDe(JOUR)}&link_id=${world.link}`;
  const { personnes } = (await world.hub.request('GET', path, { as: world.admin })).json<SemaineEnvois>();
  const his = personnes.find(({ personne_id }) => personne_id === world.workers[1]!.id);
  expect([his?.lignes, his?.par_etat, his?.ignorees]).toEqual([2, {}, 2]);
  await expectProved(proof(world), { complete: false });
});

test('sous-traitants never leave; intérimaires do', async () => {
  const world = await hoursWorld(await home(), { people: 2 });
  const { sql } = world.hub.db;
  await sql`update personnes set type_personne = 'sous_traitant' where id = ${world.workers[0]!.id}`;
  await sql`update personnes set type_personne = 'interimaire', agence = 'Proman' where id = ${world.workers[1]!.id}`;
  for (const worker of world.workers) await world.work(worker, { jour: JOUR, minutes: 420 });
  await world.send();
  expect(new Set((await world.entries()).map(entry => entry.user))).toEqual(new Set([world.workers[1]!.user]));
});
