// One datum followed: hours from the gesture of a person to what the ERP holds; a chantier from the ERP to here.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Chronologie } from '#contract/chronologie.ts';
import type { Rapprochement } from '#contract/rapprochement.ts';
import { newId } from '#platform/ids.ts';
import type { Caller } from '#testing/app.ts';
import { type HoursWorld, hoursWorld, makeWorker } from '#testing/erp/hours.ts';
import { erpWorld } from '#testing/erp/world.ts';

let world: HoursWorld;
let made: HoursWorld | null = null;
// Within a test: it waits for readings.
beforeEach(async () => {
  made ??= await hoursWorld(await erpWorld({ chantiers: 6 }));
  world = made;
});

const ask = (objet: string, id: string, as: Caller = world.admin) =>
  world.hub.request('GET', `/api/v1/chronologie?objet=${objet}&id=${id}`, { as });
async function told(objet: string, id: string, as?: Caller): Promise<Chronologie> {
  const answer = await ask(objet, id, as);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<Chronologie>();
}
const steps = ({ etapes }: Chronologie) => etapes.map(({ genre, code }) => `${genre} ${code}`);

async function compare(): Promise<void> {
  const body = { link_id: world.link, du: '2026-11-16', au: '2026-11-22' };
  const asked = await world.hub.request('POST', '/api/v1/rapprochement', { as: world.admin, body });
  const { id } = asked.json<{ id: string }>();
  const path = `/api/v1/rapprochement?link_id=${world.link}&semaine=2026-W47`;
  const run = async () => (await world.hub.request('GET', path, { as: world.admin })).json<Rapprochement>().run;
  await expect
    .poll(async () => [(await run())?.id, (await run())?.statut], { timeout: 20_000, interval: 20 })
    .toEqual([id, 'succeeded']);
}

/** Entered and validated through the API, as people do. */
async function worked() {
  const [worker, site] = [await makeWorker(world), world.sites[0]!];
  const body = { personne_id: worker.id, chantier_id: site.id, jour: '2026-11-17', minutes: 430 };
  const entered = await world.hub.request('POST', '/api/v1/pointages', { as: world.admin, body });
  expect(entered.statusCode, entered.body).toBe(201);
  const { id } = entered.json<{ id: string }>();
  await validate(id);
  return { worker, site, id };
}
async function validate(id: string): Promise<void> {
  for (const gesture of ['soumission', 'validation']) {
    const asked = { as: world.admin, body: { pointages: [id] } };
    const answer = await world.hub.request('POST', `/api/v1/pointages/${gesture}`, asked);
    expect(answer.statusCode, answer.body).toBe(200);
  }
}

describe('hours', () => {
  test('gestures, ledger, comparison, repair: one line, in the order of time, in French', async () => {
    const { worker, id } = await worked();
    await world.send();
    const [entry] = (await world.entries()).filter(({ user }) => user === worker.user);
    await world.erp.control('DELETE', `/entries/${entry!.id}`);
    await compare();
    const seen = await told('pointage', id);
    expect(seen.titre).toMatch(/17\/11\/2026/);
    expect(steps(seen)).toEqual(
      expect.arrayContaining(['geste saisi', 'geste valide', 'envoi to_send', 'envoi sent', 'constat manquant']),
    );
    expect(seen.etapes.find(({ code }) => code === 'saisi')!.changements).toContainEqual({
      champ: 'Durée',
      avant: null,
      apres: '7 h 10',
    });
    const missing = seen.etapes.find(({ code }) => code === 'manquant')!;
    expect(missing.titre).toBe('Comparé avec Costructor : manquant dans l’ERP');
    expect(missing.detail).toMatch(/ici, 0 min là-bas/);
    const body = { link_id: world.link, jour: '2026-11-17', personne_id: worker.id, reparation: 'envoyer' };
    expect(
      (await world.hub.request('POST', '/api/v1/rapprochement/reparations', { as: world.admin, body })).statusCode,
    ).toBe(202);
    const repaired = async () =>
      (await told('pointage', id)).etapes.filter(({ genre, lien }) => genre === 'reparation' && lien);
    await expect.poll(repaired, { timeout: 20_000, interval: 20 }).toHaveLength(1);
    expect((await repaired())[0]).toMatchObject({
      titre: 'Réparer : renvoyer ce qui manque',
      lien: { objet: 'export' },
    });
    await world.calm((await repaired())[0]!.lien!.id);
    const line = (await world.ledger({ personne_id: worker.id }))[0]!;
    const ofLine = await told('ligne_envoi', line.id);
    expect(steps(ofLine).filter(step => step === 'geste saisi')).toHaveLength(1);
    expect(
      ofLine.etapes.filter(({ genre }) => genre === 'envoi').every(({ titre }) => titre.startsWith(line.marque)),
    ).toBe(true);
    const instants = seen.etapes.map(({ at }) => at);
    expect(instants).toEqual(instants.toSorted());
  });

  test('a line that replaces another tells both', async () => {
    const worker = await makeWorker(world);
    const id = await world.work(worker, { jour: '2026-11-18', minutes: 60 });
    await world.send();
    await world.correct(id, 90);
    await world.send();
    const lines = await world.ledger({ personne_id: worker.id });
    const live = lines.find(({ etat }) => etat === 'sent')!;
    const codes = steps(await told('ligne_envoi', live.id));
    expect(codes).toEqual(expect.arrayContaining(['envoi sent', 'envoi retrait_to_remove', 'envoi retrait_removed']));
  });
});

describe('a chantier', () => {
  test('what the ERP changed is told with what it was before', async () => {
    const { id, external_id } = world.sites[1]!;
    await world.erp.control('PATCH', `/chantiers/${external_id}`, { name: 'Villa des Lilas' });
    await world.run('complet');
    const renamed = (await told('chantier', id)).etapes.findLast(({ code }) => code === 'chantier.updated')!;
    expect(renamed.titre).toBe('Un chantier est modifié, d’après l’ERP');
    expect(renamed.changements).toContainEqual({ champ: 'Nom', avant: expect.any(String), apres: 'Villa des Lilas' });
    expect(renamed.lien).toMatchObject({ objet: 'import' });
  });
});

test('a field held here and changed there is told with both values', async () => {
  const { id, external_id } = world.sites[2]!;
  const path = `/api/v1/erp-links/${world.link}`;
  const { version } = (await world.hub.request('GET', path, { as: world.admin })).json<{ version: number }>();
  const asked = { as: world.admin, body: { champs_app: ['nom'] }, headers: { 'if-match': `"${version}"` } };
  expect((await world.hub.request('PATCH', path, asked)).statusCode).toBe(200);
  await world.erp.control('PATCH', `/chantiers/${external_id}`, { name: 'Autre nom' });
  await world.run('complet');
  const [conflit] = (await told('chantier', id)).etapes.filter(({ genre }) => genre === 'conflit');
  expect(conflit).toMatchObject({
    code: 'app',
    titre: 'Changé des deux côtés : ce qui est ici reste',
    lien: { objet: 'import' },
  });
  expect(conflit!.changements).toEqual([{ champ: 'Nom', avant: expect.any(String), apres: 'Autre nom' }]);
});

describe('who may', () => {
  test('a conducteur follows what happens on his chantiers, and nothing else', async () => {
    const { id, site } = await worked();
    await world.send();
    const person = await world.hub.person({ role: 'conducteur' });
    const as = await world.hub.cookie(person);
    const line = (await world.ledger()).find(({ pointage_id }) => pointage_id === id)!;
    const subjects = [
      ['pointage', id],
      ['ligne_envoi', line.id],
      ['chantier', site.id],
    ] as const;
    for (const [objet, subject] of subjects)
      expect((await ask(objet, subject, as)).json().code).toBe('chronologie.not_found');
    await world.hub.db.sql`
      insert into chantier_personnes (chantier_id, personne_id, role_chantier) values (${site.id}, ${person.id}, 'conducteur')`;
    for (const [objet, subject] of subjects) expect((await told(objet, subject, as)).etapes.length).toBeGreaterThan(0);
  });

  test('others nothing; and there is nothing to tell of what does not exist', async () => {
    const as = await world.hub.cookie(await world.hub.person({ role: 'compagnon' }));
    expect((await ask('chantier', world.sites[0]!.id, as)).statusCode).toBe(403);
    for (const objet of ['chantier', 'pointage', 'ligne_envoi'])
      expect((await ask(objet, newId())).statusCode).toBe(404);
  });

  test('it costs one statement', async () => {
    await told('pointage', newId()).catch(() => {});
    const { statements } = world.hub.db;
    const from = statements.length;
    await ask('chantier', world.sites[0]!.id);
    expect(statements.slice(from).filter(text => /evenements_chantier/.test(text))).toHaveLength(1);
    expect(statements.slice(from).filter(text => /acteur as materialized/.test(text))).toHaveLength(1);
  });
});
