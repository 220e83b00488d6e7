import { expect, test } from 'vitest';
import { guessMapping, templateCsv } from './columns.ts';
import { decode, readCsv } from './read-file.ts';
import { readRow } from './rows.ts';

const HEADERS = [
  'Nom',
  'PRENOM',
  'Portable',
  'Adresse e-mail',
  'Qualification',
  'Contrat',
  'Date d’embauche',
  'Remarque',
];

test('columns are known by what their header says, whatever its accents and case; others are left', () => {
  const mapping = guessMapping(HEADERS);
  expect(mapping).toMatchObject({
    nom: 0,
    prenom: 1,
    telephone: 2,
    email: 3,
    metiers: 4,
    type_personne: 5,
    date_entree: 6,
  });
  expect(mapping).toMatchObject({ matricule: null, role: null });
  expect(guessMapping(['Nom', 'Nom'])).toMatchObject({ nom: 0, prenom: null });
});

test('cells are read as people write them', () => {
  const cells = ['Durand', 'Zoé', '612345678', 'Z.Durand@exemple.fr', 'Maçon / Grutier', 'CDI', '5/1/2026', 'rien'];
  const { item, errors } = readRow(2, cells, guessMapping(HEADERS));
  expect(errors).toEqual({});
  expect(item).toEqual({
    nom: 'Durand',
    prenom: 'Zoé',
    telephone: '0612345678',
    email: 'z.durand@exemple.fr',
    metiers: ['Maçon', 'Grutier'],
    type_personne: 'employe',
    date_entree: '2026-01-05',
  });
});

test.each([
  ['nom', ['', 'Zoé']],
  ['email', ['Durand', 'Zoé', '', 'pas un e-mail']],
  ['type_personne', ['Durand', 'Zoé', '', '', '', 'bénévole']],
  ['date_entree', ['Durand', 'Zoé', '', '', '', '', '31/02/2026']],
] as const)('a wrong %s is said at its cell, and the line is not sent', (column, cells) => {
  const { item, errors } = readRow(2, cells, guessMapping(HEADERS));
  expect([item, Object.keys(errors)]).toEqual([null, [column]]);
});

test.each(['utf-8', 'windows-1252'])(
  'a file in %s keeps its accents, a semicolon or a comma between its cells',
  async encoding => {
    const bytes = (text: string) =>
      encoding === 'utf-8' ? new TextEncoder().encode(text) : Uint8Array.from(text, char => char.charCodeAt(0));
    for (const separator of [';', ',']) {
      const text = decode(bytes(`Nom${separator}Prénom\r\nDupré${separator}Zoé\r\n`).buffer as ArrayBuffer);
      expect(await readCsv(text)).toEqual([
        ['Nom', 'Prénom'],
        ['Dupré', 'Zoé'],
      ]);
    }
  },
);

test('the template is a file that this page reads without a fault', async () => {
  const [headers = [], cells = []] = await readCsv(templateCsv());
  const mapping = guessMapping(headers);
  expect(Object.values(mapping)).not.toContain(null);
  expect(readRow(2, cells, mapping)).toMatchObject({ errors: {}, item: { nom: 'Durand', role: 'compagnon' } });
});
