import { expect, test } from 'vitest';
import type { FeuilleHeures } from '#contract/feuille.ts';
import { Pointage } from '#contract/pointage.ts';
import { horairesOf, itemsOf, type Ligne, ligneOf, newLigne, proposalFor, stepped, withHoraires } from './day-rules.ts';

const uuid = (n: number) => `0199c8f0-6f4a-7000-8000-${String(n).padStart(12, '0')}`;
const AT = '2026-11-26T08:00:00.000Z';
const pointage = (own: Partial<Pointage>): Pointage =>
  Pointage.parse({
    id: uuid(1),
    version: 3,
    personne_id: uuid(9),
    nom: 'Blanc',
    prenom: 'Paul',
    chantier_id: uuid(5),
    chantier_code: 'A001',
    chantier_nom: 'Les Tilleuls',
    couleur: '#124a84',
    jour: '2026-11-25',
    semaine: '2026-W48',
    minutes: 420,
    plages: [],
    panier: true,
    zone: '2',
    commentaire: 'Coffrage',
    statut: 'soumis',
    revision: 1,
    origine: 'saisie',
    affectation_id: null,
    saisi_par: null,
    soumis_at: null,
    valide_at: null,
    valide_par: null,
    motif_rejet: null,
    valide: null,
    created_at: AT,
    updated_at: AT,
    ...own,
  } satisfies Pointage);
const feuille = (proposes: FeuilleHeures['proposes']) => ({ proposes }) as FeuilleHeures;
const planned = {
  affectation_id: uuid(7),
  chantier_id: uuid(6),
  chantier_code: 'A002',
  chantier_nom: 'Le Semnoz',
  couleur: '#166b40',
  jour: '2026-11-26',
  minutes: 480,
  plages: [
    { debut: '07:30', fin: '12:00' },
    { debut: '13:00', fin: '16:30' },
  ],
};
const ligne: Ligne = {
  ...newLigne({ id: uuid(6), nom: 'Le Semnoz', couleur: '#166b40' }, 480),
  plages: planned.plages,
};

test('the planning is proposed first, the last day entered otherwise, and neither its comment nor a rejected day', () => {
  const one = proposalFor('2026-11-26', feuille([planned]), [pointage({})]);
  expect(one).toMatchObject({ source: 'planning', lignes: [{ minutes: 480, chantier_nom: 'Le Semnoz' }] });
  const earlier = [pointage({}), pointage({ jour: '2026-11-24', minutes: 300 })];
  const two = proposalFor('2026-11-26', feuille([]), earlier);
  expect(two).toMatchObject({ source: 'hier', jour: '2026-11-25', lignes: [{ minutes: 420, panier: true, de: null }] });
  expect(two!.lignes[0]!.commentaire).toBe('');
  expect(proposalFor('2026-11-26', feuille([]), [pointage({ statut: 'rejete', motif_rejet: 'Non' })])).toBeNull();
});

test('a step moves the end of the day with it, and never below one step nor over 24 h', () => {
  expect(stepped(ligne, 15, '2026-11-26')).toMatchObject({ minutes: 495, plages: [{}, { fin: '16:45' }] });
  expect(stepped(ligne, -15, '2026-11-26')).toMatchObject({ minutes: 465, plages: [{}, { fin: '16:15' }] });
  expect(stepped(newLigne({ id: 'x', nom: '', couleur: '' }, 15), -15, '2026-11-26').minutes).toBe(15);
  expect(stepped(newLigne({ id: 'x', nom: '', couleur: '' }, 1440), 15, '2026-11-26').minutes).toBe(1440);
});

test('stretches that no longer add up to the duration are dropped rather than sent wrong', () => {
  const short: Ligne = { ...ligne, minutes: 30, plages: [{ debut: '08:00', fin: '08:30' }] };
  expect(stepped({ ...short, minutes: 30 }, -30, '2026-11-26')).toMatchObject({
    minutes: 15,
    plages: [{ fin: '08:15' }],
  });
  const spent: Ligne = {
    ...ligne,
    minutes: 255,
    plages: [
      { debut: '08:00', fin: '12:00' },
      { debut: '13:00', fin: '13:15' },
    ],
  };
  expect(stepped(spent, -15, '2026-11-26')).toMatchObject({ minutes: 240, plages: [] });
});

test('from, to and a break become stretches with the break at noon, also at night', () => {
  expect(withHoraires(ligne, { debut: '07:30', fin: '16:30', pause: 60 }, '2026-11-26')).toMatchObject({
    minutes: 480,
    plages: [
      { debut: '07:30', fin: '12:00' },
      { debut: '13:00', fin: '16:30' },
    ],
  });
  expect(withHoraires(ligne, { debut: '21:00', fin: '05:00', pause: 30 }, '2026-11-26')).toMatchObject({
    minutes: 450,
  });
  expect(withHoraires(ligne, { debut: '08:00', fin: '08:30', pause: 30 }, '2026-11-26')).toBeNull();
  expect(horairesOf(ligne)).toEqual({ debut: '07:30', fin: '16:30', pause: 60 });
});

test('a changed line names the version it was read at, another chantier is a deletion and a new line', () => {
  const place = { personne_id: uuid(9), jour: '2026-11-25' };
  const before = [pointage({})];
  const kept = itemsOf(place, before, [{ ...ligneOf(before[0]!), minutes: 400 }]);
  expect(kept).toEqual([
    {
      ...place,
      chantier_id: uuid(5),
      version: 3,
      minutes: 400,
      plages: [],
      panier: true,
      zone: '2',
      commentaire: 'Coffrage',
    },
  ]);
  const moved = itemsOf(place, before, [{ ...ligneOf(before[0]!), chantier_id: uuid(6) }]);
  expect(moved[0]).toEqual({ ...place, chantier_id: uuid(5), version: 3, supprimer: true });
  expect(moved[1]).toMatchObject({ chantier_id: uuid(6), minutes: 420 });
  expect(moved[1]).not.toHaveProperty('version');
});
