import { expect, test } from 'vitest';
import type { Pointage } from '#contract/pointage.ts';
import { asksReason, dayBefore, likeAbove, likeThen, lotOf, type Personne, rangsOf } from './equipe-rules.ts';

const PLAGES = [
  { debut: '07:30', fin: '12:00' },
  { debut: '13:00', fin: '16:30' },
];
const pointage = (own: Partial<Pointage>): Pointage =>
  ({
    id: 'p',
    version: 4,
    minutes: 480,
    plages: PLAGES,
    panier: null,
    zone: null,
    statut: 'soumis',
    ...own,
  }) as Pointage;
const personne = (personne_id: string, own: Partial<Personne> = {}): Personne => ({
  personne_id,
  nom: personne_id,
  prenom: '',
  type_personne: 'employe',
  attendue: 'planning',
  propose: { minutes: 480, plages: PLAGES },
  pointage: null,
  autres_minutes: 0,
  absence: null,
  ...own,
});
const PLACE = { chantier_id: 'c', jour: '2026-11-26' };

test('the planning says who is there; where it says nothing of anybody, the team is', () => {
  const planned = rangsOf({ personnes: [personne('a'), personne('b', { attendue: 'equipe' })] });
  expect(planned.map(({ presence }) => presence)).toEqual(['present', 'dehors']);
  const silent = rangsOf({
    personnes: [
      personne('a', { attendue: 'equipe' }),
      personne('b', { attendue: 'equipe', autres_minutes: 480 }),
      personne('c', { attendue: 'equipe', absence: 'journee' }),
    ],
  });
  expect(silent.map(({ presence }) => presence)).toEqual(['present', 'dehors', 'absent']);
});

test('a team as planned leaves whole in one lot, and what is entered already is not sent twice', () => {
  const rangs = rangsOf({
    personnes: [
      personne('a'),
      personne('b', { pointage: pointage({}) }),
      personne('c', { pointage: pointage({ statut: 'brouillon' }) }),
    ],
  });
  const lot = lotOf(rangs, PLACE);
  expect(lot.items.map(({ personne_id, version }) => [personne_id, version])).toEqual([
    ['a', undefined],
    ['c', 4],
  ]);
  expect(lot.soumettre).toBe(true);
  expect(asksReason(rangs)).toBe(false);
});

test('an absence takes back what was entered, and is told once', () => {
  const rangs = rangsOf({
    personnes: [personne('a', { pointage: pointage({}) }), personne('b'), personne('c', { absence: 'journee' })],
  });
  const absent = rangs.map(rang => ({ ...rang, presence: 'absent' as const }));
  const lot = lotOf(absent, PLACE);
  expect(lot.items).toEqual([{ personne_id: 'a', ...PLACE, version: 4, supprimer: true }]);
  expect(lot.absences.map(({ personne_id }) => personne_id)).toEqual(['a', 'b']);
});

test('« comme au-dessus » skips whoever is absent; the first line has nobody above', () => {
  const [a, b, c] = rangsOf({ personnes: [personne('a'), personne('b'), personne('c')] });
  const rangs = [{ ...a!, minutes: 300, zone: '3' as const }, { ...b!, presence: 'absent' as const }, c!];
  expect(likeAbove(rangs, 2)[2]).toMatchObject({ minutes: 300, zone: '3' });
  expect(likeAbove(rangs, 0)).toEqual(rangs);
});

test('« comme hier » brings who was there as he was, and leaves the absent absent', () => {
  const rangs = rangsOf({ personnes: [personne('a'), personne('b', { absence: 'journee' }), personne('c')] });
  const then = {
    personnes: [
      personne('a', { pointage: pointage({ minutes: 420, plages: [], panier: true }) }),
      personne('b', { pointage: pointage({}) }),
    ],
  };
  expect(likeThen(rangs, then).map(({ presence, minutes }) => [presence, minutes])).toEqual([
    ['present', 420],
    ['absent', 480],
    ['present', 480],
  ]);
  expect(dayBefore('2026-11-23')).toBe('2026-11-20');
  expect(dayBefore('2026-11-26')).toBe('2026-11-25');
});

test('changing what is submitted or validated asks for a reason', () => {
  const [rang] = rangsOf({ personnes: [personne('a', { pointage: pointage({ statut: 'valide' }) })] });
  expect(asksReason([{ ...rang!, minutes: 465 }])).toBe(true);
  expect(asksReason([{ ...rang!, presence: 'absent' }])).toBe(true);
  expect(lotOf([{ ...rang!, minutes: 465 }], PLACE).items[0]).toMatchObject({ version: 4, minutes: 465 });
});
