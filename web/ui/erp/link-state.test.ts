import { expect, test } from 'vitest';
import type { ErpLink } from '#contract/erp-link.ts';
import { silenceOf, spokenName, stateOfLink } from './link-state.ts';

const NOW = Date.parse('2026-11-23T13:10:00.000Z');
const plain = (text: string | null) => text?.replaceAll(/[\u00a0\u202f]/g, ' ');
const link = (own: Partial<ErpLink>) =>
  ({
    nom: 'Costructor',
    simulateur: true,
    etat: 'active',
    probleme: null,
    premier_import_at: '2026-11-20T08:00:00.000Z',
    derniere_reussite_at: '2026-11-23T13:07:00.000Z',
    indisponible_depuis: null,
    prochain_essai_at: null,
    pause_jusqua: null,
    import_en_cours: null,
    compteurs: { chantiers: 231, a_relier: 0, mis_de_cote: 0, masques: 0 },
    ...own,
  }) as ErpLink;
const read = (own: Partial<ErpLink>) => {
  const { state, word, sentence } = stateOfLink(link(own), NOW);
  return [state, word, plain(sentence)];
};

test('a connexion that answers tells the age of its data and what is left to relate', () => {
  expect(read({})).toEqual(['vert', 'À jour', 'À jour il y a 3 min']);
  expect(read({ compteurs: { chantiers: 231, a_relier: 2, mis_de_cote: 1, masques: 0 } })).toEqual([
    'ambre',
    'À surveiller',
    'À jour il y a 3 min · 2 valeurs à relier · 1 fiche mise de côté',
  ]);
  expect(read({ premier_import_at: null })[2]).toBe('Le premier import reste à faire');
});

test('an ERP that is away says since when and when it is tried again; after an hour it is for somebody', () => {
  const away = { indisponible_depuis: '2026-11-23T13:05:00.000Z', prochain_essai_at: '2026-11-23T13:20:00.000Z' };
  expect(read(away)).toEqual(['ambre', 'Ne répond pas', 'L’ERP ne répond pas depuis 14:05, nouvel essai à 14:20']);
  expect(read({ ...away, indisponible_depuis: '2026-11-23T11:05:00.000Z' })[0]).toBe('rouge');
  const due = link({ ...away, prochain_essai_at: '2026-11-23T13:09:00.000Z' });
  expect(plain(silenceOf(due, NOW))).toBe('L’ERP ne répond pas depuis 14:05, nouvel essai en cours');
});

test('what a person stopped or must mend comes before what will heal by itself', () => {
  const away = { indisponible_depuis: '2026-11-23T13:05:00.000Z' };
  expect(read({ etat: 'en_pause', ...away }).slice(0, 2)).toEqual(['gris', 'En pause']);
  expect(read({ etat: 'a_reconnecter' }).slice(0, 2)).toEqual(['rouge', 'À reconnecter']);
  expect(read({ etat: 'a_verifier' }).slice(0, 2)).toEqual(['rouge', 'À vérifier']);
  expect(read({ probleme: { mot: 'strange', phrase: '…' } })).toEqual(['rouge', 'À traiter', 'Réponse inattendue']);
  expect(read({ pause_jusqua: '2026-11-23T13:12:00.000Z' })[2]).toBe(
    'L’ERP demande d’attendre : en pause jusqu’à 14:12',
  );
});

test('a simulator is named as one', () => {
  expect(spokenName({ nom: 'Costructor', simulateur: true })).toBe('Costructor (simulateur)');
  expect(spokenName({ nom: 'Costructor', simulateur: false })).toBe('Costructor');
});
