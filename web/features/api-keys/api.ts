import { queryOptions } from '@tanstack/react-query';
import type { ApiKey, ApiKeyCreated, CreateApiKey } from '#contract/api-key.ts';
import { api } from '../../lib/api.ts';

const ROOT = '/api/auth/api-keys';

export const keysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ signal }) => api<{ items: ApiKey[] }>('GET', ROOT, { signal }),
});

export const createKey = (body: CreateApiKey) => api<ApiKeyCreated>('POST', ROOT, { body });
export const revokeKey = (id: string) => api<void>('DELETE', `${ROOT}/${encodeURIComponent(id)}`);
