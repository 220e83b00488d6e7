import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { parisTime, problemePhrase } from './messages.ts';
import { defaultNom, isSilenceDue, nextSystem, parisDay } from './rules.ts';

test.each([
  [[], 'costructor'],
  [['graneet'], 'costructor'],
  [['costructor'], 'costructor-2'],
  [['costructor', 'costructor-2', 'costructor-4'], 'costructor-3'],
  [['costructor-2'], 'costructor'],
])('beside %j, the next name is %s', (taken, system) => expect(nextSystem('costructor', taken)).toBe(system));

test('a second connexion is called by its number', () => {
  expect(defaultNom('Costructor', { kind: 'costructor', system: 'costructor' })).toBe('Costructor');
  expect(defaultNom('Costructor', { kind: 'costructor', system: 'costructor-2' })).toBe('Costructor 2');
});

const at = (text: string) => Temporal.Instant.from(text);

test.each([
  ['2026-11-23T13:09:59Z', false, false],
  ['2026-11-23T13:10:00Z', false, true],
  ['2026-11-23T15:00:00Z', true, false],
])('a silence since 13:05 is to be told at %s (told already: %s): %s', (now, announced, due) => {
  expect(isSilenceDue({ depuis: '2026-11-23T13:05:00Z', announced, now: at(now) })).toBe(due);
});

test('times are those of Paris, in winter and in summer, with their day when it is another', () => {
  expect(parisTime('2026-11-23T13:05:59Z', at('2026-11-23T20:00:00Z'))).toBe('14:05');
  expect(parisTime('2026-07-01T13:05:00Z', at('2026-07-01T20:00:00Z'))).toBe('15:05');
  expect(parisTime('2026-11-22T23:30:00Z', at('2026-11-23T20:00:00Z'))).toBe('00:30');
  expect(parisTime('2026-11-22T13:05:00Z', at('2026-11-23T20:00:00Z'))).toBe('le 22\u00a0novembre à 14:05');
  expect(parisTime('2026-11-01T13:05:00Z', at('2026-11-23T20:00:00Z'))).toBe('le 1er\u00a0novembre à 14:05');
});

test('the day of a bar is that of Paris', () => expect(parisDay(at('2026-11-22T23:30:00Z'))).toBe('2026-11-23'));

test('a silence says since when, and when it is tried again', () => {
  const now = at('2026-11-23T13:10:00Z');
  const depuis = '2026-11-23T13:05:00Z';
  const telling = { mot: 'unavailable', depuis, now } as const;
  expect(problemePhrase({ ...telling, prochain_essai_at: '2026-11-23T13:20:00Z' })).toBe(
    'L’ERP ne répond pas depuis 14:05, nouvel essai à 14:20.',
  );
  expect(problemePhrase({ ...telling, prochain_essai_at: null })).toBe('L’ERP ne répond pas depuis 14:05.');
});

test.each(['unavailable', 'busy', 'denied', 'rights', 'address', 'strange', 'internal'] as const)(
  'the phrase of « %s » fits its place',
  mot => {
    const said = problemePhrase({
      mot,
      depuis: '2026-09-22T13:05:00Z',
      prochain_essai_at: '2026-11-22T13:05:00Z',
      now: at('2026-11-23T13:10:00Z'),
    });
    expect(said).toMatch(/\.$/);
    expect(said.length).toBeLessThanOrEqual(300);
  },
);
