import { STATUS_CODES } from 'node:http';
import { ERRORS, type ErrorCode } from '#contract/errors.ts';
import { fieldNames } from '../../reads/fields.ts';
import { statusOf } from '../problem.ts';
import type { AnyRoute } from '../route.ts';
import { exampleOf } from './example.ts';
import { possibleErrors } from './possible-errors.ts';
import type { JsonSchema, Schemas } from './schema.ts';

type Ref = { $ref: string };
export type Operation = {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters?: (JsonSchema | Ref)[];
  requestBody?: JsonSchema;
  responses: Record<string, JsonSchema>;
};

export function operationOf(record: AnyRoute, schemas: Schemas): Operation {
  const parameters = parametersOf(record, schemas);
  return {
    operationId: operationId(record),
    summary: record.summary,
    description: whoMay(record),
    tags: [record.tag],
    security: securityOf(record),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(record.body ? { requestBody: { required: true, content: json(schemas.request(record.body), schemas) } } : {}),
    ...(record.access === 'signature' ? { requestBody: SIGNED_BODY } : {}),
    responses: { ...successOf(record, schemas), ...failuresOf(record) },
  };
}

/** `GET /api/v1/chantiers/:id` → `getChantiersById`; what lies under /api/auth says so. */
function operationId(record: AnyRoute): string {
  const words = [...(record.base === 'auth' ? ['auth'] : []), ...record.path.split('/').filter(Boolean)];
  const named = words.map(word => (word.startsWith(':') ? `by-${word.slice(1)}` : word)).join('-');
  return record.method.toLowerCase() + named.replace(/(^|[-_])([a-z0-9])/g, (_, __, letter) => letter.toUpperCase());
}

function securityOf({ access }: AnyRoute): Operation['security'] {
  if (access === 'public' || access === 'signature') return [];
  const person: Operation['security'] = [{ jwt: [] }, { session: [] }];
  if (access === 'identified') return [{ cle_api: [] }, ...person];
  return typeof access === 'object' ? [{ cle_api: [access.scope] }, ...person] : person;
}

/** Whatever the sender's type: the signature is over the bytes. */
const SIGNED_BODY: JsonSchema = { required: true, content: { '*/*': { schema: {} } } };

function whoMay({ access, roles, fresh_sign_in, ...record }: AnyRoute): string {
  const sentences = [
    ...(access === 'public' ? ['Sans identification.'] : []),
    ...(access === 'account' ? ['Demande une session ou un jeton d’accès ; une clé API est refusée.'] : []),
    ...(typeof access === 'object' ? [`Une clé API demande le droit \`${access.scope}\`.`] : []),
    ...(access === 'signature' ? ['Identifié par la signature du corps, jamais par une clé : 256 Ko au plus.'] : []),
    ...('stream' in record
      ? ['Flux : `etat` porte l’état à l’ouverture puis à chaque changement, `fin` dit de ne pas revenir.']
      : []),
    ...(roles ? [`Réservé à : ${roles.join(', ')}.`] : []),
    ...(fresh_sign_in ? ['Demande une connexion de moins de 12 h.'] : []),
  ];
  return sentences.join(' ') || 'Demande une session, un jeton d’accès ou une clé API, quels que soient ses droits.';
}

function parametersOf(record: AnyRoute, schemas: Schemas): (JsonSchema | Ref)[] {
  return [
    ...fieldsOf(record.params, schemas).map(field => ({ ...field, in: 'path', required: true })),
    ...fieldsOf(record.query, schemas).map(field => ({ ...field, in: 'query' })),
    ...sparseOf(record),
    ...(record.idempotent ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ...(record.versioned ? [{ $ref: '#/components/parameters/IfMatch' }] : []),
    ...(record.method === 'GET' && !('stream' in record) ? [{ $ref: '#/components/parameters/IfNoneMatch' }] : []),
  ];
}

/** `fields`: what is not named is left out, though the schema of the reply calls it required. */
function sparseOf(record: AnyRoute): JsonSchema[] {
  const names = fieldNames(record);
  if (!names) return [];
  const items = { type: 'string', enum: [...names] };
  return [
    {
      name: 'fields',
      in: 'query',
      required: false,
      style: 'form',
      explode: false,
      description: 'Seuls champs à rendre, séparés par des virgules ; tous si rien n’est dit',
      schema: { type: 'array', minItems: 1, maxItems: names.length, uniqueItems: true, items },
    },
  ];
}

function fieldsOf(schema: AnyRoute['params'], schemas: Schemas): JsonSchema[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemas.request(schema) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...field }]) => ({
    name,
    required: required.includes(name),
    ...(description ? { description } : {}),
    schema: field,
  }));
}

const json = (schema: JsonSchema, schemas: Schemas): JsonSchema => ({
  'application/json': { schema, example: exampleOf(schema, schemas.components) },
});

const ref = (kind: string, name: string): Ref => ({ $ref: `#/components/${kind}/${name}` });

function successOf(record: AnyRoute, schemas: Schemas): Record<string, JsonSchema> {
  if ('stream' in record) return { 200: streamOf(record, schemas) };
  const status = record.status ?? (record.reply ? 200 : 204);
  const tagged = record.method === 'GET' || record.versioned === true;
  const headers = {
    ...headersOf(status),
    ...('list' in record ? { Link: ref('headers', 'Link') } : {}),
    ...(tagged && record.reply ? { ETag: ref('headers', 'ETag') } : {}),
    ...(record.idempotent && !record.secret_reply
      ? { 'Idempotency-Replayed': ref('headers', 'IdempotencyReplayed') }
      : {}),
    ...(status === 201 && record.base === 'v1' && !record.secret_reply ? { Location: ref('headers', 'Location') } : {}),
  };
  const made = { ...headers, Location: ref('headers', 'Location') };
  const content = contentOf(record, schemas);
  const description = record.secret_reply ? 'Porte un secret, montré cette seule fois' : nameOf(status);
  return {
    [status]: { description, headers, ...content },
    ...(record.made_status
      ? { [record.made_status]: { description: nameOf(record.made_status), headers: made, ...content } }
      : {}),
    ...(record.method === 'GET'
      ? { 304: { description: nameOf(304), headers: { ...headers, ...headersOf(304) } } }
      : {}),
  };
}

/** Bytes have no schema in OpenAPI 3.1: their media type says it all. */
function contentOf(record: AnyRoute, schemas: Schemas): { content?: JsonSchema } {
  if ('produces' in record && record.produces) return { content: { [record.produces]: {} } };
  return record.reply ? { content: json(schemas.reply(record.reply), schemas) } : {};
}

/** The schema is that of one `data`: OpenAPI 3.1 has no word for a sequence of them. */
function streamOf(record: AnyRoute, schemas: Schemas): JsonSchema {
  const content = record.reply ? Object.values(json(schemas.reply(record.reply), schemas)) : [{}];
  return {
    description: 'Un flux d’événements ; le schéma est celui de chaque `data` de `etat`',
    headers: headersOf(200),
    content: { 'text/event-stream': content[0] },
  };
}

/** On every answer. Those of the quotas come with answers to a key only: none is required. */
const headersOf = (status: number): Record<string, Ref> => ({
  'X-Request-Id': ref('headers', 'RequestId'),
  traceparent: ref('headers', 'Traceparent'),
  'Access-Control-Allow-Origin': ref('headers', 'Access-Control-Allow-Origin'),
  ...(status < 500
    ? { RateLimit: ref('headers', 'RateLimit'), 'RateLimit-Policy': ref('headers', 'RateLimitPolicy') }
    : {}),
});

const FRENCH: Record<number, string> = {
  200: 'Réussi',
  201: 'Créé',
  202: 'Accepté, en cours',
  204: 'Réussi, sans corps',
  207: 'Fait, chaque élément avec son statut',
  304: 'Inchangé depuis l’ETag donné',
};
const nameOf = (status: number): string => FRENCH[status] ?? STATUS_CODES[status] ?? String(status);

function failuresOf(record: AnyRoute): Record<string, JsonSchema> {
  const byStatus = Object.groupBy(possibleErrors(record), code => String(statusOf(code)));
  return Object.fromEntries(
    Object.entries(byStatus)
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([status, codes]) => [status, failure(Number(status), codes ?? [])]),
  );
}

function failure(status: number, codes: ErrorCode[]): JsonSchema {
  const waits = status === 429 || status === 503;
  return {
    description: codes.map(code => `${ERRORS[code].title} (\`${code}\`)`).join(' ; '),
    headers: {
      ...headersOf(status),
      ...(waits ? { 'Retry-After': ref('headers', 'RetryAfter') } : {}),
      ...(status === 401 ? { 'WWW-Authenticate': ref('headers', 'WwwAuthenticate') } : {}),
    },
    content: {
      'application/problem+json': {
        schema: ref('schemas', 'Problem'),
        examples: Object.fromEntries(codes.map(code => [code, ref('examples', code)])),
      },
    },
  };
}
