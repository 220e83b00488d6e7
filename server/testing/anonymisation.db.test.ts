// What the law makes the hub keep of an erased person, and the end of it (decision 0036). The clock is the test's.
import { Temporal } from 'temporal-polyfill';
import { beforeEach, expect, test } from 'vitest';
import type { ConservationPersonne, DonneesPersonne, Personne } from '#contract/personne.ts';
import { newId } from '#platform/ids.ts';
import { personalData } from '#platform/rgpd/personal-data.ts';
import { anonymiseOld } from '../domain/personnes/rgpd/anonymise-personnes.ts';
import { type Caller, type TestApp, testApp } from './app.ts';
import { mapWorker } from './erp/hours.ts';
import { makeSendingLink } from './erp/link-rows.ts';
import { makeAffectation, makeChantier, makePersonne } from './make.ts';
import { makeAbsence, makePointage } from './make-hours.ts';

let t: TestApp;
let admin: Caller;
let annees = 6;

beforeEach(async () => {
  annees = 6;
  t = await testApp();
  admin = await t.cookie(await t.person({ role: 'administrateur' }));
});

/** Somebody in pay in November 2026 at the latest, erased in it: rows in every table that holds him back. */
async function workedAndErased(): Promise<{ id: string; other: string }> {
  const { sql } = t.db;
  const { id } = await makePersonne(sql, { nom: 'Zwarzdorf' });
  const { id: other } = await makePersonne(sql);
  const { id: chantier_id } = await makeChantier(sql);
  await makePointage(sql, { personne_id: id, chantier_id, jour: '2026-11-17' });
  await makePointage(sql, { personne_id: other, chantier_id, jour: '2026-11-17' });
  await sql`
    insert into feuille_signatures (id, feuille_id, at, par, empreinte)
    select ${newId()}, id, now(), ${id}, repeat('a', 64) from feuilles_heures where personne_id = ${id}`;
  await sql`update pointages set saisi_par = ${id} where personne_id = ${other}`;
  await makeAbsence(sql, { personne_id: id, debut: '2026-11-18' });
  await makeAffectation(sql, { personne_id: id, chantier_id, jour: '2026-11-17' });
  await sql`
    insert into variables_paie (id, personne_id, jour, rubrique, quantite, origine)
    values (${newId()}, ${id}, '2026-11-17', 'panier_repas', 1, 'auto')`;
  await sql`
    insert into regularisations (id, at, personne_id, jour, mois_origine, mois, rubrique, quantite, motif)
    values (${newId()}, now(), ${id}, '2026-10-06', '2026-10', '2026-11', 'heures_normales', -60, 'Erreur')`;
  await sentToErp({ id, chantier_id });
  const photo = { personnes: [{ personne_id: id, minutes: 420, minutes_validees: 420, totaux: {} }] };
  await sql`
    insert into periodes_paie (mois, etat, cloturee_at, photo) values ('2026-11', 'cloturee', now(), ${sql.json(photo)})
    on conflict (mois) do update set photo = periodes_paie.photo || excluded.photo`;
  const { version } = (await t.request('GET', `/api/v1/personnes/${id}`, { as: admin })).json<Personne>();
  const headers = { 'if-match': `"${version}"` };
  const body = { motif: 'Demande écrite' };
  const gone = await t.request('POST', `/api/v1/personnes/${id}/effacement`, { as: admin, body, headers });
  expect(gone.statusCode, gone.body).toBe(200);
  return { id, other };
}

/** His day in the ledger of a connexion, with a correction to carry over and a repair; he is known there under another id. */
async function sentToErp({ id, chantier_id }: { id: string; chantier_id: string }): Promise<void> {
  const { sql } = t.db;
  const USER = `usr_${newId().slice(-12)}`;
  const link = await makeSendingLink(sql, t.ground.keyring, { base_url: 'http://127.0.0.1:9', api_key: 'cle' }).catch(
    async () => (await sql<{ id: string }[]>`select id from erp_links limit 1`)[0]!.id,
  );
  await mapWorker(sql, link, { id, user: USER });
  const [{ id: pointage }] = await sql<[{ id: string }]>`select id from pointages where personne_id = ${id} limit 1`;
  await sql`insert into pointage_liens (pointage_id, link_id) values (${pointage}, ${link})`;
  await sql`
    insert into export_jours (link_id, personne_id, jour, empreinte) values (${link}, ${id}, '2026-11-17', repeat('0', 32))`;
  await sql`
    insert into export_lignes (id, link_id, personne_id, jour, cle, pointage_id, chantier_id, personne_externe, minutes, jour_erp, contenu,
      empreinte, etat, external_id, minutes_la_bas, envoye_at, geste_par, created_at)
    values (${newId()}, ${link}, ${id}, '2026-11-17', ${`${pointage}:1`}, ${pointage}, ${chantier_id}, ${USER}, 420, '2026-11-17',
      '{}', repeat('0', 32), 'sent', ${'tse_01'}, 420, now(), ${id}, now())`;
  await sql`
    insert into export_regularisations (id, link_id, personne_id, jour, minutes, raison_code, raison_phrase, at)
    values (${newId()}, ${link}, ${id}, '2026-11-17', 20, 'verrouille', 'Semaine verrouillée', now())`;
  await sql`
    insert into rapprochement_reparations (id, link_id, personne_id, jour, reparation, etat, created_at)
    values (${newId()}, ${link}, ${id}, '2026-11-17', 'envoyer', 'done', now())`;
}

async function runOn(day: string): Promise<number> {
  t.clock.now = Temporal.Instant.from(`${day}T04:35:00Z`);
  const before = t.db.statements.length;
  const data = personalData(() => t.app.features);
  await anonymiseOld({ inUnit: t.app.inUnit, annees, data }, new AbortController().signal);
  // Its own: others write beside it, when a machine is slow.
  return t.db.statements.slice(before).filter(text => /nouveau|renommer_dans|(into|from) personnes/.test(text)).length;
}

/** Tables in which this id still stands, in whatever column. */
async function traces(id: string): Promise<string[]> {
  const tables = await t.db.sql<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'audit%'`;
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await t.db.sql.unsafe(`select count(*)::integer as n from ${name} r where strpos(r::text, $1) > 0`, [
      id,
    ]);
    if (row!['n'] > 0) found.push(name);
  }
  return found;
}

const exists = async (id: string) => (await t.db.sql`select from personnes where id = ${id}`).length === 1;
const conservation = async (id: string, motif: string | null) =>
  await t.request('POST', `/api/v1/personnes/${id}/conservation`, { as: admin, body: { motif } });

test('six years after the last month in pay, not a day before, hours and pay point to a row that nothing leads to', async () => {
  const { id, other } = await workedAndErased();
  await runOn('2032-11-30');
  expect(await exists(id)).toBe(true);
  await runOn('2032-12-01');
  expect(await traces(id)).toEqual([]);
  const kept = await t.db.sql`
    select q.nom, q.prenom, q.matricule, q.active, (select sum(p.minutes)::integer from pointages p where p.personne_id = q.id) as minutes,
      (select sum(v.quantite)::integer from variables_paie v where v.personne_id = q.id) as paniers,
      (select sum(r.quantite)::integer from regularisations r where r.personne_id = q.id) as reprise,
      (select sum(l.minutes_la_bas)::integer from export_lignes l where l.personne_id = q.id and l.etat = 'sent') as envoyees,
      (select count(*)::integer from export_jours e where e.personne_id = q.id) as jours_poses,
      (select count(*)::integer from feuilles_heures f where f.personne_id = q.id) as feuilles,
      (select count(*)::integer from feuille_signatures) as signatures,
      (select count(*)::integer from absences a where a.personne_id = q.id) as absences,
      (select count(*)::integer from affectations a where a.personne_id = q.id) as affectations,
      (select photo #>> '{personnes,0,minutes}' from periodes_paie where photo #>> '{personnes,0,personne_id}' = q.id::text) as photo
    from personnes q where q.anonymisee_at is not null`;
  expect([...kept]).toEqual([
    {
      ...{
        nom: 'Personne anonyme',
        prenom: '',
        matricule: null,
        active: false,
        minutes: 420,
        paniers: 1,
        reprise: -60,
        envoyees: 420,
        jours_poses: 1,
      },
      ...{ feuilles: 1, signatures: 0, absences: 1, affectations: 1, photo: '420' },
    },
  ]);
  expect(await t.db.sql`select saisi_par, minutes from pointages where personne_id = ${other}`).toEqual([
    { saisi_par: null, minutes: 420 },
  ]);
});

test('done again, it changes nothing: what is anonymous is not taken a second time', async () => {
  await workedAndErased();
  await runOn('2033-01-01');
  const rows = async () => await t.db.sql`select id, version from personnes order by id`;
  const before = await rows();
  await runOn('2040-01-01');
  expect(await rows()).toEqual(before);
});

test('as many statements for three people as for one', async () => {
  await workedAndErased();
  const one = await runOn('2033-01-01');
  t.clock.now = Temporal.Instant.from('2026-11-23T08:00:00Z');
  for (let n = 0; n < 3; n += 1) await workedAndErased();
  expect(await runOn('2033-01-02')).toBe(one);
});

test('nobody is anonymised who was not erased, nor whoever has a day in a month that is too young', async () => {
  const { id, other } = await workedAndErased();
  const { id: chantier_id } = await makeChantier(t.db.sql);
  // The week of Monday 30 November ends in December.
  await makePointage(t.db.sql, { personne_id: id, chantier_id, jour: '2026-11-30' });
  await runOn('2032-12-31');
  expect([await exists(id), await exists(other)]).toEqual([true, true]);
  await runOn('2033-01-01');
  expect([await exists(id), await exists(other)]).toEqual([false, true]);
});

test('the setting says after how many years', async () => {
  const { id } = await workedAndErased();
  annees = 10;
  await runOn('2036-11-30');
  expect(await exists(id)).toBe(true);
  await runOn('2036-12-01');
  expect(await exists(id)).toBe(false);
});

test('a legal hold keeps him whole until it is lifted, with its reason told in his data and in no event', async () => {
  const { id } = await workedAndErased();
  expect((await conservation(id, 'Contentieux prud’homal')).json<ConservationPersonne>()).toMatchObject({
    motif: 'Contentieux prud’homal',
    posee_at: '2026-11-23T08:00:00.000Z',
  });
  const told = (await t.request('GET', `/api/v1/personnes/${id}/donnees`, { as: admin })).json<DonneesPersonne>();
  expect(told.donnees['conservations_legales']).toMatchObject([{ motif: 'Contentieux prud’homal', levee_at: null }]);
  const start = t.clock.now;
  await runOn('2040-01-01');
  expect(await exists(id)).toBe(true);
  t.clock.now = start;
  expect((await conservation(id, null)).json<ConservationPersonne>().motif).toBeNull();
  const facts = await t.db.sql`
    select type, data from events where data ->> 'personne_id' = ${id} and type like 'personne.re%' order by changed_xid, id`;
  expect([...facts]).toEqual([
    { type: 'personne.retained', data: { personne_id: id } },
    { type: 'personne.released', data: { personne_id: id } },
  ]);
  await runOn('2040-01-01');
  expect(await exists(id)).toBe(false);
});

test('a hold is set by an administrateur alone, said once, and its reason may change', async () => {
  const { id } = await makePersonne(t.db.sql);
  for (const facts of [{ role: 'conducteur' }, { gestionnaire_paie: true }] as const) {
    const as = await t.cookie(await t.person(facts));
    const body = { motif: 'Contrôle' };
    expect((await t.request('POST', `/api/v1/personnes/${id}/conservation`, { as, body })).statusCode).toBe(403);
    expect((await t.request('GET', `/api/v1/personnes/${id}/conservation`, { as })).statusCode).toBe(403);
  }
  for (const motif of ['Contrôle', 'Contrôle', 'Contrôle de l’URSSAF']) {
    expect((await conservation(id, motif)).statusCode).toBe(200);
  }
  const read = await t.request('GET', `/api/v1/personnes/${id}/conservation`, { as: admin });
  expect(read.json<ConservationPersonne>().motif).toBe('Contrôle de l’URSSAF');
  expect((await t.db.sql`select from conservations_legales where personne_id = ${id}`).length).toBe(2);
  expect((await t.db.sql`select from events where type = 'personne.retained'`).length).toBe(1);
  expect((await conservation(newId(), 'Contrôle')).statusCode).toBe(404);
});
