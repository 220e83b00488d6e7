import { expect, test } from 'vitest';
import { alertesOf, changesOf, ciblesOf, compteOf, type LigneSemaine, statutOf, vusOf } from './week-rules.ts';

const pointage = (id: string, chantier_id: string, statut: 'soumis' | 'valide' | 'rejete') => ({
  id,
  version: 1,
  chantier_id,
  minutes: 60,
  statut,
});
const ligne = (personne_id: string, own: Partial<LigneSemaine>): LigneSemaine =>
  ({
    personne_id,
    feuille_id: `f-${personne_id}`,
    statut: null,
    alertes: [],
    jours: [],
    ...own,
  }) as unknown as LigneSemaine;

const two = pointage('p2', 'c2', 'valide');
const LIGNES = [
  ligne('a', {
    statut: 'soumis',
    alertes: ['jour_long', 'jour_long', 'jour_ferie'],
    jours: [{ jour: '2026-11-23', minutes: 120, absence: null, pointages: [pointage('p1', 'c1', 'soumis'), two] }],
  }),
  ligne('b', { feuille_id: null, alertes: ['jour_long'] }),
];

test('a gesture takes whole feuilles, and of one chantier its pointages alone', () => {
  expect(ciblesOf(LIGNES, undefined)).toEqual({ pointages: [], feuilles: ['f-a'] });
  expect(ciblesOf(LIGNES, 'c1')).toEqual({ pointages: ['p1'], feuilles: [] });
});

test('a day is as far as the least of its pointages', () => {
  expect(statutOf({ pointages: [two, pointage('p', 'c', 'soumis')] })).toBe('soumis');
  expect(statutOf({ pointages: [two, pointage('p', 'c', 'rejete')] })).toBe('rejete');
  expect(statutOf({ pointages: [] })).toBeNull();
});

test('each warning names each person once, and people without hours are counted apart', () => {
  expect(alertesOf(LIGNES).map(([code, people]) => [code, people.length])).toEqual([
    ['jour_long', 2],
    ['jour_ferie', 1],
  ]);
  expect(compteOf(LIGNES)).toMatchObject({ soumis: 1, vide: 1 });
});

test('what was on the screen goes with its version; what changed since is told with both contents, also what was not there', () => {
  const on = (...pointages: ReturnType<typeof pointage>[]) => [
    ligne('a', { jours: [{ jour: '2026-11-23', minutes: 60, absence: null, pointages }] }),
  ];
  const read = on(pointage('p1', 'c1', 'soumis'), pointage('gone', 'c1', 'soumis'));
  const now = on({ ...pointage('p1', 'c1', 'soumis'), version: 2, minutes: 90 }, pointage('new', 'c2', 'soumis'));
  expect(vusOf(read)).toEqual([
    { id: 'p1', version: 1 },
    { id: 'gone', version: 1 },
  ]);
  const changes = changesOf(['p1', 'new', 'gone', 'elsewhere'], read, now);
  expect(changes.map(({ id, vu, present }) => [id, vu?.minutes, present?.minutes])).toEqual([
    ['p1', 60, 90],
    ['new', undefined, 60],
    ['gone', 60, undefined],
  ]);
});
