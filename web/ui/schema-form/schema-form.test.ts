import { expect, test } from 'vitest';
import { z } from 'zod';
import { CreateChantier, UpdateChantier } from '#contract/chantier.ts';
import { CreatePersonne } from '#contract/personne.ts';
import { errorsOf, pathOfPointer } from './messages.ts';
import { type Field, fieldsOf } from './shape.ts';
import { changedFields, draftOf, inputOf, rowOf } from './values.ts';

const named = (fields: Field[], name: string) => fields.find(field => field.name === name)!;

test('each kind of field is told from the schema alone', () => {
  const fields = fieldsOf(CreateChantier);
  const kinds = Object.fromEntries(fields.map(field => [field.name, field.kind]));
  expect(kinds).toMatchObject({
    code: 'text',
    description: 'lines',
    latitude: 'number',
    couleur: 'colour',
    type_travaux: 'choice',
    batiment_plus_2ans: 'boolean',
    date_debut: 'day',
    minutes_estimees: 'minutes',
    contacts: 'list',
  });
  expect(named(fields, 'contacts').item.map(field => field.kind)).toEqual(['text', 'tel', 'text']);
});

test('closed lists show their French words', () => {
  expect(named(fieldsOf(CreatePersonne), 'role').options[2]).toEqual(['chef_chantier', 'Chef de chantier']);
});

test('only what the schema demands is marked as required', () => {
  const required = fieldsOf(CreatePersonne)
    .filter(field => field.required)
    .map(field => field.name);
  expect(required).toEqual(['nom', 'prenom', 'role']);
});

test('a value goes to the form and comes back the same', () => {
  const fields = fieldsOf(UpdateChantier);
  const value = {
    code: 'A012',
    nom: 'Résidence',
    description: 'Deux\nlignes',
    adresse: null,
    latitude: 45.76,
    type_travaux: null,
    usage_habitation: false,
    date_debut: '2026-11-23',
    minutes_estimees: 440,
    contacts: [{ nom: 'Durand', telephone: null, profession: 'Gardien' }],
    references: [],
  };
  const input = inputOf(fields, draftOf(fields, value));
  expect(input).toMatchObject(value);
  expect(changedFields(value, { ...value, nom: 'Tour' })).toEqual({ nom: 'Tour' });
});

test('an empty field is null where the schema allows it, and absent where it is optional', () => {
  const fields = fieldsOf(CreateChantier);
  const input = inputOf(fields, draftOf(fields, { nom: 'Tour Nord' }));
  expect(input).toMatchObject({ nom: 'Tour Nord', adresse: null, contacts: [] });
  expect('code' in input).toBe(false);
  expect(CreateChantier.safeParse(input).success).toBe(true);
});

test('what is wrong is said in French at its own field, rows of lists included', () => {
  const fields = fieldsOf(CreateChantier);
  const draft = draftOf(fields, { nom: 'ab', contacts: [{ nom: 'x', telephone: null, profession: null }] });
  draft['code'] = 'zz';
  draft['minutes_estimees'] = 'bientôt';
  draft['contacts'] = [rowOf({ nom: ' ', telephone: '', profession: '' })];
  const input = inputOf(fields, draft);
  const read = CreateChantier.safeParse(input);
  const errors = errorsOf(read.error?.issues ?? [], fields, input);
  expect(errors).toEqual({
    nom: 'Au moins 3 caractères.',
    code: 'Ce n’est pas la forme attendue : par exemple A012.',
    minutes_estimees: 'Écrivez une durée comme 7 h 20 ou 120 h.',
    'contacts.0.nom': 'À remplir.',
  });
});

test('a default is shown from the start, a missing choice is asked for', () => {
  const form = z.strictObject({
    nom: z.string().min(1),
    scopes: z.array(z.enum(['read', 'write'])).min(1),
    jours: z.int().min(1).max(365).default(90),
  });
  const fields = fieldsOf(form);
  const input = inputOf(fields, draftOf(fields, {}));
  expect(input).toMatchObject({ jours: 90 });
  expect(errorsOf(form.safeParse(input).error?.issues ?? [], fields, input)).toEqual({
    nom: 'À remplir.',
    scopes: 'Choisissez-en au moins un.',
  });
});

test('a pointer of the hub leads to the field it speaks of', () => {
  expect(['/contacts/0/nom', '#/nom', '/a~1b'].map(pathOfPointer)).toEqual(['contacts.0.nom', 'nom', 'a/b']);
});
