import { queryOptions } from '@tanstack/react-query';
import type { TravailEchoue } from '#contract/travail.ts';
import { api } from '../../lib/api.ts';

const ROOT = '/api/v1/travaux-echoues';
const one = (id: string) => `${ROOT}/${encodeURIComponent(id)}`;
const EVERY_MS = 60_000;

export const travauxQuery = queryOptions({
  queryKey: ['travaux-echoues'],
  queryFn: ({ signal }) => api<{ items: TravailEchoue[] }>('GET', ROOT, { signal }),
  refetchInterval: EVERY_MS,
});

export const retryTravail = (id: string) => api<unknown>('POST', `${one(id)}/relance`);
export const ignoreTravail = (id: string) => api<void>('DELETE', one(id));
