import { describe, expect, test } from 'vitest';
import type { EtapeChronologie } from '#contract/chronologie.ts';
import { daysOf, foldEtapes, stateOfEtape } from './steps.ts';

const etape = (own: Partial<EtapeChronologie>): EtapeChronologie => ({
  at: '2026-11-24T08:00:00.000Z',
  genre: 'constat',
  code: 'egal',
  titre: 'Comparé avec Costructor : égal',
  detail: null,
  par: null,
  changements: [],
  lien: null,
  ...own,
});

describe('steps that repeat', () => {
  test('in a row are one, with the first and the last instant', () => {
    const [one, ...others] = foldEtapes([
      etape({ at: '2026-11-24T01:30:00.000Z' }),
      etape({ at: '2026-11-25T01:30:00.000Z' }),
      etape({ at: '2026-11-26T01:30:00.000Z' }),
    ]);
    expect(one).toMatchObject({ fois: 3, at: '2026-11-24T01:30:00.000Z', dernier_at: '2026-11-26T01:30:00.000Z' });
    expect(others).toEqual([]);
  });

  test('are kept apart by whatever came between, and by what they changed', () => {
    const change = { champ: 'Durée', avant: null, apres: '7 h' };
    expect(foldEtapes([etape({}), etape({ titre: 'Autre' }), etape({})])).toHaveLength(3);
    expect(foldEtapes([etape({ changements: [change] }), etape({ changements: [change] })])).toHaveLength(2);
  });
});

test('days are those of Paris', () => {
  const days = daysOf(
    foldEtapes([etape({ at: '2026-11-24T22:59:00.000Z' }), etape({ at: '2026-11-24T23:01:00.000Z', detail: 'Après' })]),
  );
  expect(days.map(({ jour }) => jour)).toEqual(['2026-11-24', '2026-11-25']);
});

test('what went well or badly has a state, a fact among others has none', () => {
  expect(stateOfEtape({ genre: 'constat', code: 'modifie' })).toBe('rouge');
  expect(stateOfEtape({ genre: 'envoi', code: 'sent' })).toBe('vert');
  expect(stateOfEtape({ genre: 'envoi', code: 'retrait_refused' })).toBe('rouge');
  expect(stateOfEtape({ genre: 'envoi', code: 'to_come' })).toBeNull();
  expect(stateOfEtape({ genre: 'geste', code: 'valide' })).toBeNull();
});
