import { expect, test } from 'vitest';
import { Affectation, Planning } from '#contract/affectation.ts';
import { boardOf, minutesOf } from './board.ts';
import { applied, inLots, inverse, isPending, settled } from './changes.ts';
import { stableBoard } from './stable.ts';

const uuid = (n: number) => `0199c8f0-6f4a-7000-8000-${String(n).padStart(12, '0')}`;
const HORAIRE = [420, 420, 420, 420, 420, 0, 0];
const at = '2026-11-20T08:00:00.000Z';
const bloc = (n: number, more: Partial<Affectation> = {}): Affectation =>
  Affectation.parse({
    id: uuid(n),
    version: 1,
    personne_id: uuid(1),
    nom: 'Blanc',
    prenom: 'Paul',
    chantier_id: uuid(11),
    chantier_code: 'A001',
    chantier_nom: 'Les Tilleuls',
    couleur: '#1f5c9c',
    jour: '2026-11-23',
    minutes_prevues: null,
    debut: null,
    fin: null,
    note: null,
    serie_id: null,
    created_at: at,
    updated_at: at,
    ...more,
  } satisfies Affectation);
const person = (n: number, nom: string, metiers: string[]) => ({
  id: uuid(n),
  nom,
  prenom: 'Paul',
  type_personne: 'employe' as const,
  metiers,
  horaire: HORAIRE,
});
const week = (more: Partial<Planning> = {}): Planning =>
  Planning.parse({
    semaine: '2026-W48',
    debut: '2026-11-23',
    fin: '2026-11-29',
    feries: [],
    peut_planifier: true,
    personnes: [person(1, 'Blanc', ['Maçon']), person(2, 'Élie', ['Maçon']), person(3, 'Dupré', [])],
    chantiers: [
      { id: uuid(11), code: 'A001', nom: 'Les Tilleuls', couleur: '#1f5c9c', statut: 'en_cours' },
      { id: uuid(12), code: 'A002', nom: 'Le Marais', couleur: '#7d5200', statut: 'en_cours' },
    ],
    affectations: [bloc(21)],
    absences: [
      { id: uuid(31), personne_id: uuid(2), debut: '2026-11-20', fin: '2026-11-24', moment: 'journee', motif: null },
    ],
    ailleurs: [{ personne_id: uuid(3), jour: '2026-11-23', minutes: 420 }],
    ...more,
  } satisfies Planning);
const freeDays = (planning: Planning) =>
  Object.fromEntries(
    boardOf(planning, { vue: 'personnes' }).groups.flatMap(({ rows }) =>
      rows.map(({ personne, libres }) => [personne.nom, libres]),
    ),
  );

test('a day is free when it is one of his, and nothing is said of it: no block, no absence, no time elsewhere, no holiday', () => {
  expect(freeDays(week())).toEqual({ Blanc: 4, Élie: 3, Dupré: 4 });
  expect(freeDays(week({ feries: [{ jour: '2026-11-25', nom: 'Pont' }] }))).toEqual({ Blanc: 3, Élie: 2, Dupré: 3 });
});

test('people stand by métier, those without one last; filters look at names and at the sites they are on', () => {
  const titles = (filters: object) =>
    boardOf(week(), { vue: 'personnes', ...filters }).groups.map(({ titre, rows }) => [
      titre,
      ...rows.map(({ personne }) => personne.nom),
    ]);
  expect(titles({})).toEqual([
    ['Maçon', 'Blanc', 'Élie'],
    ['Sans métier', 'Dupré'],
  ]);
  expect(titles({ q: 'elie' })).toEqual([['Maçon', 'Élie']]);
  expect(titles({ q: 'tilleuls' })).toEqual([['Maçon', 'Blanc']]);
  expect(titles({ metier: 'Maçon' })).toEqual([['Maçon', 'Blanc', 'Élie']]);
});

test('by chantiers, a site has its own people, and whoever has free days stands at the end', () => {
  const { groups } = boardOf(week(), { vue: 'chantiers' });
  expect(groups.map(({ titre, rows }) => [titre, rows.length])).toEqual([
    ['Les Tilleuls', 1],
    ['Non planifiés', 3],
  ]);
});

test('the load of a day counts its people, with the time they spend elsewhere', () => {
  const [monday] = boardOf(week(), { vue: 'personnes' }).charge;
  expect(monday).toMatchObject({ personnes: 2, minutes: 840, absents: 1 });
});

test('a block weighs its minutes, else its hours, else the day of the person', () => {
  expect(minutesOf(bloc(1, { minutes_prevues: 120 }), HORAIRE, 0)).toBe(120);
  expect(minutesOf(bloc(1, { debut: '22:00', fin: '02:00' }), HORAIRE, 0)).toBe(240);
  expect(minutesOf(bloc(1), HORAIRE, 0)).toBe(420);
});

test('a move shows at once and stands as the hub says it; what was pending is never shown twice', () => {
  const moved = { id: uuid(21), version: 1, personne_id: uuid(3), chantier_id: uuid(11), jour: '2026-11-24' };
  const shown = applied(week(), {
    modifier: [moved],
    creer: [
      {
        personne_id: uuid(3),
        chantier_id: uuid(11),
        jour: '2026-11-26',
        minutes_prevues: null,
        debut: null,
        fin: null,
        note: null,
      },
    ],
  });
  expect(shown.affectations.map(({ nom, jour }) => `${nom} ${jour}`)).toEqual(['Dupré 2026-11-24', 'Dupré 2026-11-26']);
  expect(shown.affectations.filter(isPending)).toHaveLength(1);
  const result = { creees: [bloc(22)], modifiees: [bloc(21, { version: 2 })], supprimees: 0, conflits: [] };
  expect(
    settled(shown, result, [])
      .affectations.map(({ id }) => id)
      .sort(),
  ).toEqual([uuid(21), uuid(22)]);
});

test('the inverse of a gesture puts back what was there, in lots the hub takes', () => {
  const before = bloc(21);
  const result = { creees: [bloc(22)], modifiees: [bloc(21, { version: 2, jour: '2026-11-24' })] };
  const back = inverse(result, [before], { supprimer: [] });
  expect(back.supprimer).toEqual([{ id: uuid(22), version: 1 }]);
  expect(back.modifier).toMatchObject([{ id: uuid(21), version: 2, jour: '2026-11-23' }]);
  const undone = inverse({ creees: [], modifiees: [] }, [before], { supprimer: [{ id: uuid(21), version: 1 }] });
  expect(undone.creer).toMatchObject([{ personne_id: uuid(1), jour: '2026-11-23' }]);
  expect(inLots({ supprimer: Array.from({ length: 3001 }, () => ({ id: uuid(1), version: 1 })) })).toHaveLength(2);
});

test('a row in which nothing changed stays the same object', () => {
  const one = week();
  const first = boardOf(one, { vue: 'personnes' });
  const next = stableBoard(boardOf({ ...one, affectations: [] }, { vue: 'personnes' }), first);
  const same = next.groups.flatMap(({ rows }) => rows.map(row => first.groups.some(group => group.rows.includes(row))));
  expect(same).toEqual([false, true, true]);
});
