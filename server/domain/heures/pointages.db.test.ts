import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Pointage } from '#contract/pointage.ts';
import { type Caller, type TestApp, testApp } from '#testing/app.ts';
import { type MadePersonne, makeChantier, makePersonne } from '#testing/make.ts';
import { makePointage } from '#testing/make-hours.ts';

const t: TestApp = await testApp({ jobs: true });
const { sql } = t.db;
const JOUR = '2026-11-23';

let admin: Caller;
let conducteur: MadePersonne;
let chef: MadePersonne;
let compagnon: MadePersonne;
let as: Record<'admin' | 'conducteur' | 'chef' | 'compagnon', Caller>;
let chantier_id: string;
let other_id: string;

beforeAll(async () => {
  admin = await t.jwt(await t.person({ role: 'administrateur' }));
  conducteur = await t.person({ role: 'conducteur' });
  chef = await t.person({ role: 'chef_chantier' });
  as = { admin, conducteur: await t.jwt(conducteur), chef: await t.jwt(chef), compagnon: admin };
});
beforeEach(async () => {
  await sql`delete from periodes_paie`;
  compagnon = await t.person({ role: 'compagnon' });
  as.compagnon = await t.jwt(compagnon);
  chantier_id = (await makeChantier(sql, { statut: 'en_cours', equipe: [compagnon.id] })).id;
  other_id = (await makeChantier(sql, { statut: 'en_cours', equipe: [compagnon.id] })).id;
  for (const id of [chantier_id, other_id])
    await sql`insert into chantier_personnes values (${id}, ${conducteur.id}, 'conducteur'), (${id}, ${chef.id}, 'chef')`;
});

const post = (url: string, who: Caller, body: object = {}) =>
  t.request('POST', `/api/v1/pointages${url}`, { as: who, body, headers: { 'if-match': '"1"' } });
const enter = (who: Caller, more: object = {}) =>
  post('', who, { personne_id: compagnon.id, chantier_id, jour: JOUR, minutes: 420, ...more });
const patch = (who: Caller, { id, version }: { id: string; version: number }, body: object) =>
  t.request('PATCH', `/api/v1/pointages/${id}`, { as: who, body, headers: { 'if-match': `"${version}"` } });
const codeOf = (answer: { statusCode: number; body: string }) => {
  const { code } = JSON.parse(answer.body || '{}') as { code?: string };
  return `${answer.statusCode} ${code ?? ''}`.trim();
};
const made = async (who: Caller, more: object = {}): Promise<Pointage> => {
  const answer = await enter(who, more);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<Pointage>();
};
const gestes = async (id: string) =>
  (
    await sql`select geste, revision, motif, avant, apres from pointage_changements where pointage_id = ${id} order by n`
  ).map(row => ({ ...row }));
const eventsOf = async (type: string) => {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::integer as n from events where type = ${type} and data ->> 'personne_id' = ${compagnon.id}`;
  return row!.n;
};
const now = async (id: string): Promise<Pointage> =>
  (await t.request('GET', `/api/v1/pointages/${id}`, { as: admin })).json<Pointage>();

describe('the life of a pointage', () => {
  test('brouillon, soumis, valide; a correction is a new revision in brouillon and what was validated stands meanwhile', async () => {
    const one = await made(as.compagnon);
    expect([one.statut, one.revision, one.origine, one.semaine]).toEqual(['brouillon', 1, 'saisie', '2026-W48']);
    const done = async (url: string, who: Caller) => (await post(url, who, { pointages: [one.id] })).json();
    expect(await done('/soumission', as.compagnon)).toMatchObject({ faits: 1, refuses: [] });
    expect(await done('/validation', as.conducteur)).toMatchObject({ faits: 1, feuilles: 1 });
    const valide = await now(one.id);
    expect(valide).toMatchObject({ statut: 'valide', valide_par: conducteur.id, valide: null });
    expect(codeOf(await patch(as.compagnon, valide, { minutes: 480 }))).toBe('409 pointage.motif_requis');
    const corrige = await patch(as.compagnon, valide, { minutes: 480, motif: 'Une heure oubliée' });
    expect(corrige.json()).toMatchObject({
      statut: 'brouillon',
      revision: 2,
      minutes: 480,
      valide: { revision: 1, minutes: 420, plages: [] },
    });
    expect(await eventsOf('feuille_heures.corrected')).toBe(1);
    await done('/soumission', as.compagnon);
    await done('/validation', as.conducteur);
    expect(await now(one.id)).toMatchObject({ statut: 'valide', revision: 2, minutes: 480, valide: null });
    expect((await gestes(one.id)).map(row => [row['geste'], row['revision']])).toEqual([
      ['saisi', 1],
      ['soumis', 1],
      ['valide', 1],
      ['corrige', 2],
      ['soumis', 2],
      ['valide', 2],
    ]);
    expect((await gestes(one.id))[3]).toMatchObject({
      motif: 'Une heure oubliée',
      avant: { minutes: 420 },
      apres: { minutes: 480 },
    });
  });

  test('a rejection says why; a correction that is rejected leaves what was validated', async () => {
    const one = await makePointage(sql, { personne_id: compagnon.id, chantier_id, jour: JOUR });
    const { version } = await now(one.id);
    const corrected = (
      await patch(as.compagnon, { id: one.id, version }, { minutes: 60, motif: 'Erreur' })
    ).json<Pointage>();
    await post('/soumission', as.compagnon, { pointages: [one.id] });
    const rejected = await post('/rejet', as.conducteur, { pointages: [one.id], motif: 'Pas une heure' });
    expect(rejected.json()).toMatchObject({ faits: 1 });
    expect(await now(one.id)).toMatchObject({
      statut: 'rejete',
      motif_rejet: 'Pas une heure',
      revision: corrected.revision,
      valide: { minutes: 420 },
    });
    expect(await eventsOf('feuille_heures.rejected')).toBe(1);
  });

  test('feuille_heures.validated is told once, by the gesture that completes the week', async () => {
    const one = await made(as.compagnon, { soumettre: true });
    const two = await made(as.compagnon, { jour: '2026-11-24', soumettre: true });
    await post('/validation', as.conducteur, { pointages: [one.id] });
    expect(await eventsOf('feuille_heures.validated')).toBe(0);
    await post('/validation', as.conducteur, { pointages: [two.id] });
    await post('/validation', as.conducteur, { pointages: [one.id, two.id] });
    expect(await eventsOf('feuille_heures.validated')).toBe(1);
    expect(await eventsOf('feuille_heures.submitted')).toBe(2);
  });

  test('a deleted pointage leaves its history and a tombstone', async () => {
    const one = await made(as.compagnon);
    const answer = await post(`/${one.id}/suppression`, as.compagnon);
    expect(answer.statusCode, answer.body).toBe(204);
    expect((await gestes(one.id)).map(row => row['geste'])).toEqual(['saisi', 'supprime']);
    const page = '/api/v1/pointages?sort=changed&include_deleted=true&limit=200';
    await expect
      .poll(async () =>
        (await t.request('GET', page, { as: as.compagnon })).json().deleted.map((d: { id: string }) => d.id),
      )
      .toContain(one.id);
  });

  test('history cannot be changed or deleted', async () => {
    const { id } = await made(as.compagnon);
    await expect(sql`delete from pointage_changements where pointage_id = ${id}`).rejects.toThrow('append-only');
    await expect(
      sql`update pointage_changements set apres = apres || '{"minutes": 1}' where pointage_id = ${id}`,
    ).rejects.toThrow('append-only');
    await expect(sql`truncate pointage_changements`).rejects.toThrow('append-only');
  });

  test('the same thing said twice writes nothing', async () => {
    const one = await made(as.compagnon);
    expect((await patch(as.compagnon, one, { minutes: 420 })).json()).toMatchObject({ version: 1 });
    expect(await gestes(one.id)).toHaveLength(1);
  });

  test('who changes what somebody else has changed meanwhile gets 412', async () => {
    const one = await made(as.compagnon);
    const answers = await Promise.all([
      patch(as.compagnon, one, { minutes: 400 }),
      patch(as.chef, one, { minutes: 300 }),
    ]);
    expect(answers.map(codeOf).toSorted()).toEqual(['200', '412 precondition.failed']);
  });
});

describe('what a day holds', () => {
  test('plages give the minutes, their sum is the minutes, and they do not overlap', async () => {
    const plages = [
      { debut: '13:00', fin: '17:00' },
      { debut: '08:00', fin: '12:00' },
    ];
    expect(await made(as.compagnon, { minutes: undefined, plages })).toMatchObject({
      minutes: 480,
      plages: plages.toReversed(),
    });
    const wrong = (given: object) => enter(as.compagnon, { chantier_id: other_id, ...given }).then(codeOf);
    expect(await wrong({ minutes: 100, plages: [{ debut: '18:00', fin: '19:00' }] })).toBe('409 pointage.plages_somme');
    expect(await wrong({ minutes: undefined, plages: [{ debut: '16:00', fin: '18:00' }] })).toBe(
      '409 pointage.plages_croisees',
    );
  });

  test('a night overlaps the next morning on another chantier, over the end of a week too', async () => {
    const night = { minutes: undefined, plages: [{ debut: '22:00', fin: '06:00' }] };
    await made(as.compagnon, { jour: '2026-11-22', ...night });
    const morning = { chantier_id: other_id, minutes: undefined, plages: [{ debut: '05:30', fin: '12:00' }] };
    expect(codeOf(await enter(as.compagnon, morning))).toBe('409 pointage.plages_croisees');
    expect(codeOf(await enter(as.compagnon, { ...morning, plages: [{ debut: '06:00', fin: '12:00' }] }))).toBe('201');
  });

  test.each([
    ['2026-03-28', 420],
    ['2026-10-24', 540],
  ])('the night of %s lasts %i minutes', async (jour, minutes) => {
    const night = { jour, minutes: undefined, plages: [{ debut: '22:00', fin: '06:00' }] };
    expect((await made(as.compagnon, night)).minutes).toBe(minutes);
  });

  test('no more than 24 h in a day over all chantiers, whoever enters them at the same moment', async () => {
    const answers = await Promise.all([
      enter(as.compagnon, { minutes: 800 }),
      enter(as.chef, { minutes: 800, chantier_id: other_id }),
    ]);
    expect(answers.map(codeOf).toSorted()).toEqual(['201', '409 pointage.journee_pleine']);
  });

  test('two who enter overlapping times at the same moment: one is refused', async () => {
    const plages = [{ debut: '08:00', fin: '10:00' }];
    const answers = await Promise.all(
      [chantier_id, other_id].map(id => enter(as.chef, { chantier_id: id, minutes: undefined, plages })),
    );
    expect(answers.map(codeOf).toSorted()).toEqual(['201', '409 pointage.plages_croisees']);
  });

  test('a second pointage of the same person, chantier and day is refused', async () => {
    await made(as.compagnon);
    expect(codeOf(await enter(as.compagnon))).toBe('409 pointage.exists');
  });

  test('minutes said alone make plages of another length go', async () => {
    const one = await made(as.compagnon, { minutes: undefined, plages: [{ debut: '08:00', fin: '12:00' }] });
    expect((await patch(as.compagnon, one, { minutes: 200 })).json()).toMatchObject({ minutes: 200, plages: [] });
  });
});

describe('who may', () => {
  test('nobody validates his own hours, unless the setting says so', async () => {
    const mine = (await enter(as.conducteur, { personne_id: conducteur.id, soumettre: true })).json<Pointage>();
    const validate = async () => (await post('/validation', as.conducteur, { pointages: [mine.id] })).json();
    expect(await validate()).toMatchObject({
      faits: 0,
      refuses: [{ pointage_id: mine.id, code: 'pointage.les_siennes' }],
    });
    await sql`insert into reglages_paie (effet_du, reglages, modifie_at) values ('2026-01-01', '{"valider_les_siennes": true}', now())`;
    expect(await validate()).toMatchObject({ faits: 1 });
    await sql`delete from reglages_paie`;
    await sql`update pointages set deleted_at = now() where id = ${mine.id}`;
  });

  test('submitted hours of another change with a reason only, and he is told', async () => {
    const one = await made(as.compagnon, { soumettre: true });
    expect(codeOf(await patch(as.chef, one, { minutes: 300 }))).toBe('409 pointage.motif_requis');
    const answer = await patch(as.chef, one, { minutes: 300, motif: 'Parti à 13 h' });
    expect(answer.json()).toMatchObject({ statut: 'brouillon', minutes: 300 });
    expect(await eventsOf('feuille_heures.corrected')).toBe(1);
  });

  test('a chef validates nothing; a conducteur only where he is conducteur', async () => {
    const elsewhere = (await makeChantier(sql, { statut: 'en_cours', equipe: [compagnon.id] })).id;
    const one = await made(as.compagnon, { soumettre: true, chantier_id: elsewhere });
    expect(codeOf(await post('/validation', as.chef, { pointages: [one.id] }))).toBe('403 role.insufficient');
    const { refuses } = (await post('/validation', as.conducteur, { pointages: [one.id] })).json();
    expect(refuses).toEqual([{ pointage_id: one.id, code: 'pointage.not_found' }]);
  });

  test('a compagnon enters his own hours on the chantiers that he sees, and nobody else’s', async () => {
    const mate = await makePersonne(sql);
    expect(codeOf(await enter(as.compagnon, { personne_id: mate.id }))).toBe('403 pointage.saisie_refusee');
    const hidden = (await makeChantier(sql)).id;
    expect(codeOf(await enter(as.compagnon, { chantier_id: hidden }))).toBe('404 chantier.not_found');
  });

  test('a closed chantier takes new hours from an administrateur only', async () => {
    await sql`update chantiers set statut = 'ferme' where id = ${chantier_id}`;
    expect(codeOf(await enter(as.chef))).toBe('409 pointage.chantier_ferme');
    expect(codeOf(await enter(as.admin))).toBe('201');
  });

  test('a closed period is for whoever keeps pay, with a reason, and the difference goes to the next open month', async () => {
    await sql`insert into periodes_paie (mois, etat, photo) values ('2026-11', 'cloturee', '{}')`;
    const late = { jour: '2026-11-24' };
    expect(codeOf(await enter(as.chef, late))).toBe('409 pointage.periode_cloturee');
    expect(codeOf(await enter(as.admin, late))).toBe('409 pointage.motif_requis');
    const one = await made(as.admin, { ...late, soumettre: true, motif: 'Oubliée' });
    await post('/validation', as.admin, { pointages: [one.id] });
    const lines =
      await sql`select mois, quantite from regularisations where personne_id = ${compagnon.id} and rubrique = 'heures_normales'`;
    expect(lines.map(row => ({ ...row }))).toEqual([{ mois: '2026-12', quantite: 420 }]);
  });
});

describe('many at once', () => {
  test('what changed or came since the screen was read is not validated unseen, and is told', async () => {
    const one = await made(as.compagnon, { soumettre: true });
    const two = await made(as.compagnon, { jour: '2026-11-24', soumettre: true });
    const vus = [one, two].map(({ id, version }) => ({ id, version }));
    await patch(as.compagnon, two, { minutes: 300 });
    await post('/soumission', as.compagnon, { pointages: [two.id] });
    const late = await made(as.compagnon, { jour: '2026-11-25', soumettre: true });
    const [row] = await sql`select feuille_id as id from pointages where id = ${one.id}`;
    const answer = (await post('/validation', as.conducteur, { feuilles: [row!['id']], vus })).json();
    expect(answer).toMatchObject({ faits: 1, deja: 0, feuilles: 0 });
    const unseen = (id: string) => ({ pointage_id: id, code: 'precondition.failed' });
    expect(answer.refuses).toEqual([unseen(two.id), unseen(late.id)]);
    expect([(await now(one.id)).statut, (await now(two.id)).statut]).toEqual(['valide', 'soumis']);
  });

  test('a lot answers for each of its items; atomic, it writes all or nothing', async () => {
    const item = { personne_id: compagnon.id, chantier_id, jour: JOUR, minutes: 420 };
    const items = [item, { ...item, jour: '2026-11-24' }, { ...item, personne_id: conducteur.id, minutes: 1440 }, item];
    const atomic = (await post('/lot', as.chef, { items, atomique: true })).json();
    expect(atomic.items.map((one: { status: number }) => one.status)).toEqual([409, 409, 409, 409]);
    const { items: answers } = (await post('/lot', as.chef, { items })).json();
    expect(answers.map((one: { status: number }) => one.status)).toEqual([201, 201, 201, 409]);
    const again = (await post('/lot', as.chef, { items: items.slice(0, 2) })).json();
    expect(again.items.map((one: { status: number; version: number }) => [one.status, one.version])).toEqual([
      [200, 1],
      [200, 1],
    ]);
  });

  test('validation costs as many statements for 300 feuilles as for 3', async () => {
    const feuilles = async (n: number) => {
      const made = await Promise.all(
        Array.from({ length: n }, async () => {
          const { id } = await makePersonne(sql);
          await makePointage(sql, { personne_id: id, chantier_id, jour: JOUR, statut: 'soumis' });
          return (await sql`select id from feuilles_heures where personne_id = ${id}`)[0]!['id'] as string;
        }),
      );
      const before = t.db.statements.length;
      const answer = await post('/validation', as.conducteur, { feuilles: made });
      expect(answer.json()).toMatchObject({ faits: n, feuilles: n, refuses: [] });
      return t.db.statements.slice(before).filter(text => /pointage|feuille|heures|variable|regl/.test(text)).length;
    };
    const three = await feuilles(3);
    expect(await feuilles(300)).toBe(three);
  });
});
