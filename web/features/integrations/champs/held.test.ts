import { expect, test } from 'vitest';
import { changesBetween, consequenceOf, fieldsOf, layOver } from './held.ts';

test('each field is on one side; code and status never leave the ERP’s', () => {
  expect(fieldsOf([], 'app')).toBe('');
  expect(fieldsOf(['contacts', 'nom'], 'app')).toBe('Nom, contacts sur place');
  expect(fieldsOf(['nom'], 'erp')).toMatch(/^Code, statut, adresse, maître d’ouvrage/);
});

test('only what moved is a change, in the order of the sheet', () => {
  expect(changesBetween(['adresse'], ['contacts', 'nom'])).toEqual([
    { champ: 'nom', to: 'app' },
    { champ: 'adresse', to: 'erp' },
    { champ: 'contacts', to: 'app' },
  ]);
  expect(changesBetween(['nom', 'adresse'], ['adresse', 'nom'])).toEqual([]);
});

test('laid over what another has saved, my changes leave his others as they are', () => {
  const mine = changesBetween([], ['nom']);
  expect(layOver(['adresse'], mine)).toEqual(['nom', 'adresse']);
  expect(layOver(['nom', 'adresse'], changesBetween(['nom'], []))).toEqual(['adresse']);
});

test('what a change means is said before it is saved, with the name of the ERP', () => {
  expect(consequenceOf({ champ: 'nom', to: 'app' }, 'Costructor')).toContain('ne l’écrasera plus');
  expect(consequenceOf({ champ: 'nom', to: 'erp' }, 'Costructor')).toContain('remplacera celle du hub');
});
