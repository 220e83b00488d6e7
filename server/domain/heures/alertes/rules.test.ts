import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ajouterJours, joursDe, lundiDe } from '#contract/calendrier.ts';
import type { Alerte } from '#contract/feuille.ts';
import type { ReglagesPaie } from '#contract/paie.ts';
import { alertesDe, type SemaineTravaillee, type Travail } from './rules.ts';

/** Those of the hub until the company says otherwise, as far as alerts go (reglages_par_defaut). */
const REGLAGES = {
  ...{ horaire: [420, 420, 420, 420, 420, 0, 0], debut_journee: '08:00', pause_debut: '12:00', pause_minutes: 60 },
  ...{ jour_max: 600, semaine_max: 2880, moyenne_max: 2640, repos_jour: 660, repos_semaine: 2100 },
  ...{ mineur_jour_max: 480, mineur_semaine_max: 2100, alsace_moselle: false },
} as ReglagesPaie;
const SEMAINE = '2026-W48';
const qui = (more: Partial<SemaineTravaillee> = {}): SemaineTravaillee => ({
  ...{ personne_id: 'bruno', type_personne: 'employe', mineur_jusquau: null, travaux: [], absences: [], avant: 0 },
  ...more,
});
/** `420`, or `07:30-12:00 13:00-16:30`; the days of the week from the Monday, -1 the Sunday before. */
const jour = (semaine: string, n: number, said: number | string): Travail => {
  const plages = String(said).includes(':') ? String(said).split(' ') : [];
  const minutes = typeof said === 'number' ? said : 420;
  return {
    ...{ jour: ajouterJours(lundiDe(semaine), n), minutes },
    plages: plages.map(text => ({ debut: text.slice(0, 5), fin: text.slice(6) })),
  };
};
const jours = (semaine: string, days: Record<number, number | string>) =>
  Object.entries(days).map(([n, said]) => jour(semaine, Number(n), said));
const said = (alertes: Alerte[]) =>
  alertes.map(({ code, jour: on, minutes }) =>
    [code, on?.slice(5) ?? null, minutes].filter(part => part !== null).join(' '),
  );
const of = (days: Record<number, number | string>, more: Partial<SemaineTravaillee> = {}, semaine = SEMAINE) =>
  said(alertesDe(semaine, qui({ travaux: jours(semaine, days), ...more }), REGLAGES));
const week = (minutes: number) => ({ 0: minutes, 1: minutes, 2: minutes, 3: minutes, 4: minutes });

describe('days and weeks', () => {
  test.each([
    ['an ordinary week', week(420), {}, []],
    ['a day at the limit', { 0: 600 }, {}, []],
    ['a day over it', { 0: 601 }, {}, ['jour_long 11-23 601']],
    ['a week at the limit', week(576), {}, []],
    ['a week over it', { ...week(576), 5: 1 }, {}, ['semaine_longue 2881']],
    ['a sous-traitant', { 0: 900 }, { type_personne: 'sous_traitant' }, []],
    ['an intérimaire', { 0: 601 }, { type_personne: 'interimaire' }, ['jour_long 11-23 601']],
    ['no hours of the week', { 7: 900 }, {}, []],
    ['twelve weeks at the average', week(528), { avant: 11 * 2640 }, []],
    ['twelve weeks over it', week(528), { avant: 11 * 2640 + 1 }, ['moyenne_longue 2640']],
    [
      'a day of absence',
      { 0: 420 },
      { absences: [{ jour: '2026-11-23', moment: 'journee' }] },
      ['jour_absent 11-23 420'],
    ],
    ['half a day of absence', { 0: 210 }, { absences: [{ jour: '2026-11-23', moment: 'matin' }] }, []],
    ['an absence of another day', { 0: 420 }, { absences: [{ jour: '2026-11-24', moment: 'journee' }] }, []],
    ['a minor at his limit', { 0: 480 }, { mineur_jusquau: '2026-11-23' }, []],
    ['a minor over it', { 0: 481 }, { mineur_jusquau: '2026-11-23' }, ['mineur_jour 11-23 481']],
    ['the day after his majority', { 1: 481 }, { mineur_jusquau: '2026-11-23' }, []],
    ['a minor all week', { ...week(420), 5: 1 }, { mineur_jusquau: '2027-01-01' }, ['mineur_semaine 2101']],
    ['of age before the week ends', { ...week(420), 5: 1 }, { mineur_jusquau: '2026-11-28' }, []],
  ] as const)('%s', (_, days, more, wanted) => expect(of(days, more as Partial<SemaineTravaillee>)).toEqual(wanted));

  test('public holidays, over the turn of a year of 53 weeks and where Alsace-Moselle has its own', () => {
    expect(joursDe('2026-W53').slice(-3)).toEqual(['2027-01-01', '2027-01-02', '2027-01-03']);
    expect(of({ 3: 420, 4: 420 }, {}, '2026-W53')).toEqual(['jour_ferie 01-01 420']);
    const stEtienne = qui({ travaux: jours('2026-W52', { 5: 420 }) });
    expect(said(alertesDe('2026-W52', stEtienne, REGLAGES))).toEqual([]);
    expect(said(alertesDe('2026-W52', stEtienne, { ...REGLAGES, alsace_moselle: true }))).toEqual([
      'jour_ferie 12-26 420',
    ]);
  });
});

describe('rests', () => {
  test.each([
    ['eleven hours', { 0: '11:00-21:00', 1: '08:00-16:00' }, SEMAINE, []],
    ['a minute less', { 0: '11:00-21:01', 1: '08:00-16:00' }, SEMAINE, ['repos_quotidien 11-24 659']],
    ['after a night', { 0: '22:00-06:00', 1: '16:00-20:00' }, SEMAINE, ['repos_quotidien 11-24 600']],
    ['from the Sunday before', { '-1': '14:00-23:00', 0: '08:00-12:00' }, SEMAINE, ['repos_quotidien 11-23 540']],
    ['into the Monday after, told with that Monday', { 6: '14:00-23:00', 7: '08:00-12:00' }, SEMAINE, []],
    ['before hours without times', { 0: '13:00-22:00', 1: 420 }, SEMAINE, ['repos_quotidien 11-24 600']],
    [
      'after hours without times, their break told',
      { 0: 420, 1: '02:59-05:00' },
      SEMAINE,
      ['repos_quotidien 11-24 659'],
    ],
    ['two stretches of one day', { 0: '06:00-08:00 18:00-20:00', 1: '07:00-09:00' }, SEMAINE, []],
    ['the night clocks go forward', { 5: '12:00-22:00', 6: '09:00-12:00' }, '2026-W13', ['repos_quotidien 03-29 600']],
    ['the night clocks go back', { 5: '12:00-22:30', 6: '09:00-12:00' }, '2026-W43', []],
    [
      'the same in another week',
      { 5: '12:00-22:30', 6: '09:00-12:00' },
      '2026-W44',
      ['jour_ferie 11-01 420', 'repos_quotidien 11-01 630'],
    ],
  ])('%s', (_, days, semaine, wanted) => expect(of(days as Record<number, string>, {}, semaine)).toEqual(wanted));

  test.each([
    ['six days', { ...week(420), 5: 420 }, []],
    ['seven short days', { ...week(60), 5: 60, 6: 60 }, []],
    [
      'seven days until the evening',
      { ...week(480), 5: 480, 6: 480 },
      ['semaine_longue 3360', 'repos_hebdomadaire 1860'],
    ],
    ['seven days, and the Monday', { ...week(60), 5: 60, 6: 60, 7: 60 }, ['repos_hebdomadaire 1380']],
  ])('of a week, over %s', (_, days, wanted) => expect(of(days)).toEqual(wanted));
});

const travaux = fc.array(
  fc.record({
    jour: fc.integer({ min: -1, max: 7 }).map(n => ajouterJours(lundiDe(SEMAINE), n)),
    minutes: fc.integer({ min: 1, max: 1440 }),
    plages: fc.constant([]),
  }),
  { maxLength: 12 },
);

test('each alert is of this week and this person, and its figure is on the wrong side of its limit', () => {
  fc.assert(
    fc.property(travaux, fc.nat(40_000), fc.boolean(), (worked, avant, mineur) => {
      const who = qui({ travaux: worked, avant, mineur_jusquau: mineur ? '2027-01-01' : null });
      for (const { code, personne_id, semaine, jour: on, minutes, plafond } of alertesDe(SEMAINE, who, REGLAGES)) {
        expect([personne_id, semaine]).toEqual(['bruno', SEMAINE]);
        if (on !== null) expect(joursDe(SEMAINE)).toContain(on);
        if (plafond === null || minutes === null) continue;
        if (code.startsWith('repos')) expect(minutes).toBeLessThan(plafond);
        else expect(minutes).toBeGreaterThanOrEqual(plafond);
      }
    }),
  );
});

test('a minute more never makes an alert on length go', () => {
  const long = (worked: readonly Travail[]) =>
    new Set(
      alertesDe(SEMAINE, qui({ travaux: worked }), REGLAGES).flatMap(({ code, jour: on }) =>
        /long/.test(code) ? [`${code} ${on}`] : [],
      ),
    );
  fc.assert(
    fc.property(travaux, fc.nat(11), (worked, i) => {
      const more = worked.map((one, n) => (n === i ? { ...one, minutes: one.minutes + 1 } : one));
      const after = long(more);
      expect([...long(worked)].filter(one => !after.has(one))).toEqual([]);
    }),
  );
});
