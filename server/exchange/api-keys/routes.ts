import { ApiKeyCreated, CreateApiKey, ListApiKeys } from '#contract/api-key.ts';
import { ById } from '#contract/page.ts';
import { route } from '#platform/http/route.ts';
import { createKey } from './create-key.ts';
import { revokeKey } from './revoke-key.ts';
import { listKeys } from './sql.ts';

// Keys never manage keys: a stolen one cannot make itself a successor.
const base = { base: 'auth', tag: 'Clés API', access: 'account' } as const;

export const routes = [
  route({
    ...base,
    method: 'GET',
    path: '/api-keys',
    summary: 'Lister mes clés API',
    reply: ListApiKeys,
    read: (_input, at) => listKeys(at),
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
    errors: ['api_key.limit_reached'],
    handle: (unit, { body }) => createKey(unit, body),
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
