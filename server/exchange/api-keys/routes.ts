import {
  ApiKey,
  ApiKeyCreated,
  ChangeLimite,
  CleDePersonne,
  CreateApiKey,
  ListApiKeys,
  ListAudit,
  ListClesDePersonne,
  Me,
  RotateApiKey,
  SuspendKey,
  UpdateApiKey,
  UsageApiKey,
} from '#contract/api-key.ts';
import { EntreeAudit } from '#contract/audit.ts';
import { ById, pageOf } from '#contract/page.ts';
import { route } from '#platform/http/route.ts';
import { selectTrail } from '../audit/index.ts';
import { createKey } from './create-key.ts';
import { type LeakDeps, leakRoutes } from './leaks/routes.ts';
import { revokeKey } from './revoke-key.ts';
import { rotateKey } from './rotate-key.ts';
import { readUsage } from './sql/activity.ts';
import { isOwn, listKeys, readKey } from './sql/keys.ts';
import { listKeysOf, readMe } from './sql/personnes.ts';
import { changeLimite, reinstateKey, suspendKey } from './suspend-key.ts';
import { updateKey } from './update-key.ts';

// Keys never manage keys: a stolen one cannot make itself a successor.
const base = { base: 'auth', tag: 'Clés API', access: 'account' } as const;

const BOUNDS = ['api_key.chantier_unknown', 'api_key.cidr_invalid', 'api_key.rate_refused'] as const;

const own = [
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
    method: 'DELETE',
    path: '/api-keys/:id',
    summary: 'Révoquer une clé API',
    fresh_sign_in: true,
    params: ById,
    errors: ['api_key.not_found', 'api_key.already_revoked'],
    handle: (unit, { params }) => revokeKey(unit, params.id),
  }),
  route({
    ...base,
    method: 'PATCH',
    path: '/api-keys/:id',
    summary: 'Modifier, désactiver ou réactiver une clé API',
    fresh_sign_in: true,
    params: ById,
    body: UpdateApiKey,
    reply: ApiKey,
    versioned: true,
    errors: ['api_key.not_found', 'api_key.not_in_service', ...BOUNDS],
    handle: (unit, { params, version, body }) => updateKey(unit, { id: params.id, version }, body),
  }),
  route({
    ...base,
    method: 'GET',
    path: '/api-keys/:id/usage',
    summary: 'Lire l’utilisation d’une clé API, jour par jour sur trente jours',
    params: ById,
    reply: UsageApiKey,
    read: ({ params }, at) => readUsage(at, params.id),
    absent: 'api_key.not_found',
  }),
  route({
    ...base,
    method: 'GET',
    path: '/api-keys/:id/audit',
    summary: 'Lire le journal d’une clé API',
    params: ById,
    query: ListAudit,
    reply: pageOf(EntreeAudit),
    list: ({ params, query }, at) =>
      selectTrail(at, { subject_id: params.id, limit: query.limit, visible: isOwn(at, params.id) }),
    absent: 'api_key.not_found',
  }),
];

/** Those that show or hold to the longest life the hub's administrator allows. */
const lasting = (max_days: number) => [
  route({
    ...base,
    method: 'GET',
    path: '/api-keys',
    summary: 'Lister mes clés API',
    reply: ListApiKeys,
    read: (_input, at) => listKeys(at, max_days),
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
    idempotent: true,
    errors: ['api_key.limit_reached', 'api_key.expiry_refused', ...BOUNDS],
    handle: (unit, { body }) => createKey(unit, body, max_days),
  }),
  route({
    ...base,
    method: 'POST',
    path: '/api-keys/:id/rotation',
    summary: 'Remplacer le secret d’une clé API, l’ancien servant encore un temps',
    fresh_sign_in: true,
    params: ById,
    body: RotateApiKey,
    reply: ApiKeyCreated,
    status: 201,
    secret_reply: true,
    idempotent: true,
    errors: ['api_key.not_found', 'api_key.not_in_service', 'api_key.overlap_full'],
    handle: (unit, { params, body }) => rotateKey(unit, { id: params.id, max_days }, body),
  }),
];

const administrateur = { base: 'v1', tag: 'Clés API', access: 'account', roles: ['administrateur'] } as const;

const others = [
  route({
    ...administrateur,
    method: 'GET',
    path: '/personnes/:id/cles',
    summary: 'Lister les clés API d’une personne',
    params: ById,
    reply: ListClesDePersonne,
    read: ({ params }, at) => listKeysOf(at, params.id),
    absent: 'personne.not_found',
  }),
  route({
    ...administrateur,
    method: 'POST',
    path: '/cles/:id/suspension',
    summary: 'Suspendre une clé API ; son titulaire en est averti',
    params: ById,
    body: SuspendKey,
    reply: CleDePersonne,
    status: 200,
    errors: ['api_key.not_found', 'api_key.already_suspended', 'api_key.not_in_service'],
    handle: (unit, { params, body }) => suspendKey(unit, params.id, body.motif),
  }),
  route({
    ...administrateur,
    method: 'DELETE',
    path: '/cles/:id/suspension',
    summary: 'Lever la suspension d’une clé API ; son titulaire en est averti',
    fresh_sign_in: true,
    params: ById,
    reply: CleDePersonne,
    errors: ['api_key.not_found', 'api_key.not_suspended'],
    handle: (unit, { params }) => reinstateKey(unit, params.id),
  }),
  route({
    ...administrateur,
    method: 'PUT',
    path: '/cles/:id/limite',
    summary: 'Fixer le débit d’une clé API ; son titulaire en est averti',
    fresh_sign_in: true,
    params: ById,
    body: ChangeLimite,
    reply: CleDePersonne,
    versioned: true,
    errors: ['api_key.not_found', 'api_key.not_in_service'],
    handle: (unit, { params, version, body }) => changeLimite(unit, { id: params.id, version }, body.rate_limit_max),
  }),
];

const me = route({
  base: 'v1',
  tag: 'Clés API',
  access: 'identified',
  bound_keys: true,
  method: 'GET',
  path: '/me',
  summary: 'Lire qui appelle, et ce que sa clé ouvre',
  reply: Me,
  read: (_input, at) => readMe(at),
});

export const makeRoutes = ({ api_key_max_days, ...deps }: LeakDeps & { api_key_max_days: number }) => [
  ...lasting(api_key_max_days),
  ...own,
  ...others,
  ...leakRoutes(deps),
  me,
];
