import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ajouterJours, lundiDe } from '#contract/calendrier.ts';
import type { ReglagesPaie } from '#contract/paie.ts';
import { minutesDeNuit, minutesOnDays } from './clock.ts';
import { estFerie } from './day.ts';
import { splitWeek } from './overtime.ts';
import type { Heures, Semaine } from './types.ts';
import { variablesOf } from './week.ts';

const REGLAGES = {
  effet_du: '1900-01-01',
  horaire: [420, 420, 420, 420, 420, 0, 0],
  seuil_semaine: 2100,
  seuil_majoration_2: 2580,
  conges_dans_seuil: true,
  semaine_a_cheval: 'fin',
  alsace_moselle: false,
  panier_minutes: 300,
  nuit_debut: '21:00',
  nuit_fin: '06:00',
} as ReglagesPaie;
const LUNDI = '2026-11-16';
const CHANTIER = '0199c8f0-6f4a-7000-8000-000000000001';

const heures = (jour: string, more: Partial<Heures> = {}): Heures => ({
  jour,
  chantier_id: CHANTIER,
  minutes: 420,
  plages: [],
  panier: null,
  zone: null,
  zone_distance: null,
  ...more,
});
type Given = Partial<Omit<Semaine, 'personne'>> & { personne?: Partial<Semaine['personne']> };
const semaine = (more: Given = {}): Semaine => ({
  debut: LUNDI,
  heures: [],
  absences: [],
  main: [],
  ...more,
  personne: {
    type_personne: 'employe',
    horaire: null,
    heures_sup_comprises: true,
    date_sortie: null,
    ...more.personne,
  },
});
const totals = (one: Semaine, reglages = REGLAGES): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const { rubrique, quantite } of variablesOf(one, () => reglages))
    sums[rubrique] = (sums[rubrique] ?? 0) + quantite;
  return sums;
};

describe('hours beyond the week', () => {
  const H = (...hours: number[]) => hours.map(one => one * 60);
  // worked, paid leave, horaire, in his salary: normales, complémentaires, 25 %, 50 %; all in hours.
  test.each([
    ['35 h', H(7, 7, 7, 7, 7), 0, 35, true, [35, 0, 0, 0]],
    ['the 36th hour', H(7, 7, 7, 7, 8), 0, 35, true, [35, 0, 1, 0]],
    ['43 h', H(9, 9, 9, 8, 8), 0, 35, true, [35, 0, 8, 0]],
    ['the 44th hour', H(9, 9, 9, 9, 8), 0, 35, true, [35, 0, 8, 1]],
    ['48 h', H(10, 10, 10, 10, 8), 0, 35, true, [35, 0, 8, 5]],
    ['an horaire of 39 h that is in the salary', H(8, 8, 8, 8, 7), 0, 39, true, [39, 0, 0, 0]],
    ['an horaire of 39 h that is not', H(8, 8, 8, 8, 7), 0, 39, false, [35, 0, 4, 0]],
    ['45 h for 39 in the salary: places in the week do not move', H(9, 9, 9, 9, 9), 0, 39, true, [39, 0, 4, 2]],
    ['a day of leave and 40 h', H(10, 10, 10, 10, 0), 7, 35, true, [28, 0, 8, 4]],
    ['24 h of a part time of 24', H(8, 8, 8), 0, 24, true, [24, 0, 0, 0]],
    ['30 h of a part time of 24', H(10, 10, 10), 0, 24, true, [24, 6, 0, 0]],
    ['37 h of a part time of 24', H(10, 10, 10, 7), 0, 24, true, [24, 11, 2, 0]],
    ['a week of leave', H(0, 0, 0, 0, 0), 35, 35, true, [0, 0, 0, 0]],
  ] as const)('%s', (_, travaillees, conges, horaire, comprises, expected) => {
    const split = splitWeek({ travaillees, conges: conges * 60, horaire: horaire * 60, comprises }, REGLAGES);
    const normales = split.normales.reduce((sum, one) => sum + one, 0);
    expect([normales, split.complementaires, split.sup_25, split.sup_50].map(one => one / 60)).toEqual(expected);
  });

  test('leave is left out of the threshold where the company says so', () => {
    const week = { travaillees: H(10, 10, 10, 10, 0), conges: 420, horaire: 2100, comprises: true };
    expect(splitWeek(week, { ...REGLAGES, conges_dans_seuil: false })).toMatchObject({ sup_25: 300, sup_50: 0 });
  });

  test('whatever the week, each minute worked is told once, and none is negative', () => {
    const minutes = fc.array(fc.integer({ min: 0, max: 1440 }), { minLength: 7, maxLength: 7 });
    const week = fc.record({
      travaillees: minutes,
      conges: fc.integer({ min: 0, max: 10_080 }),
      horaire: fc.integer({ min: 0, max: 6000 }),
      comprises: fc.boolean(),
    });
    const seuils = fc
      .tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 2000 }), fc.boolean())
      .map(([seuil_semaine, more, conges_dans_seuil]) => ({
        seuil_semaine,
        seuil_majoration_2: seuil_semaine + more,
        conges_dans_seuil,
      }));
    fc.assert(
      fc.property(week, seuils, (one, settings) => {
        const { normales, complementaires, sup_25, sup_50 } = splitWeek(one, settings);
        const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);
        expect(sum(normales) + complementaires + sup_25 + sup_50).toBe(sum(one.travaillees));
        expect(Math.min(...normales, complementaires, sup_25, sup_50)).toBeGreaterThanOrEqual(0);
        for (const [day, n] of normales.entries()) expect(n).toBeLessThanOrEqual(one.travaillees[day]!);
      }),
      { seed: 20_261_126 },
    );
  });
});

describe('the clock', () => {
  test.each([
    ['a day', LUNDI, [{ debut: '08:00', fin: '17:00' }], 0],
    ['an evening', LUNDI, [{ debut: '18:00', fin: '22:30' }], 90],
    ['an early morning', LUNDI, [{ debut: '04:00', fin: '08:00' }], 120],
    ['a whole night', LUNDI, [{ debut: '20:00', fin: '07:00' }], 540],
    ['the night of the hour that is lost', '2026-03-28', [{ debut: '22:00', fin: '06:00' }], 420],
    ['the night of the hour that is gained', '2026-10-24', [{ debut: '22:00', fin: '06:00' }], 540],
    ['the morning after it', '2026-10-25', [{ debut: '00:00', fin: '06:00' }], 420],
    ['around the clock', LUNDI, [{ debut: '12:00', fin: '12:00' }], 540],
  ])('night of %s', (_, jour, plages, minutes) => expect(minutesDeNuit(jour, plages, REGLAGES)).toBe(minutes));

  test.each([
    ['from Saturday night on', '2026-11-21', [{ debut: '22:00', fin: '06:00' }], 360],
    ['until Monday', '2026-11-22', [{ debut: '22:00', fin: '06:00' }], 120],
    ['when clocks go back', '2026-10-24', [{ debut: '22:00', fin: '06:00' }], 420],
    ['when nobody said the hours', '2026-11-22', [], 480],
    ['on a Monday', LUNDI, [], 0],
  ])('Sunday %s', (_, jour, plages, expected) => {
    const sunday = (one: string) => new Date(`${one}T00:00:00Z`).getUTCDay() === 0;
    expect(minutesOnDays({ jour, plages, minutes: 480 }, sunday)).toBe(expected);
  });

  test('Good Friday and Saint-Étienne are holidays in Alsace-Moselle alone', () => {
    expect(
      ['2026-04-03', '2026-12-26', '2026-11-11'].map(jour => [estFerie(jour, false), estFerie(jour, true)]),
    ).toEqual([
      [false, true],
      [false, true],
      [true, true],
    ]);
  });
});

describe('a week', () => {
  test('a holiday worked is told beside its hours; leave over a holiday is no day of leave', () => {
    const one = semaine({
      debut: '2026-11-09',
      heures: [heures('2026-11-11')],
      absences: ['2026-11-09', '2026-11-10', '2026-11-11'].map(jour => ({
        jour,
        moment: 'journee',
        motif: 'conges_payes',
      })),
    });
    expect(totals(one)).toEqual({ heures_normales: 420, heures_ferie: 420, panier_repas: 1, conges_payes: 200 });
  });

  test('absences are days of his horaire: a half is 50 hundredths, a week-end is none, what nobody named is none', () => {
    const absent = (jour: string, motif: 'rtt' | 'maladie' | null, moment: 'journee' | 'matin' = 'journee') => ({
      jour,
      motif,
      moment,
    });
    const absences = [
      absent(LUNDI, 'maladie'),
      absent('2026-11-17', 'rtt', 'matin'),
      absent('2026-11-18', null),
      absent('2026-11-21', 'maladie'),
    ];
    expect(totals(semaine({ absences }))).toEqual({ maladie: 100, rtt: 50 });
  });

  test('several chantiers in a day: the farthest zone, once; what the chef said wins over the distance', () => {
    const other = '0199c8f0-6f4a-7000-8000-000000000002';
    const far = heures(LUNDI, { chantier_id: other, minutes: 120, zone_distance: '4' });
    const day = semaine({ heures: [heures(LUNDI, { zone_distance: '1B', minutes: 300 }), far] });
    const petits = variablesOf(day, () => REGLAGES).filter(({ rubrique }) => rubrique.startsWith('indemnite'));
    expect(petits).toEqual([
      { jour: LUNDI, rubrique: 'indemnite_trajet', quantite: 1, zone: '4', chantier_id: other },
      { jour: LUNDI, rubrique: 'indemnite_transport', quantite: 1, zone: '4', chantier_id: other },
    ]);
    const told = semaine({ heures: [heures(LUNDI, { zone_distance: '4', zone: '2' })] });
    expect(variablesOf(told, () => REGLAGES).find(({ rubrique }) => rubrique === 'indemnite_trajet')?.zone).toBe('2');
  });

  test.each([
    ['299 minutes', [{ minutes: 299 }], 0],
    ['300 minutes', [{ minutes: 300 }], 1],
    ['300 minutes over two chantiers', [{ minutes: 150 }, { minutes: 150 }], 1],
    ['a short day with a panier', [{ minutes: 60, panier: true }], 1],
    ['a long day without', [{ minutes: 420, panier: false }], 0],
    [
      'two answers',
      [
        { minutes: 200, panier: false },
        { minutes: 200, panier: true },
      ],
      1,
    ],
  ])('panier: %s', (_, parts, expected) => {
    const day = semaine({
      heures: parts.map((part, n) => heures(LUNDI, { ...part, chantier_id: `${CHANTIER.slice(0, -1)}${n}` })),
    });
    expect(totals(day)['panier_repas'] ?? 0).toBe(expected);
  });

  test('overtime has one date: the end of the week, its beginning where the company says so, his last day when he leaves', () => {
    const days = [0, 1, 2, 3].map(n => heures(ajouterJours(LUNDI, n), { minutes: 600 }));
    const dateOf = (one: Semaine, reglages = REGLAGES) =>
      variablesOf(one, () => reglages).find(({ rubrique }) => rubrique === 'heures_sup_25')?.jour;
    expect(dateOf(semaine({ heures: days }))).toBe('2026-11-22');
    expect(dateOf(semaine({ heures: days }), { ...REGLAGES, semaine_a_cheval: 'debut' })).toBe(LUNDI);
    expect(dateOf(semaine({ heures: days, personne: { date_sortie: '2026-11-19' } }))).toBe('2026-11-19');
  });

  test('week 53 is a week like any other, over two years', () => {
    const debut = lundiDe('2026-W53');
    const days = [0, 1, 2, 3, 4].map(n => heures(ajouterJours(debut, n), { minutes: 480 }));
    expect(totals(semaine({ debut, heures: days }))).toMatchObject({
      heures_normales: 2100,
      heures_sup_25: 300,
      heures_ferie: 480,
    });
  });

  test.each(['interimaire', 'sous_traitant'] as const)('an %s has nothing in pay', type_personne => {
    expect(totals(semaine({ heures: [heures(LUNDI)], personne: { type_personne } }))).toEqual({});
  });

  test('the order in which hours were entered changes nothing, and nothing is negative', () => {
    const pointage = fc.record({
      jour: fc.integer({ min: 0, max: 6 }).map(n => ajouterJours(LUNDI, n)),
      chantier_id: fc.constantFrom(CHANTIER, '0199c8f0-6f4a-7000-8000-000000000002'),
      minutes: fc.integer({ min: 1, max: 700 }),
      plages: fc.constantFrom([], [{ debut: '20:00', fin: '02:00' }]),
      panier: fc.constantFrom(null, true, false),
      zone: fc.constantFrom(null, '1A', '5'),
      zone_distance: fc.constantFrom(null, '1B', '3'),
    }) as fc.Arbitrary<Heures>;
    const two = fc
      .uniqueArray(pointage, { selector: one => `${one.jour}${one.chantier_id}`, maxLength: 12 })
      .chain(all =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
      );
    fc.assert(
      fc.property(two, ([all, shuffled]) => {
        const found = variablesOf(semaine({ heures: all }), () => REGLAGES);
        expect(variablesOf(semaine({ heures: shuffled }), () => REGLAGES)).toEqual(found);
        for (const { quantite } of found) expect(quantite).toBeGreaterThan(0);
      }),
      { seed: 20_261_126 },
    );
  });
});
