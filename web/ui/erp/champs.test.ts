import { expect, test } from 'vitest';
import { sayChamp, sayValeur } from './champs.ts';

test('a value kept as text is read as what it is, and nothing is said so', () => {
  const plain = (champ: string, valeur: string | null) => sayValeur(champ, valeur).replaceAll(/[\u00a0\u202f]/g, ' ');
  expect(plain('date_fin', '2026-12-01')).toBe('1er déc. 2026');
  expect(plain('minutes_estimees', '72000')).toBe('1 200 h');
  expect(plain('statut', 'en_cours')).toBe('En cours');
  expect(plain('nom', '2026-12-01')).toBe('2026-12-01');
  expect([plain('adresse', null), plain('contacts', '')]).toEqual(['Vide', 'Vide']);
});

test('a field is named as on the sheet of a chantier', () => {
  expect([sayChamp('minutes_estimees'), sayChamp('couleur')]).toEqual(['Budget d’heures', 'couleur']);
});
