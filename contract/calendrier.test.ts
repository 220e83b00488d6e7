import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import {
  ajouterJours,
  bornesDe,
  bornesDePlage,
  feriesDe,
  joursDe,
  lundiDe,
  minutesDePlage,
  plagesSeCroisent,
  semaineDe,
} from './calendrier.ts';
import { Semaine } from './temps.ts';

const jours = fc.integer({ min: 0, max: 73_000 }).map(n => ajouterJours('1950-01-01', n));
const heures = fc
  .integer({ min: 0, max: 1439 })
  .map(n => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`);

test('the week of a day is that of ISO 8601, and its Monday is the one before the day', () => {
  fc.assert(
    fc.property(jours, jour => {
      const date = Temporal.PlainDate.from(jour);
      const semaine = `${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, '0')}`;
      expect(semaineDe(jour)).toBe(semaine);
      expect(Semaine.safeParse(semaine).success).toBe(true);
      expect(lundiDe(semaine)).toBe(date.subtract({ days: date.dayOfWeek - 1 }).toString());
      expect(joursDe(semaine)).toContain(jour);
    }),
  );
});

test.each([
  ['2026-W53', true],
  ['2025-W53', false],
  ['2020-W53', true],
  ['2026-W54', false],
  ['2026-W00', false],
])('the week %s exists: %s', (semaine, exists) => expect(Semaine.safeParse(semaine).success).toBe(exists));

test('a month ends on its last day', () => {
  expect(bornesDe('2026-02')).toEqual({ debut: '2026-02-01', fin: '2026-02-28' });
  expect(bornesDe('2028-02').fin).toBe('2028-02-29');
  expect(bornesDe('2026-12').fin).toBe('2026-12-31');
});

test('the public holidays of 2026 are those of the calendar, with two more in Alsace-Moselle', () => {
  expect([...feriesDe(2026, false).keys()]).toEqual([
    '2026-01-01',
    '2026-04-06',
    '2026-05-01',
    '2026-05-08',
    '2026-05-14',
    '2026-05-25',
    '2026-07-14',
    '2026-08-15',
    '2026-11-01',
    '2026-11-11',
    '2026-12-25',
  ]);
  const more = [...feriesDe(2026, true).keys()].filter(jour => !feriesDe(2026, false).has(jour));
  expect(more).toEqual(['2026-04-03', '2026-12-26']);
});

test.each([
  ['2024', '2024-04-01'],
  ['2025', '2025-04-21'],
  ['2027', '2027-03-29'],
  ['2038', '2038-04-26'],
])('Easter Monday of %s is %s', (year, jour) =>
  expect(feriesDe(Number(year), false).get(jour)).toBe('Lundi de Pâques'),
);

test('a stretch lasts what the clock of Paris says, on the nights of 29 March and 25 October 2026 too', () => {
  expect(minutesDePlage('2026-03-28', { debut: '22:00', fin: '06:00' })).toBe(420);
  expect(minutesDePlage('2026-10-24', { debut: '22:00', fin: '06:00' })).toBe(540);
  expect(minutesDePlage('2026-10-25', { debut: '01:00', fin: '04:00' })).toBe(240);
  expect(minutesDePlage('2026-06-10', { debut: '22:00', fin: '06:00' })).toBe(480);
  expect(minutesDePlage('2026-06-10', { debut: '08:00', fin: '00:00' })).toBe(960);
});

test('over any day since 1996, a stretch that does not begin or end in the changing hour lasts what Temporal says', () => {
  const outside = (heure: string) => heure < '02:00' || heure >= '03:00';
  const since1996 = fc.integer({ min: 0, max: 73_000 }).map(n => ajouterJours('1996-11-01', n));
  fc.assert(
    fc.property(since1996, heures.filter(outside), heures.filter(outside), (jour, debut, fin) => {
      const { a, de } = bornesDePlage({ debut, fin });
      const zoned = (minutes: number) =>
        Temporal.PlainDate.from(jour)
          .add({ days: Math.floor(minutes / 1440) })
          .toZonedDateTime({
            timeZone: 'Europe/Paris',
            plainTime: Temporal.PlainTime.from({ hour: Math.floor((minutes % 1440) / 60), minute: minutes % 60 }),
          });
      const real = Math.round(zoned(de).until(zoned(a)).total('minutes'));
      expect(minutesDePlage(jour, { debut, fin })).toBe(real);
    }),
    { numRuns: 2000 },
  );
});

test('a night crosses the morning of the next day, and no more', () => {
  const night = { jour: '2026-11-23', plage: { debut: '22:00', fin: '06:00' } };
  const morning = (debut: string) => ({ jour: '2026-11-24', plage: { debut, fin: '12:00' } });
  expect(plagesSeCroisent(night, morning('05:59'))).toBe(true);
  expect(plagesSeCroisent(morning('05:59'), night)).toBe(true);
  expect(plagesSeCroisent(night, morning('06:00'))).toBe(false);
});
