import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ajouterJours, jourDeSemaine } from '#contract/calendrier.ts';
import { decider, type Faits, joursDeRepetition, type Posee, type Proposition, parisDay } from './rules.ts';

type Personne = Faits['personnes'] extends ReadonlyMap<string, infer P> ? P : never;
const BRUNO: Personne = { active: true, date_entree: null, date_sortie: null, horaire: null };
const faits = (more: Partial<Faits> = {}): Faits => ({
  personnes: new Map([
    ['bruno', BRUNO],
    ['parti', { ...BRUNO, date_sortie: '2026-11-24' }],
    ['futur', { ...BRUNO, date_entree: '2026-12-01' }],
    ['inactif', { ...BRUNO, active: false }],
  ]),
  chantiers: new Map([
    ['A', { statut: 'en_cours' }],
    ['B', { statut: 'ouvert' }],
    ['recu', { statut: 'receptionne' }],
    ['ferme', { statut: 'ferme' }],
  ]),
  absences: [],
  existantes: [],
  feries: new Set(['2026-11-11']),
  horaire_collectif: [420, 420, 420, 420, 420, 0, 0],
  ...more,
});
const posee = (more: Partial<Posee> = {}): Posee => ({
  personne_id: 'bruno',
  chantier_id: 'A',
  jour: '2026-11-25',
  minutes_prevues: 420,
  debut: null,
  fin: null,
  ...more,
});
const said = (propositions: Proposition[], more: Partial<Faits> = {}) => {
  const { conflits, retenues } = decider(propositions, faits(more));
  return [...conflits.map(({ code, bloquant }) => `${code}${bloquant ? ' !' : ''}`), `${retenues.length} posées`];
};
const absent = (moment: 'journee' | 'matin' | 'apres_midi') => ({ personne_id: 'bruno', jour: '2026-11-25', moment });

describe('what stands in the way of an affectation', () => {
  test.each<[string, Proposition[], Partial<Faits>, string[]]>([
    ['nothing', [posee()], {}, ['1 posées']],
    ['an absence blocks its day', [posee()], { absences: [absent('journee')] }, ['absence !', '0 posées']],
    ['a morning is told', [posee()], { absences: [absent('matin')] }, ['absence', '1 posées']],
    [
      'a morning and an afternoon make a day',
      [posee()],
      { absences: [absent('matin'), absent('apres_midi')] },
      ['absence !', '0 posées'],
    ],
    ['a closed chantier blocks', [posee({ chantier_id: 'ferme' })], {}, ['chantier_ferme !', '0 posées']],
    ['snags are lifted after the réception', [posee({ chantier_id: 'recu' })], {}, ['chantier_ferme', '1 posées']],
    ['a person who is deactivated', [posee({ personne_id: 'inactif' })], {}, ['personne_inactive !', '0 posées']],
    ['the day after he left', [posee({ personne_id: 'parti' })], {}, ['personne_inactive !', '0 posées']],
    ['his last day', [posee({ personne_id: 'parti', jour: '2026-11-24' })], {}, ['1 posées']],
    ['before he comes', [posee({ personne_id: 'futur' })], {}, ['personne_inactive !', '0 posées']],
    ['the same chantier that day', [posee()], { existantes: [posee()] }, ['deja_affectee !', '0 posées']],
    ['twice in one request', [posee(), posee()], {}, ['deja_affectee !', '1 posées']],
    [
      'two chantiers within his day',
      [posee({ minutes_prevues: 210 }), posee({ chantier_id: 'B', minutes_prevues: 210 })],
      {},
      ['2 posées'],
    ],
    [
      'more than his day',
      [posee({ chantier_id: 'B' })],
      { existantes: [posee({ minutes_prevues: 60 })] },
      ['journee_depassee', '1 posées'],
    ],
    [
      'hours that cross',
      [posee({ chantier_id: 'B', minutes_prevues: 120, debut: '10:00', fin: '12:00' })],
      { existantes: [posee({ minutes_prevues: 180, debut: '08:00', fin: '11:00' })] },
      ['horaires_croises', '1 posées'],
    ],
    [
      'hours that touch',
      [posee({ chantier_id: 'B', minutes_prevues: 60, debut: '11:00', fin: '12:00' })],
      { existantes: [posee({ minutes_prevues: 180, debut: '08:00', fin: '11:00' })] },
      ['1 posées'],
    ],
    ['a public holiday', [posee({ jour: '2026-11-11' })], {}, ['jour_ferie', '1 posées']],
    [
      'hours of one that stays where it is are changed, whatever came since',
      [{ ...posee({ minutes_prevues: 60, chantier_id: 'ferme' }), avant: posee({ chantier_id: 'ferme' }) }],
      { absences: [absent('journee')] },
      ['absence', 'chantier_ferme', '1 posées'],
    ],
  ])('%s', (_, propositions, more, wanted) => expect(said(propositions, more)).toEqual(wanted));

  test('a move that is blocked keeps its place, and whoever wanted that place is told', () => {
    const propositions = [
      { ...posee(), avant: posee({ jour: '2026-11-24' }) },
      { ...posee({ chantier_id: 'ferme' }), avant: posee() },
    ];
    expect(said(propositions)).toEqual(['chantier_ferme !', 'deja_affectee !', '0 posées']);
  });

  test('a block moves by a day at once', () => {
    const days = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'];
    const moved = days.map(jour => ({ ...posee({ jour: ajouterJours(jour, 1) }), avant: posee({ jour }) }));
    expect(said(moved)).toEqual(['4 posées']);
  });
});

describe('a repetition', () => {
  test.each<[string, [string, string?, number[]?], string[]]>([
    ['one day, even a Saturday', ['2026-11-28'], ['2026-11-28']],
    ['Monday to Friday without a word', ['2026-11-27', '2026-12-01'], ['2026-11-27', '2026-11-30', '2026-12-01']],
    [
      'over the end of the year and its week 53',
      ['2026-12-30', '2027-01-05', [1, 3, 5]],
      ['2026-12-30', '2027-01-01', '2027-01-04'],
    ],
    ['over the night of 29 March', ['2026-03-28', '2026-03-30', [6, 7, 1]], ['2026-03-28', '2026-03-29', '2026-03-30']],
    [
      'over the night of 25 October',
      ['2026-10-24', '2026-10-26', [6, 7, 1]],
      ['2026-10-24', '2026-10-25', '2026-10-26'],
    ],
    ['29 February', ['2028-02-28', '2028-03-01'], ['2028-02-28', '2028-02-29', '2028-03-01']],
    ['no such day', ['2026-11-28', '2026-11-29'], []],
    ['the wrong way round', ['2026-11-28', '2026-11-20'], []],
  ])('%s', (_, [du, au, jours], wanted) => expect(joursDeRepetition(du, au, jours)).toEqual(wanted));

  test('has each day once, in order, within its bounds, on the days that were named', () => {
    const day = fc.integer({ min: 0, max: 60_000 }).map(n => ajouterJours('1990-01-01', n));
    fc.assert(
      fc.property(
        day,
        fc.nat(399),
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (du, n, jours) => {
          const all = joursDeRepetition(du, ajouterJours(du, n), jours);
          expect(all).toEqual([...new Set(all)].toSorted());
          expect(all.every(jour => jour >= du && jour <= ajouterJours(du, n))).toBe(true);
          expect(all.every(jour => jours.includes(jourDeSemaine(jour)))).toBe(true);
          if (n >= 6) expect(new Set(all.map(jourDeSemaine)).size).toBe(jours.length);
        },
      ),
    );
  });
});

test('the day after which the planning ends is that of Paris', () => {
  expect(parisDay('2026-11-24T23:30:00.000Z')).toBe('2026-11-25');
  expect(parisDay('2026-07-14T22:30:00.000Z')).toBe('2026-07-15');
});
