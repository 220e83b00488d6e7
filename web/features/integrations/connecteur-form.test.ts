import { expect, test } from 'vitest';
import { z } from 'zod';
import { ApiProblem } from '../../lib/api.ts';
import { fieldsOf } from '../../ui/schema-form/shape.ts';
import { atFields, sheetOf } from './connecteur-form.ts';

const form = {
  settings: z.toJSONSchema(
    z.strictObject({ adresse: z.url().max(300).default('https://api.exemple.fr').meta({ title: 'Adresse' }) }),
    { io: 'input' },
  ),
  credentials: z.toJSONSchema(
    z.strictObject({
      cle: z.string().min(10).max(200).meta({ title: 'Clé', description: 'Réglages > API', writeOnly: true }),
      secret: z.string().max(200).optional().meta({ title: 'Secret des signaux', writeOnly: true }),
    }),
    { io: 'input' },
  ),
};

test('the sheet has the fields of both parts with their words, and secrets are write-only', () => {
  const { schema, sections } = sheetOf(form);
  expect(fieldsOf(schema).map(({ name, title, kind, required }) => [name, title, kind, required])).toEqual([
    ['adresse', 'Adresse', 'text', false],
    ['cle', 'Clé', 'secret', true],
    ['secret', 'Secret des signaux', 'secret', false],
  ]);
  expect(sections.map(({ fields }) => fields)).toEqual([['adresse'], ['cle', 'secret']]);
});

test('what is typed is checked by the connector’s own rules, then sent part by part', () => {
  const { schema, split } = sheetOf(form);
  expect(schema.safeParse({ adresse: 'nulle part', cle: 'court' }).error!.issues.map(({ path }) => path[0])).toEqual([
    'adresse',
    'cle',
  ]);
  expect(split({ adresse: 'https://a.fr', cle: '0123456789' })).toEqual({
    settings: { adresse: 'https://a.fr' },
    credentials: { cle: '0123456789' },
  });
});

test('reconnecting asks for the key alone', () => {
  const { schema, split } = sheetOf(form, ['credentials']);
  expect(Object.keys(schema.shape)).toEqual(['cle', 'secret']);
  expect(split({ cle: '0123456789' })).toEqual({ settings: {}, credentials: { cle: '0123456789' } });
});

test('a refusal of a part is shown at its field', () => {
  const problem = new ApiProblem({
    type: 'about:blank',
    title: 'Demande illisible',
    status: 400,
    code: 'invalid',
    detail: '…',
    request_id: 'r',
    errors: [{ pointer: '/credentials/cle', code: 'too_small', message: 'Trop court.' }],
  });
  expect((atFields(problem) as ApiProblem).errors[0]!.pointer).toBe('/cle');
});
