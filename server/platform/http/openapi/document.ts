// The OpenAPI 3.1 document, from the routes' records: what is not in a record is not documented, and the reverse.
import { ERRORS, type ErrorCode } from '#contract/errors.ts';
import { Problem } from '#contract/problem.ts';
import { AppError } from '../../errors.ts';
import { toProblem } from '../problem.ts';
import { type AnyRoute, fullPath } from '../route.ts';
import { INTRODUCTION } from './introduction.ts';
import { type Operation, operationOf } from './operation.ts';
import { type JsonSchema, makeSchemas } from './schema.ts';

export type Document = {
  openapi: '3.1.0';
  info: Record<string, unknown>;
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, JsonSchema>>;
};
type About = { version: string; public_url: string };

export function makeOpenApi(routes: readonly AnyRoute[], { version, public_url }: About): Document {
  const schemas = makeSchemas();
  // Requests first: a schema used both ways is published in its strict form.
  for (const record of routes) if (record.body) schemas.request(record.body);
  const paths: Document['paths'] = {};
  for (const record of routes) {
    const path = templateOf(record);
    paths[path] = { ...paths[path], [record.method.toLowerCase()]: operationOf(record, schemas) };
  }
  schemas.reply(Problem);
  const tags = [...new Set(routes.map(record => record.tag))].map(name => ({ name }));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hub Chantier Intégrations',
      version,
      description: INTRODUCTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: public_url }],
    tags,
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas.components).sort(([a], [b]) => a.localeCompare(b))),
      securitySchemes: SECURITY,
      parameters: PARAMETERS,
      headers: HEADERS,
      examples: Object.fromEntries(Object.keys(ERRORS).map(code => [code, problemExample(code as ErrorCode)])),
    },
  };
}

/** `/api/v1/chantiers/:id` as OpenAPI writes it. */
const templateOf = (record: AnyRoute): string => fullPath(record).replace(/:(\w+)/g, '{$1}');

const problemExample = (code: ErrorCode): JsonSchema => ({
  summary: ERRORS[code].title,
  value: toProblem(new AppError(code), { request_id: '7d9f3f0e-6c1b-4f57-9a53-2f1f1f6a0c11' }),
});

const SECURITY: Record<string, JsonSchema> = {
  cle_api: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'hbc_…',
    description: 'Clé API d’une personne, limitée à ses droits (scopes). Jamais acceptée sous /api/auth.',
  },
  jwt: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Jeton d’accès de dix minutes, donné par POST /api/auth/token.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-hub_session',
    description: 'Session du navigateur. Une écriture demande aussi l’en-tête X-Requested-With: hub.',
  },
};

const PARAMETERS: Record<string, JsonSchema> = {
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'L’ETag de la version que vous modifiez : 428 s’il manque, 412 si elle n’est plus la dernière.',
    schema: { type: 'string', pattern: '^"\\d{1,9}"$', maxLength: 11 },
    example: '"3"',
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'L’ETag de votre dernière lecture : 304 sans corps si rien n’a changé.',
    schema: { type: 'string', maxLength: 200 },
  },
};

const HEADERS: Record<string, JsonSchema> = {
  RequestId: {
    description: 'Identifiant de la demande, à donner au support',
    schema: { type: 'string', maxLength: 100 },
  },
  ETag: { description: 'Version de ce qui est rendu', schema: { type: 'string', maxLength: 100 } },
  Location: { description: 'Adresse de ce qui vient d’être créé', schema: { type: 'string', maxLength: 500 } },
  RetryAfter: { description: 'Secondes à attendre', schema: { type: 'integer', minimum: 0 } },
  WwwAuthenticate: { description: 'RFC 6750', schema: { type: 'string', maxLength: 300 } },
};
