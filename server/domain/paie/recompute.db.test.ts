import { beforeEach, expect, test } from 'vitest';
import { ReglagesPaie } from '#contract/paie.ts';
import { SYSTEM, type Unit } from '#platform/unit.ts';
import { type TestApp, testApp } from '#testing/app.ts';
import { makeChantier, makePersonne } from '#testing/make.ts';
import { makeAbsence, makePointage } from '#testing/make-hours.ts';
import { recomputeVariables, recordRegularisations, reglagesAt } from './index.ts';

const t: TestApp = await testApp();
const { sql } = t.db;
const inUnit = <T>(work: (unit: Unit) => Promise<T>) => t.app.inUnit(SYSTEM, work);
const LUNDI = '2026-11-16';
const JOURS = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'] as const;
const week = (personne_id: string, debut = LUNDI) => ({ personne_id, debut });

let personne_id: string;
let chantier_id: string;
beforeEach(async () => {
  await sql`delete from reglages_paie`;
  await sql`delete from periodes_paie`;
  personne_id = (await makePersonne(sql)).id;
  chantier_id = (await makeChantier(sql)).id;
});

const work = (jour: string, minutes: number, more = {}) =>
  makePointage(sql, { personne_id, chantier_id, jour, minutes, ...more });
const workAll = (minutes: number) => Promise.all(JOURS.map(jour => work(jour, minutes)));
const close = (mois: string) =>
  sql`insert into periodes_paie (mois, etat, photo) values (${mois}, 'cloturee', '{}') on conflict (mois) do update set etat = 'cloturee'`;

async function totals(of = personne_id): Promise<Record<string, number>> {
  const rows = await sql<{ rubrique: string; n: number }[]>`
    select rubrique, sum(quantite)::integer as n from variables_paie
    where personne_id = ${of} and deleted_at is null group by rubrique order by rubrique`;
  return Object.fromEntries(rows.map(({ rubrique, n }) => [rubrique, n]));
}
const corrections = () => sql<{ jour: string; mois: string; rubrique: string; quantite: number; motif: string }[]>`
  select jour, mois, rubrique, quantite, motif from regularisations where personne_id = ${personne_id} order by jour, rubrique`;

test('without a row the settings are the defaults, whole; a dated row lays over them from its day on', async () => {
  const defaults = await inUnit(unit => reglagesAt(unit, '2026-11-16'));
  expect(ReglagesPaie.parse(defaults)).toMatchObject({ seuil_semaine: 2100, horaire: [420, 420, 420, 420, 420, 0, 0] });
  await sql`insert into reglages_paie (effet_du, reglages, modifie_at) values ('2026-11-17', '{"seuil_semaine": 2340}', now())`;
  expect((await inUnit(unit => reglagesAt(unit, '2026-11-16'))).seuil_semaine).toBe(2100);
  const after = await inUnit(unit => reglagesAt(unit, '2026-11-17'));
  expect(ReglagesPaie.parse(after)).toMatchObject({
    effet_du: '2026-11-17',
    seuil_semaine: 2340,
    seuil_majoration_2: 2580,
  });
});

test('a week of hours becomes its variables; reckoned again, nothing is written', async () => {
  await workAll(540);
  await inUnit(unit => recomputeVariables(unit, [week(personne_id)]));
  expect(await totals()).toEqual({ heures_normales: 2100, heures_sup_25: 480, heures_sup_50: 120, panier_repas: 5 });
  const [before] = await sql`select max(changed_xid) as x, count(*) as n from variables_paie`;
  await inUnit(unit => recomputeVariables(unit, [week(personne_id)]));
  expect(await sql`select max(changed_xid) as x, count(*) as n from variables_paie`).toEqual([before]);
});

test('only what differs is written: a day that changes leaves the lines of the others alone', async () => {
  await workAll(420);
  await inUnit(unit => recomputeVariables(unit, [week(personne_id)]));
  await sql`update pointages set minutes = 300, valide_minutes = 300 where personne_id = ${personne_id} and jour = ${JOURS[4]}`;
  await inUnit(unit => recomputeVariables(unit, [week(personne_id)]));
  expect(await sql`select jour from variables_paie where personne_id = ${personne_id} and version > 1`).toEqual([
    { jour: JOURS[4] },
  ]);
});

test('what a person wrote stays, and the rules write nothing beside it', async () => {
  await work(JOURS[0], 420);
  await inUnit(unit => recomputeVariables(unit, [week(personne_id)]));
  await sql`
    insert into variables_paie (id, personne_id, jour, rubrique, quantite, origine)
    values (gen_random_uuid(), ${personne_id}, ${JOURS[0]}, 'panier_repas', 0, 'main')`;
  await inUnit(unit => recomputeVariables(unit, [week(personne_id)]));
  expect(
    await sql`
    select quantite, origine from variables_paie
    where personne_id = ${personne_id} and rubrique = 'panier_repas' and deleted_at is null`,
  ).toEqual([{ quantite: 0, origine: 'main' }]);
});

test('pay carries employés only', async () => {
  await sql`update personnes set type_personne = 'interimaire', agence = 'Intérim Savoie' where id = ${personne_id}`;
  await work(JOURS[0], 420);
  await makeAbsence(sql, { personne_id, debut: JOURS[1] });
  await inUnit(unit => recomputeVariables(unit, [week(personne_id)]));
  expect(await totals()).toEqual({});
});

test('while a month is open a correction counts at once and a rejected content does not; once closed, only what is validated', async () => {
  const { id } = await work(JOURS[0], 420);
  await sql`update pointages set minutes = 480, revision = 2, statut = 'brouillon' where id = ${id}`;
  await inUnit(unit => recomputeVariables(unit, [week(personne_id)]));
  expect(await totals()).toMatchObject({ heures_normales: 480 });
  await sql`update pointages set statut = 'rejete', motif_rejet = 'Trop' where id = ${id}`;
  await inUnit(unit => recomputeVariables(unit, [week(personne_id)]));
  expect(await totals()).toMatchObject({ heures_normales: 420 });
});

test('a closed month is never touched: its difference leaves in the first open month, once, with its reason', async () => {
  const { id } = await work(JOURS[0], 420);
  await inUnit(unit => recomputeVariables(unit, [week(personne_id)]));
  const frozen = await totals();
  await close('2026-11');
  await close('2026-12');
  await sql`update pointages set minutes = 480, valide_minutes = 480, revision = 2, valide_revision = 2 where id = ${id}`;
  for (const _ of [1, 2])
    await inUnit(unit => recomputeVariables(unit, [week(personne_id)], { motif: 'Une heure oubliée' }));
  expect(await totals()).toEqual(frozen);
  const line = {
    jour: JOURS[0],
    mois: '2027-01',
    rubrique: 'heures_normales',
    quantite: 60,
    motif: 'Une heure oubliée',
  };
  expect(await corrections()).toEqual([line]);
  await sql`update pointages set deleted_at = now() where id = ${id}`;
  await inUnit(unit => recomputeVariables(unit, [week(personne_id)]));
  expect((await corrections()).map(({ rubrique, quantite }) => [rubrique, quantite])).toEqual(
    expect.arrayContaining([
      ['heures_normales', -480],
      ['panier_repas', -1],
    ]),
  );
});

test('a correction written by another door is counted, not doubled', async () => {
  const { id } = await work(JOURS[0], 420);
  await inUnit(unit => recomputeVariables(unit, [week(personne_id)]));
  await close('2026-11');
  await sql`update pointages set minutes = 450, valide_minutes = 450 where id = ${id}`;
  const line = {
    personne_id,
    chantier_id,
    jour: JOURS[0],
    rubrique: 'heures_normales',
    quantite: 30,
    motif: 'Écrite ailleurs',
  };
  await inUnit(async unit => {
    await recordRegularisations(unit, [line]);
    await recomputeVariables(unit, [week(personne_id)]);
  });
  expect((await corrections()).map(({ quantite }) => quantite)).toEqual([30]);
});

test('as many statements for forty weeks as for one', async () => {
  const count = async (personnes: string[]) => {
    for (const one of personnes)
      for (const jour of JOURS) await makePointage(sql, { personne_id: one, chantier_id, jour, minutes: 500 });
    const before = t.db.statements.length;
    await inUnit(unit =>
      recomputeVariables(
        unit,
        personnes.map(one => week(one)),
      ),
    );
    return t.db.statements.length - before;
  };
  const many = await Promise.all(Array.from({ length: 40 }, async () => (await makePersonne(sql)).id));
  expect(await count(many)).toBe(await count([personne_id]));
});

test('two who write the same week at the same moment leave the variables of both', async () => {
  const other = (await makeChantier(sql)).id;
  const write = (on: string, minutes: number) =>
    inUnit(async unit => {
      await makePointage(unit.sql as never, { personne_id, chantier_id: on, jour: JOURS[0], minutes });
      await recomputeVariables(unit, [week(personne_id)]);
    });
  await work(JOURS[1], 60);
  await Promise.all([write(chantier_id, 240), write(other, 180)]);
  expect(await totals()).toMatchObject({ heures_normales: 480 });
});
