// One function per request; what a change makes stale is said beside it.
import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  ApiKey,
  ApiKeyCreated,
  CreateApiKey,
  ListApiKeys,
  RotateApiKey,
  UpdateApiKey,
  UsageApiKey,
} from '#contract/api-key.ts';
import type { EntreeAudit } from '#contract/audit.ts';
import type { Chantier } from '#contract/chantier.ts';
import type { Page } from '#contract/page.ts';
import { api } from '../../lib/api.ts';

const ROOT = '/api/auth/api-keys';
const one = (id: string) => `${ROOT}/${encodeURIComponent(id)}`;
const CHANTIERS = '/api/v1/chantiers';

export const keysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ signal }) => api<z.infer<typeof ListApiKeys>>('GET', ROOT, { signal }),
});

export const usageQuery = (id: string) =>
  queryOptions({
    queryKey: ['api-keys', id, 'usage'],
    queryFn: ({ signal }) => api<UsageApiKey>('GET', `${one(id)}/usage`, { signal }),
  });

const ENTRIES = 20;
export const trailQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['api-keys', id, 'journal'],
    queryFn: ({ signal, pageParam }) =>
      api<Page<EntreeAudit>>('GET', `${one(id)}/audit`, { query: { limit: ENTRIES, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next_cursor ?? undefined,
  });

export const foundChantiersQuery = (q: string) =>
  queryOptions({
    queryKey: ['chantiers', 'pour-une-cle', q],
    queryFn: ({ signal }) => api<Page<Chantier>>('GET', CHANTIERS, { query: { q, limit: 8 }, signal }),
    placeholderData: keepPreviousData,
  });

/** The sheet of a chantier a key is bound to, for its name. */
export const boundChantierQuery = (id: string) =>
  queryOptions({
    queryKey: ['chantiers', 'fiche', id],
    queryFn: ({ signal }) => api<Chantier>('GET', `${CHANTIERS}/${encodeURIComponent(id)}`, { signal }),
  });

export const createKey = (body: CreateApiKey) => api<ApiKeyCreated>('POST', ROOT, { body });
export const updateKey = ({ id, version }: ApiKey, body: UpdateApiKey) =>
  api<ApiKey>('PATCH', one(id), { body, version });
/** The answer is the new key, with its secret; the old one is read again in the list. */
export const rotateKey = (id: string, body: RotateApiKey) =>
  api<ApiKeyCreated>('POST', `${one(id)}/rotation`, { body });
export const revokeKey = (id: string) => api<void>('DELETE', one(id));

/** The list, and the use and trail of each key. */
export const keysChanged = (client: QueryClient) => client.invalidateQueries({ queryKey: keysQuery.queryKey });
