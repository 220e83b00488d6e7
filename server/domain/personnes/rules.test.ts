import { expect, test } from 'vitest';
import {
  agenceFits,
  changedFields,
  datesFit,
  distinctMetiers,
  gainsPower,
  losesAdministrateur,
  losesContact,
} from './rules.ts';
import { toE164 } from './to-e164.ts';

const personne = {
  id: '0199c8f0-6f4a-7000-8000-000000000001',
  version: 1,
  nom: 'Durand',
  prenom: 'Camille',
  email: 'c.durand@exemple.fr',
  telephone: null,
  role: 'administrateur' as const,
  gestionnaire_paie: false,
  type_personne: 'employe' as const,
  agence: null,
  matricule: null,
  metiers: ['Maçon', 'Grutier'],
  horaire: null,
  heures_sup_comprises: true,
  mineur_jusquau: null,
  date_entree: null,
  date_sortie: null,
  active: true,
  effacee_at: null,
  created_at: '2026-11-23T08:15:00.000Z',
  updated_at: '2026-11-23T08:15:00.000Z',
};

test.each([
  ['06 12 34 56 78', '+33612345678'],
  ['+33 (0)6 12 34 56 78', '+33612345678'],
  ['00 33 6 12 34 56 78', '+33612345678'],
  ['+41 79 123 45 67', '+41791234567'],
  ['06 12 34', null],
  ['+33000000000', null],
  ['3615', null],
  ['++33612345678', null],
  ['bonjour', null],
])('the telephone "%s" is kept as %s', (written, kept) => {
  expect(toE164(written)).toBe(kept);
});

test('a change that says what is already there is no change', () => {
  expect(changedFields(personne, { nom: 'Durand', email: 'c.durand@exemple.fr', matricule: null })).toEqual([]);
  expect(changedFields(personne, { nom: 'Dupont', prenom: undefined, role: 'conducteur' })).toEqual(['nom', 'role']);
});

test('lists count by what they hold: the same métiers, the same horaire are no change', () => {
  const horaire = [420, 420, 420, 420, 420, 0, 0];
  expect(changedFields({ ...personne, horaire }, { metiers: ['Maçon', 'Grutier'], horaire: [...horaire] })).toEqual([]);
  expect(changedFields(personne, { metiers: ['Grutier', 'Maçon'], horaire })).toEqual(['metiers', 'horaire']);
  expect(changedFields({ ...personne, horaire }, { horaire: null })).toEqual(['horaire']);
});

test('a métier written twice counts once, as it was first written', () => {
  expect(distinctMetiers(['Maçon', 'macon', 'Grutier', 'MAÇON'])).toEqual(['Maçon', 'Grutier']);
});

test.each([
  [null, null, true],
  ['2026-01-05', null, true],
  [null, '2026-01-05', true],
  ['2026-01-05', '2026-01-05', true],
  ['2026-01-06', '2026-01-05', false],
] as const)('from %s to %s may be worked here: %s', (date_entree, date_sortie, fits) => {
  expect(datesFit({ date_entree, date_sortie })).toBe(fits);
});

test('only an active administrateur can be lost, by role or by deactivation', () => {
  const { role, active } = personne;
  expect(losesAdministrateur(personne, { role: 'conducteur', active })).toBe(true);
  expect(losesAdministrateur(personne, { role, active: false })).toBe(true);
  expect(losesAdministrateur(personne, { role, active })).toBe(false);
  expect(losesAdministrateur({ role, active: false }, { role: 'compagnon', active: false })).toBe(false);
  expect(losesAdministrateur({ role: 'compagnon', active }, { role, active: false })).toBe(false);
});

test('an administrateur keeps a way to sign in; others may have none', () => {
  expect(losesContact(personne, { ...personne, email: null })).toBe(true);
  expect(losesContact(personne, { ...personne, email: null, telephone: '+33612345678' })).toBe(false);
  expect(losesContact(personne, { ...personne, email: null, role: 'compagnon' })).toBe(false);
});

test('an agency belongs to an intérimaire and only to him', () => {
  expect(agenceFits({ type_personne: 'interimaire', agence: 'Alpes Intérim' })).toBe(true);
  expect(agenceFits({ type_personne: 'interimaire', agence: null })).toBe(false);
  expect(agenceFits({ type_personne: 'employe', agence: 'Alpes Intérim' })).toBe(false);
  expect(agenceFits({ type_personne: 'sous_traitant', agence: null })).toBe(true);
});

test.each([
  [null, {}, true],
  [null, { role: 'conducteur' }, false],
  [null, { role: 'conducteur', gestionnaire_paie: true }, true],
  [{}, { nom: 'Autre' }, false],
  [{ role: 'conducteur' }, {}, true],
  [{}, { role: 'conducteur' }, false],
  [{ active: false }, {}, true],
  [{ active: false, role: 'compagnon' }, { role: 'compagnon' }, false],
  [{ gestionnaire_paie: false }, { gestionnaire_paie: true }, true],
  [{ active: false, role: 'compagnon' }, { active: false }, false],
] as const)('from %o to %o gains a power: %s', (before, after, gains) => {
  expect(gainsPower(before && { ...personne, ...before }, { ...personne, ...after })).toBe(gains);
});
