import { queryOptions } from '@tanstack/react-query';
import type { Chronologie, ChronologieQuery } from '#contract/chronologie.ts';
import { api } from '../../lib/api.ts';

export const chronologieQuery = (query: ChronologieQuery) =>
  queryOptions({
    queryKey: ['chronologie', query],
    queryFn: ({ signal }) => api<Chronologie>('GET', '/api/v1/chronologie', { query, signal }),
  });
