// What both sides changed of a chantier.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ConflitErp, ListConflitsErp } from '#contract/mapping.ts';
import type { Page } from '#contract/page.ts';
import { api } from '../../../lib/api.ts';

const CONFLITS = '/api/v1/conflits-erp';
export const conflitsKey = ['conflits-erp'];

export const conflitsQuery = (query: Partial<ListConflitsErp>) =>
  queryOptions({
    queryKey: [...conflitsKey, query],
    queryFn: ({ signal }) => api<Page<ConflitErp>>('GET', CONFLITS, { query, signal }),
    placeholderData: keepPreviousData,
  });

export const takeOther = ({ id }: ConflitErp) =>
  api<ConflitErp>('POST', `${CONFLITS}/${encodeURIComponent(id)}/reprise`);
