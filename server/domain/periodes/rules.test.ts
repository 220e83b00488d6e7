import { expect, test } from 'vitest';
import { centiemes, csvOf, type MoisLu, quantiteLisible } from './rules.ts';

test.each([
  [440, 60, '7,33'],
  [2100, 60, '35,00'],
  [1, 60, '0,02'],
  [-90, 60, '-1,50'],
  [0, 60, '0,00'],
  [50, 100, '0,50'],
  [123_456, 100, '1234,56'],
])('%i per %i is %s', (n, per, text) => expect(centiemes(n, per)).toBe(text));

test.each([
  [440, 'minutes', '7 h 20'],
  [-65, 'minutes', '−1 h 05'],
  [3, 'nombre', '3'],
  [150, 'jours', '1,50 j'],
  [1234, 'centimes', '12,34 €'],
] as const)('%i in %s is read %s', (n, unite, text) => expect(quantiteLisible(n, unite)).toBe(text));

const ID = '0199c8f0-6f4a-7000-8000-000000000001';
const mois: MoisLu = {
  mois: '2026-11',
  rubriques: [
    { code: 'heures_normales', libelle: 'Heures normales', unite: 'minutes', groupe: 'heures', code_paie: 'HN' },
    { code: 'panier_repas', libelle: 'Panier; repas', unite: 'nombre', groupe: 'indemnites', code_paie: null },
  ],
  personnes: [
    {
      personne_id: ID,
      nom: '=cmd|" /C calc"!A0',
      prenom: 'Zoé',
      matricule: '-12',
      type_personne: 'employe',
      minutes: 440,
      minutes_validees: 440,
      totaux: { panier_repas: 1, heures_normales: 500 },
    },
  ],
  regularisations: [
    {
      personne_id: ID,
      jour: '2026-10-05',
      mois_origine: '2026-10',
      rubrique: 'heures_normales',
      quantite: 60,
      motif: '@oubli',
    },
  ],
};

test('the file of a month: its own lines, then its corrections; no text of it is taken for a formula', () => {
  const text = csvOf(mois);
  expect(text.charCodeAt(0)).toBe(0xfeff);
  const [header, ...rows] = text.slice(1).split('\r\n');
  expect(header).toContain(';heures centièmes;nombre;jours;montant;');
  const name = `'-12;"'=cmd|"" /C calc""!A0";Zoé;2026-11`;
  expect(rows).toEqual([
    `${name};2026-11;;HN;heures_normales;Heures normales;7,33;;;;`,
    `${name};2026-10;2026-10-05;HN;heures_normales;Heures normales;1,00;;;;'@oubli`,
    `${name};2026-11;;;panier_repas;"Panier; repas";;1;;;`,
    '',
  ]);
});
