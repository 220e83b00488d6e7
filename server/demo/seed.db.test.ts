// The company of the demonstration has people at work, and a month of hours behind it.
import { Temporal } from 'temporal-polyfill';
import { beforeAll, expect, test } from 'vitest';
import { loadCommunes } from '#domain/communes/index.ts';
import { type TestApp, testApp } from '#testing/app.ts';
import { seedDemo } from './seed-demo.ts';
import { moisAClore, SEMAINES } from './weeks.ts';

let t: TestApp;

async function seedAt(now: string): Promise<TestApp> {
  const app = await testApp({ jobs: true });
  app.clock.now = Temporal.Instant.from(now);
  await loadCommunes(app.app.inUnit);
  await seedDemo({ inUnit: app.app.inUnit, keyring: app.ground.keyring });
  return app;
}

beforeAll(async () => {
  t = await seedAt('2026-11-26T09:00:00Z');
});

test('the demonstration has eight weeks of planning, and nobody planned on a day he is away', async () => {
  const [row] = await t.db.sql`
    select count(*)::integer as n, count(distinct date_trunc('week', jour))::integer as semaines,
      (select count(*)::integer from absences) as absences,
      count(*) filter (where exists (
        select from absences_jours j where j.personne_id = a.personne_id and j.jour = a.jour))::integer as absents
    from affectations a where deleted_at is null`;
  expect(row).toMatchObject({ semaines: 8, absences: 8, absents: 0 });
  expect(row!['n']).toBeGreaterThan(800);
});

test('its hours are validated up to last week, which still has work to do, and this week is in brouillon', async () => {
  const rows = await t.db.sql`
    select f.debut::text as debut, p.statut, count(*)::integer as n from pointages p join feuilles_heures f on f.id = p.feuille_id
    where p.deleted_at is null group by 1, 2 order by 1, 2`;
  const of = (debut: string) => rows.filter(row => row['debut'] === debut).map(row => row['statut']);
  const past = ['2026-10-12', '2026-10-19', '2026-10-26', '2026-11-02', '2026-11-09'];
  expect(past.map(of)).toEqual(past.map(() => ['valide']));
  expect(of('2026-11-16')).toEqual(['rejete', 'soumis', 'valide']);
  expect(of('2026-11-23')).toEqual(['brouillon']);
  const [left] = await t.db.sql`
    select (select count(*)::integer from pointages where statut = 'rejete') as rejetes,
      (select count(*)::integer from feuilles_heures where contestee_at is not null and repondue_at is null) as contestees,
      (select count(*)::integer from feuilles_heures where signee_at is not null) as signees`;
  expect(left).toEqual({ rejetes: 1, contestees: 1, signees: 10 });
});

test('it has overtime, paniers, zones, one month in pay with a correction after it, and everybody of pay a matricule', async () => {
  const found = await t.db.sql`select distinct rubrique from variables_vivantes`;
  const rubriques = found.map(row => row['rubrique']);
  for (const one of ['heures_sup_25', 'panier_repas', 'indemnite_trajet', 'conges_payes', 'prime_exceptionnelle'])
    expect(rubriques).toContain(one);
  const [row] = await t.db.sql`
    select (select array_agg(mois || ' ' || etat) from periodes_paie) as mois, (select count(*)::integer > 0 from regularisations) as reprises,
      (select count(distinct zone)::integer > 2 from variables_vivantes) as zones,
      (select count(*)::integer from personnes_au_travail where matricule is null and type_personne <> 'sous_traitant') as anonymes`;
  expect(row).toEqual({ mois: ['2026-10 cloturee'], reprises: true, zones: true, anonymes: 0 });
});

test('nothing of it is entered later than now, and what was done over the weeks is told in its order', async () => {
  const [row] = await t.db.sql`
    select max(at) <= ${t.clock.now.toString()} as past, count(distinct at::date)::integer > 7 as spread,
      count(*) filter (where c.geste = 'valide' and c.at <= (select min(s.at) from pointage_changements s
        where s.pointage_id = c.pointage_id))::integer as early
    from pointage_changements c`;
  expect(row).toEqual({ past: true, spread: true, early: 0 });
});

test('it is made on a Monday in a new year as well, the month closed being one that its weeks hold', async () => {
  const other = await seedAt('2027-02-01T06:00:00Z');
  const [row] = await other.db.sql`
    select (select mois from periodes_paie where etat = 'cloturee') as mois,
      (select count(*)::integer > 0 from pointages where to_char(jour, 'YYYY-MM') = '2026-12') as held`;
  expect(row).toEqual({ mois: '2026-12', held: true });
  for (let n = 0; n < 400; n += 1) {
    const lundi = Temporal.PlainDate.from('2026-01-05').add({ days: 7 * n });
    const mois = moisAClore(lundi.toString());
    const fin = Temporal.PlainYearMonth.from(mois).toPlainDate({ day: 1 }).add({ months: 1 }).subtract({ days: 1 });
    expect(fin.until(lundi).days).toBeGreaterThan(7);
    expect(fin.until(lundi).days).toBeLessThan(-SEMAINES[0]! - 2);
  }
});
