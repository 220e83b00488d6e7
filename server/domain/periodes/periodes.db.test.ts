import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { MoisPaie, PeriodePaie, PretPourLaPaie, Regularisation } from '#contract/paie.ts';
import { recomputeVariables } from '#domain/paie/index.ts';
import { SYSTEM } from '#platform/unit.ts';
import { type Caller, testApp } from '#testing/app.ts';
import { makeChantier, makePersonne } from '#testing/make.ts';
import { makeAbsence, makePointage } from '#testing/make-hours.ts';

const t = await testApp({ jobs: true });
const { sql } = t.db;
let payeur: Caller;
let personne_id: string;
let chantier_id: string;

beforeAll(async () => {
  payeur = await t.jwt(await t.person({ role: 'compagnon', gestionnaire_paie: true, nom: 'Payeur' }));
  await sql`update personnes set horaire = '{0,0,0,0,0,0,0}'`;
});
beforeEach(async () => {
  for (const table of ['regularisations', 'variables_paie', 'periodes_paie', 'pointages', 'absences'])
    await sql.unsafe(`delete from ${table}`);
  await sql`update personnes set horaire = '{0,0,0,0,0,0,0}', type_personne = 'sous_traitant'`;
  personne_id = (await makePersonne(sql, { nom: 'Martin' })).id;
  await sql`update personnes set horaire = '{420,420,420,420,420,0,0}', date_entree = '2026-11-01' where id = ${personne_id}`;
  chantier_id = (await makeChantier(sql)).id;
});

const get = async <T>(url: string, as = payeur): Promise<T> => {
  const answer = await t.request('GET', `/api/v1${url}`, { as });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<T>();
};
const post = (
  url: string,
  { version = 0, body = {}, as = payeur }: { version?: number; body?: unknown; as?: Caller } = {},
) => t.request('POST', `/api/v1${url}`, { as, body, headers: { 'if-match': `"${version}"` } });
const close = async (mois: string, { malgre = true, version = 0 } = {}): Promise<PeriodePaie> => {
  const answer = await post(`/periodes-paie/${mois}/cloture`, { body: { malgre }, version });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<PeriodePaie>();
};
const work = (jour: string, minutes = 420, more = {}) =>
  makePointage(sql, { personne_id, chantier_id, jour, minutes, ...more });
const reckon = (debut: string) =>
  t.app.inUnit(SYSTEM, unit => recomputeVariables(unit, [{ personne_id, debut }], { motif: 'Oubli' }));
const totaux = async (mois: string) =>
  (await get<MoisPaie>(`/paie/mois/${mois}`)).personnes.find(one => one.personne_id === personne_id)?.totaux;
const corriger = (id: string, minutes: number) =>
  sql`update pointages set minutes = ${minutes}, valide_minutes = ${minutes} where id = ${id}`;

describe('a closed month', () => {
  test('never changes, whatever its hours become: the difference is in the next one, told apart in its file', async () => {
    const { id } = await work('2026-10-05');
    await reckon('2026-10-05');
    const closed = await close('2026-10');
    expect(closed).toMatchObject({ etat: 'cloturee', version: 1, cloturee_par: 'Camille Payeur' });
    const before = await get<MoisPaie>('/paie/mois/2026-10');
    const file = (await t.request('GET', '/api/v1/paie/mois/2026-10/csv', { as: payeur })).body;
    await corriger(id, 500);
    await work('2026-10-06', 300);
    await reckon('2026-10-05');
    expect(await get('/paie/mois/2026-10')).toEqual(before);
    expect((await t.request('GET', '/api/v1/paie/mois/2026-10/csv', { as: payeur })).body).toBe(file);
    expect(await totaux('2026-11')).toEqual({ heures_normales: 380, panier_repas: 1 });
    const { items } = await get<{ items: z.infer<typeof Regularisation>[] }>('/regularisations?mois=2026-11');
    expect(
      items.map(({ jour, rubrique, quantite, mois_origine, motif }) => ({
        jour,
        rubrique,
        quantite,
        mois_origine,
        motif,
      })),
    ).toEqual(
      expect.arrayContaining([
        { jour: '2026-10-05', rubrique: 'heures_normales', quantite: 80, mois_origine: '2026-10', motif: 'Oubli' },
        { jour: '2026-10-06', rubrique: 'heures_normales', quantite: 300, mois_origine: '2026-10', motif: 'Oubli' },
      ]),
    );
  });

  test('takes validated hours only; what is validated later is a correction', async () => {
    const { id } = await work('2026-10-05', 420, { statut: 'soumis' });
    await reckon('2026-10-05');
    expect(await totaux('2026-10')).toEqual({ heures_normales: 420, panier_repas: 1 });
    await close('2026-10');
    expect(await totaux('2026-10')).toEqual({});
    await sql`update pointages set statut = 'valide', valide_revision = revision, valide_minutes = minutes, valide_plages = plages where id = ${id}`;
    await reckon('2026-10-05');
    expect(await totaux('2026-11')).toEqual({ heures_normales: 420, panier_repas: 1 });
  });

  test('reopens with a reason and carries its own differences again; not once a closed month carries them', async () => {
    const { id } = await work('2026-10-05');
    await reckon('2026-10-05');
    await close('2026-10');
    await corriger(id, 480);
    await reckon('2026-10-05');
    const refus = await post('/periodes-paie/2026-10/reouverture', { version: 1, body: { motif: '' } });
    expect(refus.statusCode).toBe(400);
    const open = await post('/periodes-paie/2026-10/reouverture', {
      version: 1,
      body: { motif: 'Erreur de pointage' },
    });
    expect(open.json(), open.body).toMatchObject({
      etat: 'ouverte',
      version: 2,
      reouvertures: [{ par: 'Camille Payeur', motif: 'Erreur de pointage' }],
    });
    expect(await totaux('2026-10')).toMatchObject({ heures_normales: 480 });
    expect(await totaux('2026-11')).toBeUndefined();
    await close('2026-10', { version: 2 });
    await corriger(id, 500);
    await reckon('2026-10-05');
    await close('2026-11');
    const late = await post('/periodes-paie/2026-10/reouverture', { version: 3, body: { motif: 'Encore' } });
    expect([late.statusCode, late.json<{ code: string }>().code]).toEqual([409, 'periode_paie.regularised']);
  });

  test('a week over two months: its overtime is of the month in which it ends, its days are each of their own', async () => {
    for (const jour of ['2026-09-28', '2026-09-29', '2026-09-30', '2026-10-01', '2026-10-02']) await work(jour, 480);
    await reckon('2026-09-28');
    expect(await totaux('2026-09')).toMatchObject({ heures_normales: 1440 });
    expect(await totaux('2026-10')).toMatchObject({ heures_normales: 660, heures_sup_25: 300 });
  });

  test('is closed once: twice is refused, and so is a month to come or one that changed meanwhile', async () => {
    await close('2026-10');
    const code = async (mois: string, version: number) =>
      (await post(`/periodes-paie/${mois}/cloture`, { version, body: { malgre: true } })).json<{ code: string }>().code;
    expect(await code('2026-10', 1)).toBe('periode_paie.etat_refused');
    expect(await code('2026-10', 0)).toBe('precondition.failed');
    expect(await code('2026-12', 0)).toBe('periode_paie.not_begun');
    const types = await sql<
      { type: string; data: unknown }[]
    >`select type, data from events where type like 'periode_paie.%' order by id desc limit 1`;
    expect([...types]).toEqual([{ type: 'periode_paie.closed', data: { mois: '2026-10' } }]);
  });
});

describe('ready for pay', () => {
  const pret = (mois = '2026-10') => get<PretPourLaPaie>(`/paie/pret?mois=${mois}`);
  const point = async (code: string, mois?: string) => (await pret(mois)).points.find(one => one.code === code)!;

  test('missing days: of his horaire, between his dates, without hours, absence nor holiday, and over', async () => {
    await sql`update personnes set date_entree = '2026-11-09', date_sortie = '2026-11-30' where id = ${personne_id}`;
    await work('2026-11-09');
    await makeAbsence(sql, { personne_id, debut: '2026-11-10', fin: '2026-11-18' });
    // 11 November is a holiday, the 21st and 22nd a week-end, the 23rd is today.
    const [ligne] = (await point('jours_manquants', '2026-11')).lignes;
    expect(ligne).toMatchObject({ personne_id, nom: 'Camille Martin', jours: ['2026-11-19', '2026-11-20'] });
  });

  test('keeps a month from being closed, unless it is closed in spite of it', async () => {
    await work('2026-10-05', 420, { statut: 'soumis' });
    await work('2026-10-06', 420, { statut: 'rejete' });
    await work('2026-10-07', 420, { statut: 'brouillon' });
    const { pret: ready, points } = await pret();
    expect(ready).toBe(false);
    expect(points.filter(({ bloquant, n }) => bloquant && n > 0).map(({ code }) => code)).toEqual([
      'non_soumis',
      'non_valides',
      'rejetes',
    ]);
    const refus = await post('/periodes-paie/2026-10/cloture', { body: {} });
    expect([refus.statusCode, refus.json<{ code: string }>().code]).toEqual([409, 'periode_paie.not_ready']);
    await close('2026-10', { malgre: true });
  });

  test('names contested weeks without an answer, absences without a reason, weeks that nobody signed', async () => {
    await work('2026-10-05');
    await makeAbsence(sql, { personne_id, debut: '2026-10-08', motif: null });
    expect((await point('non_signees')).lignes[0]).toMatchObject({ semaine: '2026-W41', personne_id, minutes: 420 });
    await sql`update feuilles_heures set contestee_at = now(), contestation = 'Non' where personne_id = ${personne_id}`;
    expect((await point('contestes')).n).toBe(1);
    expect((await point('absences_a_preciser')).lignes[0]).toMatchObject({ jours: ['2026-10-08'] });
  });

  test('names chantiers with hours that no connexion holds, once there is a connexion, and asks nothing of them', async () => {
    await work('2026-10-05');
    await sql`update feuilles_heures set signee_at = now(), signee_empreinte = repeat('0', 64)`;
    expect((await pret()).pret).toBe(true);
    expect((await point('a_relier')).n).toBe(0);
    await sql`insert into erp_links (id, kind, kind_nom, nom, system, simulateur, etat, settings, credentials, traits)
      values (gen_random_uuid(), 'costructor', 'Costructor', 'Costructor', 'costructor', true, 'en_pause', '{}', '\\x00', '{}')`;
    expect((await point('a_relier')).lignes).toMatchObject([{ chantier_id, minutes: 420 }]);
    await sql`insert into chantier_references (chantier_id, system, external_id, managed) values (${chantier_id}, 'costructor', '1', true)`;
    expect((await point('a_relier')).n).toBe(0);
    expect((await pret()).pret).toBe(true);
  });

  test('the month, its readiness and its file are one statement each, whatever the number of people', async () => {
    const count = async () => {
      const before = t.db.statements.length;
      for (const url of ['/paie/pret?mois=2026-10', '/paie/mois/2026-10', '/paie/mois/2026-10/csv']) {
        await t.request('GET', `/api/v1${url}`, { as: payeur });
      }
      // Those of a request: the hub's own clock asks too.
      return t.db.statements.slice(before).filter(text => /acteur/.test(text)).length;
    };
    const few = await count();
    for (let n = 0; n < 30; n += 1) {
      const one = (await makePersonne(sql)).id;
      await makePointage(sql, { personne_id: one, chantier_id, jour: '2026-10-05' });
    }
    expect([few, await count()]).toEqual([3, 3]);
  });
});

describe('files', () => {
  test('the PDF of a month is read by whom it is of and by those of pay, and by nobody else', async () => {
    const himself = await t.person({ role: 'compagnon', nom: 'Lui' });
    await makePointage(sql, { personne_id: himself.id, chantier_id, jour: '2026-10-05' });
    await t.app.inUnit(SYSTEM, unit => recomputeVariables(unit, [{ personne_id: himself.id, debut: '2026-10-05' }]));
    const url = `/api/v1/paie/mois/2026-10/personnes/${himself.id}/pdf`;
    const ask = async (as: Caller) => (await t.request('GET', url, { as })).statusCode;
    const other = await t.jwt(await t.person({ role: 'conducteur' }));
    expect([await ask(await t.cookie(himself)), await ask(payeur), await ask(other)]).toEqual([200, 200, 404]);
    const pdf = await t.request('GET', url, { as: payeur });
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.headers['content-disposition']).toBe('attachment; filename="paie-2026-10-lui-camille.pdf"');
  });

  test('an agency gets the validated hours of its people, and intérimaires are in no pay', async () => {
    await sql`update personnes set type_personne = 'interimaire', agence = 'Intérim Savoie' where id = ${personne_id}`;
    await work('2026-10-05');
    await reckon('2026-10-05');
    expect((await get<MoisPaie>('/paie/mois/2026-10')).personnes).toEqual([]);
    const ask = (agence: string) =>
      t.request('GET', `/api/v1/paie/releves/2026-W41/pdf?agence=${encodeURIComponent(agence)}`, { as: payeur });
    const pdf = await ask('Intérim Savoie');
    expect([pdf.statusCode, pdf.headers['content-disposition']]).toEqual([
      200,
      'attachment; filename="releve-2026-W41-interim-savoie.pdf"',
    ]);
    expect((await ask('Autre')).statusCode).toBe(200);
  });
});
