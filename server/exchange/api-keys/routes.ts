import { ApiKey, ApiKeyCreated, CreateApiKey, ListApiKeys } from '#contract/api-key.ts';
import { ById } from '#contract/page.ts';
import { route } from '#platform/http/route.ts';
import { createKey } from './create-key.ts';
import { revokeKey } from './revoke-key.ts';
import { listKeys, readKey } from './sql/keys.ts';

// Keys never manage keys: a stolen one cannot make itself a successor.
const base = { base: 'auth', tag: 'Clés API', access: 'account' } as const;

export const makeRoutes = ({ api_key_max_days }: { api_key_max_days: number }) => [
  route({
    ...base,
    method: 'GET',
    path: '/api-keys',
    summary: 'Lister mes clés API',
    reply: ListApiKeys,
    read: (_input, at) => listKeys(at, api_key_max_days),
  }),
  route({
    ...base,
    method: 'GET',
    path: '/api-keys/:id',
    summary: 'Lire une de mes clés API',
    params: ById,
    reply: ApiKey,
    read: ({ params }, at) => readKey(at, params.id),
    absent: 'api_key.not_found',
  }),
  route({
    ...base,
    method: 'POST',
    path: '/api-keys',
    summary: 'Créer une clé API',
    fresh_sign_in: true,
    body: CreateApiKey,
    reply: ApiKeyCreated,
    status: 201,
    secret_reply: true,
    errors: [
      'api_key.limit_reached',
      'api_key.expiry_refused',
      'api_key.chantier_unknown',
      'api_key.cidr_invalid',
      'api_key.rate_refused',
    ],
    handle: (unit, { body }) => createKey(unit, body, api_key_max_days),
  }),
  route({
    ...base,
    method: 'DELETE',
    path: '/api-keys/:id',
    summary: 'Révoquer une clé API',
    fresh_sign_in: true,
    params: ById,
    errors: ['api_key.not_found', 'api_key.already_revoked'],
    handle: (unit, { params }) => revokeKey(unit, params.id),
  }),
];
