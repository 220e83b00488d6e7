import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { lastDue, nextDueAt, outcomeOf, periodeOf, periodOf, type Schedule } from './rules.ts';

const at = (text: string) => Temporal.ZonedDateTime.from(`${text}[Europe/Paris]`).toInstant();
const due = (schedule: Schedule, now: string) => {
  const last = lastDue(schedule, at(now));
  return { at: last.toPlainDateTime().toString({ smallestUnit: 'minute' }), ...periodOf(schedule, last) };
};
const daily = (heure: string): Schedule => ({ frequence: 'quotidien', jour: 1, heure });
const weekly = (jour: number, heure: string): Schedule => ({ frequence: 'hebdomadaire', jour, heure });
const monthly = (jour: number, heure = '06:00'): Schedule => ({ frequence: 'mensuel', jour, heure });

test.each([
  ['in the evening, the day itself', daily('19:00'), '2026-11-26T19:00', '2026-11-26T19:00', '2026-11-26'],
  ['in the morning, the day before', daily('06:00'), '2026-11-26T08:00', '2026-11-26T06:00', '2026-11-25'],
  ['before its hour, that of yesterday', daily('19:00'), '2026-11-26T18:59', '2026-11-25T19:00', '2026-11-25'],
])('each day: %s', (_, schedule, now, when, periode) => {
  expect(due(schedule, now)).toEqual({ at: when, periode, du: periode, au: periode });
});

test.each([
  ['on Monday morning, the week that ended', weekly(1, '06:00'), '2026-11-23T06:00', '2026-W47', '2026-11-16'],
  ['on Friday evening, the week itself', weekly(5, '18:00'), '2026-11-20T18:30', '2026-W47', '2026-11-16'],
  ['on Friday at noon, not yet', weekly(5, '12:00'), '2026-11-20T12:00', '2026-W46', '2026-11-09'],
  ['on Thursday, the one before', weekly(4, '18:00'), '2026-11-19T18:30', '2026-W46', '2026-11-09'],
  ['in week 53 of a year that has one', weekly(1, '06:00'), '2027-01-04T07:00', '2026-W53', '2026-12-28'],
])('each week: %s', (_, schedule, now, periode, du) => {
  expect(due(schedule, now)).toMatchObject({ periode, du });
});

test.each([
  ['from the 25th on, the month itself', monthly(25), '2026-11-26T08:00', '2026-11', '2026-11-01', '2026-11-30'],
  ['before, the one before', monthly(3), '2026-11-26T08:00', '2026-10', '2026-10-01', '2026-10-31'],
  ['before its day, that of last month', monthly(28), '2026-11-26T08:00', '2026-10', '2026-10-01', '2026-10-31'],
  ['over the new year', monthly(5), '2027-01-05T06:00', '2026-12', '2026-12-01', '2026-12-31'],
])('each month: %s', (_, schedule, now, periode, du, au) => {
  expect(due(schedule, now)).toMatchObject({ periode, du, au });
});

test('an hour that summer time skips is the next one that is; one that comes twice is the first', () => {
  expect(due(daily('02:30'), '2026-03-29T12:00').at).toBe('2026-03-29T03:30');
  expect(lastDue(daily('02:30'), at('2026-10-25T12:00')).offset).toBe('+02:00');
});

test('the next turn is told', () => {
  expect(nextDueAt(daily('06:00'), at('2026-11-26T06:00'))).toBe('2026-11-27T05:00:00.000Z');
  expect(nextDueAt(weekly(1, '06:00'), at('2026-11-26T06:00'))).toBe('2026-11-30T05:00:00.000Z');
  expect(nextDueAt(monthly(3), at('2026-11-26T06:00'))).toBe('2026-12-03T05:00:00.000Z');
});

test('a period that somebody chose bears the name of what it is', () => {
  expect(periodeOf('2026-11-16', '2026-11-22')).toBe('2026-W47');
  expect(periodeOf('2026-11-01', '2026-11-30')).toBe('2026-11');
  expect(periodeOf('2026-11-16', '2026-11-16')).toBe('2026-11-16');
  expect(periodeOf('2026-11-16', '2026-11-24')).toBe('2026-11-16 – 2026-11-24');
});

test('partial is said to be partial', () => {
  const none = {
    personnes: 1,
    jours: 1,
    lignes: 2,
    to_send: 0,
    sent: 2,
    removed: 0,
    doubtful: 0,
    refused: 0,
    unmapped: 0,
  };
  const compte = { ...none, ignored: 0, rattrapage: 0, minutes: 420 };
  expect(outcomeOf(compte)).toBe('succeeded');
  expect(outcomeOf({ ...compte, unmapped: 1 })).toBe('partial');
  expect(outcomeOf({ ...compte, ignored: 2 })).toBe('succeeded');
});
