import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Chantier, CreateChantier, ListChantiers } from '#contract/chantier.ts';
import { ById, pageOf } from '#contract/page.ts';
import { type AnyRoute, route } from '../route.ts';
import { makeOpenApi } from './document.ts';
import { exampleOf } from './example.ts';
import { makeSchemas } from './schema.ts';

const about = { version: '1.2.3', public_url: 'https://hub.exemple.fr' };
const read = { base: 'v1', tag: 'Chantiers', access: { scope: 'chantiers:read' }, summary: 'Lire' } as const;
const nothing = async () => undefined;

const routes: AnyRoute[] = [
  route({
    ...read,
    method: 'GET',
    path: '/chantiers',
    query: ListChantiers,
    reply: pageOf(Chantier),
    list: () => null as never,
  }),
  route({
    ...read,
    method: 'GET',
    path: '/chantiers/:id',
    params: ById,
    reply: Chantier,
    read: () => null as never,
    absent: 'chantier.not_found',
  }),
  route({
    ...read,
    access: { scope: 'chantiers:write' },
    roles: ['administrateur'],
    method: 'POST',
    path: '/chantiers',
    body: CreateChantier,
    reply: Chantier,
    status: 201,
    errors: ['chantier.code_taken'],
    handle: nothing,
  }),
  route({
    ...read,
    access: 'account',
    fresh_sign_in: true,
    method: 'DELETE',
    path: '/chantiers/:id',
    params: ById,
    versioned: true,
    handle: nothing,
  }),
  route({
    ...read,
    base: 'auth',
    access: 'public',
    method: 'POST',
    path: '/session',
    body: z.strictObject({ nom: z.string().max(10) }),
    handle: nothing,
  }),
];
const document = makeOpenApi(routes, about);
const operation = (path: string, method: string) => document.paths[path]![method]!;

test('the document is valid OpenAPI 3.1 with every reference resolved', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document) as never);
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/([^/]+)\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(50);
  for (const [, kind, name] of references)
    expect(document.components[kind!], `${kind}/${name}`).toHaveProperty([name!]);
});

test('an operation names who may call it: key with its scope, JWT, session, or anybody', () => {
  expect(operation('/api/v1/chantiers', 'get').security).toEqual([
    { cle_api: ['chantiers:read'] },
    { jwt: [] },
    { session: [] },
  ]);
  expect(operation('/api/v1/chantiers/{id}', 'delete').security).toEqual([{ jwt: [] }, { session: [] }]);
  expect(operation('/api/auth/session', 'post').security).toEqual([]);
});

test('an operation answers with what it declares and with what follows from its record', () => {
  const codes = (path: string, method: string) => Object.keys(operation(path, method).responses);
  expect(codes('/api/v1/chantiers', 'get')).toEqual(['200', '304', '400', '401', '403', '410', '429', '500', '503']);
  expect(codes('/api/v1/chantiers', 'post')).toEqual([
    '201',
    '400',
    '401',
    '403',
    '409',
    '413',
    '415',
    '429',
    '500',
    '503',
  ]);
  expect(codes('/api/v1/chantiers/{id}', 'delete')).toEqual([
    '204',
    '400',
    '401',
    '403',
    '412',
    '413',
    '415',
    '428',
    '429',
    '500',
    '503',
  ]);
  expect(codes('/api/v1/chantiers/{id}', 'get')).toContain('404');
});

test('a versioned route demands If-Match, and only such a route does', () => {
  const named = (path: string, method: string) => JSON.stringify(operation(path, method).parameters ?? []);
  expect(named('/api/v1/chantiers/{id}', 'delete')).toContain('parameters/IfMatch');
  expect(named('/api/v1/chantiers', 'post')).not.toContain('IfMatch');
});

test('every answer says its headers: what is left, the trace, the page after', () => {
  const headers = (path: string, status: string) =>
    Object.keys((operation(path, 'get').responses[status]!['headers'] ?? {}) as object);
  for (const status of ['200', '304', '401', '403', '429'])
    expect(headers('/api/v1/chantiers', status), status).toEqual(
      expect.arrayContaining(['RateLimit', 'RateLimit-Policy', 'X-Request-Id', 'traceparent']),
    );
  expect(headers('/api/v1/chantiers', '200')).toContain('Link');
  expect(headers('/api/v1/chantiers/{id}', '200')).not.toContain('Link');
  expect(headers('/api/v1/chantiers', '429')).toContain('Retry-After');
});

test('operation ids are unique', () => {
  const ids = Object.values(document.paths).flatMap(methods => Object.values(methods).map(item => item.operationId));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain('getChantiersById');
});

test('the schemas carry no noise: no pattern beside a format, no double of a name', () => {
  const text = JSON.stringify(document.components['schemas']);
  expect(text).not.toContain('00000000-0000-0000-0000-000000000000');
  expect(text).not.toContain('$defs');
  expect(Object.keys(document.components['schemas']!).filter(name => name.endsWith('Input'))).toEqual([]);
});

test('every whole number has its bounds and its format, every short text its length', () => {
  const faults: string[] = [];
  const look = (value: unknown, at: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const { type, enum: choices, ...schema } = value as Record<string, unknown>;
    const is = (name: string) => [type].flat().includes(name) && !choices && schema['const'] === undefined;
    if (is('integer') && ['minimum', 'maximum', 'format'].some(bound => schema[bound] === undefined)) faults.push(at);
    if (is('string') && schema['maxLength'] === undefined) faults.push(at);
    for (const [key, item] of Object.entries(value)) if (key !== 'example') look(item, `${at}/${key}`);
  };
  look(document, '');
  expect(faults).toEqual([]);
  expect(document.components['schemas']).toMatchObject({
    CreateChantier: { properties: { couleur: { maxLength: 7 }, minutes_estimees: { format: 'int32' } } },
  });
});

test('a request refuses unknown fields in the document, a reply promises nothing about them', () => {
  const { Chantier: reply, CreateChantier: request } = document.components['schemas']!;
  expect(request).toHaveProperty('additionalProperties', false);
  expect(reply).not.toHaveProperty('additionalProperties');
});

test('one name with two meanings is refused', () => {
  const schemas = makeSchemas();
  schemas.request(z.strictObject({ deux: z.string().max(1).meta({ id: 'TestDeux' }) }));
  z.globalRegistry.remove(z.globalRegistry._idmap.get('TestDeux') as never);
  expect(() => schemas.reply(z.strictObject({ deux: z.int().meta({ id: 'TestDeux' }) }))).toThrow('two meanings');
});

test('the example of a request is a good request', () => {
  const schemas = makeSchemas();
  const example = exampleOf(schemas.request(CreateChantier), schemas.components);
  expect(() => CreateChantier.parse(example)).not.toThrow();
});
