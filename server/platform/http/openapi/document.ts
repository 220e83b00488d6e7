// The OpenAPI 3.1 document, from the routes' records: what is not in a record is not documented, and the reverse.
import { ERRORS, type ErrorCode } from '#contract/errors.ts';
import { Problem } from '#contract/problem.ts';
import { AppError } from '../../errors.ts';
import { toProblem } from '../problem.ts';
import { type AnyRoute, fullPath } from '../route.ts';
import { INTRODUCTION } from './introduction.ts';
import { type Operation, operationOf } from './operation.ts';
import { possibleErrors } from './possible-errors.ts';
import { type JsonSchema, makeSchemas } from './schema.ts';
import { TAGS } from './tags.ts';

export type Document = {
  openapi: '3.1.0';
  info: Record<string, unknown>;
  servers: { url: string; 'x-internal': boolean }[];
  tags: { name: string; description: string }[];
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
  const tags = [...new Set(routes.map(record => record.tag))].map(name => ({ name, description: TAGS[name] ?? name }));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hub Chantier Intégrations',
      version,
      description: INTRODUCTION,
      contact: { name: 'Exploitant de ce hub', url: `${public_url}/.well-known/security.txt` },
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: public_url, 'x-internal': false }],
    tags,
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas.components).sort(([a], [b]) => a.localeCompare(b))),
      securitySchemes: SECURITY,
      parameters: PARAMETERS,
      headers: HEADERS,
      examples: Object.fromEntries(usedCodes(routes).map(code => [code, problemExample(code)])),
    },
  };
}

const usedCodes = (routes: readonly AnyRoute[]): ErrorCode[] => {
  const used = new Set(routes.flatMap(possibleErrors));
  return (Object.keys(ERRORS) as ErrorCode[]).filter(code => used.has(code));
};

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
    description: 'Jeton d’accès de dix minutes, donné par POST /api/auth/token ; vérifié selon RFC8725.',
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
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Une valeur nouvelle par demande nouvelle : renvoyée avec elle dans les 24 h, la demande n’est pas refaite et reçoit la même réponse, avec Idempotency-Replayed: true. Une réponse qui porte un secret n’est pas répétée (409).',
    schema: { type: 'string', minLength: 1, maxLength: 257 },
    example: '0199c8f0-6f4a-7000-8000-000000000001',
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
  IdempotencyReplayed: {
    description: 'Présent quand la réponse est celle d’une demande déjà faite',
    schema: { type: 'string', enum: ['true'] },
  },
  ETag: { description: 'Version de ce qui est rendu', schema: { type: 'string', maxLength: 100 } },
  Location: { description: 'Adresse de ce qui vient d’être créé', schema: { type: 'string', maxLength: 500 } },
  RetryAfter: {
    description: 'Secondes à attendre',
    schema: { type: 'integer', format: 'int32', minimum: 0, maximum: 2_147_483_647 },
    example: 212,
  },
  Link: {
    description: 'RFC 8288 : `rel="next"` mène à la page suivante ; absent de la dernière',
    schema: { type: 'string', maxLength: 4000 },
    example: '</api/v1/chantiers?limit=50&cursor=eyJ…>; rel="next"',
  },
  RateLimit: {
    description:
      'Sur toute réponse à une clé : ce qui reste (`r`) et dans combien de secondes il en revient (`t`), par quota. Les mêmes ' +
      'valeurs du quota le plus proche de sa fin : X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset (secondes).',
    schema: { type: 'string', maxLength: 300 },
    example: '"hour";r=742;t=212',
  },
  RateLimitPolicy: {
    description: 'Sur toute réponse à une clé : les quotas, nombre de demandes (`q`) et fenêtre en secondes (`w`)',
    schema: { type: 'string', maxLength: 300 },
    example: '"hour";q=1000;w=3600',
  },
  Traceparent: {
    description: 'W3C Trace Context : votre trace, ou une nouvelle',
    schema: { type: 'string', maxLength: 55, pattern: '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' },
  },
  'Access-Control-Allow-Origin': {
    description: '`*` pour une demande d’une autre origine sans cookie, sous /api/v1 seulement',
    schema: { type: 'string', enum: ['*'] },
  },
  WwwAuthenticate: { description: 'RFC 6750', schema: { type: 'string', maxLength: 300 } },
};
