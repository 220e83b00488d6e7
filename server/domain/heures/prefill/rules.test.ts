import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ajouterJours, sommeDesPlages } from '#contract/calendrier.ts';
import type { ReglagesPaie } from '#contract/paie.ts';
import { minutesAttendues, type Prevue, plagesPrevues, proposer } from './rules.ts';

const REGLAGES = { pause_debut: '12:00', pause_minutes: 60 } as ReglagesPaie;
const HORAIRE = [420, 420, 420, 420, 390, 0, 0];
const [VENDREDI, SAMEDI] = ['2026-11-27', '2026-11-28'] as const;
const prevue = (chantier_id: string, more: Partial<Prevue> = {}): Prevue => ({
  ...{ id: chantier_id, chantier_id, jour: VENDREDI, minutes_prevues: null, debut: null, fin: null },
  ...more,
});

test.each([
  [VENDREDI, [], 390],
  [SAMEDI, [], 0],
  [VENDREDI, ['journee'], 0],
  [VENDREDI, ['matin'], 195],
  [VENDREDI, ['apres_midi'], 195],
  [VENDREDI, ['matin', 'apres_midi'], 0],
])('on %s with %o away, %i minutes are awaited', (jour, moments, minutes) =>
  expect(minutesAttendues(jour, { horaire: HORAIRE, moments })).toBe(minutes),
);

test.each([
  ['07:30', '16:30', 60, ['07:30-12:00', '13:00-16:30']],
  ['07:30', '12:00', 60, ['07:30-12:00']],
  ['07:30', '13:00', 60, ['07:30-13:00']],
  ['12:00', '18:00', 60, ['12:00-18:00']],
  ['07:30', '16:30', 0, ['07:30-16:30']],
  ['22:00', '06:00', 60, ['22:00-06:00']],
  [null, null, 60, []],
])('from %s to %s with a break of %i', (debut, fin, pause_minutes, wanted) => {
  const plages = plagesPrevues({ debut, fin }, { ...REGLAGES, pause_minutes });
  expect(plages.map(one => `${one.debut}-${one.fin}`)).toEqual(wanted);
});

const DIT = { debut: '07:30', fin: '16:30' };
const attendu = (moments: string[] = []) => ({ horaire: HORAIRE, moments, reglages: REGLAGES });
test.each([
  ['one affectation has the whole day', VENDREDI, [prevue('A')], [], ['A 390 0']],
  ['two share it', VENDREDI, [prevue('A'), prevue('B')], [], ['A 195 0', 'B 195 0']],
  [
    'minutes that are said leave the rest',
    VENDREDI,
    [prevue('A', { minutes_prevues: 300 }), prevue('B')],
    [],
    ['A 300 0', 'B 90 0'],
  ],
  ['nothing is left', VENDREDI, [prevue('A', { minutes_prevues: 400 }), prevue('B')], [], ['A 400 0']],
  ['times give minutes', VENDREDI, [prevue('A', { debut: '07:30', fin: '16:30' })], [], ['A 480 2']],
  [
    'minutes win over times that say something else',
    VENDREDI,
    [prevue('A', { debut: '07:30', fin: '16:30', minutes_prevues: 420 })],
    [],
    ['A 420 0'],
  ],
  ['half a day away', VENDREDI, [prevue('A')], ['matin'], ['A 195 0']],
  ['away in the morning, times begin after the break', VENDREDI, [prevue('A', DIT)], ['matin'], ['A 210 1']],
  ['away in the afternoon, times end at the break', VENDREDI, [prevue('A', DIT)], ['apres_midi'], ['A 270 1']],
  ['half of minutes that are said', VENDREDI, [prevue('A', { minutes_prevues: 300 })], ['matin'], ['A 150 0']],
  [
    'half of them, not of times that fit, says no times',
    VENDREDI,
    [prevue('A', { ...DIT, minutes_prevues: 480 })],
    ['matin'],
    ['A 240 0'],
  ],
  [
    'where he was to be while he is away is proposed to nobody, and the rest is for the other place',
    VENDREDI,
    [prevue('A', { debut: '07:30', fin: '12:00' }), prevue('B')],
    ['matin'],
    ['B 195 0'],
  ],
  ['away all day', VENDREDI, [prevue('A', { minutes_prevues: 300 })], ['journee'], []],
  ['a planned Saturday is as long as his longest day', SAMEDI, [prevue('A')], [], ['A 420 0']],
  ['nothing planned', VENDREDI, [], [], []],
])('%s', (_, jour, prevues, moments, wanted) => {
  const proposees = proposer(jour, prevues, attendu(moments));
  expect(proposees.map(one => `${one.chantier_id} ${one.minutes} ${one.plages.length}`)).toEqual(wanted);
});

test('somebody whose week is empty is proposed nothing', () =>
  expect(proposer(VENDREDI, [prevue('A')], { ...attendu(), horaire: [0, 0, 0, 0, 0, 0, 0] })).toEqual([]));

test('the night clocks change, times give the minutes really worked', () => {
  const night = { debut: '22:00', fin: '06:00' };
  const of = (jour: string) => proposer(jour, [prevue('A', { jour, ...night })], attendu())[0]!.minutes;
  expect([of('2026-03-28'), of('2026-10-24'), of('2026-11-28')]).toEqual([420, 540, 480]);
});

const heure = fc
  .tuple(fc.nat(23), fc.constantFrom('00', '15', '30'))
  .map(([h, m]) => `${String(h).padStart(2, '0')}:${m}`);
const plan = fc.array(
  fc.record({
    times: fc.option(fc.tuple(heure, heure)),
    minutes_prevues: fc.option(fc.integer({ min: 1, max: 1440 })),
  }),
  { maxLength: 5 },
);
test('whatever is planned: times add up to their minutes, shares never exceed what is awaited, absent is absent', () => {
  const moments = fc.subarray(['matin', 'apres_midi', 'journee']);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 }), plan, moments, (n, planned, away) => {
      const jour = ajouterJours('2026-01-01', n);
      const prevues = planned.map(({ times, minutes_prevues }, i) =>
        prevue(`c${i}`, { jour, minutes_prevues, debut: times?.[0] ?? null, fin: times?.[1] ?? null }),
      );
      const proposees = proposer(jour, prevues, attendu(away));
      if (away.includes('journee') || away.length === 2) expect(proposees).toEqual([]);
      for (const { minutes, plages } of proposees) {
        expect(minutes).toBeGreaterThan(0);
        expect(minutes).toBeLessThanOrEqual(1440);
        if (plages.length > 0) expect(sommeDesPlages(jour, plages)).toBe(minutes);
      }
      const shares = proposees.filter(one => one.minutes_prevues === null && one.debut === null);
      const whole = minutesAttendues(jour, { horaire: HORAIRE, moments: away }) || 420;
      expect(shares.reduce((sum, { minutes }) => sum + minutes, 0)).toBeLessThanOrEqual(whole);
    }),
  );
});
