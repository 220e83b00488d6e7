import { ApiKeyCreated, CreateApiKey, ListApiKeys } from '#contract/api-key.ts';
import { ById } from '#contract/page.ts';
import { type RequestFacts, route } from '#platform/http/route.ts';
import type { Log } from '#platform/log.ts';
import type { Actor } from '#platform/unit.ts';
import { createKey } from './create-key.ts';
import { revokeKey } from './revoke-key.ts';
import { listKeys } from './sql.ts';

// Keys never manage keys: a stolen one cannot make itself a successor.
const base = { base: 'auth', tag: 'Clés API', access: 'account' } as const;

const logged = (actor: Actor, request: RequestFacts, id: string) => ({
  'user.id': actor.personne_id,
  'hub.credential_id': actor.credential_id,
  'hub.api_key_id': id,
  'source.ip': request.ip,
  'http.request.id': request.id,
});

export const routes = ({ log }: { log: Log }) => [
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
    handle: async (unit, { body, request }) => {
      const key = await createKey(unit, body);
      log.security('authn_token_created', { ...logged(unit.actor, request, key.id), 'hub.scopes': key.scopes });
      return key;
    },
  }),
  route({
    ...base,
    method: 'DELETE',
    path: '/api-keys/:id',
    summary: 'Révoquer une clé API',
    fresh_sign_in: true,
    params: ById,
    errors: ['api_key.not_found', 'api_key.already_revoked'],
    handle: async (unit, { params, request }) => {
      await revokeKey(unit, params.id);
      log.security('authn_token_revoked', logged(unit.actor, request, params.id));
    },
  }),
];
