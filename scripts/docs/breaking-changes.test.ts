import { expect, test } from 'vitest';
import { breakingChanges, type OpenApi } from './breaking-changes.ts';

const chantier = {
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 36 },
    nom: { type: 'string', maxLength: 255 },
    statut: { type: 'string', enum: ['ouvert', 'ferme'] },
    fin: { anyOf: [{ $ref: '#/components/schemas/Jour' }, { type: 'null' }] },
  },
  required: ['id', 'nom'],
};
const released = {
  paths: {
    '/chantiers': {
      post: {
        security: [{ cle_api: ['chantiers:write'] }, { jwt: [] }],
        parameters: [{ $ref: '#/components/parameters/Limit' }],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Chantier' } } } },
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Chantier' } } } },
          409: {},
        },
      },
    },
  },
  components: {
    schemas: { Chantier: chantier, Jour: { type: 'string', format: 'date' } },
    parameters: { Limit: { name: 'limit', in: 'query', required: false, schema: { type: 'integer', maximum: 200 } } },
  },
};
// biome-ignore lint/suspicious/noExplicitAny: a document to spoil anywhere
type Spoil = (document: any) => void;
const changed = (spoil: Spoil): string[] => {
  const current = structuredClone(released);
  spoil(current);
  return breakingChanges(released as unknown as OpenApi, current as unknown as OpenApi);
};

test('the same document breaks nothing, nor do additions', () => {
  expect(changed(() => {})).toEqual([]);
  expect(
    changed(document => {
      document.paths['/personnes'] = { get: { responses: {} } };
      document.paths['/chantiers'].post.responses[422] = {};
      document.paths['/chantiers'].post.parameters.push({ name: 'fields', in: 'query', required: false, schema: {} });
      document.components.parameters.Limit.schema.maximum = 500;
      document.components.schemas.Chantier.properties.ville = { type: 'string' };
    }),
  ).toEqual([]);
});

test.each<[string, Spoil, string[]]>([
  ['a path gone', d => delete d.paths['/chantiers'], ['POST /chantiers: removed']],
  [
    'another scope',
    d => (d.paths['/chantiers'].post.security[0].cle_api = ['write']),
    ['POST /chantiers: no longer takes {"cle_api":["chantiers:write"]}'],
  ],
  [
    'a parameter gone',
    d => (d.paths['/chantiers'].post.parameters = []),
    ['POST /chantiers: no longer takes query limit'],
  ],
  [
    'a header demanded',
    d => d.paths['/chantiers'].post.parameters.push({ name: 'If-Match', in: 'header', required: true }),
    ['POST /chantiers: demands header If-Match'],
  ],
  [
    'a narrower bound',
    d => (d.components.parameters.Limit.schema.maximum = 100),
    ['POST /chantiers: query limit: maximum 200 became 100'],
  ],
  [
    'a field gone',
    d => delete d.components.schemas.Chantier.properties.nom,
    ['POST /chantiers: body: no longer takes nom', 'POST /chantiers: 200: lost nom'],
  ],
  [
    'a field demanded',
    d => d.components.schemas.Chantier.required.push('statut'),
    ['POST /chantiers: body: demands statut'],
  ],
  [
    'a field no longer promised',
    d => (d.components.schemas.Chantier.required = ['id']),
    ['POST /chantiers: 200: nom is no longer always there'],
  ],
  [
    'a choice gone',
    d => (d.components.schemas.Chantier.properties.statut.enum = ['ouvert']),
    ['POST /chantiers: body.statut: no longer takes ferme'],
  ],
  [
    'null where none was',
    d => (d.components.schemas.Chantier.properties.nom.type = ['string', 'null']),
    ['POST /chantiers: 200.nom: type string became string,null'],
  ],
  [
    'null no longer taken',
    d => (d.components.schemas.Chantier.properties.fin = { $ref: '#/components/schemas/Jour' }),
    ['POST /chantiers: body.fin: type string,null became string'],
  ],
  [
    'another status',
    d => {
      d.paths['/chantiers'].post.responses[201] = d.paths['/chantiers'].post.responses[200];
      delete d.paths['/chantiers'].post.responses[200];
    },
    ['POST /chantiers: no longer answers 200'],
  ],
])('%s is a break', (_, spoil, expected) => expect(changed(spoil)).toEqual(expected));
