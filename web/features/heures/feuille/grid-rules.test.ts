import { expect, test } from 'vitest';
import type { FeuilleHeures } from '#contract/feuille.ts';
import type { Pointage } from '#contract/pointage.ts';
import { asksReason, cellOf, changesOf, ligneAt, readCell, rowsOf, totals, written } from './grid-rules.ts';

const pointage = (own: Partial<Pointage>): Pointage =>
  ({
    chantier_id: 'c1',
    chantier_nom: 'Tilleuls',
    chantier_code: 'A1',
    couleur: '#000',
    jour: '2026-11-23',
    version: 2,
    minutes: 480,
    plages: [],
    panier: null,
    zone: null,
    commentaire: null,
    statut: 'soumis',
    ...own,
  }) as Pointage;
const FEUILLE = {
  personne_id: 'p',
  semaine: '2026-W48',
  pointages: [pointage({}), pointage({ jour: '2026-11-24', statut: 'valide' })],
  proposes: [{ chantier_id: 'c2', chantier_nom: 'Semnoz', chantier_code: 'A2', couleur: '#111' }],
  horaire: [420, 420, 420, 420, 420, 0, 0],
} as unknown as FeuilleHeures;

test.each([
  ['7:20', 440],
  ['7h20', 440],
  ['7 h 20', 440],
  ['7,33', 440],
  ['7.5', 450],
  ['45 min', 45],
  ['', 0],
  ['24', 1440],
  ['24:01', null],
  ['sept', null],
])('« %s » is read as %s minutes', (text, minutes) => {
  expect(readCell(text)).toBe(minutes);
});

test('what is shown in a cell is read back as the same minutes', () => {
  for (const minutes of [1, 45, 60, 440, 1440]) expect(readCell(written(minutes))).toBe(minutes);
});

test('only cells that change are sent, each over the version it was read at; an emptied one is taken back', () => {
  const { changes, wrong } = changesOf(FEUILLE, {
    [cellOf('c1', '2026-11-23')]: { texte: '8' },
    [cellOf('c1', '2026-11-24')]: { texte: '' },
    [cellOf('c2', '2026-11-25')]: { texte: '7h20' },
    [cellOf('c2', '2026-11-26')]: { texte: 'huit' },
  });
  expect(changes.map(({ item }) => item)).toEqual([
    { personne_id: 'p', chantier_id: 'c1', jour: '2026-11-24', version: 2, supprimer: true },
    { personne_id: 'p', chantier_id: 'c2', jour: '2026-11-25', minutes: 440, plages: [] },
  ]);
  expect(wrong).toEqual(['c2 2026-11-26']);
});

test('validated hours change for a reason, somebody else’s also once they are submitted', () => {
  const soumis = changesOf(FEUILLE, { [cellOf('c1', '2026-11-23')]: { texte: '7' } }).changes;
  expect([asksReason(soumis, true), asksReason(soumis, false)]).toEqual([false, true]);
  const valide = changesOf(FEUILLE, { [cellOf('c1', '2026-11-24')]: { texte: '7' } }).changes;
  expect(asksReason(valide, true)).toBe(true);
});

test('the rows are the chantiers entered, planned and added, once each; totals follow what is typed', () => {
  const rows = rowsOf(FEUILLE, [{ id: 'c2', nom: 'Semnoz', code: 'A2', couleur: '#111' }]);
  expect(rows.map(({ id }) => id)).toEqual(['c1', 'c2']);
  expect(totals(FEUILLE, rows, { [cellOf('c2', '2026-11-23')]: { texte: '1h' } }).slice(0, 3)).toEqual([540, 480, 0]);
});

const PRECISE = {
  plages: [{ debut: '07:30', fin: '12:30' }],
  panier: true,
  zone: '2' as const,
  commentaire: ' Pompe ',
};
const itemOf = (saisie: { texte: string; precisions?: typeof PRECISE }) =>
  changesOf(FEUILLE, { [cellOf('c1', '2026-11-23')]: saisie }).changes[0]?.item;

test('what the editor of a cell says leaves with its minutes; times that no longer add up to them do not', () => {
  const said = { panier: true, zone: '2', commentaire: 'Pompe' };
  expect(itemOf({ texte: '5', precisions: PRECISE })).toMatchObject({ ...said, minutes: 300, plages: PRECISE.plages });
  expect(itemOf({ texte: '6', precisions: PRECISE })).toMatchObject({ ...said, minutes: 360, plages: [] });
});

test('an editor that was opened and changed nothing sends nothing; a comment alone is a change', () => {
  const same = { plages: [], panier: null, zone: null, commentaire: '' };
  const change = (commentaire: string) =>
    changesOf(FEUILLE, { [cellOf('c1', '2026-11-23')]: { texte: '8 h', precisions: { ...same, commentaire } } })
      .changes;
  expect([change(''), change('Pluie').length]).toEqual([[], 1]);
});

test('an editor begins with what was typed, then what is entered, then a usual day', () => {
  const [c1] = rowsOf(FEUILLE, []);
  const at = (jour: string, texte?: string) => ligneAt(FEUILLE, c1!, { jour, saisie: texte ? { texte } : undefined });
  expect([at('2026-11-23', '6').minutes, at('2026-11-23').minutes, at('2026-11-25').minutes]).toEqual([360, 480, 420]);
});
